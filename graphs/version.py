"""Which prompts and which state a run was started with: runs of another version are not mixed with this one."""

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from types import ModuleType

from pydantic import TypeAdapter

from agents import fact_checker, metadata_writer, outline, planner, read_brief, section_writer, translator
from agents.models import calling
from agents.small_steps import examples, naming, outlining, translating, writing
from graphs.state import State, TranslationTask, WritingTask
from knowledge.errors import InputError

ASKING = (
    *(read_brief, planner, outline, translator, section_writer, metadata_writer, fact_checker, calling),
    *(examples, naming, outlining, translating, writing),
)
"""Modules whose constants decide what is asked of a model, and in how many calls."""

Stamp = dict[str, str]


@cache
def stamp() -> Stamp:
    """This version: the package's number, and a digest each of the prompts and of the state's shape."""
    asked = {module.__name__: _constants(module) for module in ASKING}
    shapes = [TypeAdapter(shape).json_schema() for shape in (State, TranslationTask, WritingTask)]
    return {"transcreate": _number(), "prompts": _digest(asked), "state": _digest(shapes)}


def require_same(started: Stamp) -> None:
    """Raises InputError, with what to do, when a run was started by a version that asks or remembers otherwise."""
    now = stamp()
    names = {"prompts": "other prompts", "state": "another shape of its state"}
    changed = [name for key, name in names.items() if started.get(key) != now[key]]
    if changed:
        raise InputError(
            f"This run was started by transcreate {started.get('transcreate', 'of an unknown version')}, which has "
            f"{' and '.join(changed)} than this one ({now['transcreate']}). Resume it with that version, or write "
            "the article again."
        )


def _constants(module: ModuleType) -> dict[str, object]:
    return {
        name: value
        for name, value in sorted(vars(module).items())
        if name.isupper() and isinstance(value, str | int | float | dict | tuple)
    }


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def _number() -> str:
    try:
        return installed_version("transcreate")
    except PackageNotFoundError:
        return "from a checkout"
