"""What small models write instead of an answer: their instructions once more, or the same words without end."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

LEAST_WORDS = 3
"""Words from which a row that also stands in the instructions is an echo and no accident."""

PHRASE_WORDS = 6
"""Words from which a piece of a prompt is told from ordinary prose in a finished article."""

AGENTS = (
    *("fact_checker", "metadata_writer", "planner", "read_brief", "section_writer", "translator"),
    *("small_steps.naming", "small_steps.translating", "small_steps.writing"),
)

_FENCED = re.compile(r"^<(?!notes)([a-z][a-z_-]*)>$.*?^</\1>$", re.MULTILINE | re.DOTALL)
_NOTES = re.compile(r"^</?notes>$", re.MULTILINE)
_RUNAWAY = re.compile(r"(\S.{7,119}?)\1{3,}", re.DOTALL)
_ENDS = re.compile(r"(?<=[.;:]) ")
_PLACE = re.compile(r"\{\w*\}")


def without_echo(text: str, prompt: str) -> str:
    """The reply less the rows that repeat, or begin like, a row of the prompt outside its fenced material."""
    told = {_bare(row) for row in _NOTES.sub("", _FENCED.sub("", prompt)).splitlines()}
    rows = [row for row in told if _size(row) >= LEAST_WORDS]

    def is_echo(row: str) -> bool:
        return _size(row) >= LEAST_WORDS and any(own == row or own.startswith(f"{row} ") for own in rows)

    return "\n".join(row for row in text.splitlines() if not is_echo(_bare(row))).strip()


def without_runaway(text: str) -> str:
    """The reply up to where it begins to repeat the same 8 to 120 characters for the fourth time in a row."""
    found = _RUNAWAY.search(text)
    return text[: found.start()].rstrip() if found else text


@cache
def prompt_phrases() -> tuple[str, ...]:
    """The fixed pieces of every agent's prompts, lower case: no article may contain one."""
    return tuple(sorted({piece for text in _prompts() for piece in _pieces(text)}))


def _prompts() -> Iterator[str]:
    """The constants in capitals of the agents. Read late: the agents themselves ask the checks."""
    for name in AGENTS:
        constants = vars(import_module(f"agents.{name}"))
        yield from (value for key, value in constants.items() if key.isupper() and isinstance(value, str))


def _pieces(prompt: str) -> Iterator[str]:
    for row in prompt.splitlines():
        for piece in _PLACE.split(row):
            for bare in map(_bare, _ENDS.split(piece)):
                if _size(bare) >= PHRASE_WORDS:
                    yield bare


def _bare(row: str) -> str:
    return row.strip(" \t#*->–.:;,").casefold()


def _size(row: str) -> int:
    return len(row.split())
