"""What a fact checker, a model that read the draft against its source, does not find there."""

from collections.abc import Mapping
from typing import cast

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.views import counted, excerpt
from agents.domain import FactCheck

LONGEST_REASON = 160
"""Characters of the fact checker's own words that a writer is given."""


@check(
    "fact-check.sentences",
    severity="blocking",
    measures="headings and sentences, title and description that a fact checker does not find in the source",
    threshold="0; what it does not doubt is no better for it",
    source="house rule: the source is the only truth; the opinion of a model, which only adds to what code finds",
    languages=None,
    needs=("source", "fact_check"),
)
def nothing_doubted_stands(subject: Subject) -> Outcome:
    opinion = cast(FactCheck, subject.fact_check)
    if opinion.failure:
        return Outcome.not_run(f"the fact checker gave no usable answer: {opinion.failure}")
    doubts = {plain(doubt.statement): doubt.why for doubt in opinion.doubts}
    flaws = [
        _flaw(target, statement, doubts[plain(statement)])
        for target, told in statements(subject).items()
        for statement in told
        if plain(statement) in doubts
    ]
    return Outcome(counted(len(flaws), "doubt"), flaws)


def statements(subject: Subject) -> Mapping[str, tuple[str, ...]]:
    """What the draft says in its own words, by the part that says it: `metadata` or a section id.

    A sentence that is all quotation is left to the checks of quotations, a table to those of numbers and names.
    """
    metadata = subject.draft.metadata
    said: dict[str, tuple[str, ...]] = {"metadata": (metadata.title, metadata.description)}
    said |= {
        view.id: (view.heading, *(sentence.text for sentence in view.sentences if sentence.own.strip(" .,;:!?…")))
        for view in subject.sections
    }
    return {target: tuple(text for text in told if text.strip()) for target, told in said.items()}


def plain(statement: str) -> str:
    """A statement whatever spaces typography put into it."""
    return " ".join(statement.split()).casefold()


def _flaw(target: str, statement: str, why: str) -> Flaw:
    reason = excerpt(why.strip().rstrip("."), LONGEST_REASON)
    return Flaw(
        target,
        f"The fact checker does not find “{excerpt(statement)}” in the source: {reason}.",
        f"Leave out “{excerpt(statement)}”, or say only what the lines say ({reason}).",
        place=statement,
    )
