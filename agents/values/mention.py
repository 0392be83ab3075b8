"""What a value of a text looks like once it has been found."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from agents.domain import FactKind

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


@dataclass(frozen=True, slots=True)
class Mention:
    """One value in a text, with every reading its spelling allows, the likeliest first.

    `start` and `end` are character offsets. `spelled` is true for numbers written in words, `firm` is false
    for values that prove a number is kept but are too vague to be asked for or called invented ("half").
    """

    kind: FactKind
    text: str
    start: int
    end: int
    readings: tuple[str, ...]
    spelled: bool = False
    firm: bool = True


@cache
def language_data(name: str) -> Any:
    """The JSON file `name` beside this module."""
    return json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))


def primary(language: str) -> str:
    """The primary subtag: `pt` of `pt-BR`."""
    return language.replace("_", "-").split("-")[0].lower()
