"""One answered call: out through LangChain, tried again when the way was at fault, back as the raw reply."""

import asyncio
import json
import logging
import random
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import BaseModel, Field

from agents.models import factory
from agents.models.endpoints import Endpoint, endpoint_at
from agents.models.factory import Address
from agents.models.faults import CALL_ERRORS, Retry, explain, rejected_field
from knowledge.errors import EndpointUnreachable
from knowledge.tokens import count_tokens

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI

TRIES = 6
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20.0
"""Seconds; pause n is drawn from 0 to FIRST_PAUSE * 2**n ("full jitter", AWS Architecture Blog, 2015)."""

LONGEST_RETRY_AFTER = 120.0
"""An endpoint that asks for a longer wait than this many seconds counts as unreachable."""

CUT_OFF = "cut_off"
"""Finish reason of a call whose time was over while the endpoint was at work on it: what it cost is not known."""

log = logging.getLogger(__name__)


class WireRequest(BaseModel):
    """One call as it goes out; each of `messages` is `{"role": …, "content": …}`."""

    model: str = Field(description="Spec: `openai:NAME`, `embedded`, `embedded:/path.gguf`.")
    messages: list[dict[str, str]]
    json_schema: dict[str, Any] | None = Field(default=None, description="The answer must obey it.")
    schema_name: str = "answer"
    max_tokens: int
    temperature: float | None = None
    seed: int | None = None
    until: float | None = Field(
        default=None, exclude=True, description="On the clock of `time.monotonic`: then the call is cut off."
    )


class WireReply(BaseModel):
    """One reply as it came, with what it cost. `estimated` says that the endpoint did not report usage."""

    id: str = Field(default_factory=lambda: uuid.uuid4().hex, description="Of this reply alone.")
    asked: str = Field(default="", description="Digest of the request and of where in a run it was made.")
    text: str
    finish_reason: str = "stop"
    refusal: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = Field(default=0.0, description="Of the try that was answered, waiting not counted.")
    model: str = Field(default="", description="The spec that was asked.")
    estimated: bool = False


@dataclass
class _Flight:
    """Since when the endpoint has been at work on a try; None while none is under way."""

    since: float | None = None


async def wire(request: WireRequest) -> WireReply:
    """Makes one call and waits for its answer.

    Rate limits, server errors, timeouts and broken connections are tried again, TRIES times at most, with
    jittered pauses or as long as Retry-After asks. At most TRANSCREATE_CONCURRENCY calls (16) are in flight
    to one endpoint, and at most TRANSCREATE_CALLS_PER_MINUTE (no limit) are started. A call that is under way when
    `until` comes is cut off: its reply says so, and its usage is the most that it can have been.

    Raises:
        TimeoutError: `until` came while no try was under way.
        AccessDenied: the endpoint refuses the key, or does not know the model.
        EndpointUnreachable: no try was answered, or the endpoint's circuit is open.
        SourceTooLong: the prompt does not fit the model.
        ModelError: the endpoint rejects the request for another reason.
    """
    if request.until is None:
        return await _tried(request, _Flight())
    flight = _Flight()
    try:
        async with asyncio.timeout(max(0.0, request.until - time.monotonic())):
            return await _tried(request, flight)
    except TimeoutError:
        if flight.since is None:
            raise
        return await _cut_off(request, time.monotonic() - flight.since)


async def _tried(request: WireRequest, flight: _Flight) -> WireReply:
    embedded = factory.is_embedded(request.model)
    place = await asyncio.to_thread(factory.address, request.model) if embedded else factory.address(request.model)
    model = await factory.chat_model_at(place)
    endpoint = endpoint_at(place)
    deadline = time.monotonic() + 1.5 * place.seconds
    for tried in range(1, TRIES + 1):
        try:
            return await _try_once(model, request, place, endpoint, flight)
        except Retry as fault:
            pause = random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**tried))
            if fault.after is not None:
                pause += fault.after
            late = time.monotonic() + pause > deadline or (fault.after or 0) > LONGEST_RETRY_AFTER
            if tried == TRIES or late:
                tries = "1 try" if tried == 1 else f"{tried} tries"
                raise type(fault.error)(f"{fault.error} Given up after {tries}.") from fault.__cause__
            log.info("%s Trying again in %.1f s.", fault.error, pause)
        await asyncio.sleep(pause)
    raise EndpointUnreachable(f"{place.name} was not tried.")


async def _try_once(
    model: "ChatOpenAI", request: WireRequest, place: Address, endpoint: Endpoint, flight: _Flight
) -> WireReply:
    await endpoint.turn()
    async with endpoint.slots:
        endpoint.admit()
        without = endpoint.unsupported.get(place.model, frozenset())
        while True:
            flight.since = started = time.monotonic()
            try:
                message = await _invoke(model, request, place, without)
            except CALL_ERRORS as error:
                flight.since = None
                rejected = rejected_field(error, _optional_fields(request) - without)
                if rejected is None:
                    _raise_fault(error, place, endpoint)
                without = without | {rejected}
            else:
                endpoint.succeeded()
                endpoint.unsupported[place.model] = without
                return await _reply(message, request, place, time.monotonic() - started)


def _optional_fields(request: WireRequest) -> set[str]:
    sent = {"max_tokens"}
    sent |= {"response_format"} if request.json_schema is not None else set()
    return sent | {name for name in ("temperature", "seed") if getattr(request, name) is not None}


async def _invoke(model: "ChatOpenAI", request: WireRequest, place: Address, without: frozenset[str]) -> "AIMessage":
    """Sends the request, less the fields the endpoint is known to reject.

    The schema travels in `extra_body`: given as `response_format`, the client libraries would parse the reply
    themselves and lose text and usage of one that is cut or malformed. Endpoints other than OpenAI know the
    limit by its older name.
    """
    arguments: dict[str, Any] = {}
    body: dict[str, Any] = {}
    for name in ("temperature", "seed"):
        if name not in without and getattr(request, name) is not None:
            arguments[name] = getattr(request, name)
    if place.is_openai or "max_tokens" in without:
        arguments["max_completion_tokens"] = request.max_tokens
    else:
        body["max_tokens"] = request.max_tokens
    messages = request.messages
    if request.json_schema is not None and "response_format" in without:
        messages = _with_schema_in_prompt(messages, request.json_schema)
    elif request.json_schema is not None:
        schema = {"name": request.schema_name, "schema": request.json_schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return await model.ainvoke(messages, **arguments, extra_body=body)


def _with_schema_in_prompt(messages: list[dict[str, str]], schema: dict[str, Any]) -> list[dict[str, str]]:
    wanted = f"Answer with one JSON object and nothing else. It obeys this JSON schema:\n{json.dumps(schema)}"
    *before, last = messages
    return [*before, {**last, "content": f"{last['content']}\n\n{wanted}"}]


def _raise_fault(error: Exception, place: Address, endpoint: Endpoint) -> NoReturn:
    """Raises what `error` means. An error that quotes the key is not kept as the cause."""
    meaning = explain(error, place)
    cause = None if place.key.get_secret_value() in str(error) else error
    if not isinstance(meaning, Retry) or meaning.alive:
        endpoint.succeeded()
    else:
        endpoint.failed()
    if isinstance(meaning, Retry) and meaning.after is not None:
        endpoint.be_quiet(min(meaning.after, LONGEST_RETRY_AFTER))
    raise meaning from cause


async def _reply(message: "AIMessage", request: WireRequest, place: Address, seconds: float) -> WireReply:
    text = message.text
    usage = message.usage_metadata
    finish_reason = message.response_metadata.get("finish_reason")
    if finish_reason is None:
        raise Retry(EndpointUnreachable(f"{place.name} broke its answer off."))
    asked = _asked(request)
    return WireReply(
        text=text,
        finish_reason=finish_reason,
        refusal=message.additional_kwargs.get("refusal"),
        input_tokens=usage["input_tokens"] if usage else await asyncio.to_thread(count_tokens, asked),
        output_tokens=usage["output_tokens"] if usage else await asyncio.to_thread(count_tokens, text),
        seconds=seconds,
        model=request.model,
        estimated=usage is None,
    )


async def _cut_off(request: WireRequest, seconds: float) -> WireReply:
    return WireReply(
        text="",
        finish_reason=CUT_OFF,
        input_tokens=await asyncio.to_thread(count_tokens, _asked(request)),
        output_tokens=request.max_tokens,
        seconds=seconds,
        model=request.model,
        estimated=True,
    )


def _asked(request: WireRequest) -> str:
    return "\n".join(said["content"] for said in request.messages)
