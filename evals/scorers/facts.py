"""Facts: what of the source an article keeps, and what it makes up."""

from collections.abc import Sequence

from agents.checks.base import Subject
from agents.checks.inventions import allowed_text
from agents.checks.telling import article_text
from agents.domain import Fact
from agents.ledger import invented, missing
from evals.datasets.items import Item
from evals.scorers.measure import Family, Measure, needs_article
from evals.trial import Trial

SHOWN = 8


def measure(item: Item, trial: Trial, subject: Subject) -> dict[str, Measure]:
    """Recall over the source's fact ledger; inventions per 1,000 words, headings included."""
    return {"fact_recall": _recall(item, subject), "inventions": _inventions(subject)}


def facts_of(item: Item, drawn: Sequence[Fact]) -> list[Fact]:
    """The facts an article is measured by: the dataset's, checked by hand, else those that code drew.

    A fact the dataset gives by its text alone takes kind and value from the drawn one of the same text, and is left
    out when there is none.
    """
    if not item.expected.facts:
        return list(drawn)
    by_text = {fact.text.casefold(): fact for fact in drawn}
    found = []
    for number, fact in enumerate(item.expected.facts, 1):
        known = by_text.get(fact.text.casefold())
        if fact.kind and fact.value:
            id, place = f"e{number}", known.paragraph if known else ""
            found.append(
                Fact(id=id, kind=fact.kind, text=fact.text, value=fact.value, paragraph=place, speaker=fact.speaker)
            )
        elif known:
            found.append(known)
    return found


def _recall(item: Item, subject: Subject) -> Measure:
    facts = facts_of(item, subject.facts)
    if not facts:
        return Measure(None, "the source states no fact that can be checked")
    lost = missing(
        article_text(subject),
        facts,
        language=subject.language,
        source_language=subject.source_language,
        terms=subject.terms,
    )
    return Measure(
        1 - len(lost) / len(facts), _listed(f"{len(lost)} of {len(facts)} facts lost", [f.text for f in lost])
    )


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
