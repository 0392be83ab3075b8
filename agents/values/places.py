"""Cities with a name of their own in each language."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

from agents.values.mention import LANGUAGES

PEOPLE = re.compile(r"(?<=\w{4})(?:e?naar|aar|aren|enaren|ers?|ians?|iens?|iennes?|ois|oises?|ais|aises?)$")
"""Endings of the people of a city, folded, in the languages that write them with a capital: `Keulenaren`."""

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def fold(name: str) -> str:
    """`name` without accents, case and doubled spaces, so that `Zürich` meets `zurich`."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("’", "'"))
    return " ".join(BEYOND_ASCII.sub(_unaccented, plain).casefold().split())


def _unaccented(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


@cache
def _rows() -> tuple[dict[str, list[str]], ...]:
    lines = files(__package__).joinpath("places.csv").read_text("utf-8").splitlines()
    return tuple({tag: row[tag].split("|") for tag in LANGUAGES} for row in csv.DictReader(lines))


@cache
def cities(language: str) -> frozenset[str]:
    """Every city of the table, as `language` writes it."""
    return frozenset(form for row in _rows() for form in row[language])


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        forms = tuple(dict.fromkeys(form for tag in LANGUAGES for form in row[tag]))
        for form in forms:
            names[fold(form)] = names.get(fold(form), ()) + forms
    return names


def city_forms(name: str) -> tuple[str, ...]:
    """The forms of the city `name` in all languages, empty when the table does not hold it."""
    return _by_name().get(fold(name), ())


def home_forms(people: str) -> tuple[str, ...]:
    """The forms of the city whose people are called `people`, as `Keulenaren` and `Londoners`; mostly empty."""
    folded = fold(people)
    ending = PEOPLE.search(folded)
    root = folded[: ending.start()] if ending else ""
    return next((_by_name()[city] for end in ("", "e", "en", "n") if (city := root + end) in _by_name()), ())
