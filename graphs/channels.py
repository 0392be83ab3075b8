"""How the state keeps its values: always as the types it names, also when a client sent them as JSON.

LangGraph's server hands over what Studio or the API edit as plain dicts; without this a fork with an edited plan
would give the nodes a dict where they expect a `Plan`.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from langgraph.channels import LastValue
from pydantic import TypeAdapter

T = TypeVar("T")


class Typed(LastValue[Any]):
    """The last value, as the annotated type."""

    __slots__ = ()

    def update(self, values: Sequence[Any]) -> bool:
        """Raises pydantic's ValidationError for a value that is no such type."""
        return super().update([_adapter(self.typ).validate_python(value) for value in values])


def joined(item: type[T]) -> Callable[[list[T], list[Any]], list[T]]:
    """A reducer that appends, each new value as `item`."""

    def join(old: list[T], new: list[Any]) -> list[T]:
        return [*old, *_adapter(list[item]).validate_python(new)]  # type: ignore[valid-type]

    return join


@cache
def _adapter(typ: Any) -> TypeAdapter[Any]:
    return TypeAdapter(typ)
