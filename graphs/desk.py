"""What a node works with: the knowledge store, and a caller whose every answered call is kept in the checkpoint."""

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from langgraph.func import task
from langgraph.runtime import Runtime

from agents.domain import Usage
from agents.models.budget import Budget, Limits
from agents.models.calling import Caller, Wire, WireReply, WireRequest, wire
from agents.models.factory import resolve
from agents.models.paying import used, within
from graphs.context import Context
from graphs.state import Spending
from knowledge import Knowledge
from knowledge.errors import TranscreateError


@dataclass
class Account:
    """What a run may spend, and the answers that an earlier process of it left on record, by what was asked."""

    budget: Budget
    answers: dict[str, WireReply] = field(default_factory=dict)


def call_key(request: dict[str, Any], place: str) -> str:
    """Digest of what is asked, and of the place in the run where it is asked for."""
    return hashlib.sha256(json.dumps([place, request], sort_keys=True).encode()).hexdigest()


async def answered(request: dict[str, Any], key: str) -> dict[str, Any]:
    """One answered call. As a task its answer is checkpointed at once, so that a crash never pays for it twice.

    Only a call that is made asks the budget: an answer on record was paid for.
    """
    account = _account.get()
    if key not in account.answers:
        reply = await within(account.budget, wire)(WireRequest.model_validate(request))
        return reply.model_copy(update={"asked": key}).model_dump()
    return account.answers[key].model_dump()


keeping: Any = task(name="model_call")
model_call: Callable[[dict[str, Any], str], Awaitable[dict[str, Any]]] = keeping(answered)
_account: ContextVar[Account] = ContextVar("account")


def checkpointed_wire(place: str, account: Account) -> Wire:
    """The wire as one node uses it: an answer that is already kept is not asked for again.

    LangGraph hands kept answers back in the order in which a node asked. When the node now asks for something else,
    because the knowledge store changed in between, the answer to another question is left aside.
    """
    asked: Counter[str] = Counter()

    async def ask(request: WireRequest) -> WireReply:
        body = request.model_dump()
        asked[call_key(body, place)] += 1
        key = call_key(body, f"{place} {asked[call_key(body, place)]}")
        _account.set(account)
        reply = WireReply.model_validate(await model_call(body, key))
        while reply.asked != key:
            reply = WireReply.model_validate(await model_call(body, key))
        if not account.budget.has(reply.id):
            account.budget.book(reply.id, await asyncio.to_thread(used, reply, request.model))
        return reply

    return ask


@contextmanager
def caller(node: str, runtime: Runtime[Context], spending: Spending, *, model: str | None = None) -> Iterator[Caller]:
    """A caller for one node of a run, on `model` or the one that the context names, and within its budget.

    An error that leaves the block takes the calls with it that were paid for until then.
    """
    context = runtime.context or Context()
    info = runtime.execution_info
    thread = info.thread_id if info else None
    place = f"{thread} {node} {spending.usage.calls}"
    desk = Caller(
        checkpointed_wire(place, _account_of(spending, context, thread)),
        model=resolve(model or context.model).spec,
        node=node,
    )
    try:
        yield desk
    except TranscreateError as error:
        error.calls = tuple(desk.calls)
        raise


async def knowledge(context: Context) -> Knowledge:
    """The knowledge store that the context names, opened once a process and off the event loop."""
    return await asyncio.to_thread(_open, context.knowledge)


@lru_cache(maxsize=8)
def _open(location: str | None) -> Knowledge:
    return Knowledge.open(location)


def begin_budget(run: str, context: Context, spent: Usage, recorded: Iterable[WireReply] = ()) -> None:
    """Gives a run that is resumed the limits that it now has, and what it has spent so far.

    Args:
        run: The run's id; its thread's, when its first node is run again, which draws the id.
        spent: By the nodes that are not run again.
        recorded: Answers to the calls of those that are; they are not asked for again.
    """
    account = _accounts[run] = Account(Budget(_limits(context), spent))
    for reply in recorded:
        account.budget.book(reply.id, used(reply, reply.model))
        account.answers[reply.asked] = reply


def restart_clock(run: str) -> None:
    """`max_seconds` counts from now on: the run waited for a person."""
    if run in _accounts:
        _accounts[run].budget.restart()


def _limits(context: Context) -> Limits:
    return Limits(
        max_calls=context.max_calls,
        max_tokens=context.max_tokens,
        max_cost_usd=context.max_cost_usd,
        max_seconds=context.max_seconds,
    )


_accounts: dict[str, Account] = {}
KEPT_ACCOUNTS = 1024
"""Runs of one process whose accounts are remembered; the oldest go first."""


def _account_of(spending: Spending, context: Context, thread: str | None) -> Account:
    """The run's account, under the limits of the context, which may have changed since it was last asked.

    One that was begun under the name of its thread, before its first node had drawn the run's id, becomes the run's.
    """
    if spending.run not in _accounts:
        while len(_accounts) >= KEPT_ACCOUNTS:
            del _accounts[next(iter(_accounts))]
        begun = _accounts.pop(thread, None) if thread else None
        _accounts[spending.run] = begun or Account(Budget(_limits(context), spending.usage))
    account = _accounts[spending.run]
    account.budget.limits = _limits(context)
    return account
