"""Statements that are alike in all but their sense: one negated, or one saying the contrary.

Sentence embeddings hardly tell `it is safe` from `it is not safe`; words do.
"""

import re
from functools import cache

from agents.values.mention import LANGUAGES, language_data, primary


@cache
def _negations(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that negate, and words by which another language may say a negation: without, only, un-, fail."""
    data = language_data("negation")[language]
    return _any_of(data["not"]), _any_of(data["almost"])


@cache
def _contraries(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (_any_of(axis[language][0]), _any_of(axis[language][1])) for axis in language_data("contraries").values()
    )


def _any_of(forms: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


def opposed(one: str, language: str, other: str, other_language: str) -> bool:
    """True when one statement negates the other or says its contrary; false for a language without word lists."""
    tags = primary(language), primary(other_language)
    if not set(tags) <= set(LANGUAGES):
        return False
    return _negated(one, tags[0], other, tags[1]) or _contrary(one, tags[0], other, tags[1])


def _negated(one: str, language: str, other: str, other_language: str) -> bool:
    """One holds a negation and the other has neither one nor more words that may stand for one."""
    counts = []
    for text, tag in ((one, language), (other, other_language)):
        negation, almost = _negations(tag)
        counts.append((len(negation.findall(text)), len(almost.findall(text))))
    (first_not, first_almost), (second_not, second_almost) = counts
    if bool(first_not) == bool(second_not):
        return False
    return second_almost <= first_almost if first_not else first_almost <= second_almost


def _contrary(one: str, language: str, other: str, other_language: str) -> bool:
    """On some axis one statement is at one end alone and the other at the other end alone, neither negated."""
    if _negations(language)[0].search(one) or _negations(other_language)[0].search(other):
        return False
    for (up, down), (other_up, other_down) in zip(_contraries(language), _contraries(other_language), strict=True):
        here = bool(up.search(one)), bool(down.search(one))
        there = bool(other_up.search(other)), bool(other_down.search(other))
        if here in ((True, False), (False, True)) and there == (here[1], here[0]):
            return True
    return False
