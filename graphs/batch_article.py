"""One article of a batch: written, or gone on with where an earlier start left it."""

import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from agents.domain import Result
from agents.models.factory import resolve
from graphs.batch_index import Entry, folder_name
from graphs.context import Context
from graphs.databases import open_database
from graphs.threads import Threads, open_threads
from graphs.version import stamp
from knowledge.errors import SetupError, TranscreateError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One article to write. Request and source may stand together in `request`."""

    id: str
    request: str
    source: str = ""


WriteJob = Callable[[Job], Awaitable[Entry]]


@asynccontextmanager
async def article_writer(out: Path, context: Context, database: str | None) -> AsyncIterator[WriteJob]:
    """Writes jobs in this process, each in its own folder below `out`.

    Each keeps its run in a file in its folder, so that articles written side by side do not wait for one file's
    lock; with `database` all keep it there, over one connection.
    """
    if database is None:

        async def write(job: Job) -> Entry:
            async with open_threads(out / folder_name(job.id)) as threads:
                return await write_job(job, threads, context, run_name(job, context))

        yield write
    else:
        async with open_database(out, database) as shared:

            async def write_shared(job: Job) -> Entry:
                folder = out / folder_name(job.id)
                threads = Threads(folder, shared, database)
                return await write_job(job, threads, context, run_name(job, context, str(folder.absolute())))

            yield write_shared


async def write_job(job: Job, threads: Threads, context: Context, thread: str) -> Entry:
    """Writes one article. Whatever is wrong with it is an entry `failed`.

    Raises:
        SetupError: The surroundings need mending, so that no other article would fare better.
    """
    started = time.monotonic()
    try:
        result = await threads.go_on(thread, job.request, job.source, context=context)
    except SetupError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"The folder {threads.folder} cannot be written to: {error}.") from error
    except TranscreateError as error:
        result = Result(status="failed", reason=str(error), stopped_by=type(error).__name__)
    except Exception as error:  # one article's defect must not end the others; it is failed, and the log says where
        log.exception("The article %s met a defect of this program.", job.id)
        reason = f"A defect of this program, {type(error).__name__}: {error}. The log has its traceback."
        result = Result(status="failed", reason=reason, stopped_by=type(error).__name__)
    return entry_of(result, job, context, thread=thread, seconds=time.monotonic() - started)


def entry_of(result: Result, job: Job, context: Context, *, thread: str, seconds: float) -> Entry:
    usage = result.usage
    return Entry(
        id=job.id,
        folder=folder_name(job.id),
        status=result.status,
        reason=result.reason,
        model=resolve(context.model).spec,
        calls=usage.calls,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_usd=usage.cost_usd,
        seconds=round(seconds, 3),
        stopped_by=result.stopped_by,
        thread=thread,
        asked=asked(job, context),
        limits=limits(context),
    )


def asked(job: Job, context: Context) -> str:
    """Digest of what makes an article another one: its request, its source and the flags."""
    return _digest([job.request, job.source, context.flags().model_dump(mode="json")])


def limits(context: Context) -> str:
    """Digest of what a half-done article goes on with: model and limits."""
    flags = set(type(context.flags()).model_fields)
    return _digest([resolve(context.model).spec, context.model_dump(mode="json", exclude=flags | {"model"})])


def run_name(job: Job, context: Context, place: str = "") -> str:
    """The run of this job by this version; in a shared database also of this `place`."""
    version = stamp()
    return _digest([job.id, asked(job, context), version["prompts"], version["state"], place])


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
