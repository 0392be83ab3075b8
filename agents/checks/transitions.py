"""Transition words: which sentences are linked to the one before."""

from collections import defaultdict
from functools import cache

from agents.checks.lexicon import lexicon
from agents.checks.matching import tokens


def has_transition(sentence: str, language: str) -> bool:
    """True when the sentence holds a word or phrase of the language's list of transitions."""
    found = tokens(sentence)
    phrases = _phrases(language)
    return any(
        tuple(found[position : position + len(phrase)]) == phrase
        for position, word in enumerate(found)
        for phrase in phrases.get(word, ())
    )


@cache
def _phrases(language: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in lexicon(language).transitions:
        parts = tuple(tokens(phrase))
        found[parts[0]].append(parts)
    return {word: tuple(phrases) for word, phrases in found.items()}
