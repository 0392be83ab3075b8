"""Runs kept in Postgres: against a real server, started for these tests."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graphs import Context
from graphs.databases import FILE
from graphs.threads import open_threads
from knowledge.errors import InputError, SetupError
from tests.fake_wire import Fault
from tests.graphs.library import REQUEST, SOURCE, Newsdesk
from tests.needs import find_postgres
from transcreate.cli import main

pytestmark = pytest.mark.postgres
MODEL = Context(model="openai:scripted")


@pytest.fixture(scope="module")
def folder():
    """Not below pytest's own folders: only the user who runs the tests may enter those."""
    with tempfile.TemporaryDirectory(prefix="transcreate-pg-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def address(folder):
    """A server that listens on a socket in a folder of its own; root may not run it, so `nobody` then does."""
    binaries = find_postgres()
    assert binaries is not None
    as_user = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        shutil.chown(folder, "nobody", "nogroup")
    subprocess.run(
        [*as_user, binaries / "initdb", "-D", folder / "data", "-U", "tester", "--auth=trust", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*as_user, binaries / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, cwd=folder
        )
    deadline = time.monotonic() + 30
    while not (folder / ".s.PGSQL.5432").exists():
        assert server.poll() is None, (folder / "log").read_text("utf-8")
        assert time.monotonic() < deadline, (folder / "log").read_text("utf-8")
        time.sleep(0.05)
    yield f"postgresql://tester@/postgres?host={folder}"
    server.terminate()
    server.wait(30)


async def test_a_failed_run_goes_on_from_postgres_and_pays_for_no_answer_twice(fake_wire, address, tmp_path):
    desk = Newsdesk(spoil={"s2": Fault(status=401, message="closed")})
    fake_wire.responder = desk
    async with open_threads(tmp_path, address) as kept:
        assert (await kept.write(REQUEST, SOURCE, context=MODEL, thread="pg1")).status == "failed"
    async with open_threads(tmp_path / "elsewhere", address) as kept:
        [run] = await kept.runs()
        assert (run.thread, run.status, run.usage.calls) == ("pg1", "failed", 6)
        result = await kept.resume("pg1")
    assert result.status == "passed"
    assert len(desk.asked) == 8
    assert (tmp_path / "article.md").exists()
    assert not (tmp_path / FILE).exists()


def test_the_commands_find_the_run_in_postgres_wherever_they_are_called(
    fake_wire, address, tmp_path, monkeypatch, capsys
):
    fake_wire.responder = desk = Newsdesk(spoil={"s2": Fault(status=401, message="closed")})
    (tmp_path / "article.txt").write_text(f"{REQUEST}\n{SOURCE}", "utf-8")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["transcreate", *map(str, arguments)])
        with pytest.raises(SystemExit) as ending:
            main()
        return ending.value.code or 0, capsys.readouterr()

    out = tmp_path / "out"
    code, printed = run("write", tmp_path / "article.txt", "--out", out, "--database", address, "--json")
    assert (code, json.loads(printed.out)["status"]) == (1, "failed")
    assert "--database …" in printed.err
    assert address not in printed.err
    monkeypatch.setenv("TRANSCREATE_DATABASE", address)
    _, printed = run("runs", "--json")
    [found] = [each for each in json.loads(printed.out) if each["out"] == str(out)]
    code, printed = run("resume", found["thread"], "--json")
    assert (code, json.loads(printed.out)["status"]) == (0, "passed")
    assert (out / "article.md").exists()
    assert len(desk.asked) == 8
    _, printed = run("show", found["thread"], "--json")
    assert json.loads(printed.out)["status"] == "passed"


async def test_what_is_refused_leaves_no_run_in_postgres(address, tmp_path):
    async with open_threads(tmp_path, address) as kept:
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


def test_processes_that_start_together_on_a_new_database_make_its_tables_once(address, tmp_path):
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE fresh")
    fresh = address.replace("/postgres?", "/fresh?")

    async def runs():
        async with open_threads(tmp_path, fresh) as kept:
            return await kept.runs()

    with ThreadPoolExecutor(4) as started:
        assert list(started.map(lambda _: asyncio.run(runs()), range(4))) == [[]] * 4
