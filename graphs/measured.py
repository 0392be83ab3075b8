"""Times each node and tells whoever streams the run when it starts and ends."""

import logging
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar, cast

from langgraph.runtime import Runtime

from graphs.context import Context
from graphs.logs import set_ids
from graphs.state import NodeTime

log = logging.getLogger(__name__)
Update = dict[str, Any]
Node = TypeVar("Node", bound=Callable[[Any, Runtime[Context]], Awaitable[dict[str, Any]]])


def measured(name: str) -> Callable[[Node], Node]:
    """Add the node's wall time, in seconds, to its update, and emit custom events `{node, event, label}`."""

    def decorate(node: Node) -> Node:
        @wraps(node)
        async def timed(state: Any, runtime: Runtime[Context]) -> Update:
            started = time.monotonic()
            set_ids(*_ids(state, runtime))
            label = _label(state)
            runtime.stream_writer({"node": name, "event": "start", "label": label})
            update = await node(state, runtime)
            seconds = time.monotonic() - started
            runtime.stream_writer({"node": name, "event": "end", "label": label, "seconds": seconds})
            log.info("%s %s took %.2f s", name, label, seconds)
            return {**update, "times": [NodeTime(node=name, seconds=seconds)]}

        return cast(Node, timed)

    return decorate


def _ids(state: Any, runtime: Runtime[Context]) -> tuple[str, str]:
    """Thread and run, for the log."""
    info, spending = runtime.execution_info, state.get("spending")
    return (info.thread_id or "") if info else "", spending.run if spending else state.get("run", "")


def _label(state: Any) -> str:
    """What tells one of several like nodes from its siblings: the section's name, the first line's number."""
    if planned := state.get("planned"):
        return str(planned.name)
    if "before" in state:
        first, last = state["lines"][0].number, state["lines"][-1].number
        return f"lines {first} to {last}"
    return ""
