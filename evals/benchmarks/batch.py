"""How busy a batch keeps an endpoint, and what an article costs this machine: CPU and memory.

    python -m evals.benchmarks.batch [--latency 0.2 1] [--calls 32 128] [--actors 2 4] [--rounds 4] [--memory 2000]

A fake endpoint in a process of its own answers every call after the same time and counts the calls that are open.
Each row is a process of its own that writes some articles for each call the endpoint allows at once, each about
another town. It is measured from when as many articles have ended as are written at once until none is left to start.
The fake stands in `tests/`, so this runs from a checkout.
"""

import argparse
import asyncio
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from tests.fake_wire.process import Figures, StandingWire, standing_wire

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Case:
    """One batch. `actors` is 0 for the local engine."""

    latency: float
    calls: int
    actors: int
    articles: int
    wire: StandingWire
    knowledge: str

    @property
    def engine(self) -> str:
        return f"ray, {self.actors} actors" if self.actors else "local"


@dataclass(frozen=True)
class Moment:
    """What can be read off at one moment of a batch."""

    at: float
    articles: int
    wire: Figures
    cpu: float
    """Seconds of CPU of all processes that write."""
    machine: float
    """Seconds of CPU of whatever runs on this machine."""
    memory: int
    """Bytes that the processes that write hold."""


@dataclass(frozen=True)
class Outcome:
    case: Case
    begin: Moment
    end: Moment
    after_100: int
    """Bytes of memory after 100 articles; at the end of `begin` when there are fewer."""
    passed: int

    @property
    def seconds(self) -> float:
        return self.end.at - self.begin.at

    @property
    def articles(self) -> int:
        return self.end.articles - self.begin.articles

    @property
    def row(self) -> list[str]:
        begin, end, seconds = self.begin, self.end, self.seconds
        calls = end.wire.calls - begin.wire.calls
        cpu, fake = end.cpu - begin.cpu, end.wire.cpu_seconds - begin.wire.cpu_seconds
        busy = (end.wire.open_seconds - begin.wire.open_seconds) / (seconds * self.case.calls)
        others = end.machine - begin.machine - cpu - fake
        return [
            self.case.engine,
            f"{1000 * self.case.latency:.0f} ms",
            str(self.case.calls),
            f"{busy:.0%}",
            f"{60 * self.articles / seconds:.0f}",
            f"{calls / seconds:.0f}",
            f"{1000 * cpu / self.articles:.0f} ms",
            f"{cpu / seconds:.2f}",
            f"{1000 * fake / calls:.2f} ms, {fake / seconds:.0%}",
            f"{others / seconds:.2f}",
            f"{self.after_100 / MEGABYTE:.0f}, {end.memory / MEGABYTE:.0f} MB",
            f"{self.passed} of {self.case.articles}",
        ]


COLUMNS = (
    "engine",
    "a call",
    "calls allowed at once",
    "kept busy",
    "articles a minute",
    "calls a second",
    "CPU an article",
    "cores used",
    "CPU of the fake: a call, of a core",
    "cores that others used",
    "memory after 100 articles, at the end",
    "passed",
)


def measured(case: Case) -> Outcome:
    """Writes the batch of `case` in this process."""
    os.environ.update(case.wire.env)
    os.environ["TRANSCREATE_CONCURRENCY"] = str(case.calls)
    os.environ["TRANSCREATE_KNOWLEDGE"] = case.knowledge
    from graphs import Context, arun_batch
    from graphs.batch_index import BatchSummary
    from tests.graphs.towns import jobs

    moments: list[Moment] = []
    memory: list[int] = []

    def watch(summary: BatchSummary) -> None:
        ended, left = summary.dealt_with, case.articles - summary.dealt_with - summary.running
        if not moments and ended >= case.calls:
            moments.append(_moment(case, ended))
        if not memory and ended >= 100:
            memory.append(sum(process.memory_info().rss for process in _writers(case)))
        if len(moments) == 1 and left <= 0:
            moments.append(_moment(case, ended))

    with tempfile.TemporaryDirectory() as folder:
        engine = arun_batch(
            jobs(case.articles),
            Path(folder),
            context=Context(),
            engine="ray" if case.actors else "local",
            actors=case.actors or 1,
            concurrency=case.calls,
            on_progress=watch,
        )
        summary = asyncio.run(engine)
    begin, end = moments
    return Outcome(case, begin, end, memory[0] if memory else begin.memory, summary.passed)


def _moment(case: Case, articles: int) -> Moment:
    writers = _writers(case)
    times = psutil.cpu_times()
    return Moment(
        at=time.monotonic(),
        articles=articles,
        wire=case.wire.figures(),
        cpu=sum(sum(process.cpu_times()[:2]) for process in writers),
        machine=sum(times) - times.idle - times.iowait - times.guest - times.guest_nice,
        memory=sum(process.memory_info().rss for process in writers),
    )


def _writers(case: Case) -> list[psutil.Process]:
    """This process, and the actors."""
    here = psutil.Process()
    actors = [child for child in here.children(recursive=True) if "ArticleActor" in " ".join(child.cmdline())]
    return [here, *actors] if case.actors else [here]


def measure(
    latencies: list[float], calls: list[int], actors: list[int], rounds: int, memory: int, console: Console
) -> None:
    table = Table(*COLUMNS)

    def measure_one(case: Case) -> None:
        row = processes.submit(measured, case).result().row
        table.add_row(*row)
        console.print(f"done: {', '.join(row)}", highlight=False)

    with (
        tempfile.TemporaryDirectory() as knowledge,
        ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes,
    ):
        for latency in latencies:
            with standing_wire("tests.graphs.towns:answer", latency) as wire:
                for allowed in calls if rounds else []:
                    for count in (0, *actors):
                        measure_one(Case(latency, allowed, count, rounds * allowed, wire, knowledge))
        if memory:
            with standing_wire("tests.graphs.towns:answer", latencies[0]) as wire:
                measure_one(Case(latencies[0], calls[0], 0, memory, wire, knowledge))
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, nargs="+", default=[0.2], help="seconds every call takes")
    parser.add_argument("--calls", type=int, nargs="+", default=[32, 128], help="calls allowed at once")
    parser.add_argument("--actors", type=int, nargs="*", default=[2, 4], help="processes of the Ray engine")
    parser.add_argument(
        "--rounds", type=int, default=4, choices=[0, *range(3, 10)], help="articles for each call allowed; 0: none"
    )
    parser.add_argument("--memory", type=int, default=0, help="articles of one more batch, for the memory it holds")
    options = parser.parse_args()
    console = Console(width=max(200, Console().width))
    measure(options.latency, options.calls, options.actors, options.rounds, options.memory, console)


if __name__ == "__main__":
    main()
