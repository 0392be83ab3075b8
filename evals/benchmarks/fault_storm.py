"""Write articles through a storm of faults over real HTTP, and see that every run ends honestly.

    python -m evals.benchmarks.fault_storm [--runs 500] [--share 0.3] [--seed 1] [--at-once 8]

A fake endpoint answers a share of all calls with a fault: 429 with and without Retry-After, 500, 503, silence until
the timeout, connections dropped before and within the answer, bodies that are no completion, JSON that is malformed,
fenced or breaks its schema, empty answers, refusals, answers cut at the limit, in another language, the prompt
echoed, endless repetition. The runs use the real client; every fourth is watched token by token, as Studio does it,
so that its answers are streamed and its broken ones are truncated streams. The fake stands in `tests/`, so this runs
from a checkout.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import agents.models.wire
from agents.domain import Result
from graphs import Context, article_graph, awrite_article
from graphs.desk import knowledge
from tests.fake_wire import Answer, FakeWire, Fault, prompt_of
from tests.graphs.library import METADATA, REQUEST, SECTIONS, SOURCE, Newsdesk

RUN_SECONDS = 90.0
"""Hard limit of one run. A real run has minutes; the storm's pauses are short."""

STREAMED = 4
"""One run in so many is streamed."""

FIRST_PAUSE = 0.01
"""Seconds of the first pause between tries, in place of the product's half second: 500 runs shall not wait."""

CALL_SECONDS = 2.0

ELSEWHERE = (
    "Die Stadtbücherei verleiht Werkzeug an alle, und das ist für viele Menschen in der Stadt eine gute Nachricht."
)
WHOLE = json.dumps(METADATA, ensure_ascii=False)

FAULTS: dict[str, Answer | Fault | str] = {
    "429 with Retry-After": Fault(status=429, headers={"Retry-After": "0.02"}),
    "429": Fault(status=429),
    "429 with nonsense in Retry-After": Fault(status=429, headers={"Retry-After": "soon"}),
    "500": Fault(status=500),
    "503": Fault(status=503),
    "408": Fault(status=408),
    "silence": Fault(status=500, delay=CALL_SECONDS + 0.3),
    "dropped before": Fault(drop="before"),
    "dropped within": Fault(drop="middle"),
    "HTML": Fault(raw="<html>busy</html>"),
    "no choices": Fault(raw='{"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": []}'),
    "null": Fault(raw="null"),
    "malformed JSON": WHOLE[:-20],
    "fenced JSON": f"```json\n{WHOLE}\n```",
    "another schema": '{"title": 3, "sections": "none", "lines": {}}',
    "empty": "",
    "blank": " \n\n ",
    "refusal": Answer("", refusal="I cannot help with that."),
    "content filter": Answer("", finish_reason="content_filter"),
    "cut": Answer("La bibliothèque d'objets de Lindenau prête", finish_reason="length"),
    "another language": ELSEWHERE * 4,
    "repetition": "La bibliothèque d'objets prête des outils. " * 400,
    "control characters": "\x00\x1b[31m\u202e La biblio\ud7ff",
    "echo": "echo",
}


@dataclass
class Weather:
    """Answers as the newsdesk would, but for a share of faults."""

    share: float
    seed: int
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._desk = Newsdesk()
        self._lock = threading.Lock()

    def __call__(self, body: dict[str, object]) -> str | Answer | Fault:
        with self._lock:
            kind = self._dice.choice(list(FAULTS)) if self._dice.random() < self.share else None
            if kind:
                self.met[kind] += 1
        if kind == "echo":
            return prompt_of(body)
        return FAULTS[kind] if kind else self._answer(body)

    def _answer(self, body: dict[str, object]) -> str | Answer | Fault:
        """A section whose heading a faulty outline changed is told by the newsdesk's second section."""
        prompt = prompt_of(body)
        try:
            return self._desk(body)
        except (StopIteration, KeyError):
            return SECTIONS["s1"] if "Write the section" in prompt else WHOLE


@dataclass
class Outcome:
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    """What must not happen: a run that hung or raised, or a verdict that its review does not bear out."""
    seconds: list[float] = field(default_factory=list)
    calls: int = 0
    streams: int = 0
    faults: Counter[str] = field(default_factory=Counter)


async def storm(runs: int, share: float = 0.3, seed: int = 1, at_once: int = 8) -> Outcome:
    """Write `runs` articles, `at_once` at a time. The environment has to name no other endpoint."""
    outcome, weather = Outcome(), Weather(share, seed)
    gate = asyncio.Semaphore(at_once)
    pause, agents.models.wire.FIRST_PAUSE = agents.models.wire.FIRST_PAUSE, FIRST_PAUSE
    with FakeWire(responder=weather) as wire:
        os.environ.update({**wire.env, "TRANSCREATE_TIMEOUT": str(CALL_SECONDS)})
        await knowledge(Context())  # a store that has to be built first is no run's time

        async def one(number: int) -> None:
            async with gate:
                started = time.monotonic()
                try:
                    context = Context(model="openai:scripted", max_revisions=2)
                    is_streamed = number % STREAMED == STREAMED - 1
                    work = streamed(context) if is_streamed else awrite_article(REQUEST, SOURCE, context=context)
                    judge(number, await asyncio.wait_for(work, RUN_SECONDS), outcome)
                except TimeoutError:
                    outcome.broken.append(f"run {number} did not end within {RUN_SECONDS:.0f} s")
                except Exception as error:  # a run that raises is what the storm looks for: it is counted as broken
                    outcome.broken.append(f"run {number} raised {type(error).__name__}: {error}")
                outcome.seconds.append(time.monotonic() - started)

        await asyncio.gather(*(one(number) for number in range(runs)))
        outcome.calls = len(wire.calls)
        outcome.streams = sum(bool(call.body.get("stream")) for call in wire.calls)
        outcome.broken += [f"the fake raised {error!r}" for error in wire.errors]
    agents.models.wire.FIRST_PAUSE = pause
    outcome.faults = weather.met
    return outcome


async def streamed(context: Context) -> Result:
    """A run whose tokens somebody watches: LangChain then asks for streams by itself."""
    last: Any = {}
    given: Any = {"request": REQUEST, "source": SOURCE}
    async for mode, data in article_graph.astream(given, context=context, stream_mode=["values", "messages"]):
        if mode == "values":
            last = data
    return Result.model_validate(last["result"])


def judge(number: int, result: Result, outcome: Outcome) -> None:
    """Book how a run ended, and whether its verdict is borne out."""
    outcome.statuses[result.status] += 1
    review = result.review
    if result.status == "passed" and (review is None or review.blocking or review.not_run or not review.passed):
        outcome.broken.append(f"run {number} passed with open blocking checks")
    if not result.reason.strip():
        outcome.broken.append(f"run {number} ended {result.status} without a reason")
    if result.status == "needs_review" and result.draft is None:
        outcome.broken.append(f"run {number} needs a review of no draft")
    if result.status != "passed":
        outcome.reasons[" ".join(word for word in result.reason.split() if not word[0].isdigit())[:110]] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--share", type=float, default=0.3, help="share of calls that meet a fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=8)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TRANSCREATE_KNOWLEDGE", str(Path(folder) / "knowledge"))
        outcome = asyncio.run(storm(options.runs, options.share, options.seed, options.at_once))
    console = Console()
    table = Table("figure", "value")
    for status in ("passed", "needs_review", "failed"):
        table.add_row(status, str(outcome.statuses[status]))
    table.add_row("hung, raised, or dishonest", str(len(outcome.broken)))
    table.add_row("calls, faults among them", f"{outcome.calls:,}, {outcome.faults.total():,}")
    table.add_row("streamed calls", f"{outcome.streams:,}")
    table.add_row("longest run, s", f"{max(outcome.seconds):.1f}")
    table.add_row("all, s", f"{time.monotonic() - started:.0f}")
    console.print(table)
    for reason, count in outcome.reasons.most_common(12):
        console.print(f"{count:>4} × {reason}", markup=False, highlight=False)
    for sentence in outcome.broken[:20]:
        console.print(sentence, markup=False, style="red")
    sys.exit(bool(outcome.broken))


if __name__ == "__main__":
    main()
