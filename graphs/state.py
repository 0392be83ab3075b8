"""What the graph remembers between nodes."""

import operator
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from agents.domain import (
    Brief,
    Call,
    Decision,
    Draft,
    Fact,
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
    brief: Brief
    parsed: Source
    lines: list[Line]
    facts: list[Fact]
    terms: list[Term]
    guides: Guides
    passages: list[Passage]
    plan: Plan
    translations: Annotated[list[Translation], operator.add]
    told: dict[int, str]
    pieces: Annotated[list[Piece], operator.add]
    candidate: Draft
    best: Draft | None
    review: Review | None
    goes_on: bool
    decision: Decision | None
    orders: dict[str, str]
    rounds: list[Round]
    calls: Annotated[list[Call], operator.add]
    times: Annotated[list[NodeTime], operator.add]
    stops: Annotated[list[Stop], operator.add]


class TranslationTask(TypedDict):
    """One run of source lines for one translator."""

    lines: list[Line]
    before: str
    after: str
    brief: Brief
    source_language: str
    facts: list[Fact]
    terms: list[Term]
    guides: list[Passage]
    spending: Spending


class WritingTask(TypedDict):
    """One section, or the metadata, for one writer; with `findings`, what to mend in the old one."""

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
