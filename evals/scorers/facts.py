"""Facts: what of the source an article keeps, and what it makes up."""

from collections.abc import Sequence

from agents.checks.base import Subject
from agents.checks.inventions import allowed_text
from agents.checks.telling import article_text
from agents.domain import Fact
from agents.ledger import invented, missing
from agents.reading.text import words
from agents.values.places import fold
from evals.datasets.agreement import extent
from evals.datasets.items import ExpectedFact, Item
from evals.scorers.measure import Family, Measure, needs_article
from evals.trial import Trial

SHOWN = 8


def measure(item: Item, trial: Trial, subject: Subject) -> dict[str, Measure]:
    """Recall over the source's fact ledger; inventions per 1,000 words, headings included."""
    return {"fact_recall": _recall(item, subject), "inventions": _inventions(subject)}


def facts_of(item: Item, drawn: Sequence[Fact]) -> list[Fact]:
    """The facts an article is measured by: the dataset's, written down by hand, else those that code drew.

    A fact that code drew from the same words is taken as drawn: its value has the unit that articles are searched for.
    One that only the person saw is searched for as they wrote it, and left out when they did not say what kind of fact
    it is.
    """
    found = []
    for number, fact in enumerate(item.expected.facts, 1):
        known = next((one for one in drawn if extent(fact, one) == "whole" and _same_words(fact, one)), None)
        if known:
            found.append(known)
        elif fact.kind:
            value = fact.value or fact.text
            found.append(
                Fact(id=f"e{number}", kind=fact.kind, text=fact.text, value=value, paragraph="", speaker=fact.speaker)
            )
    return list({fact.id: fact for fact in found}.values()) if item.expected.facts else list(drawn)


def _same_words(fact: ExpectedFact, drawn: Fact) -> bool:
    """False for another fact of the same value: `four flashes` is not `four minutes`."""
    ours, theirs = (f" {' '.join(words(fold(text)))} " for text in (fact.text, drawn.text))
    return ours in theirs or theirs in ours


def _recall(item: Item, subject: Subject) -> Measure:
    facts = facts_of(item, subject.facts)
    unseen = _missing(subject.source.text, facts, subject, subject.source_language) if subject.source else []
    facts = [fact for fact in facts if fact not in unseen]
    if not facts:
        return Measure(None, "the source states no fact that can be checked")
    lost = _missing(article_text(subject), facts, subject, subject.language)
    left_out = f"; {len(unseen)} that code does not see in the source are left out" if unseen else ""
    why = _listed(f"{len(lost)} of {len(facts)} facts lost{left_out}", [fact.text for fact in lost])
    return Measure(1 - len(lost) / len(facts), why)


def _missing(text: str, facts: Sequence[Fact], subject: Subject, language: str) -> list[Fact]:
    return missing(text, facts, language=language, source_language=subject.source_language, terms=subject.terms)


def _inventions(subject: Subject) -> Measure:
    text = article_text(subject)
    if not subject.words:
        return Measure(None, "the article has no text")
    found = invented(
        text,
        subject.facts,
        language=subject.language,
        source_language=subject.source_language,
        allowed_text=allowed_text(subject),
        terms=subject.terms,
    )
    return Measure(1000 * len(found) / subject.words, _listed(f"{len(found)} in {subject.words} words", found))


def _listed(what: str, texts: list[str]) -> str:
    shown = ", ".join(f"“{text[:60]}”" for text in texts[:SHOWN])
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return f"{what}: {shown}{more}" if texts else what


FIGURES = ("fact_recall", "inventions")
FACTS = Family("facts", FIGURES, needs_article(measure, *FIGURES))
