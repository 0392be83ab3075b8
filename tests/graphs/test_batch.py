"""Batches in one process: what is written, what is skipped, what ends a batch and how it goes on."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from evals.benchmarks.kill_test import recorded
from graphs import BatchLimits, Context, Job, arun_batch, run_batch
from graphs.batch_index import LINES, SUMMARY, BatchSummary, folder_name
from knowledge.errors import InputError, SetupError
from tests.fake_wire import Fault, prompt_of
from tests.graphs.library import REQUEST, SOURCE, Newsdesk

MODEL = Context(model="openai:scripted")
CALLS = 7
"""Of one article that the newsdesk writes."""


def jobs(*ids):
    return [Job(id, REQUEST, SOURCE) for id in ids]


def index(folder):
    return {line["id"]: line for line in map(json.loads, (folder / LINES).read_text("utf-8").splitlines())}


def only(fault, when):
    """A newsdesk that answers `fault` where `when(prompt)` is true."""
    desk = Newsdesk()
    return lambda body: fault if when(prompt_of(body)) else desk(body)


async def test_each_article_gets_a_folder_and_the_index_a_line(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    summary = await arun_batch(jobs("one", "Zwei/2"), tmp_path, context=MODEL, concurrency=2)
    assert (summary.ended, summary.total, summary.passed, summary.left) == ("complete", 2, 2, 0)
    found = index(tmp_path)
    assert set(found) == {"one", "Zwei/2"}
    for id, line in found.items():
        assert line["folder"] == folder_name(id)
        assert (tmp_path / line["folder"] / "article.md").exists()
        assert (line["status"], line["calls"]) == ("passed", CALLS)
    assert BatchSummary.model_validate_json((tmp_path / SUMMARY).read_text("utf-8")) == summary
    assert summary.usage.calls == len(fake_wire.answered) == 2 * CALLS


async def test_finished_articles_are_skipped_without_a_call(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    await arun_batch(jobs("one"), tmp_path, context=MODEL)
    fake_wire.clear()
    summary = await arun_batch(jobs("one", "two"), tmp_path, context=MODEL)
    assert (summary.passed, summary.skipped, summary.changed) == (2, 1, 0)
    assert len(fake_wire.calls) == CALLS


async def test_an_article_whose_request_changed_is_written_again_and_said_so(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    await arun_batch(jobs("one", "two"), tmp_path, context=MODEL)
    fake_wire.clear()
    changed = [Job("one", REQUEST.replace("300", "280"), SOURCE), *jobs("two")]
    summary = await arun_batch(changed, tmp_path, context=MODEL)
    assert (summary.dealt_with, summary.skipped, summary.changed) == (2, 1, 1)
    assert fake_wire.calls
    report = json.loads((tmp_path / "one" / "report.json").read_text("utf-8"))
    assert report["brief"]["min_words"] == 280


async def test_an_article_whose_folder_was_deleted_is_written_again(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    await arun_batch(jobs("one"), tmp_path, context=MODEL)
    for path in (tmp_path / "one").iterdir():
        path.unlink()
    assert (await arun_batch(jobs("one"), tmp_path, context=MODEL)).skipped == 0
    assert (tmp_path / "one" / "article.md").exists()


async def test_one_failing_article_does_not_end_the_batch_and_goes_on_later(fake_wire, tmp_path):
    bad = Job("bad", REQUEST, SOURCE.replace("Lindenau", "Falkenau"))
    fake_wire.responder = only(Fault(status=400, message="no"), lambda p: "Falkenau" in p and "You translate" in p)
    summary = await arun_batch([bad, *jobs("a", "b")], tmp_path, context=MODEL, concurrency=1)
    assert (summary.ended, summary.failed, summary.passed) == ("complete", 1, 2)
    assert index(tmp_path)["bad"]["stopped_by"] == "ModelError"
    fake_wire.clear()
    fake_wire.responder = Newsdesk()
    again = await arun_batch([bad, *jobs("a", "b")], tmp_path, context=MODEL)
    assert again.skipped == 2
    assert not any(prompt_of(call.body).startswith("You outline") for call in fake_wire.calls)


async def test_an_article_that_cannot_be_used_fails_with_its_sentence(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    summary = await arun_batch([Job("empty", "In French, please", ""), *jobs("a")], tmp_path, context=MODEL)
    assert (summary.failed, summary.passed) == (1, 1)
    assert "no article" in index(tmp_path)["empty"]["reason"]


async def test_a_defect_of_the_program_fails_one_article_with_its_name(fake_wire, tmp_path, monkeypatch):
    fake_wire.responder = Newsdesk()
    from graphs import rounds

    check = rounds.run_checks

    def defect(subject):
        if subject.source.title and "Falkenau" in subject.source.title:
            raise ZeroDivisionError("a defect")
        return check(subject)

    monkeypatch.setattr("graphs.rounds.run_checks", defect)
    bad = Job("bad", REQUEST, SOURCE.replace("Lindenau", "Falkenau"))
    summary = await arun_batch([bad, *jobs("a")], tmp_path, context=MODEL)
    assert (summary.failed, summary.passed) == (1, 1)
    assert "ZeroDivisionError" in index(tmp_path)["bad"]["reason"]


async def test_a_refused_key_ends_the_batch_with_the_sentence(fake_wire, tmp_path):
    fake_wire.responder = lambda body: Fault(status=401, message="no")
    with pytest.raises(SetupError, match="refuses the key"):
        await arun_batch(jobs(*"abcdefgh"), tmp_path, context=MODEL, concurrency=2)
    assert len(fake_wire.calls) <= 4
    summary = BatchSummary.model_validate_json((tmp_path / SUMMARY).read_text("utf-8"))
    assert (summary.ended, summary.total) == ("error", 8)
    assert summary.left >= 4
    fake_wire.responder = Newsdesk()
    assert (await arun_batch(jobs(*"abcdefgh"), tmp_path, context=MODEL)).passed == 8


async def test_an_endpoint_that_is_down_ends_the_batch_and_not_every_article(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr("agents.models.wire.FIRST_PAUSE", 0.01)
    with pytest.raises(SetupError, match=r"127\.0\.0\.1:9"):
        await arun_batch(jobs(*map(str, range(30))), tmp_path, context=MODEL, concurrency=2)
    assert len(index(tmp_path)) <= 4


async def test_without_a_key_nothing_is_written(tmp_path):
    with pytest.raises(SetupError, match="OPENAI_API_KEY"):
        await arun_batch(jobs("a"), tmp_path, context=MODEL)
    assert not (tmp_path / LINES).exists()


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (BatchLimits(max_tokens=4000), "4,000 tokens"),
        (BatchLimits(max_cost_usd=0.001), "0.0010 USD"),
        (BatchLimits(max_seconds=0.001), "time"),
    ],
    ids=["tokens", "cost", "time"],
)
async def test_a_budget_of_the_batch_stops_before_the_next_article(fake_wire, tmp_path, limits, says):
    fake_wire.responder = Newsdesk()
    context = Context(model="openai:gpt-4o-mini")
    summary = await arun_batch(jobs(*"abcdef"), tmp_path, context=context, concurrency=1, limits=limits)
    assert summary.ended == "budget"
    assert says in summary.reason
    assert 0 < summary.left < 6 or limits.max_seconds
    assert summary.dealt_with + summary.left == 6
    assert len(fake_wire.calls) == CALLS * summary.passed
    spent = await arun_batch(jobs(*"abcdef"), tmp_path, context=context, limits=limits)
    assert spent.passed == summary.passed
    assert (await arun_batch(jobs(*"abcdef"), tmp_path, context=context)).passed == 6


async def test_a_limit_in_usd_without_a_price_is_refused(fake_wire, tmp_path):
    with pytest.raises(SetupError, match="price of openai:scripted is unknown"):
        await arun_batch(jobs("a"), tmp_path, context=MODEL, limits=BatchLimits(max_cost_usd=1))


async def test_an_article_whose_own_budget_ended_goes_on_only_under_another(fake_wire, tmp_path):
    desk = Newsdesk()
    fake_wire.responder = desk
    short = MODEL.model_copy(update={"max_calls": 5})
    assert (await arun_batch(jobs("a"), tmp_path, context=short)).needs_review == 1
    assert (await arun_batch(jobs("a"), tmp_path, context=short)).skipped == 1
    assert len(desk.asked) == 5
    assert (await arun_batch(jobs("a"), tmp_path, context=MODEL)).passed == 1
    assert len(desk.asked) == CALLS


async def test_two_articles_of_one_id_are_refused(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    with pytest.raises(InputError, match="id 'a'"):
        await arun_batch(jobs("a", "b", "a"), tmp_path, context=MODEL)


async def test_nobody_is_asked_within_a_batch(tmp_path):
    with pytest.raises(InputError, match="human_review"):
        await arun_batch(jobs("a"), tmp_path, context=Context(human_review="always"))


async def test_two_processes_do_not_work_on_one_batch(fake_wire, tmp_path):
    desk, refused, writing = Newsdesk(), threading.Event(), asyncio.Event()

    def answered_once_refused(body):
        assert refused.wait(120)
        return desk(body)

    fake_wire.responder = answered_once_refused
    first = asyncio.create_task(arun_batch(jobs("a"), tmp_path, context=MODEL, on_progress=lambda _: writing.set()))
    await writing.wait()
    try:
        with pytest.raises(InputError, match="Another process"):
            await arun_batch(jobs("a"), tmp_path, context=MODEL)
    finally:
        refused.set()
    assert (await first).passed == 1


async def test_no_more_articles_are_taken_than_are_written_at_once(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    taken, ended = [], []

    def endless():
        for job in jobs(*map(str, range(9))):
            taken.append(job.id)
            assert len(taken) - len(ended) <= 3
            yield job

    def on_progress(summary):
        ended[:] = range(summary.dealt_with)
        assert summary.running <= 2

    summary = await arun_batch(endless(), tmp_path, context=MODEL, concurrency=2, on_progress=on_progress)
    assert (summary.total, summary.passed) == (9, 9)


def test_the_synchronous_twin_writes_the_same(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    assert run_batch(jobs("a"), tmp_path, context=MODEL).passed == 1


async def test_the_synchronous_twin_runs_where_a_loop_is_running(fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    summary = await asyncio.to_thread(run_batch, jobs("a"), tmp_path, context=MODEL)
    assert summary.passed == 1


BATCH = """
import sys
from graphs import Context, Job, run_batch
from tests.graphs.library import REQUEST, SOURCE
context = Context(model="openai:scripted")
run_batch([Job(str(n), REQUEST, SOURCE) for n in range(6)], sys.argv[1], context=context, concurrency=3)
"""


def test_a_batch_that_was_killed_goes_on_and_pays_for_no_answer_twice(fake_wire, tmp_path):
    calls = 24
    fake_wire.responder = Newsdesk()
    fake_wire.delay = 0.15
    process = subprocess.Popen([sys.executable, "-c", BATCH, str(tmp_path)], env=os.environ)
    deadline = time.monotonic() + 240
    while len(fake_wire.answered) < calls and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(fake_wire.answered) >= calls
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    on_record = sum(recorded(tmp_path / str(number)) or 0 for number in range(6))
    assert on_record >= calls - fake_wire.peak
    time.sleep(0.4)
    fake_wire.clear()
    fake_wire.delay = 0.0
    summary = run_batch(jobs(*map(str, range(6))), tmp_path, context=MODEL)
    assert (summary.passed, summary.left) == (6, 0)
    assert summary.usage.calls == 6 * CALLS
    assert len(fake_wire.calls) == 6 * CALLS - on_record
    texts = {(tmp_path / str(number) / "article.md").read_text("utf-8") for number in range(6)}
    assert len(texts) == 1
