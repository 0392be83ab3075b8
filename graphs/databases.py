"""Where runs are kept: a SQLite file beside the output, or a Postgres server.

Each holds the checkpoints of the graph and, next to them, every answered model call under what was asked. So a
step that is run again, because the endpoint or a budget had ended it, pays for nothing twice.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from langgraph.cache.base import BaseCache, FullKey, Namespace
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from pydantic import BaseModel

from agents import domain
from graphs import state
from knowledge import passages
from knowledge.errors import SetupError

if TYPE_CHECKING:
    from psycopg import Connection

FILE = "runs.sqlite"
POSTGRES = ("postgresql://", "postgres://")
CONNECT_SECONDS = 10
TABLES_LOCK = 0x7472616E73
"""Number of the Postgres advisory lock under which tables are made."""


STATE_TYPES = [
    (kind.__module__, kind.__name__)
    for module in (domain, state, passages)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, BaseModel)
]
"""What may be built from what a database holds; anything else in it stays data."""


class Database(NamedTuple):
    """What the graph is compiled with."""

    checkpoints: BaseCheckpointSaver[Any]
    answers: BaseCache[Any]


@asynccontextmanager
async def open_database(folder: Path, url: str | None = None) -> AsyncIterator[Database]:
    """The database at `url` (`postgresql://…`), or the file `runs.sqlite` in `folder`, made when it is not there.

    Raises:
        SetupError: The file or the server cannot be used, or the extra for Postgres is missing.
    """
    if url is None:
        async with _sqlite(folder) as database:
            yield database
    elif url.startswith(POSTGRES):
        async with _postgres(url) as database:
            yield database
    else:
        raise SetupError("The database has to be an address that begins with postgresql://.")


@asynccontextmanager
async def _sqlite(folder: Path) -> AsyncIterator[Database]:
    from graphs.checkpoints import FileAnswers, FileCheckpoints

    path = folder / FILE

    def opened() -> tuple[FileCheckpoints, FileAnswers]:
        folder.mkdir(parents=True, exist_ok=True)
        answers = FileAnswers(path=str(path))
        serde = JsonPlusSerializer(allowed_msgpack_modules=STATE_TYPES)
        checkpoints = FileCheckpoints(sqlite3.connect(path, check_same_thread=False), serde=serde)
        checkpoints.setup()
        return checkpoints, answers

    def closed() -> None:
        checkpoints.close()
        answers.close()

    try:
        checkpoints, answers = await asyncio.to_thread(opened)
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"The runs cannot be kept in {path}: {error}") from error
    try:
        yield Database(checkpoints, answers)
    finally:
        await asyncio.to_thread(closed)


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[Database]:
    try:
        import psycopg
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
    except ImportError as error:
        raise SetupError("Postgres needs an extra: pip install 'transcreate[postgres]'.") from error
    try:
        connection = await asyncio.to_thread(_connect, url)
    except psycopg.Error as error:
        raise SetupError("The Postgres server of --database cannot be reached, or refuses the login.") from error
    try:
        async with AsyncPostgresSaver.from_conn_string(url) as saver:
            async with _making_tables(connection):
                await saver.setup()
                answers = await asyncio.to_thread(PostgresAnswers, connection)
            saver.serde = JsonPlusSerializer(allowed_msgpack_modules=STATE_TYPES)
            yield Database(saver, answers)
    finally:
        await asyncio.to_thread(connection.close)


@asynccontextmanager
async def _making_tables(connection: "Connection[Any]") -> AsyncIterator[None]:
    """One process at a time: actors that start together on a new database would each find no tables and make them.

    A session that waited within Postgres would hold up the index that another makes, so the lock is asked for again.
    """

    def lock() -> None:
        while connection.execute("SELECT pg_try_advisory_lock(%s)", (TABLES_LOCK,)).fetchone() != (True,):
            time.sleep(0.1)

    await asyncio.to_thread(lock)
    try:
        yield
    finally:
        await asyncio.to_thread(connection.execute, "SELECT pg_advisory_unlock(%s)", (TABLES_LOCK,))


def _connect(url: str) -> "Connection[Any]":
    import psycopg

    return psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="transcreate")


class PostgresAnswers(BaseCache[Any]):
    """Answered calls in a table of a Postgres database. They never expire."""

    def __init__(self, connection: "Connection[Any]") -> None:
        super().__init__()
        self._connection = connection
        connection.execute(
            "CREATE TABLE IF NOT EXISTS answered_calls "
            "(ns TEXT, key TEXT, encoding TEXT NOT NULL, answer BYTEA NOT NULL, PRIMARY KEY (ns, key))"
        )

    def get(self, keys: Sequence[FullKey]) -> dict[FullKey, Any]:
        found = {}
        for ns, key in keys:
            query = "SELECT encoding, answer FROM answered_calls WHERE ns = %s AND key = %s"
            row = self._connection.execute(query, (",".join(ns), key)).fetchone()
            if row:
                found[ns, key] = self.serde.loads_typed((row[0], bytes(row[1])))
        return found

    async def aget(self, keys: Sequence[FullKey]) -> dict[FullKey, Any]:
        return await asyncio.to_thread(self.get, keys)

    def set(self, pairs: Mapping[FullKey, tuple[Any, int | None]]) -> None:
        for (ns, key), (value, _) in pairs.items():
            self._connection.execute(
                "INSERT INTO answered_calls VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (",".join(ns), key, *self.serde.dumps_typed(value)),
            )

    async def aset(self, pairs: Mapping[FullKey, tuple[Any, int | None]]) -> None:
        await asyncio.to_thread(self.set, pairs)

    def clear(self, namespaces: Sequence[Namespace] | None = None) -> None:
        if namespaces is None:
            self._connection.execute("DELETE FROM answered_calls")
            return
        names = [",".join(namespace) for namespace in namespaces]
        self._connection.execute("DELETE FROM answered_calls WHERE ns = ANY(%s)", (names,))

    async def aclear(self, namespaces: Sequence[Namespace] | None = None) -> None:
        await asyncio.to_thread(self.clear, namespaces)
