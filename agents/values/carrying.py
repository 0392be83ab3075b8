"""Whether a text, in another language or the same, carries one fact of the ledger."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from wordfreq import zipf_frequency

from agents.domain import Fact
from agents.values.mention import primary
from agents.values.names import people
from agents.values.places import city_forms, fold, home_forms
from agents.values.quotes import Quotation
from agents.values.reading import Reading, holds_date, holds_number, holds_time, read
from agents.values.speakers import speakers
from agents.values.statements import told
from agents.values.times import maybe_time
from knowledge.passages import Term

YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
LEAST_STEM = 4
COMMON_NAME = 2.5
HOME_MARGIN = 1.0
LEAST_PART_WORDS = 2
WORD = re.compile(r"\w+")
Verdict = Literal["kept", "absent", "speaker"]


@dataclass(frozen=True)
class Languages:
    """From which language into which, as primary subtags or tags, and the termbase between them."""

    source: str
    target: str
    terms: tuple[Term, ...] = ()


def judge(reading: Reading, fact: Fact, languages: Languages, known: Sequence[str] = ()) -> Verdict:
    """`kept`, `absent`, or `speaker` for a quote that is there but is given to somebody else.

    `known` are the persons of the ledger: for them a surname alone tells who speaks.
    """
    if fact.kind == "quote":
        return _judge_quote(reading, fact, languages, known)
    return "kept" if _holds(reading, fact, languages) else "absent"


def _holds(reading: Reading, fact: Fact, languages: Languages) -> bool:
    if fact.kind in ("number", "percentage", "amount"):
        time = maybe_time(fact.text)
        return holds_number(reading, fact.value) or bool(time and holds_time(reading, time))
    if fact.kind == "date":
        return (holds_number if YEAR.fullmatch(fact.value) else holds_date)(reading, fact.value)
    if fact.kind == "time":
        return holds_time(reading, fact.value)
    if fact.kind == "link":
        return fact.value.rstrip("/") in reading.text
    if city_forms(fact.value):
        return any(stands(_root(form), reading.folded) for form in city_forms(fact.value))
    if any(stands(form, reading.folded) for form in name_forms(fact, languages.terms)):
        return True
    if any(stands(_root(form), reading.folded) for form in home_forms(fact.value)):
        return True
    if fact.kind != "name":
        return False
    return stands(fold(fact.value)[:LEAST_STEM], reading.folded) or _written_otherwise(fact.value, languages)


def _root(city: str) -> str:
    """What a city shares with its adjective: `vien` of `Vienne`, for `viennois`."""
    folded = fold(city)
    return folded[: max(LEAST_STEM, len(folded) - 2)]


@lru_cache(maxsize=4096)
def _written_otherwise(name: str, languages: Languages) -> bool:
    """True when the target language hardly writes this name, though the source's language often does.

    `Bavière` stands in French texts a hundred times as often as in German ones: German has a name of its own.
    Frequencies are wordfreq's, on the Zipf scale; a name rare in both is written the same in both.
    """
    at_home, abroad = (zipf_frequency(name, primary(tag)) for tag in (languages.source, languages.target))
    return at_home >= COMMON_NAME and abroad < at_home - HOME_MARGIN


def _judge_quote(reading: Reading, fact: Fact, languages: Languages, known: Sequence[str]) -> Verdict:
    parts = [quotation for quotation in reading.quotations if is_whole(quotation)]
    if not told(fact.value, languages.source, [q.text for q in parts], languages.target):
        return "absent"
    if not fact.speaker:
        return "kept"
    surname = fold(fact.speaker).split()[-1]
    for quotation, voices in _voices(reading.text, languages.target, tuple(known)):
        another = bool(voices) and surname not in voices
        if another and told(quotation, languages.target, [fact.value], languages.source):
            return "speaker"
    return "kept"


def is_whole(quotation: Quotation) -> bool:
    """True for a quotation of so many words that it can tell a part of another."""
    return len(WORD.findall(quotation.text)) >= LEAST_PART_WORDS


@lru_cache(maxsize=64)
def _voices(text: str, language: str, known: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each quotation of at least two words with the folded words of the names it is given to."""
    quotations, persons = read(text, language).quotations, people(text, language)
    return tuple(
        (
            quotation.text,
            frozenset(
                word for name in speakers(text, quotation, quotations, persons, known) for word in fold(name).split()
            ),
        )
        for quotation in quotations
        if is_whole(quotation)
    )


def name_forms(fact: Fact, terms: Sequence[Term]) -> list[str]:
    """Every form by which another language may write the name of `fact`."""
    forms = [fact.value, fact.text]
    if fact.kind == "person":
        forms.append(fact.value.split()[-1])
    for term in terms:
        if any(fold(form) == fold(fact.value) for form in term.source_terms):
            forms += [term.preferred, *term.admitted]
    return forms


def stands(name: str, folded: str) -> bool:
    """True when `name`, or its stem with another ending, stands in the folded text."""
    wanted = fold(name)
    stem = wanted if len(wanted) < LEAST_STEM else wanted.removesuffix("s")
    at = folded.find(stem)
    while at > 0 and (folded[at - 1].isalnum() or folded[at - 1] == "_"):
        at = folded.find(stem, at + 1)
    return at >= 0
