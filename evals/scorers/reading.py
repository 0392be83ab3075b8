"""Readability and keyphrase: reading ease, and the share of each family's checks that pass."""

from agents.checks.base import Subject
from agents.checks.matching import tokens
from agents.checks.readability import reading_ease
from agents.checks.syllables import count_syllables
from agents.domain import CheckResult
from agents.reading.language import SUPPORTED
from evals.datasets.items import Item
from evals.scorers.measure import Family, Measure, needs_article
from evals.trial import Trial


def measure(item: Item, trial: Trial, subject: Subject) -> dict[str, Measure]:
    """Reading ease is by the language's own formula: compare it within a language only."""
    checks = trial.result.review.checks if trial.result.review else []
    return {
        "ease": _ease(subject),
        "readability": _share([check for check in checks if check.check.startswith("readability.")]),
        "keyphrase": _share([check for check in checks if check.check.startswith("keyphrase.")]),
    }


def _ease(subject: Subject) -> Measure:
    if subject.language not in SUPPORTED:
        return Measure(None, f"there is no formula for {subject.language!r}")
    text = " ".join(sentence.text for sentence in subject.sentences)
    words, sentences = len(tokens(text)), len(subject.sentences)
    if not words:
        return Measure(None, "the article has no text")
    syllables = count_syllables(text, subject.language)
    ease = reading_ease(words, sentences, syllables, subject.language)
    return Measure(ease, f"{words} words, {sentences} sentences, {syllables} syllables")


def _share(checks: list[CheckResult]) -> Measure:
    """Passed checks of those that gave an answer or had to; a blocking one that was not run is not passed."""
    counted = [check for check in checks if check.status != "not_run" or check.severity == "blocking"]
    if not counted:
        return Measure(None, "no check of this family was run")
    lacking = [check.check for check in counted if check.status != "passed"]
    why = f"not passed: {', '.join(lacking)}" if lacking else f"all {len(counted)} passed"
    return Measure(1 - len(lacking) / len(counted), why)


FIGURES = ("ease", "readability", "keyphrase")
READING = Family("reading", FIGURES, needs_article(measure, *FIGURES))
