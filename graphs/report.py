"""The report of a run: `report.json`, an interface with a version and a JSON schema."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.checks.fidelity import NAMES, NUMBERS
from agents.domain import (
    Brief,
    Call,
    CheckResult,
    Decision,
    Draft,
    Fact,
    FactKind,
    Finding,
    Metadata,
    Plan,
    Result,
    Review,
    Round,
    Severity,
    Source,
    Status,
    Usage,
)
from agents.reading.language import base_language
from agents.reading.markdown import body_markdown
from agents.reading.text import plain
from knowledge.passages import Passage, Term
from knowledge.termbase import forbidden_in, occurring

Version = Literal["1.2"]
REPORT_VERSION: Version = "1.2"
FactState = Literal["kept", "missing", "unchecked"]
FACT_CHECKS: dict[FactKind, str] = {
    **dict.fromkeys(NUMBERS, "fidelity.numbers"),
    **dict.fromkeys(NAMES, "fidelity.names"),
    "quote": "fidelity.quotes",
    "link": "fidelity.links",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceLine(_Strict):
    """Where the article came from."""

    language: str = Field(description="BCP-47 tag, detected by code.")
    title: str | None
    url: str | None


class SectionLine(_Strict):
    """One section of the draft: what a finding's `target` names."""

    id: str
    level: int = Field(description="1 for the title with the introduction; 0 for text before any heading.")
    heading: str


class CheckLine(_Strict):
    """One check and what it said. `not_run` is never a pass; its `reason` says why it gave no answer."""

    check: str
    severity: Severity
    status: Literal["passed", "failed", "not_run"]
    measured: str
    threshold: str
    reason: str


class ReviewLines(_Strict):
    """Every check, and the findings of those that failed, blocking ones first."""

    checks: list[CheckLine]
    findings: list[Finding]


class FactLine(Fact):
    """A fact of the source and whether the article carries it, by the check that looks for its kind.

    `missing`: absent, or told with another meaning or by another speaker; a finding says which.
    `unchecked`: that check did not run on this draft.
    """

    state: FactState


class TermLine(Term):
    """An entry of the termbase that the source names, and which of its forms the article writes, forbidden ones too."""

    written: list[str]


class Report(_Strict):
    """Everything an editor or a program wants to know of a run."""

    version: Version = Field(
        default=REPORT_VERSION,
        description="Of this format. The second number grows with new fields, the first with changed ones.",
    )
    status: Status
    reason: str = Field(description="Why the run ended so, in one sentence.")
    brief: Brief | None
    source: SourceLine | None
    metadata: Metadata | None
    sections: list[SectionLine]
    plan: Plan | None
    review: ReviewLines | None = Field(description="Null when no draft was reviewed.")
    rounds: list[Round]
    passages: list[Passage]
    terms: list[TermLine]
    facts: list[FactLine]
    usage: Usage
    calls: list[Call]
    seconds: dict[str, float] = Field(description="Wall time per node, in seconds.")
    decision: Decision | None = Field(description="What a person decided; null when none was asked.")
    files: list[str] = Field(description="Names of the files written, relative to the report's folder.")

    @classmethod
    def of(cls, result: Result, files: Sequence[str] = ()) -> "Report":
        """The report of `result`; `files` are names relative to the report's folder."""
        draft, review = result.draft, result.review
        return cls(
            status=result.status,
            reason=result.reason,
            brief=result.brief,
            source=_source_line(result.source),
            metadata=draft.metadata if draft else None,
            sections=[
                SectionLine(id=section.id, level=section.level, heading=section.heading)
                for section in (draft.sections if draft else [])
            ],
            plan=result.plan,
            review=_review_lines(review),
            rounds=result.rounds,
            passages=result.passages,
            terms=_term_lines(result.terms, draft),
            facts=_fact_lines(result.facts, review),
            usage=result.usage,
            calls=result.calls,
            seconds=result.seconds,
            decision=result.decision,
            files=list(files),
        )


def report_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) every `report.json` of this version validates against."""
    schema = Report.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _source_line(source: Source | None) -> SourceLine | None:
    if source is None:
        return None
    return SourceLine(language=source.language, title=source.title, url=source.url)


def _review_lines(review: Review | None) -> ReviewLines | None:
    if review is None:
        return None
    return ReviewLines(
        checks=[_check_line(check) for check in review.checks],
        findings=sorted(review.findings, key=lambda finding: finding.severity != "blocking"),
    )


def _check_line(check: CheckResult) -> CheckLine:
    return CheckLine(**check.model_dump(exclude={"findings"}))


def _term_lines(terms: Sequence[Term], draft: Draft | None) -> list[TermLine]:
    text = plain(body_markdown(draft)) if draft else ""
    language = base_language(draft.language) if draft else ""
    forbidden = [form for form, _ in forbidden_in(text, terms, language)]
    lines = []
    for term in terms:
        forms = [term.model_copy(update={"source_terms": (form,)}) for form in (term.preferred, *term.admitted)]
        written = [form.source_terms[0] for form in forms if occurring(text, [form], language)]
        lines.append(TermLine(**term.model_dump(), written=[*written, *(f for f in term.forbidden if f in forbidden)]))
    return lines


def _fact_lines(facts: Sequence[Fact], review: Review | None) -> list[FactLine]:
    answers = {check.check: check for check in review.checks} if review else {}
    return [FactLine(**fact.model_dump(), state=_state(fact, answers.get(FACT_CHECKS[fact.kind]))) for fact in facts]


def _state(fact: Fact, answer: CheckResult | None) -> FactState:
    if answer is None or answer.status == "not_run":
        return "unchecked"
    return "missing" if any(fact.id in finding.facts for finding in answer.findings) else "kept"
