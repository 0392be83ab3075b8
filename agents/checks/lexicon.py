"""The word lists of `agents/checks/data/`, one file per language."""

import re
from functools import cache, lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from agents.reading.language import SUPPORTED
from agents.reading.text import SHORT


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
    return _short_reads_as(text) if len(text) <= SHORT else _reads_as(text)


def _reads_as(text: str) -> str | None:
    counts = function_words_by_language(text)
    first, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=counts.__getitem__) if first >= _SURE and first > second else None


_short_reads_as = lru_cache(maxsize=8192)(_reads_as)


def function_words_by_language(text: str) -> dict[str, int]:
    """How many words of `text` are function words of each language with a lexicon."""
    counts, languages = dict.fromkeys(SUPPORTED, 0), _languages_by_function_word()
    for word in _WORD.findall(text.lower()):
        for code in languages.get(word, ()):
            counts[code] += 1
    return counts


@cache
def _languages_by_function_word() -> dict[str, tuple[str, ...]]:
    words = {word for code in SUPPORTED for word in lexicon(code).function_words}
    return {word: tuple(code for code in SUPPORTED if word in lexicon(code).function_words) for word in words}
