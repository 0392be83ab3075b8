"""No key is written anywhere, and no one but the model is called."""

import json
import logging
import os
import subprocess
import sys

import pytest

from knowledge.errors import SetupError
from tests.conftest import PRIVATE
from tests.fake_wire import FakeWire, Fault
from tests.graphs.library import REQUEST, SOURCE, Newsdesk

KEY = "sk-planted-7f3a9c1d2b"

SITE = """
import os, socket, sys
allowed = int(os.environ["ALLOWED_PORT"])
denied = os.environ["DENIED_LOG"]
connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

def check(address):
    if isinstance(address, tuple) and (address[0] not in ("127.0.0.1", "localhost") or address[1] != allowed):
        with open(denied, "a") as file:
            file.write(f"{address}\\n")
        raise ConnectionRefusedError(f"denied: {address}")

def guarded(original):
    def call(self, address):
        check(address)
        return original(self, address)
    return call

def resolve(host, port, *more, **options):
    check((host if isinstance(host, str) else (host or b"").decode(), int(port or 0)))
    return getaddrinfo(host, port, *more, **options)

socket.socket.connect, socket.socket.connect_ex = guarded(connect), guarded(connect_ex)
socket.getaddrinfo = resolve
"""


def run(home, wire, knowledge):
    """`transcreate write` in a process and a folder of its own, logging all there is to log."""
    home.mkdir(exist_ok=True)
    (home / "article.txt").write_text(f"{REQUEST}\n{SOURCE}", "utf-8")
    (home / "sitecustomize.py").write_text(SITE, "utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
    env |= wire.env | {
        "OPENAI_API_KEY": KEY,
        "ALLOWED_PORT": str(wire.port),
        "DENIED_LOG": str(home / "denied"),
        "PYTHONPATH": os.pathsep.join([str(home), os.getcwd()]),
        "HOME": str(home),
        "TRANSCREATE_KNOWLEDGE": str(knowledge),
    }
    command = [sys.executable, "-m", "transcreate", "--log", "debug", "--log-json", "write", "article.txt"]
    return subprocess.run(
        [*command, "--out", "out", "--json"], cwd=home, env=env, capture_output=True, text=True, timeout=240
    )


@pytest.fixture(scope="module")
def job(tmp_path_factory, shared_cache):
    """One finished job, and its folder."""
    home = tmp_path_factory.mktemp("job")
    with FakeWire(responder=Newsdesk()) as wire:
        done = run(home, wire, shared_cache / "knowledge")
        assert wire.calls[0].authorization == f"Bearer {KEY}"
    return done, home


def holding(folder, text):
    return [str(path) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_the_key_stands_in_no_file_no_log_line_and_no_state(job, shared_cache):
    done, home = job
    assert list((home / "out").glob("*.sqlite*"))
    assert holding(home, KEY) + holding(shared_cache, KEY) == []
    assert KEY not in done.stdout + done.stderr


def test_an_endpoint_that_quotes_the_key_in_its_error_does_not_get_it_into_ours(fake_wire, tmp_path, shared_cache):
    fake_wire.responder = lambda body: Fault(status=401, message=f"Bad key {KEY}")
    home = tmp_path / "job"
    done = run(home, fake_wire, shared_cache / "knowledge")
    assert done.returncode == 1
    assert (home / "out" / "report.json").exists()
    assert holding(home, KEY) == []
    assert KEY not in done.stdout + done.stderr


def test_a_whole_job_calls_nobody_but_the_model(job):
    done, home = job
    assert done.returncode == 0, done.stderr
    assert not (home / "denied").exists(), (home / "denied").read_text("utf-8")


def test_the_guard_of_these_tests_denies_other_addresses(job, tmp_path):
    _, home = job
    env = {**os.environ, "ALLOWED_PORT": "1", "DENIED_LOG": str(tmp_path / "denied"), "PYTHONPATH": str(home)}
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    tried = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert "denied" in tried.stderr


def test_with_json_standard_output_holds_the_report_alone_even_when_everything_is_logged(job):
    assert json.loads(job[0].stdout)["status"] == "passed"


def test_log_lines_are_json_with_thread_and_run(job):
    lines = [json.loads(line) for line in job[0].stderr.splitlines() if line.startswith("{")]
    ours = [line for line in lines if line["logger"].startswith("graphs")]
    assert {"planner", "section_writer", "publish"} <= {line["message"].split()[0] for line in ours}
    after_start = [line for line in ours if not line["message"].startswith("read_brief")]
    assert len({(line["thread"], line["run"]) for line in after_start}) == 1
    assert all(line["thread"] and line["run"] for line in after_start)


def test_an_unreadable_setting_does_not_show_the_key(monkeypatch, fake_wire):
    from agents.models import address

    with pytest.raises(SetupError) as error:
        address("openai:x", {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://a", "TRANSCREATE_TIMEOUT": "soon"})
    logging.getLogger(__name__).exception("shown", exc_info=error.value)
    assert KEY not in f"{error.value!r} {error.getrepr(style='long', showlocals=False)}"
