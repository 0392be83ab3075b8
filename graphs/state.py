"""What the graph remembers between nodes."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from agents.domain import (
    Brief,
    Call,
    Decision,
    Draft,
    Fact,
    FactCheck,
    Finding,
    Line,
    Metadata,
    Plan,
    PlannedSection,
    Result,
    Review,
    Revision,
    Round,
    Section,
    Source,
    Translation,
    Usage,
)
from graphs.channels import Typed, joined
from knowledge.passages import Passage, Term

Role = Literal["planner", "translator", "writer", "metadata"]
Guides = dict[str, list[Passage]]


class Piece(BaseModel):
    """What one writer delivered: a section, the metadata, or the reason why there is neither."""

    round: int
    target: str = Field(description="`metadata` or a section id.")
    section: Section | None = None
    metadata: Metadata | None = None
    failure: str = ""
    findings: list[str] = Field(default_factory=list, description="Checks a revision was to mend.")

    def failed(self) -> Revision:
        """The record of a piece that nobody could write."""
        return Revision(target=self.target, findings=self.findings, accepted=False, reason=self.failure)


class Stop(BaseModel):
    """Why a run ends before its reviewer is content."""

    kind: Literal["budget", "error"]
    message: str
    error: str = Field(default="", description="Class of the error.")
    limit: str = Field(default="", description="Of a budget: which one, `max_calls` …")


class Spending(BaseModel):
    """Which run a node spends for, and what it had spent when the node was sent out.

    The figure counts when a process resumes a run that it has not seen before.
    """

    run: str
    usage: Usage = Field(default_factory=Usage)


class NodeTime(BaseModel):
    node: str
    seconds: float


class Input(TypedDict):
    """What starts a run: the request, and the source article when it does not stand in the request's text."""

    request: str
    source: str


class Output(TypedDict):
    """How a run ended. `article` is the Markdown of the best draft, empty when there is none."""

    status: str
    reason: str
    article: str
    result: Result


class State(Input, Output, total=False):
    run: str
    brief: Annotated[Brief, Typed]
    parsed: Annotated[Source, Typed]
    lines: Annotated[list[Line], Typed]
    facts: Annotated[list[Fact], Typed]
    terms: Annotated[list[Term], Typed]
    guides: Annotated[Guides, Typed]
    passages: Annotated[list[Passage], Typed]
    plan: Annotated[Plan, Typed]
    translations: Annotated[list[Translation], joined(Translation)]
    told: Annotated[dict[int, str], Typed]
    pieces: Annotated[list[Piece], joined(Piece)]
    candidate: Annotated[Draft, Typed]
    best: Annotated[Draft | None, Typed]
    review: Annotated[Review | None, Typed]
    goes_on: bool
    unread: dict[str, list[str]]
    fact_check: Annotated[FactCheck | None, Typed]
    decision: Annotated[Decision | None, Typed]
    orders: dict[str, str]
    rounds: Annotated[list[Round], Typed]
    calls: Annotated[list[Call], joined(Call)]
    times: Annotated[list[NodeTime], joined(NodeTime)]
    stops: Annotated[list[Stop], joined(Stop)]


class TranslationTask(TypedDict):
    """One run of source lines for one translator."""

    lines: list[Line]
    before: str
    after: str
    brief: Brief
    source_language: str
    stated: dict[int, list[Fact]]
    terms: list[Term]
    guides: list[Passage]
    spending: Spending


class WritingTask(TypedDict):
    """One section, or the metadata, for one writer; with `findings`, what to mend in the old one.

    `lines` are those it tells, and the one ahead of each.
    """

    round: int
    planned: PlannedSection | None
    plan: Plan
    lines: dict[int, str]
    brief: Brief
    guides: list[Passage]
    old_section: Section | None
    old_metadata: Metadata | None
    findings: list[Finding]
    spending: Spending
