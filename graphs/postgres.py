"""Checkpoints in a Postgres database."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.base import SerializerProtocol
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from graphs.checkpoints import Writes

CONNECT_SECONDS = 10
TABLES_LOCK = 0x7472616E73
"""Number of the Postgres advisory lock under which tables are made."""

KEPT = "SELECT 1 FROM checkpoints WHERE thread_id = %s AND checkpoint_ns = %s AND checkpoint_id = %s"


class ServerCheckpoints(AsyncPostgresSaver):
    """LangGraph's saver, which keeps nothing that a step wrote ahead of its checkpoint: as `FileCheckpoints`."""

    conn: AsyncConnection[DictRow]

    def __init__(self, conn: AsyncConnection[DictRow], *, serde: SerializerProtocol | None = None) -> None:
        super().__init__(conn, serde=serde)
        self._in_turn = asyncio.Lock()
        self._early: defaultdict[str, list[Writes]] = defaultdict(list)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        async with self._in_turn:
            kept = await super().aput(config, checkpoint, metadata, new_versions)
            for writes in self._early.pop(checkpoint["id"], ()):
                await super().aput_writes(*writes)
        return kept

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        async with self._in_turn:
            if await self._is_kept(config):
                await super().aput_writes(config, writes, task_id, task_path)
            else:
                self._early[config["configurable"]["checkpoint_id"]].append((config, writes, task_id, task_path))

    async def _is_kept(self, config: RunnableConfig) -> bool:
        place = config["configurable"]
        key = (str(place["thread_id"]), str(place["checkpoint_ns"]), str(place["checkpoint_id"]))
        async with self._cursor() as cursor:
            await cursor.execute(KEPT, key)
            return await cursor.fetchone() is not None


@asynccontextmanager
async def open_server(url: str, serde: SerializerProtocol) -> AsyncIterator[ServerCheckpoints]:
    """The database at `url`, its tables made when they are not there. Raises psycopg's errors."""
    connection = await AsyncConnection.connect(
        url,
        autocommit=True,
        prepare_threshold=0,
        row_factory=dict_row,
        connect_timeout=CONNECT_SECONDS,
        application_name="transcreate",
    )
    async with connection:
        saver = ServerCheckpoints(connection, serde=serde)
        async with _making_tables(connection):
            await saver.setup()
        yield saver


@asynccontextmanager
async def _making_tables(connection: AsyncConnection[DictRow]) -> AsyncIterator[None]:
    """One process at a time: actors that start together on a new database would each find no tables and make them.

    A session that waited within Postgres would hold up the index that another makes, so the lock is asked for again.
    """
    asking = "SELECT pg_try_advisory_lock(%s) AS locked"
    while (await (await connection.execute(asking, (TABLES_LOCK,))).fetchone()) != {"locked": True}:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    try:
        yield
    finally:
        await connection.execute("SELECT pg_advisory_unlock(%s)", (TABLES_LOCK,))
