"""Language purity: how much of an article is in the language that was asked for."""

from agents.checks.base import Subject
from agents.reading.language import identify, is_known
from agents.reading.text import count_words
from evals.datasets.items import Item
from evals.scorers.measure import Family, Measure, needs_article
from evals.trial import Trial

LEAST_WORDS = 4
"""Shorter sentences are often names alone, and the detector guesses."""

SHOWN = 3


def measure(item: Item, trial: Trial, subject: Subject) -> dict[str, Measure]:
    """Share of the sentences that are rather in the target language than in the source's, in English, or in the one
    that the whole article is in."""
    if not is_known(subject.language):
        return {"purity": Measure(None, f"the language {subject.language!r} cannot be identified")}
    mostly = identify(subject.full_text) or subject.language
    others = dict.fromkeys(tag for tag in (mostly, subject.source_language, "en") if tag and tag != subject.language)
    candidates = (subject.language, *(others or ["fr"]))
    texts = [sentence.text for sentence in subject.sentences if count_words(sentence.text) >= LEAST_WORDS]
    told = [(text, found) for text in texts if (found := identify(text, candidates))]
    if not told:
        return {"purity": Measure(None, "no sentence is long enough to tell its language")}
    foreign = [text for text, found in told if found != subject.language]
    shown = "".join(f"; “{text[:80]}”" for text in foreign[:SHOWN])
    share = 1 - len(foreign) / len(told)
    return {"purity": Measure(share, f"{len(foreign)} of {len(told)} sentences in another language{shown}")}


PURITY = Family("purity", ("purity",), needs_article(measure, "purity"))
