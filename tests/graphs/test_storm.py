"""A storm of faults over real HTTP: every run ends, says why, and passes only when its review says so."""

import asyncio

import pytest

from evals.benchmarks.fault_storm import FAULTS, RUN_SECONDS, storm
from graphs import Context, awrite_article
from tests.graphs.library import REQUEST, SOURCE, Newsdesk


@pytest.fixture(autouse=True)
def put_back(monkeypatch):
    """The storm sets the variables of its endpoint; they are gone afterwards."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "TRANSCREATE_MODEL", "TRANSCREATE_TIMEOUT"):
        monkeypatch.setenv(name, "")


async def test_every_run_in_the_storm_ends_honestly():
    outcome = await storm(runs=16, seed=3)
    assert outcome.broken == []
    assert outcome.statuses.total() == 16
    assert set(outcome.statuses) <= {"passed", "needs_review", "failed"}
    assert outcome.statuses["passed"] > 0
    assert 0 < outcome.streams < outcome.calls
    assert max(outcome.seconds) < RUN_SECONDS


async def test_runs_end_in_the_worst_weather_too():
    outcome = await storm(runs=4, share=0.9, seed=5)
    assert outcome.broken == []
    assert outcome.statuses["passed"] < 4


@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_an_endpoint_that_knows_one_answer_only_ends_a_run_with_a_reason(fake_wire, monkeypatch, fault):
    monkeypatch.setattr("agents.models.wire.FIRST_PAUSE", 0.005)
    monkeypatch.setenv("TRANSCREATE_TIMEOUT", "0.3")
    fake_wire.responder = lambda body: FAULTS[fault]
    work = awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted", max_revisions=1))
    result = await asyncio.wait_for(work, 60)
    assert result.status != "passed"
    assert result.reason


async def test_when_the_endpoint_dies_in_the_middle_the_run_says_so_and_stops_calling(fake_wire, monkeypatch):
    monkeypatch.setattr("agents.models.wire.FIRST_PAUSE", 0.005)
    desk = Newsdesk()

    def respond(body):
        answer = desk(body)
        return FAULTS["503"] if len(desk.asked) > 2 else answer

    fake_wire.responder = respond
    result = await awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted"))
    assert result.status == "failed"
    assert "times in a row" in result.reason or "503" in result.reason
    assert len(fake_wire.calls) <= 2 + 16
