"""Terms: no form that the termbase forbids."""

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.views import counted
from knowledge.termbase import forbidden_in


@check(
    "terms.forbidden",
    severity="blocking",
    measures="forms that the termbase forbids, in any part, quotations left out",
    threshold="0",
    source="the termbase in use (docs/knowledge.md)",
    languages=None,
    needs=("source",),
)
def no_forbidden_term(subject: Subject) -> Outcome:
    flaws = [
        Flaw(
            target,
            f"The termbase forbids “{form}”.",
            f"Write “{term.preferred}”, not “{form}”.",
            measured=form,
            threshold=term.preferred,
        )
        for target, text in _parts(subject)
        for form, term in forbidden_in(text, subject.terms, subject.language)
    ]
    return Outcome(f"{counted(len(flaws), 'form')} of {counted(len(subject.terms), 'term')} in the source", flaws)


def _parts(subject: Subject) -> list[tuple[str, str]]:
    metadata = subject.draft.metadata
    parts = [("metadata", text) for text in (metadata.title, metadata.description)]
    for view in subject.sections:
        own = " ".join(sentence.own for sentence in view.sentences)
        parts.append((view.id, f"{view.heading}\n{own}"))
    return parts
