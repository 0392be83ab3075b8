"""Checkpoints in a SQLite file, for a graph on an event loop."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.sqlite import SqliteSaver

Found = TypeVar("Found")
Writes = tuple[RunnableConfig, Sequence[tuple[str, Any]], str, str]
KEPT = "SELECT 1 FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id = ?"


class FileCheckpoints(SqliteSaver):
    """LangGraph's saver for threads, each of its steps in one thread of its own.

    Its saver for event loops packs the state on the loop and goes to the thread of its connection and back four times
    for each checkpoint: in a batch an eighth of the loop's CPU. One thread keeps the order in which it is asked.

    What a step wrote is not kept ahead of the checkpoint it belongs to, or a crash between the two would leave a call
    on record that nothing finds again. LangGraph asks for a checkpoint only when the one before it is kept, so that on
    a slow disk the answer to a call can come first: it waits here, and is kept with its checkpoint.
    """

    def __init__(self, conn: sqlite3.Connection, *, serde: SerializerProtocol | None = None) -> None:
        super().__init__(conn, serde=serde)
        self._steps = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoints")
        self._early: defaultdict[str, list[Writes]] = defaultdict(list)

    async def _in_order(self, step: Callable[..., Found], *args: Any) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._steps, step, *args)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        kept = super().put(config, checkpoint, metadata, new_versions)
        for writes in self._early.pop(checkpoint["id"], ()):
            super().put_writes(*writes)
        return kept

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        if self._is_kept(config):
            super().put_writes(config, writes, task_id, task_path)
        else:
            self._early[config["configurable"]["checkpoint_id"]].append((config, writes, task_id, task_path))

    def _is_kept(self, config: RunnableConfig) -> bool:
        place = config["configurable"]
        key = (str(place["thread_id"]), str(place["checkpoint_ns"]), str(place["checkpoint_id"]))
        with self.cursor(transaction=False) as cursor:
            return cursor.execute(KEPT, key).fetchone() is not None

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        return await self._in_order(self.get_tuple, config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        def listed() -> list[CheckpointTuple]:
            return list(self.list(config, filter=filter, before=before, limit=limit))

        for found in await self._in_order(listed):
            yield found

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        return await self._in_order(self.put, config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        await self._in_order(self.put_writes, config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        await self._in_order(self.delete_thread, thread_id)

    def close(self) -> None:
        self._steps.shutdown()
        with self.lock:
            self.conn.close()
