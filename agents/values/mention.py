"""What a value of a text looks like once it has been found."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from agents.domain import FactKind

DIGIT = re.compile(r"\d")
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

    def moved(self, by: int) -> "Mention":
        """The same mention, `by` characters further on."""
        if not by:
            return self
        span = self.start + by, self.end + by
        return Mention(self.kind, self.text, *span, self.readings, self.spelled, self.firm)


@cache
def language_data(name: str) -> Any:
    """The JSON file `name` beside this module."""
    return json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))


def alternatives(forms: Iterable[str]) -> str:
    """A pattern for any of `forms`, the longest first, any kind of blank for a blank.

    Forms are grouped by their first letter, because the regular-expression engine tries alternatives in turn.
    """
    groups: dict[str, list[str]] = {}
    for form in sorted(set(forms), key=len, reverse=True):
        groups.setdefault(form[0].lower() if form[0].lower() != form[0].upper() else form[0], []).append(form)
    parts = []
    for members in groups.values():
        first = {re.escape(form[0]) for form in members}
        rests = "|".join(re.escape(form[1:]).replace(r"\ ", "[ \u00a0\u202f\u2009]") for form in members)
        parts.append(f"(?:{'|'.join(sorted(first))})(?:{rests})")
    return "|".join(parts)


def primary(language: str) -> str:
    """The primary subtag: `pt` of `pt-BR`."""
    return language.replace("_", "-").split("-")[0].lower()
