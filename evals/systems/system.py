"""What a system under test is, and the caller that systems outside of the graph ask their model with."""

from collections.abc import Awaitable, Callable

from agents.budget import Budget, Limits
from agents.calling import Caller, wire
from agents.domain import Result
from agents.models import resolve
from agents.paying import within
from graphs.context import Context

System = Callable[[str, str, Context], Awaitable[Result]]
"""`(request, source, context)` to a result.

Faults of the model and the end of a budget are endings: a result that is `failed`, with its calls. InputError and
SetupError are raised. A result without a review is judged by the evaluation.
"""


def caller(node: str, context: Context) -> Caller:
    """A caller on the model and within the limits that the context names: its calls count like the workflow's."""
    limits = Limits(**{name: getattr(context, name) for name in Limits.model_fields})
    return Caller(within(Budget(limits), wire), model=resolve(context.model).spec, node=node)
