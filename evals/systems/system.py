"""What a system under test is, and the caller that systems outside of the graph ask their model with."""

import time
from collections.abc import Awaitable, Callable

from agents.domain import Result, Usage
from agents.models.budget import Budget, Limits
from agents.models.calling import Caller, wire
from agents.models.factory import resolve
from agents.models.paying import within
from graphs.context import Context

System = Callable[[str, str, Context], Awaitable[Result]]
"""`(request, source, context)` to a result.

Faults of the model and the end of a budget are endings: a result that is `failed`, with its calls. InputError and
SetupError are raised. A result without a review is judged by the evaluation.
"""


def caller(node: str, context: Context, budget: Budget | None = None) -> Caller:
    """A caller on the model that the context names, within `budget`, which all callers of an article share."""
    return Caller(within(budget or budget_of(context), wire), model=resolve(context.model).spec, node=node)


def budget_of(context: Context, spent: Usage | None = None, seconds: float = 0.0) -> Budget:
    """The limits that the context names, for an article that has spent so much, and so many seconds."""
    limits = Limits(**{name: getattr(context, name) for name in Limits.model_fields})
    return Budget(limits, spent or Usage(), time.monotonic() - seconds)
