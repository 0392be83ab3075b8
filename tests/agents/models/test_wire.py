"""One answered call over real HTTP, through every fault of the way."""

import asyncio
import socket
import time
from itertools import count

import pytest

from agents.models import endpoints
from agents.models import wire as wire_module
from agents.models.wire import WireRequest, wire
from knowledge.errors import AccessDenied, EndpointUnreachable, ModelError, SourceTooLong
from tests.fake_wire import Answer, FakeWire, Fault

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}


def request(text: str = "hello", **more) -> WireRequest:
    messages = [{"role": "system", "content": "be kind"}, {"role": "user", "content": text}]
    return WireRequest(model="openai:fake-model", messages=messages, max_tokens=100, **more)


def fails_first(*faults: Fault):
    """A responder that gives each fault once, then the answer."""
    turn = count()
    return lambda body: faults[n] if (n := next(turn)) < len(faults) else "the answer"


def until(true) -> None:
    limit = time.monotonic() + 10
    while not true() and time.monotonic() < limit:
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(wire_module, "FIRST_PAUSE", 0.01)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429),
        Fault(status=500),
        Fault(status=503),
        Fault(drop="before"),
        Fault(drop="middle"),
        Fault(raw="<html>busy</html>"),
        Fault(raw='{"id": "x", "choices": null}'),
        Fault(raw='{"choices": []}'),
        Fault(raw=""),
    ],
)
async def test_a_fault_of_the_way_is_tried_again(fake_wire: FakeWire, fault: Fault):
    fake_wire.responder = fails_first(fault, fault)
    reply = await wire(request())
    assert reply.text == "the answer"
    assert len(fake_wire.calls) == 3


async def test_retry_after_is_respected_by_every_call_to_the_endpoint(fake_wire: FakeWire):
    fake_wire.responder = fails_first(Fault(status=429, headers={"Retry-After": "0.6"}))
    first = asyncio.create_task(wire(request("first")))
    await asyncio.to_thread(until, lambda: fake_wire.calls and fake_wire.calls[0].ended)
    await asyncio.sleep(0.05)
    await asyncio.gather(first, wire(request("second")))
    refused, *later = fake_wire.calls
    assert len(later) == 2
    assert all(call.started - refused.ended > 0.5 for call in later)


async def test_an_endpoint_that_asks_for_an_hour_counts_as_unreachable_at_once(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Fault(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(EndpointUnreachable, match="limits the rate"):
        await wire(request())
    assert len(fake_wire.calls) == 1


async def test_a_call_that_gets_no_answer_in_time_is_given_up(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_TIMEOUT", "0.2")
    fake_wire.responder = lambda body: Answer("late", delay=20)
    started = time.monotonic()
    with pytest.raises(EndpointUnreachable, match="no answer within"):
        await wire(request())
    assert time.monotonic() - started < 10


async def test_tries_are_bounded(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Fault(status=503)
    with pytest.raises(EndpointUnreachable, match=r"in trouble \(503\).*after 6 tries"):
        await wire(request())
    assert len(fake_wire.calls) == wire_module.TRIES


async def test_an_unreachable_endpoint_is_named_and_then_left_alone(fake_wire: FakeWire, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://someone:secret-word@127.0.0.1:{taken.getsockname()[1]}/v1"
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        outcomes = await asyncio.gather(*(wire(request(str(n))) for n in range(4)), return_exceptions=True)
        assert all(isinstance(outcome, EndpointUnreachable) for outcome in outcomes)
        started = time.monotonic()
        with pytest.raises(EndpointUnreachable, match=r"1\d times in a row") as caught:
            await wire(request())
    assert time.monotonic() - started < 0.5
    assert "127.0.0.1" in str(caught.value)
    assert "secret-word" not in str(caught.value)


async def test_the_circuit_closes_when_the_endpoint_comes_back(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setattr(endpoints, "OPEN_SECONDS", 0.1)
    fake_wire.responder = lambda body: Fault(status=503)
    await asyncio.gather(*(wire(request(str(n))) for n in range(4)), return_exceptions=True)
    fake_wire.responder = lambda body: "back"
    with pytest.raises(EndpointUnreachable, match="in a row"):
        await wire(request())
    await asyncio.sleep(0.15)
    assert (await wire(request())).text == "back"
    assert (await wire(request())).text == "back"


async def test_a_wrong_key_is_said_and_never_shown(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-secret")
    fake_wire.key = "another"
    with pytest.raises(AccessDenied, match="refuses the key \\(401\\)"):
        await wire(request())
    fake_wire.key = None
    fake_wire.responder = lambda body: Fault(status=400, message="bad header: Bearer sk-planted-secret")
    with pytest.raises(ModelError) as caught:
        await wire(request())
    assert "planted" not in str(caught.value)
    assert caught.value.__cause__ is None or "planted" not in str(caught.value.__cause__)


async def test_an_unknown_model_is_said(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Fault(status=404, code="model_not_found")
    with pytest.raises(AccessDenied, match="does not know the model fake-model"):
        await wire(request())
    assert len(fake_wire.calls) == 1


async def test_an_account_without_credit_is_not_tried_again(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Fault(status=429, code="insufficient_quota")
    with pytest.raises(AccessDenied, match="no credit"):
        await wire(request())
    assert len(fake_wire.calls) == 1


async def test_a_prompt_that_does_not_fit_is_said(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Fault(status=400, code="context_length_exceeded")
    with pytest.raises(SourceTooLong, match="does not fit"):
        await wire(request())


async def test_an_endpoint_without_schemas_gets_the_schema_in_the_prompt_and_is_remembered(
    fake_wire: FakeWire,
):
    def responder(body):
        if "response_format" in body:
            return Fault(status=400, message="Unknown parameter: response_format")
        return '{"a": "b"}'

    fake_wire.responder = responder
    for _ in range(2):
        assert (await wire(request(json_schema=SCHEMA))).text == '{"a": "b"}'
    rejected, first, second = (call.body for call in fake_wire.calls)
    assert rejected["response_format"]["json_schema"]["schema"] == SCHEMA
    assert '"required": ["a"]' in first["messages"][-1]["content"]
    assert second == first


async def test_a_model_that_takes_no_temperature_is_asked_without(fake_wire: FakeWire):
    fake_wire.responder = lambda body: (
        Fault(status=400, message="Unsupported value: 'temperature'") if "temperature" in body else "fine"
    )
    assert (await wire(request(temperature=0.2))).text == "fine"


async def test_at_most_the_allowed_number_of_calls_is_in_flight(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CONCURRENCY", "3")
    fake_wire.delay = 0.05
    await asyncio.gather(*(wire(request(str(n))) for n in range(12)))
    assert fake_wire.peak == 3


async def test_calls_start_no_faster_than_the_rate_that_was_set(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CALLS_PER_MINUTE", "600")
    began = time.monotonic()
    await asyncio.gather(*(wire(request(str(n))) for n in range(5)))
    starts = sorted(call.started - began for call in fake_wire.calls)
    assert all(start >= 0.1 * n for n, start in enumerate(starts))


async def test_a_hundred_and_twenty_eight_calls_at_once_are_answered(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CONCURRENCY", "128")
    fake_wire.delay = 0.5
    replies = await asyncio.gather(*(wire(request(str(n))) for n in range(128)))
    assert [reply.text for reply in replies] == ["OK"] * 128
    assert fake_wire.peak > 64


async def test_connections_are_used_again(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CONCURRENCY", "120")
    fake_wire.delay = 0.2
    for _ in range(3):
        await asyncio.gather(*(wire(request(str(number))) for number in range(120)))
    assert len(fake_wire.answered) == 360
    assert fake_wire.connections <= 120


def test_a_second_event_loop_in_the_same_process_works(fake_wire: FakeWire):
    for _ in range(3):
        assert asyncio.run(wire(request())).text == "OK"


async def test_usage_is_estimated_when_the_endpoint_reports_none(fake_wire: FakeWire):
    choice = '{"index": 0, "message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}'
    fake_wire.responder = lambda body: Fault(raw=f'{{"id": "x", "model": "m", "choices": [{choice}]}}')
    reply = await wire(request())
    assert reply.estimated
    assert reply.output_tokens == 2


async def test_cancelling_a_call_frees_its_place(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CONCURRENCY", "1")
    fake_wire.responder = lambda body: Answer("slow", delay=20)
    task = asyncio.create_task(wire(request()))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    fake_wire.responder = lambda body: "next"
    assert (await asyncio.wait_for(wire(request()), 10)).text == "next"
