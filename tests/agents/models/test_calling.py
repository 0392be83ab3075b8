"""Asking a model for text and for data over real HTTP, and what is made of poor answers."""

import asyncio
import logging
import random
import time
from itertools import count
from typing import Any

import pytest
from blockbuster import blockbuster_ctx
from pydantic import BaseModel, Field

from agents.models.budget import Budget, Limits
from agents.models.calling import Caller, wire
from agents.models.paying import within
from knowledge.errors import BudgetExceeded, EndpointUnreachable, ModelError, ReplyUnusable
from tests.fake_wire import Answer, FakeWire, Fault, schema_name


class Verdict(BaseModel):
    title: str = Field(max_length=30)
    words: int


GOOD = '{"title": "Ein Titel", "words": 700}'


def caller(model: str = "openai:gpt-4.1-mini", budget: Budget | None = None, **more: Any) -> Caller:
    bounded = wire if budget is None else within(budget, wire)
    return Caller(bounded, model=model, node="writer", **more)


def in_turn(*answers: str | Answer | Fault):
    turn = count()
    return lambda body: answers[min(next(turn), len(answers) - 1)]


async def test_text_comes_back_with_what_it_cost(fake_wire: FakeWire):
    fake_wire.responder = in_turn("Bonjour.")
    asking = caller()
    assert await asking.text("system", "user", max_tokens=50, purpose="greet") == "Bonjour."
    (call,) = asking.calls
    assert (call.node, call.model, call.purpose, call.error) == ("writer", "openai:gpt-4.1-mini", "greet", None)
    assert call.cost_usd == pytest.approx((call.input_tokens * 0.4 + call.output_tokens * 1.6) / 1e6)
    assert fake_wire.calls[0].body["max_tokens"] == 50


async def test_the_cost_of_a_model_without_a_price_is_unknown_and_not_zero(fake_wire: FakeWire):
    asking = caller(model="openai:llama3.1:8b")
    await asking.text("s", "u", max_tokens=5)
    assert asking.calls[0].cost_usd is None
    assert fake_wire.calls[0].body["model"] == "llama3.1:8b"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "empty"),
        ("<think>What a question.</think>", "empty"),
        (Answer("Half a sen", finish_reason="length"), "cut at 50 tokens"),
        (Answer("", refusal="I cannot help with that."), "refused: I cannot help"),
        (Answer("", finish_reason="content_filter"), "content filter"),
    ],
)
async def test_a_useless_answer_is_an_error_and_is_paid_for(fake_wire: FakeWire, answer: Answer, said: str):
    fake_wire.responder = in_turn(answer)
    asking = caller()
    with pytest.raises(ReplyUnusable, match=said):
        await asking.text("system", "user", max_tokens=50)
    assert said.split(":")[0] in (asking.calls[0].error or "")
    assert asking.calls[0].input_tokens > 0


async def test_a_cut_text_can_be_had_for_continuing(fake_wire: FakeWire):
    fake_wire.responder = in_turn(Answer("Half a sen", finish_reason="length"))
    asking = caller()
    assert await asking.text_or_cut("s", "u", max_tokens=5) == ("Half a sen", True)
    assert asking.calls[0].error is None


@pytest.mark.parametrize("wrapping", ["{}", "```json\n{}\n```", "<think>hm</think>\n{}", "Here is the JSON:\n{}"])
async def test_data_in_its_usual_wrappings_is_read_from_one_answer(fake_wire: FakeWire, wrapping: str):
    fake_wire.responder = in_turn(wrapping.replace("{}", GOOD))
    assert (await caller().data("s", "u", Verdict, max_tokens=50)).words == 700
    assert len(fake_wire.calls) == 1


async def test_the_schema_goes_out_whole_but_without_string_bounds(fake_wire: FakeWire):
    fake_wire.responder = in_turn(GOOD)
    await caller().data("s", "u", Verdict, max_tokens=50)
    body = fake_wire.calls[0].body
    assert schema_name(body) == "Verdict"
    schema = body["response_format"]["json_schema"]["schema"]
    assert schema["properties"] == {"title": {"type": "string"}, "words": {"type": "integer"}}
    assert schema["required"] == ["title", "words"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    "poor", ["Sure, I will do that.", '{"title": "Ein Titel"', '{"title": "Ein Titel", "words": "many"}', "", "[]"]
)
async def test_a_poor_answer_and_its_error_are_shown_to_the_model_once(fake_wire: FakeWire, poor: str):
    fake_wire.responder = in_turn(poor, GOOD)
    asking = caller()
    assert (await asking.data("s", "u", Verdict, max_tokens=50, purpose="judge")).title == "Ein Titel"
    first, second = (call.body["messages"] for call in fake_wire.calls)
    assert second[:2] == first
    assert second[2] == {"role": "assistant", "content": poor or "(nothing)"}
    assert "cannot be used" in second[3]["content"]
    assert [bool(call.error) for call in asking.calls] == [True, False]
    assert [call.purpose for call in asking.calls] == ["judge", "judge (again)"]


@pytest.mark.parametrize(
    "poor",
    [
        "{'title': 'Ein Titel', 'words': 700}",
        'I think: {"title": "Ein Titel", "words": 700,} — is that fine?',
        '{title: "Ein Titel", words: 700',
    ],
)
async def test_after_two_poor_answers_a_looser_parser_reads_them(fake_wire: FakeWire, poor: str):
    fake_wire.responder = in_turn(poor)
    found = await caller().data("s", "u", Verdict, max_tokens=50)
    assert found == Verdict(title="Ein Titel", words=700)
    assert len(fake_wire.calls) == 2


@pytest.mark.parametrize("hopeless", ["no", '{"other": 1}', '{"title": "x"}', "{}", Answer(GOOD[:-8], "length")])
async def test_what_cannot_be_read_at_all_fails_and_counts_both_calls(fake_wire: FakeWire, hopeless: str):
    fake_wire.responder = in_turn(hopeless)
    asking = caller()
    with pytest.raises(ReplyUnusable, match="cannot be read as Verdict, asked twice"):
        await asking.data("s", "u", Verdict, max_tokens=50)
    assert len(asking.calls) == 2
    assert all(call.error and call.input_tokens for call in asking.calls)


async def test_a_call_that_would_pass_the_budget_is_not_made(fake_wire: FakeWire):
    asking = caller(budget=Budget(Limits(max_tokens=100)))
    with pytest.raises(BudgetExceeded, match="100 tokens"):
        await asking.text("s", "u", max_tokens=100)
    assert fake_wire.calls == []


async def test_a_call_that_was_never_answered_gives_its_budget_back(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_TIMEOUT", "0.1")
    fake_wire.responder = lambda body: Answer("late", delay=1)
    budget = Budget(Limits(max_tokens=150, max_calls=1))
    asking = caller(budget=budget)
    with pytest.raises(EndpointUnreachable):
        await asking.text("s", "u", max_tokens=100)
    monkeypatch.setenv("TRANSCREATE_TIMEOUT", "5")
    fake_wire.responder = in_turn("in time")
    assert await asking.text("s", "u", max_tokens=100) == "in time"
    assert budget.spent.calls == 1


async def test_a_call_that_lasts_past_the_time_is_cut_off_and_counted_at_the_most_it_can_have_cost(fake_wire: FakeWire):
    await caller(budget=Budget(Limits())).text("what is loaded once", "is loaded", max_tokens=5)
    fake_wire.clear()
    fake_wire.responder = lambda body: Answer("late", delay=30)
    budget = Budget(Limits(max_seconds=1))
    asking = caller(budget=budget)
    started = time.monotonic()
    with pytest.raises(BudgetExceeded, match="time of 1 s is used up") as caught:
        await asking.text("s", "u", max_tokens=100)
    assert 0.9 < time.monotonic() - started < 10
    assert caught.value.limit == "max_seconds"
    (call,) = asking.calls
    assert "Cut off" in (call.error or "")
    assert (call.output_tokens, budget.spent.output_tokens, budget.spent.calls) == (100, 100, 1)
    assert call.input_tokens > 0
    assert len(fake_wire.calls) == 1


async def test_a_call_that_waits_for_its_turn_when_the_time_is_over_costs_nothing(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CONCURRENCY", "1")
    await caller(budget=Budget(Limits())).text("what is loaded once", "is loaded", max_tokens=5)
    fake_wire.clear()
    fake_wire.responder = lambda body: Answer("late", delay=30)
    budget = Budget(Limits(max_seconds=1))
    first, second = caller(budget=budget), caller(budget=budget)
    work = [one.text("s", "u", max_tokens=9) for one in (first, second)]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    assert all(isinstance(outcome, BudgetExceeded) for outcome in outcomes)
    assert sorted([len(first.calls), len(second.calls)]) == [0, 1]
    assert budget.spent.calls == len(fake_wire.calls) == 1


async def test_the_time_is_up_during_a_pause_between_tries_too(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Fault(status=429, headers={"Retry-After": "60"})
    started = time.monotonic()
    with pytest.raises(BudgetExceeded, match="is used up"):
        await caller(budget=Budget(Limits(max_seconds=0.5))).text("s", "u", max_tokens=9)
    assert time.monotonic() - started < 10


def test_asking_never_blocks_the_event_loop(fake_wire: FakeWire):
    async def ask() -> str:
        return await caller(budget=Budget(Limits(max_tokens=1000))).text("s", "u", max_tokens=10)

    with blockbuster_ctx():
        assert asyncio.run(ask()) == "OK"


async def test_usage_and_text_survive_streaming(fake_wire: FakeWire):
    """LangChain streams by itself where somebody listens to tokens, as Studio does."""
    from langgraph.graph import START, StateGraph
    from typing_extensions import TypedDict

    class State(TypedDict):
        text: str

    asking = caller()

    async def write(state: State) -> State:
        return {"text": await asking.text("s", "u", max_tokens=50)}

    graph = StateGraph(State).add_node(write).add_edge(START, "write").compile()
    fake_wire.responder = in_turn(Fault(drop="middle"), "A text that comes in several pieces, one after the other.")
    pieces = [message.content async for message, _ in graph.astream({"text": ""}, stream_mode="messages")]
    assert fake_wire.calls[-1].body["stream"] is True
    assert len(pieces) > 2
    assert asking.calls[0].output_tokens == 15
    assert len(fake_wire.calls) == 2


async def test_in_a_storm_every_call_ends_and_only_good_answers_come_through(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setattr("agents.models.wire.FIRST_PAUSE", 0.005)
    monkeypatch.setenv("TRANSCREATE_CONCURRENCY", "32")
    weather = random.Random(7)
    faults: list[str | Answer | Fault] = [
        Fault(status=429, headers={"Retry-After": "0.01"}),
        Fault(status=429),
        Fault(status=500),
        Fault(status=503),
        Fault(drop="before"),
        Fault(drop="middle"),
        Fault(raw="<html>"),
        '{"title": "broken',
        f"```json\n{GOOD}\n```",
        '{"title": 3}',
        "",
        Answer("", refusal="No."),
        Answer(GOOD[:9], finish_reason="length"),
    ]
    fake_wire.responder = lambda body: weather.choice(faults) if weather.random() < 0.3 else GOOD
    asking = caller()
    work = [asking.data("s", f"u{n}", Verdict, max_tokens=50) for n in range(300)]
    outcomes = await asyncio.wait_for(asyncio.gather(*work, return_exceptions=True), 60)
    good = [outcome for outcome in outcomes if outcome == Verdict(title="Ein Titel", words=700)]
    poor = [outcome for outcome in outcomes if isinstance(outcome, ModelError)]
    assert len(good) + len(poor) == 300
    assert len(good) > 270
    assert len(asking.calls) >= len(good)


async def test_the_key_is_in_no_log_line(fake_wire: FakeWire, monkeypatch, caplog):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-secret")
    monkeypatch.setattr("agents.models.wire.FIRST_PAUSE", 0.005)
    fake_wire.responder = in_turn(Fault(status=500), Fault(drop="middle"), "Bonjour.")
    with caplog.at_level(logging.DEBUG):
        await caller().text("s", "u", max_tokens=10)
    assert fake_wire.calls[0].authorization == "Bearer sk-planted-secret"
    assert "Trying again" in caplog.text
    assert "planted" not in caplog.text
