"""How an agent asks a model: for text, or for data that obeys a schema. Every call is counted and paid for.

`wire` is the one seam where a call goes out: a graph may wrap it to store replies, a test may script it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from agents.domain import Call
from agents.echo import without_echo, without_runaway
from agents.models.prices import Price, price_of
from agents.models.replies import clean, complaint, parse, parse_loosely, schema_for_wire, shown
from agents.models.wire import CUT_OFF, WireReply, WireRequest, wire
from knowledge.errors import ReplyUnusable
from knowledge.tokens import count_tokens

__all__ = ["Caller", "Wire", "WireReply", "WireRequest", "wire"]

T = TypeVar("T", bound=BaseModel)
Wire = Callable[[WireRequest], Awaitable[WireReply]]
Examples = Sequence[tuple[str, str]]

TEMPERATURE = 0.2
TOKENS_PER_MESSAGE = 4
"""What chat templates add around a message."""


class Caller:
    """Asks one model on behalf of one node, and keeps in `calls` what every answer cost, used or not.

    Args:
        wire: makes the call; `agents.models.paying.within` bounds what it may spend.
        model: spec of the model.
        node: the node the calls are booked under.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        model: str,
        node: str,
        temperature: float | None = TEMPERATURE,
        seed: int | None = None,
    ) -> None:
        self.calls: list[Call] = []
        self.model = model
        self._wire = wire
        self._node = node
        self._temperature = temperature
        self._seed = seed

    async def text(self, system: str, user: str, *, max_tokens: int, purpose: str = "", examples: Examples = ()) -> str:
        """The model's text. Raises ReplyUnusable when it is empty, a refusal, or cut at `max_tokens`."""
        text, cut = await self.text_or_cut(system, user, max_tokens=max_tokens, purpose=purpose, examples=examples)
        if cut:
            raise self._unusable(f"The answer was cut at {max_tokens} tokens.")
        return text

    async def text_or_cut(
        self, system: str, user: str, *, max_tokens: int, purpose: str = "", examples: Examples = ()
    ) -> tuple[str, bool]:
        """The model's text without echoes of the prompt, and whether it was cut at `max_tokens`: then the caller may
        have it continued.

        Args:
            examples: What was asked before and how it was answered, as if the model had done so.
        """
        reply = await self._ask(self._request(_messages(system, user, examples), max_tokens), purpose)
        cut = _is_cut(reply)
        text = without_echo(clean(self._answer(reply)), f"{system}\n{user}")
        text = without_runaway(text) if cut else text
        if not text:
            raise self._unusable("The answer is empty.")
        return text, cut

    async def data(
        self, system: str, user: str, schema: type[T], *, max_tokens: int, purpose: str = "", loosely: bool = True
    ) -> T:
        """The model's answer as `schema`.

        When it is not JSON or does not obey, the model sees its answer and the error once; if that does not
        help either, a looser parser reads what it wrote. Raises ReplyUnusable when all fail.

        Args:
            loosely: False where the looser parser may not: it leaves out what it cannot read, and what is missing
                would count as good.
        """
        request = self._request(_messages(system, user), max_tokens).model_copy(
            update={"json_schema": schema_for_wire(schema), "schema_name": schema.__name__}
        )
        replies: list[WireReply] = []
        for attempt in ("asked", "shown the error"):
            reply = await self._ask(request, purpose if attempt == "asked" else f"{purpose} (again)".strip())
            replies.insert(0, reply)
            answer = self._answer(reply)
            try:
                return parse(answer, schema)
            except ValidationError as error:
                reason = "it was cut at the length limit" if _is_cut(reply) else complaint(error)
            self._unusable(f"Cannot be read as {schema.__name__}: {reason}.")
            request = request.model_copy(update={"messages": _with_error(request.messages, answer, reason)})
        for reply in replies if loosely else []:
            found = None if _is_cut(reply) else parse_loosely(reply.text, schema)
            if found is not None:
                return found
        raise ReplyUnusable(f"The model's answer cannot be read as {schema.__name__}, asked twice: {reason}.")

    def _request(self, messages: list[dict[str, str]], max_tokens: int) -> WireRequest:
        return WireRequest(
            model=self.model,
            messages=messages,
            max_tokens=max_tokens,
            temperature=self._temperature,
            seed=self._seed,
        )

    async def _ask(self, request: WireRequest, purpose: str) -> WireReply:
        price = await asyncio.to_thread(price_of, self.model)
        while True:
            reply = await self._wire(request)
            self.calls.append(self._call(reply, purpose, price))
            if reply.finish_reason != CUT_OFF:
                return reply
            self._unusable("Cut off when the time of the run was used up. What it cost is estimated.")

    def _call(self, reply: WireReply, purpose: str, price: Price | None) -> Call:
        return Call(
            node=self._node,
            model=self.model,
            purpose=purpose,
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
            cost_usd=price.of(reply.input_tokens, reply.output_tokens) if price else None,
            seconds=reply.seconds,
        )

    def _answer(self, reply: WireReply) -> str:
        if reply.refusal:
            raise self._unusable(f"The model refused: {shown(reply.refusal, 200)}")
        if reply.finish_reason == "content_filter":
            raise self._unusable("The endpoint's content filter stopped the answer.")
        return reply.text

    def _unusable(self, reason: str) -> ReplyUnusable:
        """Notes with the last call why its answer is of no use."""
        self.calls[-1] = self.calls[-1].model_copy(update={"error": reason})
        return ReplyUnusable(reason)


def estimate_input(request: WireRequest) -> int:
    """Tokens of the prompt and the schema, by o200k_base; other tokenizers differ by some 10 to 20 %."""
    said: list[Any] = [message["content"] for message in request.messages]
    schema = str(request.json_schema) if request.json_schema else ""
    return sum(count_tokens(text) + TOKENS_PER_MESSAGE for text in said) + count_tokens(schema)


def _messages(system: str, user: str, examples: Examples = ()) -> list[dict[str, str]]:
    shown_before = [
        {"role": role, "content": text}
        for pair in examples
        for role, text in zip(("user", "assistant"), pair, strict=True)
    ]
    return [{"role": "system", "content": system}, *shown_before, {"role": "user", "content": user}]


def _with_error(messages: list[dict[str, str]], answer: str, reason: str) -> list[dict[str, str]]:
    again = f"That cannot be used: {reason}. Answer again with the JSON object alone, complete and mended."
    return [
        *messages,
        {"role": "assistant", "content": shown(answer) or "(nothing)"},
        {"role": "user", "content": again},
    ]


def _is_cut(reply: WireReply) -> bool:
    return reply.finish_reason == "length"
