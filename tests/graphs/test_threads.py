"""Runs kept in a database: what a failure, a budget or a crash leaves behind, and how a run goes on from there."""

import asyncio
import pkgutil
import sqlite3
import threading
import time
from contextlib import closing
from importlib import import_module

import pytest

import agents
from graphs import Context, awrite_article, nodes, threads, version
from graphs.databases import FILE
from graphs.locks import alone
from graphs.person import Answer as PersonsAnswer
from graphs.threads import folders_with_runs, open_threads
from knowledge.errors import InputError, SetupError
from tests.fake_wire import Answer, Fault
from tests.graphs.library import REQUEST, SECTIONS, SOURCE, Newsdesk

MODEL = Context(model="openai:scripted")
DOWN = Fault(status=401, message="the account is closed")


async def write(folder, desk, fake_wire, thread="t1", context=MODEL):
    fake_wire.responder = desk
    async with open_threads(folder) as kept:
        return await kept.write(REQUEST, SOURCE, context=context, thread=thread)


async def resume(folder, thread="t1", **changes):
    async with open_threads(folder) as kept:
        return await kept.resume(thread, changes=changes)


@pytest.mark.parametrize("part", ["plan", "translate", "s2", "metadata"])
async def test_a_run_that_the_endpoint_ended_goes_on_and_pays_for_no_answer_twice(fake_wire, tmp_path, part):
    desk = Newsdesk(spoil={part: DOWN})
    failed = await write(tmp_path, desk, fake_wire)
    assert failed.status == "failed"
    result = await resume(tmp_path)
    assert result.status == "passed", result.reason
    assert sorted(desk.asked) == sorted(["metadata", "plan", "s0", "s1", "s2", "s3", "translate", part])
    assert result.usage.calls == 7
    assert (tmp_path / "article.md").exists()


async def test_answers_of_the_failing_node_itself_are_kept(fake_wire, tmp_path):
    shown_its_error = ["no json", DOWN]
    desk = Newsdesk()

    def respond(body):
        answer = desk(body)
        return shown_its_error.pop(0) if desk.asked[-1] == "plan" and shown_its_error else answer

    assert (await write(tmp_path, respond, fake_wire)).status == "failed"
    result = await resume(tmp_path)
    assert result.status == "passed"
    assert desk.asked.count("plan") == 3
    assert [call.error is None for call in result.calls if call.node == "planner"] == [False, True]


async def test_answers_of_the_first_node_are_kept_too(fake_wire, tmp_path):
    """The run's own id is drawn in it, so it is another one when that node runs again."""
    leftover = ["no json", DOWN, '{"tone": "ironic"}']
    desk, clauses = Newsdesk(), []

    def respond(body):
        if "<clauses>" not in str(body):
            return desk(body)
        clauses.append(body)
        return leftover.pop(0)

    fake_wire.responder = respond
    async with open_threads(tmp_path) as kept:
        request = f"{REQUEST}, and let it sound a bit ironic"
        assert (await kept.write(request, SOURCE, context=MODEL, thread="t1")).status == "failed"
    result = await resume(tmp_path)
    assert (result.status, result.brief.tone) == ("passed", "ironic")
    assert len(clauses) == 3
    assert result.usage.calls == 9


async def test_a_run_that_a_budget_ended_goes_on_under_a_larger_one(fake_wire, tmp_path):
    desk = Newsdesk()
    short = await write(tmp_path, desk, fake_wire, context=MODEL.model_copy(update={"max_calls": 5}))
    assert short.status == "needs_review"
    same = await resume(tmp_path)
    assert "5 calls" in same.reason
    assert len(desk.asked) == 5
    result = await resume(tmp_path, max_calls=20)
    assert result.status == "passed"
    assert len(desk.asked) == result.usage.calls == 7


async def test_a_finished_run_is_not_run_again_but_its_files_are_written_once_more(fake_wire, tmp_path):
    desk = Newsdesk()
    first = await write(tmp_path, desk, fake_wire)
    (tmp_path / "article.md").unlink()
    again = await resume(tmp_path)
    assert again == first
    assert (tmp_path / "article.md").exists()
    assert len(desk.asked) == 7


async def test_runs_are_listed_with_status_place_and_cost(fake_wire, tmp_path):
    await write(tmp_path, Newsdesk(), fake_wire, "one")
    await write(tmp_path, Newsdesk(spoil={"s1": DOWN}), fake_wire, "two")
    async with open_threads(tmp_path) as kept:
        second, first = await kept.runs()
        _, steps = await kept.show("one")
    assert (first.thread, first.status, first.at, first.resumable) == ("one", "passed", "end", False)
    assert (second.thread, second.status, second.resumable) == ("two", "failed", True)
    assert first.usage.calls == 7
    assert first.title.startswith("Bibliothèque")
    assert [next(iter(step.nodes)) for step in steps][:4] == ["read_brief", "planner", "translator", "align"]
    assert {"section_writer": 4, "metadata_writer": 1} in [step.nodes for step in steps]


async def test_folders_with_runs_are_found_one_level_down(fake_wire, tmp_path):
    await write(tmp_path / "a", Newsdesk(), fake_wire)
    assert folders_with_runs(tmp_path) == folders_with_runs(tmp_path / "a") == [tmp_path / "a"]


async def test_a_run_of_another_version_is_refused_with_a_sentence(fake_wire, tmp_path, monkeypatch):
    await write(tmp_path, Newsdesk(spoil={"s1": DOWN}), fake_wire)
    other = {**version.stamp(), "prompts": "000000000000"}
    monkeypatch.setattr(version, "stamp", lambda: other)
    with pytest.raises(InputError, match="other prompts than this one"):
        await resume(tmp_path)


def test_another_prompt_and_another_state_give_another_stamp(monkeypatch):
    stamp = version.stamp()
    version.stamp.cache_clear()
    monkeypatch.setattr("agents.planner.SYSTEM", "You outline articles otherwise.")
    changed = version.stamp()
    version.stamp.cache_clear()
    assert changed["prompts"] != stamp["prompts"]
    assert changed["state"] == stamp["state"]


def test_every_module_with_a_prompt_counts_for_the_stamp():
    names = {module.name for module in pkgutil.walk_packages(agents.__path__, "agents.")}
    prompting = {name for name in names if any(word.endswith("SYSTEM") for word in vars(import_module(name)))}
    assert prompting <= {module.__name__ for module in version.ASKING}
    assert len(prompting) > 6


async def test_what_is_refused_before_the_first_call_leaves_nothing_behind(tmp_path):
    async with open_threads(tmp_path) as kept:
        with pytest.raises(InputError):
            await kept.write("In French please", "", context=MODEL)
    assert list(tmp_path.iterdir()) == []


async def test_a_thread_that_is_not_there_is_named(tmp_path):
    async with open_threads(tmp_path) as kept:
        with pytest.raises(InputError, match="no run nope"):
            await kept.resume("nope")


async def test_two_processes_do_not_write_in_one_folder(fake_wire, tmp_path):
    with alone(tmp_path / threads.LOCK, "elsewhere", ""), pytest.raises(InputError, match="Another process"):
        await write(tmp_path, Newsdesk(), fake_wire)
    assert fake_wire.calls == []


async def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / FILE).write_text("this is no database, whatever its name says " * 40, "utf-8")
    with pytest.raises(SetupError, match="cannot be kept"):
        async with open_threads(tmp_path):
            pass


async def test_neither_key_nor_prompted_settings_are_lost_or_leaked(fake_wire, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-secret")
    await write(tmp_path, Newsdesk(), fake_wire, context=MODEL.model_copy(update={"tone": "dry"}))
    assert b"planted" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with sqlite3.connect(tmp_path / FILE) as database:
        kept = database.execute("SELECT metadata FROM checkpoints").fetchone()[0]
    assert b"dry" in kept


async def test_a_step_whose_defect_was_raised_is_run_again_with_its_answers(fake_wire, tmp_path, monkeypatch):
    desk = Newsdesk()

    def defect(*arguments):
        raise ZeroDivisionError("a defect of the program")

    with monkeypatch.context() as broken:
        broken.setattr("graphs.rounds.run_checks", defect)
        with pytest.raises(ZeroDivisionError):
            await write(tmp_path, desk, fake_wire)
    async with open_threads(tmp_path) as kept:
        assert [run.status for run in await kept.runs()] == ["unfinished"]
    result = await resume(tmp_path)
    assert result.status == "passed"
    assert len(desk.asked) == 7


async def test_a_resumed_run_counts_what_it_had_spent_before(fake_wire, tmp_path):
    desk = Newsdesk(spoil={"s2": SECTIONS["s2"].replace("Elle dirige", "Depuis 1987, elle dirige"), "s1": DOWN})
    await write(tmp_path, desk, fake_wire, context=MODEL.model_copy(update={"max_calls": 7}))
    result = await resume(tmp_path)
    assert result.status == "needs_review"
    assert "7 calls" in result.reason
    assert result.usage.calls == 7


@pytest.mark.parametrize("steps", [[5, 6, 7], [3, 4, 6, 7]])
async def test_however_little_a_budget_is_raised_no_answer_is_paid_for_twice_and_no_limit_passed(
    fake_wire, tmp_path, steps
):
    desk = Newsdesk()
    first, *raised = steps
    await write(tmp_path, desk, fake_wire, context=MODEL.model_copy(update={"max_calls": first}))
    assert len(desk.asked) == first
    for limit in raised:
        result = await resume(tmp_path, max_calls=limit)
        assert len(desk.asked) == result.usage.calls == limit
    assert result.status == "passed"
    assert len(set(desk.asked)) == len(desk.asked)


async def test_a_lower_limit_than_what_is_spent_still_reads_back_what_was_answered(fake_wire, tmp_path):
    desk = Newsdesk(spoil={"s1": DOWN, "s2": DOWN})
    await write(tmp_path, desk, fake_wire)
    asked = len(desk.asked)
    result = await resume(tmp_path, max_calls=3)
    assert "3 calls" in result.reason
    assert len(desk.asked) == asked
    assert result.usage.calls == 5


async def test_the_time_limit_cuts_calls_off_and_the_next_start_has_the_whole_time_again(fake_wire, tmp_path):
    desk = Newsdesk()

    def slow(body):
        answer = desk(body)
        return Answer(answer, delay=60) if desk.asked[-1] in ("s1", "s2") else answer

    await write(tmp_path, Newsdesk(spoil={"s1": DOWN, "s2": DOWN}), fake_wire)
    fake_wire.responder = slow
    short = await resume(tmp_path, max_seconds=2)
    assert short.status == "needs_review"
    assert "time of 2 s is used up" in short.reason
    cut = [call for call in short.calls if call.error and "Cut off" in call.error]
    assert len(cut) == 2
    assert all(call.output_tokens > 0 for call in cut)
    fake_wire.responder = desk
    result = await resume(tmp_path)
    assert result.status == "passed", result.reason
    assert sorted(desk.asked) == ["s1", "s1", "s2", "s2"]
    assert result.usage.calls == 9


async def broken_off_at_the_second_plan(fake_wire, folder):
    """The newsdesk of a run whose planner had one answer, of no use, and waited for another."""
    desk = Newsdesk(spoil={"plan": "no json"})
    reached = threading.Event()

    def respond(body):
        answer = desk(body)
        if desk.asked.count("plan") == 2:
            reached.set()
            return Answer(answer, delay=60)
        return answer

    work = asyncio.create_task(write(folder, respond, fake_wire))
    await asyncio.to_thread(reached.wait, 60)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    return desk


async def test_what_a_killed_run_had_paid_for_counts_before_it_goes_on(fake_wire, tmp_path):
    """A node that was killed between two of its calls has one answer on record and none in its state."""
    desk = await broken_off_at_the_second_plan(fake_wire, tmp_path)
    async with open_threads(tmp_path) as kept:
        (run,) = await kept.runs()
    assert (run.status, run.usage.calls) == ("unfinished", 1)
    fake_wire.responder = desk
    result = await resume(tmp_path, max_calls=1)
    assert "budget of 1 call is" in result.reason
    assert desk.asked == ["plan", "plan"]
    assert (await resume(tmp_path, max_calls=8)).status == "passed"
    assert desk.asked.count("plan") == 3


async def test_an_answer_on_record_is_not_taken_for_one_to_another_question(fake_wire, tmp_path, monkeypatch):
    """The knowledge store changed while a run was broken off: its planner now asks with other guides."""
    desk = await broken_off_at_the_second_plan(fake_wire, tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:  # as SIGKILL leaves it
        database.execute("DELETE FROM writes WHERE channel = '__error__'")
    fake_wire.responder = desk
    retrieved = nodes.for_planner
    monkeypatch.setattr(nodes, "for_planner", lambda *asked: retrieved(*asked)._replace(guides=[]))
    result = await resume(tmp_path)
    assert result.status == "passed"
    assert [call.error for call in result.calls if call.node == "planner"] == [None]


async def test_a_person_who_takes_their_time_does_not_use_up_the_time_of_the_run(fake_wire, monkeypatch):
    clock = {"ahead": 0.0}
    monotonic = time.monotonic
    monkeypatch.setattr("agents.models.budget.time.monotonic", lambda: monotonic() + clock["ahead"])
    fake_wire.responder = desk = Newsdesk()

    def on_review(asked):
        clock["ahead"] += 3600
        if desk.asked.count("s1") > 1:
            return PersonsAnswer(choice="approve")
        return PersonsAnswer(choice="instruct", instruction="Shorter.", sections=["s1"])

    context = MODEL.model_copy(update={"human_review": "always", "max_seconds": 300})
    result = await awrite_article(REQUEST, SOURCE, context=context, on_review=on_review)
    assert result.status == "passed", result.reason
    assert desk.asked.count("s1") == 2
