"""What a step wrote is never on record ahead of the checkpoint it belongs to: a crash between the two would lose it."""

import asyncio
import sqlite3
import time

from langgraph.checkpoint.base import empty_checkpoint

from graphs.checkpoints import FileCheckpoints

CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": "", "checkpoint_id": "1"}}


class SlowToPut(FileCheckpoints):
    """Takes its time with a checkpoint, and notes what is on record when."""

    def put(self, *args, **kwargs):
        time.sleep(0.1)
        kept = super().put(*args, **kwargs)
        self.order.append("checkpoint")
        return kept

    def put_writes(self, *args, **kwargs):
        super().put_writes(*args, **kwargs)
        self.order.append("writes")


async def test_what_was_asked_first_is_kept_first(tmp_path):
    saver = SlowToPut(sqlite3.connect(tmp_path / "runs.sqlite", check_same_thread=False))
    saver.order = []
    saver.setup()
    checkpoint = asyncio.create_task(saver.aput(CONFIG, empty_checkpoint(), {}, {}))
    await asyncio.sleep(0)
    await saver.aput_writes(CONFIG, [("told", "answer")], "task")
    await checkpoint
    saver.close()
    assert saver.order == ["checkpoint", "writes"]
