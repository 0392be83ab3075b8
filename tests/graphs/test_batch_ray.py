"""Batches over Ray: the same articles as in one process, and nothing lost when an actor is killed.

One Ray instance serves all tests of this file; it takes some 12 s to start.
"""

import os
import signal
import subprocess

import pytest

from graphs import Context, Job, arun_batch
from graphs.batch_index import LINES, Entry
from graphs.batch_ray import shared_out
from knowledge.errors import SetupError
from tests.graphs.library import REQUEST, SOURCE, Newsdesk

MODEL = Context(model="openai:scripted")
CALLS = 7
JOBS = [Job(str(number), REQUEST, SOURCE) for number in range(6)]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'transcreate[ray]'")
    patch = pytest.MonkeyPatch()
    patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    patch.setenv("RAY_AUTH_MODE", "disabled")
    patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield ray
    ray.shutdown()
    patch.undo()


def actors():
    found = subprocess.run(["pgrep", "-f", "^ray::ArticleActor"], capture_output=True, text=True, check=False).stdout
    return [int(pid) for pid in found.split()]


def outcomes(folder):
    lines = (folder / LINES).read_text("utf-8").splitlines()
    entries = [Entry.model_validate_json(line).model_dump(exclude={"seconds"}) for line in lines]
    return sorted(entries, key=lambda entry: entry["id"])


async def test_an_actor_killed_in_the_middle_loses_nothing_and_the_articles_are_those_of_one_process(
    cluster, fake_wire, tmp_path
):
    fake_wire.responder = Newsdesk()
    fake_wire.delay = 0.5
    killed = []

    def kill_one(summary):
        if not killed and len(fake_wire.answered) >= 6:
            killed.append(actors()[0])
            os.kill(killed[0], signal.SIGKILL)

    summary = await arun_batch(
        JOBS, tmp_path / "ray", context=MODEL, engine="ray", actors=2, concurrency=4, on_progress=kill_one
    )
    assert killed
    assert (summary.ended, summary.passed) == ("complete", 6)
    assert summary.usage.calls == 6 * CALLS
    in_flight = len(fake_wire.calls) - 6 * CALLS
    assert 0 <= in_flight <= 2 * 5
    fake_wire.delay = 0.0
    await arun_batch(JOBS, tmp_path / "local", context=MODEL)
    assert outcomes(tmp_path / "ray") == outcomes(tmp_path / "local")
    for job in JOBS:
        one, other = (tmp_path / engine / job.id / "article.md" for engine in ("ray", "local"))
        assert one.read_text("utf-8") == other.read_text("utf-8")


async def test_a_refused_key_ends_a_batch_over_ray_too(cluster, fake_wire, tmp_path, monkeypatch):
    fake_wire.key = "right"
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    with pytest.raises(SetupError, match="refuses the key"):
        await arun_batch(JOBS, tmp_path, context=MODEL, engine="ray", actors=1, concurrency=1)


def test_actors_together_ask_no_more_than_one_process_may(monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CALLS_PER_MINUTE", "600")
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    settings = shared_out(actors=4, slots=32)
    assert settings["TRANSCREATE_CONCURRENCY"] == "8"
    assert float(settings["TRANSCREATE_CALLS_PER_MINUTE"]) == 150
    assert settings["OPENAI_API_KEY"] == "k"
    assert "PATH" not in settings


async def test_a_cluster_that_turns_the_process_away_is_named_with_what_it_may_ask_for(
    fake_wire, tmp_path, monkeypatch
):
    ray = pytest.importorskip("ray")

    def refuse(**_):
        raise ConnectionError("Failed to connect to Ray cluster at 10.0.0.1:6379")

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "init", refuse)
    with pytest.raises(SetupError, match=r"at 10.0.0.1:6379: Failed.*RAY_AUTH_MODE=token"):
        await arun_batch(JOBS, tmp_path, context=MODEL, engine="ray", ray_address="10.0.0.1:6379")


async def test_without_ray_the_extra_is_named(fake_wire, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(SetupError, match=r"transcreate\[ray\]"):
        await arun_batch(JOBS, tmp_path, context=MODEL, engine="ray")
