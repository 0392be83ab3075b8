"""Where runs are kept: a SQLite file beside the output, or a Postgres server.

Each holds the checkpoints of the graph, and with a checkpoint what the step after it wrote, every answered model call
at once. So a step that is run again pays for nothing twice.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from pydantic import BaseModel

from agents import domain
from graphs import state
from knowledge import passages
from knowledge.errors import SetupError

FILE = "runs.sqlite"
POSTGRES = ("postgresql://", "postgres://")
STATE_TYPES = [
    (kind.__module__, kind.__name__)
    for module in (domain, state, passages)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, BaseModel)
]
"""What may be built from what a database holds; anything else in it stays data."""


Checkpoints = BaseCheckpointSaver[Any]


@asynccontextmanager
async def open_database(folder: Path, url: str | None = None) -> AsyncIterator[Checkpoints]:
    """The database at `url` (`postgresql://…`), or the file `runs.sqlite` in `folder`, made when it is not there.

    Raises:
        SetupError: The file or the server cannot be used, or the extra for Postgres is missing.
    """
    serde = JsonPlusSerializer(allowed_msgpack_modules=STATE_TYPES)
    if url is None:
        async with _sqlite(folder, serde) as database:
            yield database
    elif url.startswith(POSTGRES):
        async with _postgres(url, serde) as database:
            yield database
    else:
        raise SetupError("The database has to be an address that begins with postgresql://.")


@asynccontextmanager
async def _sqlite(folder: Path, serde: JsonPlusSerializer) -> AsyncIterator[Checkpoints]:
    from graphs.checkpoints import FileCheckpoints

    path = folder / FILE

    def opened() -> FileCheckpoints:
        folder.mkdir(parents=True, exist_ok=True)
        checkpoints = FileCheckpoints(sqlite3.connect(path, check_same_thread=False), serde=serde)
        checkpoints.setup()
        return checkpoints

    try:
        checkpoints = await asyncio.to_thread(opened)
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"The runs cannot be kept in {path}: {error}") from error
    try:
        yield checkpoints
    finally:
        await asyncio.to_thread(checkpoints.close)


@asynccontextmanager
async def _postgres(url: str, serde: JsonPlusSerializer) -> AsyncIterator[Checkpoints]:
    try:
        import psycopg

        from graphs.postgres import open_server
    except ImportError as error:
        raise SetupError("Postgres needs an extra: pip install 'transcreate[postgres]'.") from error
    async with AsyncExitStack() as stack:
        try:
            checkpoints = await stack.enter_async_context(open_server(url, serde))
        except psycopg.Error as error:
            raise SetupError("The Postgres server of --database cannot be reached, or refuses the login.") from error
        yield checkpoints
