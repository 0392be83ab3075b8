"""Runs kept in Postgres: against a real server, started for these tests."""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from graphs import Context
from graphs.databases import FILE
from graphs.threads import open_threads
from knowledge.errors import InputError, SetupError
from tests.fake_wire import Fault
from tests.graphs.library import REQUEST, SOURCE, Newsdesk
from transcreate.cli import main

pytestmark = pytest.mark.postgres
MODEL = Context(model="openai:scripted")


async def test_a_failed_run_goes_on_from_postgres_and_pays_for_no_answer_twice(fake_wire, postgres, tmp_path):
    desk = Newsdesk(spoil={"s2": Fault(status=401, message="closed")})
    fake_wire.responder = desk
    async with open_threads(tmp_path, postgres) as kept:
        assert (await kept.write(REQUEST, SOURCE, context=MODEL, thread="pg1")).status == "failed"
    async with open_threads(tmp_path / "elsewhere", postgres) as kept:
        [run] = await kept.runs()
        assert (run.thread, run.status, run.usage.calls) == ("pg1", "failed", 6)
        result = await kept.resume("pg1")
    assert result.status == "passed"
    assert len(desk.asked) == 8
    assert (tmp_path / "article.md").exists()
    assert not (tmp_path / FILE).exists()


def test_the_commands_find_the_run_in_postgres_wherever_they_are_called(
    fake_wire, postgres, tmp_path, monkeypatch, capsys
):
    fake_wire.responder = desk = Newsdesk(spoil={"s2": Fault(status=401, message="closed")})
    (tmp_path / "article.txt").write_text(f"{REQUEST}\n{SOURCE}", "utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["transcreate", *map(str, arguments)])
        with pytest.raises(SystemExit) as ending:
            main()
        return ending.value.code or 0, capsys.readouterr()

    out = tmp_path / "out"
    code, printed = run("write", tmp_path / "article.txt", "--out", out, "--database", postgres, "--json")
    assert (code, json.loads(printed.out)["status"]) == (1, "failed")
    assert "--database …" in printed.err
    assert postgres not in printed.err
    monkeypatch.setenv("TRANSCREATE_DATABASE", postgres)
    _, printed = run("runs", "--json")
    [found] = [each for each in json.loads(printed.out) if each["out"] == str(out)]
    code, printed = run("resume", found["thread"], "--json")
    assert (code, json.loads(printed.out)["status"]) == (0, "passed")
    assert (out / "article.md").exists()
    assert len(desk.asked) == 8
    _, printed = run("show", found["thread"], "--json")
    assert json.loads(printed.out)["status"] == "passed"


async def test_what_is_refused_leaves_no_run_in_postgres(postgres, tmp_path):
    async with open_threads(tmp_path, postgres) as kept:
        with pytest.raises(InputError):
            await kept.write("In French please", "", context=MODEL, thread="refused")
        assert "refused" not in [run.thread for run in await kept.runs()]


async def test_a_server_that_is_not_there_is_a_sentence_without_the_password(tmp_path):
    with pytest.raises(SetupError, match="cannot be reached") as caught:
        async with open_threads(tmp_path, "postgresql://me:planted-secret@127.0.0.1:9/x"):
            pass
    assert "planted" not in str(caught.value)


async def test_an_address_of_another_kind_is_refused(tmp_path):
    with pytest.raises(SetupError, match="postgresql://"):
        async with open_threads(tmp_path, "mysql://x"):
            pass


def test_processes_that_start_together_on_a_new_database_make_its_tables_once(postgres, tmp_path):
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE fresh")
    fresh = postgres.replace("/postgres?", "/fresh?")

    async def runs():
        async with open_threads(tmp_path, fresh) as kept:
            return await kept.runs()

    with ThreadPoolExecutor(4) as started:
        assert list(started.map(lambda _: asyncio.run(runs()), range(4))) == [[]] * 4
