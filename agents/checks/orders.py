"""Material that speaks to a model: then a person should look, whatever the article says."""

from agents.checks.base import Outcome, Subject, check
from agents.orders import speaks_to_model


@check(
    "safety.orders",
    severity="blocking",
    measures="places in source, keyword research, termbase and style guides that speak to a language model",
    threshold="0; else nobody but a person can pass the article",
    source="OWASP Top 10 for LLM Applications 2025, LLM01 Prompt Injection",
    languages=None,
    needs=("source",),
)
def material_speaks_to_readers(subject: Subject) -> Outcome:
    for name, text in _material(subject):
        if found := speaks_to_model(text):
            return Outcome.not_run(
                f"{name} speaks to a model, not to readers: “{found}”. Remove it, or look closely at what was written."
            )
    return Outcome("0 places")


def _material(subject: Subject) -> list[tuple[str, str]]:
    source = subject.source
    found = [("The title of the source", source.title or "")] if source else []
    found += [(f"Paragraph {p.id} of the source", p.text) for p in source.paragraphs] if source else []
    found += [(f"The passage {p.id}", f"{p.title}\n{p.text}") for p in subject.passages]
    found += [("The termbase", "\n".join([term.preferred, *term.source_terms])) for term in subject.terms]
    return found
