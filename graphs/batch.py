"""Write many articles: side by side, within one budget, and so that a start that was cut off loses nothing."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from agents.models.factory import address, resolve
from agents.models.prices import price_of
from graphs.batch_article import Job, WriteJob, article_writer, asked, limits
from graphs.batch_index import BatchSummary, Entry, Index, write_summary
from graphs.context import Context
from graphs.locks import alone
from graphs.publish import check_writable
from graphs.write import to_its_end
from knowledge.errors import InputError, SetupError, TranscreateError

Engine = Literal["local", "ray"]
OnProgress = Callable[[BatchSummary], None]

LOCK = "batch.lock"
UNREACHABLE_IN_A_ROW = 3
"""Articles in a row that found no endpoint end the batch: one may have met a short fault, three are an outage."""

log = logging.getLogger(__name__)


class BatchLimits(BaseModel):
    """Limits of a whole batch, tested before each article starts; those that run then come to their end."""

    max_cost_usd: float | None = Field(default=None, gt=0, description="US dollars, of all starts together.")
    max_tokens: int | None = Field(default=None, gt=0, description="Tokens in and out, of all starts together.")
    max_seconds: float | None = Field(default=None, gt=0, description="Seconds of this start.")


async def arun_batch(
    jobs: Iterable[Job],
    out: Path | str,
    *,
    context: Context | None = None,
    concurrency: int | None = None,
    limits: BatchLimits | None = None,
    engine: Engine = "local",
    actors: int = 2,
    ray_address: str | None = None,
    database: str | None = None,
    total: int | None = None,
    on_progress: OnProgress | None = None,
) -> BatchSummary:
    """Write each job's article into a folder of its own below `out`, and an index beside them.

    Called again with the same `out` it goes on: articles that passed or need a review are skipped, failed and
    half-done ones go on from their last answered call, and what was asked anew is written anew. Jobs are taken as
    they are needed and no result is kept, so that memory does not grow with their number.

    Args:
        jobs: What to write, as many as there are; ids are unique.
        out: Folder of the batch. One process at a time may work in it.
        context: Settings of every article. A person cannot be asked within a batch.
        concurrency: Articles at once; as many as the endpoint is asked calls at once (TRANSCREATE_CONCURRENCY) when
            not given. Calls are bounded by that variable whatever is given here.
        limits: Limits of the whole batch.
        engine: `local`: in this process. `ray`: in `actors` processes, here or on the cluster at `ray_address`.
        database: `postgresql://…` to keep the runs there; else each is kept in its article's folder.
        total: How many jobs there are, when `jobs` does not know its length.
        on_progress: Told how the batch stands after each change.

    Raises:
        InputError: Two jobs have one id, another process works in `out`, or a setting cannot be used.
        SetupError: A key, the endpoint, a folder, the database or an extra needs mending. Articles that ran have
            come to their end, and the index is written.
    """
    chosen, bounds = context or Context(), limits or BatchLimits()
    if chosen.human_review != "never":
        raise InputError("Nobody can be asked within a batch. Leave human_review at `never`.")
    if concurrency is not None and concurrency < 1:
        raise InputError("At least one article at a time has to be written.")
    spec = resolve(chosen.model).spec
    if bounds.max_cost_usd is not None and price_of(spec) is None:
        raise SetupError(
            f"A limit in USD was set, but the price of {spec} is unknown. Add it to a price table and name the file "
            "in TRANSCREATE_PRICES, or set a limit in tokens."
        )
    folder = await asyncio.to_thread(_prepared, Path(out))
    place = await asyncio.to_thread(address, spec)
    at_once = concurrency or place.slots
    if total is None and isinstance(jobs, Sized):
        total = len(jobs)
    with alone(folder / LOCK, "", f"Another process works on the batch in {folder}. Wait until it ends."):
        index = await asyncio.to_thread(Index, folder)
        batch = _Batch(iter(jobs), folder, index, chosen, bounds, total, on_progress)
        async with _writers(engine, folder, chosen, database, actors, ray_address, place.slots) as write:
            return await batch.run(write, at_once)


def run_batch(jobs: Iterable[Job], out: Path | str, **settings: Any) -> BatchSummary:
    """The synchronous twin of `arun_batch`, with the same arguments."""
    return to_its_end(arun_batch(jobs, out, **settings))


def _prepared(folder: Path) -> Path:
    check_writable(folder)
    return folder.absolute()


def _writers(
    engine: Engine, out: Path, context: Context, database: str | None, actors: int, ray_address: str | None, slots: int
) -> AbstractAsyncContextManager[WriteJob]:
    if engine == "local":
        return article_writer(out, context, database)
    from graphs.batch_ray import ray_writer

    return ray_writer(out, context, database, actors=actors, address=ray_address, slots=slots)


class _Batch:
    """One start of a batch."""

    def __init__(
        self,
        jobs: Iterator[Job],
        out: Path,
        index: Index,
        context: Context,
        bounds: BatchLimits,
        total: int | None,
        on_progress: OnProgress | None,
    ) -> None:
        self._jobs = jobs
        self._out = out
        self._index = index
        self._context = context
        self._bounds = bounds
        self._on_progress = on_progress
        self._limits = limits(context)
        self._started = time.monotonic()
        self._seen: set[str] = set()
        self._next_in_turn = asyncio.Lock()
        self._unreachable = 0
        self._error: TranscreateError | None = None
        self.summary = BatchSummary(total=total, usage=index.usage)

    async def run(self, write: WriteJob, at_once: int) -> BatchSummary:
        await asyncio.to_thread(write_summary, self._out, self.summary)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(at_once):
                    group.create_task(self._work(write))
            if self.summary.ended == "running":
                self.summary.ended = "complete"
        finally:
            if self.summary.ended == "running":
                self.summary.ended = "interrupted"
            self.summary.running = 0
            self._tell()
            await asyncio.to_thread(self._close)
        if self._error is not None:
            raise self._error
        return self.summary

    def _close(self) -> None:
        self._index.close()
        write_summary(self._out, self.summary)

    async def _work(self, write: WriteJob) -> None:
        while (job := await self._next()) is not None:
            self.summary.running += 1
            self._tell()
            try:
                entry = await write(job)
            except SetupError as error:
                self._end(error)
                continue
            finally:
                self.summary.running -= 1
            await asyncio.to_thread(self._index.put, entry)
            self._book(entry)
            self._test_endpoint(entry)
            self._tell()

    async def _next(self) -> Job | None:
        """The next job that has to be written; None when there is none, or the batch ends before it.

        When it ends early the rest is looked through all the same, so that the summary knows what is left.
        """
        async with self._next_in_turn:
            while (job := await asyncio.to_thread(self._taken)) is not None:
                before = await asyncio.to_thread(self._finished, job)
                if before is not None:
                    self.summary.skipped += 1
                    self._book(before)
                    self._tell()
                    continue
                if self.summary.ended == "running" and (reached := self._reached()):
                    self.summary.ended, self.summary.reason = "budget", reached
                if self.summary.ended == "running":
                    return job
        return None

    def _taken(self) -> Job | None:
        """The next job of the data set."""
        try:
            job = next(self._jobs, None)
        except TranscreateError as error:
            self._end(error)
            return None
        if job is None:
            self.summary.total = len(self._seen)
        elif job.id in self._seen:
            self._end(InputError(f"Two articles of the data set have the id {job.id!r}. Rename one of them."))
            return None
        else:
            self._seen.add(job.id)
        return job

    def _finished(self, job: Job) -> Entry | None:
        """The line of an article that need not be written."""
        entry = self._index.get(job.id)
        if entry is None:
            return None
        if entry.asked != asked(job, self._context):
            self.summary.changed += 1
            return None
        more_to_spend = entry.stopped_by == "BudgetExceeded" and entry.limits != self._limits
        if entry.status == "failed" or more_to_spend or not (self._out / entry.folder / "report.json").exists():
            return None
        return entry

    def _reached(self) -> str:
        """The sentence which limit of the batch is reached."""
        bounds, usage = self._bounds, self._index.usage
        tokens, seconds = usage.input_tokens + usage.output_tokens, time.monotonic() - self._started
        if bounds.max_tokens is not None and tokens >= bounds.max_tokens:
            return f"The batch's {bounds.max_tokens:,} tokens are used up: {tokens:,} are spent."
        if bounds.max_cost_usd is not None and usage.cost_usd is None:
            return "What the batch has spent is unknown, because some articles were written by a model without a price."
        if bounds.max_cost_usd is not None and (usage.cost_usd or 0.0) >= bounds.max_cost_usd:
            return f"The batch's {bounds.max_cost_usd:.4f} USD are used up: {usage.cost_usd:.4f} are spent."
        if bounds.max_seconds is not None and seconds >= bounds.max_seconds:
            return f"The batch's time of {bounds.max_seconds:.0f} s is used up."
        return ""

    def _book(self, entry: Entry) -> None:
        summary = self.summary
        setattr(summary, entry.status, getattr(summary, entry.status) + 1)
        summary.usage = self._index.usage

    def _test_endpoint(self, entry: Entry) -> None:
        """Ends the batch when what failed this article would fail every other."""
        self._unreachable = self._unreachable + 1 if entry.stopped_by == "EndpointUnreachable" else 0
        if entry.stopped_by == "AccessDenied" or self._unreachable >= UNREACHABLE_IN_A_ROW:
            self._end(SetupError(entry.reason))

    def _end(self, error: TranscreateError) -> None:
        """Lets the articles that run come to their end, and starts no other."""
        if self._error is None:
            self._error = error
            self.summary.ended, self.summary.reason = "error", str(error)
            log.warning("The batch ends: %s", error)

    def _tell(self) -> None:
        self.summary.seconds = round(time.monotonic() - self._started, 3)
        if self._on_progress is not None:
            self._on_progress(self.summary)
