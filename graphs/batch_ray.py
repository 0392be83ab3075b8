"""Batches in several processes: async Ray actors, on this machine or on a cluster.

An actor that dies is started anew, and the articles it was writing go on from their checkpoints. On a cluster the
batch's folder has to be on a file system that all machines share.
"""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.domain import Result
from graphs.batch_article import Job, WriteJob, article_writer, entry_of, run_name
from graphs.batch_index import Entry
from graphs.context import Context
from graphs.desk import knowledge
from knowledge.errors import SetupError

if TYPE_CHECKING:
    from ray.actor import ActorHandle

RETRIES = 3
"""How often an article is taken up again whose actor died: one that kills each of them must not run for ever."""

START_SECONDS = 120.0
"""Time for the actors to start; beyond it the cluster has no room for them."""

OBJECT_STORE = 100_000_000
"""Bytes of Ray's shared memory on this machine: only jobs and index lines travel through it."""

SETTINGS = ("OPENAI_", "TRANSCREATE_", "LANGSMITH_", "LANGCHAIN_", "LANGGRAPH_")
"""Beginnings of the variables that the actors get."""

log = logging.getLogger(__name__)


class ArticleActor:
    """One process that writes articles side by side."""

    def __init__(self, settings: dict[str, str], out: str, context: Context, database: str | None) -> None:
        os.environ.update(settings)
        self._out, self._context, self._database = Path(out), context, database
        self._opening = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._write: WriteJob | None = None

    async def write(self, job: Job) -> Entry:
        async with self._opening:
            if self._write is None:
                opened = article_writer(self._out, self._context, self._database)
                self._write = await self._stack.enter_async_context(opened)
        return await self._write(job)

    async def process(self) -> int:
        """Its process id; an answer means that it has started."""
        return os.getpid()


@asynccontextmanager
async def ray_writer(
    out: Path, context: Context, database: str | None, *, actors: int, address: str | None, slots: int
) -> AsyncIterator[WriteJob]:
    """Writes jobs in `actors` processes, which share the `slots` calls that the endpoint may be asked at once.

    Raises:
        SetupError: Ray is not installed, cannot be started or reached, or has no room for the actors.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise SetupError("Ray needs an extra: pip install 'transcreate[ray]'.") from error
    await knowledge(context)  # a store that is new is filled once, not by each actor
    joined = ray.is_initialized()
    if not joined:
        await asyncio.to_thread(_connect, address, actors)
    try:
        yield await _pool(ray.remote(ArticleActor), out, context, database, actors, slots)
    finally:
        if not joined:
            await asyncio.to_thread(ray.shutdown)


async def _pool(remote: Any, out: Path, context: Context, database: str | None, actors: int, slots: int) -> WriteJob:
    import ray

    settings = shared_out(actors, slots)
    options = {"num_cpus": 1, "max_restarts": -1, "max_task_retries": RETRIES, "max_concurrency": 1000}
    pool: list[ActorHandle[Any]] = [
        remote.options(**options).remote(settings, str(out), context, database) for _ in range(actors)
    ]
    try:
        await asyncio.wait_for(asyncio.gather(*(actor.process.remote() for actor in pool)), START_SECONDS)
    except TimeoutError:
        raise SetupError(
            f"Ray has not started {actors} processes within {START_SECONDS:.0f} s. Ask for fewer, or give it more CPUs."
        ) from None
    except ray.exceptions.RayError as error:
        raise SetupError(f"Ray cannot start the processes: {error}") from error
    busy = dict.fromkeys(range(actors), 0)

    async def write(job: Job) -> Entry:
        number = min(busy, key=lambda actor: busy[actor])
        busy[number] += 1
        started = time.monotonic()
        try:
            entry: Entry = await pool[number].write.remote(job)
            return entry
        except ray.exceptions.RayActorError:
            log.exception("The process that wrote the article %s died.", job.id)
            reason = f"The process that wrote it died, and so did {RETRIES} others that took it up again."
            died = Result(status="failed", reason=reason, stopped_by="RayActorError")
            return entry_of(died, job, context, thread=run_name(job, context), seconds=time.monotonic() - started)
        except ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, SetupError):
                raise error.cause from None
            raise
        finally:
            busy[number] -= 1

    return write


def shared_out(actors: int, slots: int) -> dict[str, str]:
    """The settings of this process for each of `actors`, which together shall ask no more than one process may.

    They travel as an argument: Ray writes variables of its runtime environment into its logs, keys with them.
    """
    settings = {name: value for name, value in os.environ.items() if name.startswith(SETTINGS)}
    settings["TRANSCREATE_CONCURRENCY"] = str(max(1, slots // actors))
    if rate := settings.get("TRANSCREATE_CALLS_PER_MINUTE"):
        settings["TRANSCREATE_CALLS_PER_MINUTE"] = str(float(rate) / actors)
    return settings


def _connect(address: str | None, actors: int) -> None:
    import ray

    local: dict[str, Any] = {"num_cpus": actors, "include_dashboard": False, "object_store_memory": OBJECT_STORE}
    try:
        ray.init(address=address or "local", log_to_driver=False, **({} if address else local))
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise SetupError(_unreachable(address, error)) from error


def _unreachable(address: str | None, error: Exception) -> str:
    if address is None:
        return f"Ray cannot be started: {error}"
    return (
        f"No Ray cluster lets this process in at {address}: {str(error).rstrip('.')}. If it asks for a token, set "
        "RAY_AUTH_MODE=token and keep the cluster's token in ~/.ray/auth_token here, too."
    )
