"""Whatever a killed process left in the database: a run goes on from there, and nothing on record is paid for twice.

The database of a whole run is cut where a crash can cut it: ahead of each checkpoint, and within the step before it.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from evals.benchmarks.kill_test import spoilt_once
from graphs import Context
from graphs.databases import FILE
from graphs.person import Answer
from graphs.threads import open_threads
from tests.fake_wire import Fault
from tests.graphs.doubter import doubted_once
from tests.graphs.library import REQUEST, SOURCE, Newsdesk

MODEL = Context(model="openai:scripted")

LAST = "checkpoint_id = (SELECT max(checkpoint_id) FROM checkpoints)"
NODES = f"SELECT min(task_id) FROM {{writes}} WHERE {LAST} AND channel NOT IN ('__return__', '__resume__')"
CUTS = {
    "after the first node": f"DELETE FROM {{writes}} WHERE {LAST} AND channel NOT IN ('__return__', '__resume__') "
    f"AND task_id != ({NODES})",
    "before the first answer": f"DELETE FROM {{writes}} WHERE {LAST} AND channel != '__resume__'",
}
"""Where in the step before a checkpoint a process was killed, and what it then did not write."""


class Files:
    """Runs kept in files."""

    writes, value = "writes", "value"
    address = None

    def copy(self, old, new):
        shutil.copytree(old, new)

    def run(self, folder, *statements):
        with closing(sqlite3.connect(folder / FILE)) as database, database:
            return [database.execute(statement).fetchall() for statement in statements]


class Server:
    """Runs kept in Postgres."""

    writes, value = "checkpoint_writes", "blob"
    tables = ("checkpoints", "checkpoint_blobs", "checkpoint_writes")

    def __init__(self, address):
        self.address = address

    def copy(self, old, new):
        """Puts back what the whole run left, which the first copy sets aside."""
        for table in self.tables:
            self.run(
                new,
                f"CREATE TABLE IF NOT EXISTS whole_{table} AS SELECT * FROM {table}",
                f"DELETE FROM {table}",
                f"INSERT INTO {table} SELECT * FROM whole_{table}",
            )

    def run(self, folder, *statements):
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            done = [connection.execute(statement) for statement in statements]
            return [cursor.fetchall() if cursor.description else [] for cursor in done]


def watched(wire, responder):
    asked = []

    def respond(body):
        asked.append(body)
        return responder(body)

    wire.responder = respond
    return asked


class Editor:
    """Has a wrong figure mended, then approves."""

    def __init__(self):
        self.asked = 0

    def __call__(self, request):
        self.asked += 1
        if "620" in request.article:
            return Answer(choice="instruct", instruction="It is 260.", sections=["s1"])
        return Answer(choice="approve")


async def failed_and_resumed(wire, folder, address):
    wire.responder = Newsdesk(spoil={"s3": Fault(status=401, message="the account is closed")})
    async with open_threads(folder, address) as threads:
        assert (await threads.write(REQUEST, SOURCE, context=MODEL, thread="t1")).status == "failed"
        return await threads.resume("t1"), 0, Newsdesk()


async def mended_by_a_person(wire, folder, address):
    wire.responder, editor = spoilt_once, Editor()
    context = MODEL.model_copy(update={"human_review": "always", "max_revisions": 0})
    async with open_threads(folder, address) as threads:
        result = await threads.write(REQUEST, SOURCE, context=context, thread="t1", on_review=editor)
    return result, editor.asked, spoilt_once


async def doubted_and_mended(wire, folder, address):
    wire.responder = doubted_once
    context = MODEL.model_copy(update={"fact_checker": "openai:checker"})
    async with open_threads(folder, address) as threads:
        return await threads.write(REQUEST, SOURCE, context=context, thread="t1"), 0, doubted_once


@pytest.fixture
def database(request):
    if request.param == "files":
        yield Files()
        return
    import psycopg

    server = request.getfixturevalue("postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE crashes")
        yield Server(server.replace("/postgres?", "/crashes?"))
        connection.execute("DROP DATABASE crashes")


@pytest.mark.parametrize("story", [failed_and_resumed, mended_by_a_person, doubted_and_mended])
@pytest.mark.parametrize(
    ("database", "cut"),
    [
        *(("files", cut) for cut in CUTS),
        pytest.param("postgres", "before the first answer", marks=pytest.mark.postgres),
    ],
    indirect=["database"],
)
async def test_wherever_a_process_is_killed_its_run_goes_on_and_nothing_on_record_is_paid_for_twice(
    fake_wire, tmp_path, monkeypatch, database, cut, story
):
    whole, answers, responder = await story(fake_wire, tmp_path / "whole", database.address)
    assert whole.status == "passed"
    calls = whole.usage.calls
    desk = watched(fake_wire, responder)
    [kept] = database.run(tmp_path / "whole", "SELECT checkpoint_id FROM checkpoints ORDER BY checkpoint_id")
    for number, (checkpoint,) in enumerate(kept[1:]):
        folder = tmp_path / str(number)
        database.copy(tmp_path / "whole", folder)
        for table in (database.writes, "checkpoints"):
            database.run(folder, f"DELETE FROM {table} WHERE checkpoint_id >= '{checkpoint}'")
        database.run(folder, CUTS[cut].format(writes=database.writes))
        paid, answered = on_record(database, folder)
        desk.clear()
        editor = Editor()
        monkeypatch.setattr("graphs.desk._accounts", {})  # as in a new process
        async with open_threads(folder, database.address) as threads:
            [before] = await threads.runs()
            result = await threads.resume("t1", on_review=editor)
            if result.status == "failed":  # it ended as it had before; the next start runs the step again
                result = await threads.resume("t1", on_review=editor)
        assert result.draft == whole.draft
        assert (before.usage.calls, paid + len(desk), result.usage.calls) == (paid, calls, calls), number
        assert answered + editor.asked == answers, number


def on_record(database, folder):
    """Answers of the model, and those of the person."""
    replies, answers = database.run(
        folder,
        f"SELECT type, {database.value} FROM {database.writes} WHERE channel = '__return__'",
        f"SELECT DISTINCT checkpoint_id FROM {database.writes} WHERE channel = '__resume__'",
    )
    load = JsonPlusSerializer().loads_typed
    return len({load((kind, bytes(value)))["id"] for kind, value in replies}), len(answers)
