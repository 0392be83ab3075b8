"""What a step wrote is never on record ahead of the checkpoint it belongs to: a crash between the two would lose it."""

import asyncio
import sqlite3
import time
from contextlib import closing

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from graphs.checkpoints import FileCheckpoints

THREAD = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}


class SlowToPut(FileCheckpoints):
    def put(self, *args, **kwargs):
        time.sleep(0.1)
        return super().put(*args, **kwargs)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "runs.sqlite"


@pytest.fixture
def saver(file):
    saver = SlowToPut(sqlite3.connect(file, check_same_thread=False))
    saver.setup()
    yield saver
    saver.close()


def of(checkpoint):
    return {"configurable": THREAD["configurable"] | {"checkpoint_id": checkpoint["id"]}}


def on_record(file, table):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


async def test_an_answer_that_comes_while_its_checkpoint_is_written_is_found_with_it(saver, file):
    checkpoint = empty_checkpoint()
    put = asyncio.create_task(saver.aput(THREAD, checkpoint, {}, {}))
    await asyncio.sleep(0)
    await saver.aput_writes(of(checkpoint), [("told", "answer")], "task")
    await put
    assert (await saver.aget_tuple(THREAD)).pending_writes == [("task", "told", "answer")]


async def test_an_answer_that_comes_before_its_checkpoint_waits_for_it(saver, file):
    checkpoint = empty_checkpoint()
    await saver.aput_writes(of(checkpoint), [("told", "answer")], "task")
    await saver.aput_writes(of(checkpoint), [("told", "another")], "later task")
    assert (on_record(file, "checkpoints"), on_record(file, "writes")) == (0, 0)
    await saver.aput(THREAD, checkpoint, {}, {})
    found = await saver.aget_tuple(THREAD)
    assert sorted(found.pending_writes) == [("later task", "told", "another"), ("task", "told", "answer")]


async def test_what_is_asked_of_a_checkpoint_that_an_earlier_process_kept_is_kept_at_once(saver, file):
    checkpoint = empty_checkpoint()
    await saver.aput(THREAD, checkpoint, {}, {})
    resumed = FileCheckpoints(sqlite3.connect(file, check_same_thread=False))
    await resumed.aput_writes(of(checkpoint), [("told", "answer")], "task")
    assert on_record(file, "writes") == 1
    resumed.close()
