"""What a node works with: the knowledge store, and a caller whose every answered call is kept in the checkpoint."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from langgraph.func import task
from langgraph.runtime import Runtime

from agents.budget import Budget, Limits
from agents.calling import Caller, WireReply, WireRequest, wire
from agents.models import resolve
from graphs.context import Context
from graphs.state import Spending
from knowledge import Knowledge
from knowledge.errors import TranscreateError


@task
async def model_call(request: dict[str, Any]) -> dict[str, Any]:
    """One answered call. As a task its answer is checkpointed at once, so that a crash never pays for it twice."""
    reply = await wire(WireRequest.model_validate(request))
    return reply.model_dump()


async def checkpointed_wire(request: WireRequest) -> WireReply:
    """The wire as nodes use it: an answer that the checkpoint already holds is not asked for again."""
    return WireReply.model_validate(await model_call(request.model_dump()))


@contextmanager
def caller(node: str, runtime: Runtime[Context], spending: Spending) -> Iterator[Caller]:
    """A caller for one node of a run, on the model and within the budget that the context names.

    An error that leaves the block takes the calls with it that were paid for until then.
    """
    context = runtime.context or Context()
    desk = Caller(
        checkpointed_wire,
        model=resolve(context.model).spec,
        node=node,
        budget=_budget(spending, context),
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


_budgets: dict[str, Budget] = {}
KEPT_BUDGETS = 1024
"""Runs of one process whose budgets are remembered; the oldest go first."""


def _budget(spending: Spending, context: Context) -> Budget:
    if spending.run not in _budgets:
        while len(_budgets) >= KEPT_BUDGETS:
            del _budgets[next(iter(_budgets))]
        limits = Limits(
            max_calls=context.max_calls,
            max_tokens=context.max_tokens,
            max_cost_usd=context.max_cost_usd,
            max_seconds=context.max_seconds,
        )
        _budgets[spending.run] = Budget(limits, spending.usage)
    return _budgets[spending.run]
