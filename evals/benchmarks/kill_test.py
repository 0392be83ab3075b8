"""Kill a run at random moments, resume it, and count what it paid for twice.

    python -m evals.benchmarks.kill_test [--kills 50] [--seed 1]

A real process writes an article against a fake endpoint in this process, which logs each call. The process is killed
by SIGKILL at a moment drawn over the whole of the unbroken run; another process resumes it. The fake answers equal
requests alike, so each resumed article has to equal the unbroken one. The fake stands in `tests/`, so this runs
from a checkout.
"""

import argparse
import asyncio
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from rich.console import Console
from rich.table import Table

from graphs import Context
from graphs.databases import FILE
from graphs.threads import open_threads
from knowledge import Knowledge
from tests.fake_wire import FakeWire
from tests.fake_wire.answers import Answer, Fault
from tests.graphs.library import REQUEST, SECTIONS, SOURCE, Newsdesk

DELAY = 0.15
"""Seconds of each answer: most of a run's time shall be calls in flight, as with a real model."""

LONGEST = 120.0
"""Seconds after which a process counts as hung."""

SPOIL = {"s1": SECTIONS["s1"].replace("260", "620")}
"""One section fails its checks, so that the run has a round of revision to be killed in."""

LOOK_EVERY = 0.01
"""Seconds between two looks at a run that is to be killed."""

LOADED = ["graphs.threads", "evals.benchmarks.languages", "langchain_openai", "chromadb"]
"""Imported once, by the process from which the killed and resuming ones are forked."""


@dataclass
class Kill:
    """One killed and resumed run."""

    after: float
    """Seconds from the start of the work to the kill."""
    made: int
    """Calls that had been made when the process was killed."""
    recorded: int
    """Answers of these that the database held."""
    made_after: int
    """Calls that the resumed run made."""
    repeated: int
    """Calls made after the kill beyond those for which no answer was on record: recorded answers paid for twice."""
    same: bool
    """The resumed article equals the unbroken one."""
    hung: bool = False


@dataclass
class Outcome:
    unbroken_seconds: float
    unbroken_calls: int
    kills: list[Kill]

    @property
    def figures(self) -> dict[str, str]:
        count = len(self.kills)
        return {
            "kills": str(count),
            "ended with the same article": f"{sum(k.same for k in self.kills)} of {count}",
            "hung": str(sum(k.hung for k in self.kills)),
            "calls made before the kill": str(sum(k.made for k in self.kills)),
            "answers on record at the kill": str(sum(k.recorded for k in self.kills)),
            "of these asked for again": str(sum(k.repeated for k in self.kills)),
            "calls in flight, made again": str(sum(k.made - k.recorded for k in self.kills)),
            "moments of the kills, s": f"{min(k.after for k in self.kills):.2f} to "
            f"{max(k.after for k in self.kills):.2f} of {self.unbroken_seconds:.2f}",
            "calls of the unbroken run": str(self.unbroken_calls),
        }


def kill_and_resume(kills: int, seed: int, folder: Path) -> Outcome:
    """Run once unbroken, then `kills` times with a kill and a resume."""
    moments = random.Random(seed)
    with FakeWire(responder=spoilt_once, delay=DELAY) as wire:
        os.environ.update(wire.env)
        processes = get_context("forkserver")
        processes.set_forkserver_preload(LOADED)
        _run("build the store", folder, processes, None)
        seconds = _run("write", folder / "unbroken", processes, None)
        expected = (folder / "unbroken" / "article.md").read_text("utf-8")
        calls = len(wire.answered)
        done = []
        for number in range(kills):
            progress = moments.uniform(0.0, calls + 1)
            place = folder / f"kill{number}"
            wire.clear()
            after = _run("write", place, processes, partial(_reached, wire, progress))
            time.sleep(DELAY + 0.05)
            made, kept = len(wire.calls), recorded(place)
            # A process that was killed before its run was on record has nothing to resume.
            task = "write" if kept is None else "resume"
            hung = _run(task, place, processes, None) > LONGEST
            made_after = len(wire.calls) - made
            article = place / "article.md"
            done.append(
                Kill(
                    after=after,
                    made=made,
                    recorded=kept or 0,
                    made_after=made_after,
                    repeated=made_after - (calls - (kept or 0)),
                    same=article.exists() and article.read_text("utf-8") == expected,
                    hung=hung,
                )
            )
    return Outcome(seconds, calls, done)


def spoilt_once(body: dict[str, object]) -> str | Answer | Fault:
    """A newsdesk without memory: the first request for a spoilt section is told from its revision by its text."""
    desk = Newsdesk(spoil=SPOIL)
    answer = desk(body)
    is_revision = "The section as it stands:" in str(body)
    return SECTIONS[desk.asked[-1]] if is_revision and desk.asked[-1] in SPOIL else answer


def recorded(folder: Path) -> int | None:
    """Answered calls that the killed process left on record; None when not even its run is there.

    A step that is run again has its answers on record with both its checkpoints, so they are counted by their ids.
    """
    if not (folder / FILE).exists():
        return None
    serde = JsonPlusSerializer()
    with closing(sqlite3.connect(folder / FILE)) as database:
        try:
            if not database.execute("SELECT count(*) FROM checkpoints").fetchone()[0]:
                return None
            written = database.execute("SELECT type, value FROM writes WHERE channel = '__return__'").fetchall()
        except sqlite3.OperationalError:
            return None
    return len({serde.loads_typed(row)["id"] for row in written})


def _reached(wire: FakeWire, progress: float) -> bool:
    """Whether a run has made so many calls; of the fraction, the time has passed since that the answer may take twice.

    By calls and not by seconds, since a busy machine starts a run slowly and then writes it fast.
    """
    made = sorted(call.started for call in wire.calls)
    whole = int(progress)
    if whole > len(made):
        return False
    return whole == 0 or time.monotonic() - made[whole - 1] >= 2 * DELAY * (progress - whole)


def _run(task: str, folder: Path, processes: ForkServerContext, ends: Callable[[], bool] | None) -> float:
    """Seconds of a process of its own; it is killed as soon as `ends` says so."""
    process = processes.Process(target=work, args=(task, str(folder)))
    process.start()
    started = time.monotonic()
    while process.is_alive() and time.monotonic() - started < LONGEST and not (ends and ends()):
        process.join(LOOK_EVERY)
    if process.is_alive():
        process.kill()
        process.join()
    elif process.exitcode:
        raise RuntimeError(f"A process that was not killed ended with exit code {process.exitcode}.")
    return time.monotonic() - started


def work(task: str, folder: str) -> None:
    """What each process does."""
    if task == "build the store":
        Knowledge.open()
        return

    async def job() -> None:
        async with open_threads(folder) as kept:
            if task == "resume":
                await kept.resume("killed")
            else:
                await kept.write(REQUEST, SOURCE, context=Context(model="openai:scripted"), thread="killed")

    asyncio.run(job())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TRANSCREATE_KNOWLEDGE", str(Path(folder) / "knowledge"))
        outcome = kill_and_resume(options.kills, options.seed, Path(folder))
    table = Table("figure", "value")
    for name, value in outcome.figures.items():
        table.add_row(name, value)
    Console().print(table)
    sys.exit(any(not kill.same or kill.repeated or kill.hung for kill in outcome.kills))


if __name__ == "__main__":
    main()
