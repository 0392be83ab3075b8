"""The word lists of `agents/checks/data/`, one file per language."""

import re
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from agents.reading.language import SUPPORTED


class Passive(BaseModel):
    """How a language forms the passive: an auxiliary, and a participle within `reach` words of it.

    Only words of `between` and adverbs in -ly, -ment, -mente may part them where the order is fixed.
    `participle` matches regular participles, `participles` lists the others. `not_participles` look like one;
    `active` form their active perfect with the same auxiliary, as does any verb after a `reflexive` word.
    """

    model_config = ConfigDict(frozen=True)

    auxiliaries: frozenset[str]
    reach: int
    participle: str
    between: frozenset[str]
    participles: frozenset[str]
    not_participles: frozenset[str]
    active: frozenset[str]
    reflexive: frozenset[str]


class Lexicon(BaseModel):
    """The words a check knows of one language, all lower case.

    `leaning` are words that, at the start of a sentence, point at what stands before it; `standing` are openings that
    begin with such a word and point at nothing.
    """

    model_config = ConfigDict(frozen=True)

    language: str
    function_words: frozenset[str]
    transitions: tuple[str, ...]
    leaning: frozenset[str]
    standing: tuple[str, ...]
    assistant_talk: tuple[str, ...]
    vague_anchors: frozenset[str]
    passive: Passive


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a primary subtag.

    Raises:
        KeyError: There is no file for the language; it is not in `agents.reading.language.SUPPORTED`.
    """
    if language not in SUPPORTED:
        raise KeyError(language)
    file = resources.files("agents.checks").joinpath("data", f"{language}.json")
    return Lexicon.model_validate_json(file.read_text(encoding="utf-8"))


_WORD = re.compile(r"[^\W\d_]+")
_OPENING = 60
_SURE = 3


def leans(sentence: str, language: str) -> str:
    """The word by which a sentence points at the one before it; empty when it stands on its own.

    Of a language without a lexicon nothing is known: its sentences stand on their own.
    """
    if language not in SUPPORTED:
        return ""
    known = lexicon(language)
    first = _WORD.findall(sentence[:_OPENING].lower())
    if not first or first[0] not in known.leaning:
        return ""
    opening = f"{' '.join(first)} "
    return "" if any(opening.startswith(f"{phrase} ") for phrase in known.standing) else first[0]


def reads_as(text: str) -> str | None:
    """The language that function words leave no doubt about, or None when they say nothing for certain.

    Three function words of a language, and more than of any other language with a lexicon, are enough. It
    spares the language detector most sentences.
    """
    counts = function_words_by_language(text)
    *_, second, language = sorted(SUPPORTED, key=lambda code: (counts[code], code))
    return language if counts[language] >= _SURE and counts[language] > counts[second] else None


def function_words_by_language(text: str) -> dict[str, int]:
    """How many words of `text` are function words of each language with a lexicon."""
    found = _WORD.findall(text.lower())
    return {code: sum(map(lexicon(code).function_words.__contains__, found)) for code in SUPPORTED}
