"""What a node works with: the knowledge store, and a caller whose every answered call is kept in the checkpoint."""

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from langgraph.func import task
from langgraph.runtime import Runtime
from langgraph.types import CachePolicy

from agents.domain import Usage
from agents.models.budget import Budget, Limits
from agents.models.calling import Caller, Wire, WireReply, WireRequest, wire
from agents.models.factory import resolve
from agents.models.paying import used, within
from graphs.context import Context
from graphs.state import Spending
from knowledge import Knowledge
from knowledge.errors import TranscreateError


def call_key(request: dict[str, Any], place: str) -> str:
    """Under what an answer is kept: the place in the run where it was asked for, and what was asked."""
    return hashlib.sha256(json.dumps([place, request], sort_keys=True).encode()).hexdigest()


async def answered(request: dict[str, Any], place: str) -> dict[str, Any]:
    """One answered call. As a task its answer is checkpointed at once, so that a crash never pays for it twice.

    A graph compiled with a cache finds it there, too, when the whole step is run again. Only a call that is made
    asks the budget: an answer on record was paid for.
    """
    reply = await within(_budget.get(), wire)(WireRequest.model_validate(request))
    return reply.model_dump()


keeping: Any = task(name="model_call", cache_policy=CachePolicy(key_func=call_key))
model_call: Callable[[dict[str, Any], str], Awaitable[dict[str, Any]]] = keeping(answered)
_budget: ContextVar[Budget] = ContextVar("budget")


def checkpointed_wire(place: str, budget: Budget) -> Wire:
    """The wire as one node uses it: an answer that is already kept is not asked for again."""
    asked: Counter[str] = Counter()

    async def ask(request: WireRequest) -> WireReply:
        body = request.model_dump()
        asked[call_key(body, place)] += 1
        _budget.set(budget)
        reply = WireReply.model_validate(await model_call(body, f"{place} {asked[call_key(body, place)]}"))
        if not budget.has(reply.id):
            budget.book(reply.id, await asyncio.to_thread(used, reply, request.model))
        return reply

    return ask


@contextmanager
def caller(node: str, runtime: Runtime[Context], spending: Spending) -> Iterator[Caller]:
    """A caller for one node of a run, on the model and within the budget that the context names.

    An error that leaves the block takes the calls with it that were paid for until then.
    """
    context = runtime.context or Context()
    info = runtime.execution_info
    place = f"{info.thread_id if info else None} {node} {spending.usage.calls}"
    desk = Caller(
        checkpointed_wire(place, _budget_of(spending, context)),
        model=resolve(context.model).spec,
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
        spent: By the nodes that are not run again.
        recorded: Answers to the calls of those that are.
    """
    budget = _budgets[run] = Budget(_limits(context), spent)
    for reply in recorded:
        budget.book(reply.id, used(reply, reply.model))


def restart_clock(run: str) -> None:
    """`max_seconds` counts from now on: the run waited for a person."""
    if run in _budgets:
        _budgets[run].restart()


def _limits(context: Context) -> Limits:
    return Limits(
        max_calls=context.max_calls,
        max_tokens=context.max_tokens,
        max_cost_usd=context.max_cost_usd,
        max_seconds=context.max_seconds,
    )


_budgets: dict[str, Budget] = {}
KEPT_BUDGETS = 1024
"""Runs of one process whose budgets are remembered; the oldest go first."""


def _budget_of(spending: Spending, context: Context) -> Budget:
    """The run's budget, under the limits of the context, which may have changed since it was last asked."""
    if spending.run not in _budgets:
        while len(_budgets) >= KEPT_BUDGETS:
            del _budgets[next(iter(_budgets))]
        _budgets[spending.run] = Budget(_limits(context), spending.usage)
    budget = _budgets[spending.run]
    budget.limits = _limits(context)
    return budget
