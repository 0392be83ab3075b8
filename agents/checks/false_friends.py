"""False friends: words that look like the source's and mean something else."""

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.matching import keys, tokens
from agents.checks.views import counted
from agents.reading.language import SUPPORTED

START = 2
"""Letters that no inflection of the listed words changes."""


class FalseFriend(NamedTuple):
    """`word` of the source's language is not `friend` in the target's but `meant`.

    A source that also has one of `unless` may have led to `friend` rightly.
    """

    word: str
    friend: str
    meant: str
    unless: tuple[str, ...]


@cache
def false_friends(source: str, target: str) -> tuple[FalseFriend, ...]:
    """The known pairs from one language into another, primary subtags; empty when there are none."""
    file = resources.files("agents.checks").joinpath("data", "false_friends.csv")
    return tuple(
        FalseFriend(row["word"], row["friend"], row["meant"], tuple(filter(None, row["unless"].split(";"))))
        for row in csv.DictReader(file.read_text("utf-8").splitlines())
        if (row["source"], row["target"]) == (source, target)
    )


@check(
    "beyond.false-friends",
    severity="advice",
    measures="words that look like a word of the source and mean something else, as “actually” for “actuellement”",
    threshold="0",
    source="a list made by hand (agents/checks/data/false_friends.csv)",
    needs=("source",),
)
def no_false_friends(subject: Subject) -> Outcome:
    if subject.source is None:
        return Outcome.not_run("no source given")
    source_language, language = subject.source_language, subject.language
    pairs = false_friends(source_language, language) if source_language in SUPPORTED else ()
    if not pairs:
        return Outcome("no pairs known from the source's language")
    words = [word for pair in pairs for word in (pair.word, *pair.unless)]
    said = _keys(subject.source.text, source_language, words)
    likely = [pair for pair in pairs if _holds(said, pair.word, source_language)]
    flaws = []
    for pair in likely:
        if any(_holds(said, other, source_language) for other in pair.unless):
            continue
        for sentence in subject.sentences:
            if _holds(_keys(sentence.own, language, [pair.friend]), pair.friend, language):
                message = f"“{pair.friend}” looks like “{pair.word}” of the source, which means “{pair.meant}”."
                fix = f"Where the source says “{pair.word}”, write “{pair.meant}” or the like, not “{pair.friend}”."
                flaws.append(Flaw(sentence.section, message, fix, place=sentence.text))
                break
    return Outcome(counted(len(flaws), "word"), flaws)


def _keys(text: str, language: str, wanted: Sequence[str]) -> frozenset[str]:
    """The keys of those words of `text` that begin like one of `wanted`: most words of a text do not."""
    starts = {token[:START] for word in wanted for token in tokens(word)}
    return frozenset(key for token in set(tokens(text)) if token[:START] in starts for key in keys(token, language))


def _holds(said: frozenset[str], phrase: str, language: str) -> bool:
    return all(said & keys(token, language) for token in tokens(phrase))
