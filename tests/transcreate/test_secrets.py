"""No key is written anywhere, and no one but the model is called."""

import json
import logging
import os
import subprocess
import sys

import pytest

from knowledge.errors import SetupError
from tests.fake_wire import FakeWire, Fault
from tests.graphs.library import Newsdesk
from tests.transcreate.job import KEY, holding, run


@pytest.fixture(scope="module")
def job(tmp_path_factory, shared_cache):
    """One finished job, and its folder."""
    home = tmp_path_factory.mktemp("job")
    with FakeWire(responder=Newsdesk()) as wire:
        done = run(home, wire, shared_cache / "knowledge", LANGSMITH_ENDPOINT="http://127.0.0.1:9")
        assert wire.calls[0].authorization == f"Bearer {KEY}"
    return done, home


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
    """LangSmith neither, while no key asks for it: not even where its address is named."""
    done, home = job
    assert done.returncode == 0, done.stderr
    assert not (home / "denied").exists(), (home / "denied").read_text("utf-8")


def test_the_guard_of_these_tests_denies_other_addresses(job, tmp_path):
    _, home = job
    env = {**os.environ, "ALLOWED_PORTS": "1", "DENIED_LOG": str(tmp_path / "denied"), "PYTHONPATH": str(home)}
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    tried = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert "denied" in tried.stderr


def test_with_json_standard_output_holds_the_report_alone_even_when_everything_is_logged(job):
    assert json.loads(job[0].stdout)["status"] == "passed"


def test_log_lines_are_json_with_thread_and_run(job):
    lines = [json.loads(line) for line in job[0].stderr.splitlines() if line.startswith("{")]
    ours = [line for line in lines if line["logger"].startswith("graphs")]
    assert {"read_brief", "planner", "section_writer", "publish"} <= {line["message"].split()[0] for line in ours}
    assert len({(line["thread"], line["run"]) for line in ours}) == 1
    assert all(line["thread"] and line["run"] for line in ours)


def test_an_unreadable_setting_does_not_show_the_key(monkeypatch, fake_wire):
    from agents.models.factory import address

    with pytest.raises(SetupError) as error:
        address("openai:x", {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://a", "TRANSCREATE_TIMEOUT": "soon"})
    logging.getLogger(__name__).exception("shown", exc_info=error.value)
    assert KEY not in f"{error.value!r} {error.getrepr(style='long', showlocals=False)}"
