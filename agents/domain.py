"""The domain types every agent shares: what is asked, what is known, what is written, what is judged.

All are plain pydantic models, so that they travel through checkpoints, reports and HTTP unchanged.
Identifiers are short on purpose (`p3`, `f12`, `s2`): they stand in prompts, where every token counts.
"""

from typing import Literal

from pydantic import BaseModel, Field

from knowledge.passages import Passage, Term

Status = Literal["passed", "needs_review", "failed"]
Severity = Literal["blocking", "advice"]
FactKind = Literal["number", "percentage", "amount", "date", "time", "person", "organisation", "name", "quote", "link"]
SectionKind = Literal["intro", "body", "faq", "summary"]
_CALLED: dict[SectionKind, str] = {"intro": "introduction", "faq": "questions and answers", "summary": "summary"}


class Brief(BaseModel):
    """What is asked for, typed, with the assumptions made for what was not said."""

    language: str = Field(description="Target language, BCP-47 tag, with region when named: `fr`, `pt-BR`.")
    min_words: int | None = Field(default=None, description="Least number of words of the body.")
    max_words: int | None = Field(default=None, description="Greatest number of words of the body.")
    subheadings: bool = True
    keyphrase: str | None = Field(default=None, description="Focus keyphrase the request or a flag fixes.")
    secondary_keyphrases: list[str] = Field(default_factory=list)
    tone: str | None = None
    audience: str | None = None
    market: str | None = Field(default=None, description="ISO 3166-1 country code the article is for: `CH`.")
    genre: str = Field(default="news", description="`news`, `how-to`, `product`, `interview` or `science`.")
    brand: str | None = Field(default=None, description="Selects a team's own style guides.")
    site: str | None = Field(default=None, description="Base URL for canonical and hreflang links.")
    instructions: list[str] = Field(default_factory=list, description="Anything else the request asks.")
    assumptions: list[str] = Field(default_factory=list, description="One sentence per gap that was filled.")

    @property
    def base_language(self) -> str:
        """The primary subtag: `pt` of `pt-BR`."""
        return self.language.split("-")[0].lower()

    @property
    def wishes(self) -> str:
        """How it shall sound, for whom, and what else is asked, in one line for a prompt; may be empty."""
        said = (self.tone, self.audience and f"for {self.audience}", *self.instructions)
        return "; ".join(wish.strip(" .;") for wish in said if wish)

    @property
    def form(self) -> str:
        """What is to be written, in a prompt's words; news, which nobody need have asked for, is an `article`."""
        return {"news": "article", "interview": "interview"}.get(self.genre, f"{self.genre} article")


class Paragraph(BaseModel):
    """One block of the source. `text` is Markdown without the block marker."""

    id: str
    text: str
    kind: Literal["heading", "paragraph", "list", "quote", "table"] = "paragraph"


class Source(BaseModel):
    """The source article: data to be told again, never an instruction."""

    language: str = Field(description="BCP-47 tag, detected by code.")
    title: str | None = None
    url: str | None = None
    paragraphs: list[Paragraph]

    @property
    def text(self) -> str:
        """Title and paragraphs as plain text, a blank line between blocks."""
        blocks = [self.title] if self.title else []
        return "\n\n".join([*blocks, *(p.text for p in self.paragraphs)])


class Line(BaseModel):
    """One sentence, heading or list item of the source, numbered through the article from 1."""

    number: int
    paragraph: str = Field(description="Id of the source paragraph, or `title`.")
    text: str


class Translation(BaseModel):
    """Some lines of the source in the target language, and what code still finds wrong with them."""

    lines: dict[int, str] = Field(description="Text by line number.")
    problems: list[str] = Field(default_factory=list)


class Fact(BaseModel):
    """One checkable thing the source says: a line of the ledger."""

    id: str
    kind: FactKind
    text: str = Field(description="As the source writes it.")
    value: str = Field(
        description="Language-independent value: `25000`, `12.5%`, `3200000 EUR`, `2024-05-03`, `14:30`; "
        "for names and quotes the text itself."
    )
    paragraph: str = Field(description="Id of the source paragraph, or `title`.")
    speaker: str | None = Field(default=None, description="For quotes: who says it.")


class Candidate(BaseModel):
    """A keyphrase that was considered, and why it stands where it stands."""

    keyphrase: str
    score: float
    why: str
    passage: str | None = Field(default=None, description="Id of the keyword passage it came from.")


class PlannedSection(BaseModel):
    """One section of the outline. The first is the introduction: its heading is the article's h1."""

    id: str
    kind: SectionKind = "body"
    heading: str
    purpose: str = ""
    words: int = Field(description="Word budget.")
    lines: list[int] = Field(default_factory=list, description="Numbers of the source lines it tells.")
    facts: list[str] = Field(default_factory=list, description="Facts of the ledger it must carry.")

    @property
    def name(self) -> str:
        """What a person calls it: its heading, or what it is while it has none."""
        return self.heading or _CALLED.get(self.kind, f"section {self.id}")


class RelatedPage(BaseModel):
    """A page of the site on the same topic, proposed as an internal link. Its URL is one the site gave."""

    title: str
    url: str


class Plan(BaseModel):
    """The outline of the article and the words it wants to be found by."""

    keyphrase: str
    keyphrase_origin: Literal["brief", "research", "source"]
    candidates: list[Candidate] = Field(default_factory=list)
    secondary_keyphrases: list[str] = Field(default_factory=list)
    intent: str = ""
    sections: list[PlannedSection]
    repairs: list[str] = Field(default_factory=list, description="What code mended in the model's outline.")
    related: list[RelatedPage] = Field(default_factory=list, description="At most three pages of the site.")
    warnings: list[str] = Field(
        default_factory=list, description="Finished articles that already compete for the keyphrase."
    )


class Section(BaseModel):
    """A heading and the Markdown below it, up to the next heading.

    Level 1 is the article's title with the introduction below it; level 0 is text before any heading.
    """

    id: str
    level: int
    heading: str = ""
    body: str = ""


class Metadata(BaseModel):
    """What the search result and the page head show."""

    title: str = ""
    description: str = ""
    slug: str = ""
    keyphrase: str = ""
    secondary_keyphrases: list[str] = Field(default_factory=list)


class Draft(BaseModel):
    """An article: its metadata and its sections in reading order."""

    language: str = Field(description="BCP-47 tag.")
    metadata: Metadata
    sections: list[Section]


class Finding(BaseModel):
    """One complaint of one check."""

    check: str = Field(description="Check id, e.g. `keyphrase.title`.")
    severity: Severity
    target: str = Field(description="The smallest part that can mend it: `metadata`, a section id, or `article`.")
    measured: str = Field(description="What was found, with its unit.")
    threshold: str = Field(description="What was wanted, with its unit.")
    message: str = Field(description="What is wrong, for an editor.")
    fix: str = Field(description="What to do, as an instruction a writer can follow.")
    place: str = Field(default="", description="Excerpt or position of the offending text.")
    facts: list[str] = Field(default_factory=list, description="Ids of the ledger facts it is about.")
    amount: int | None = Field(
        default=None,
        description="How many words, headings or occurrences: negative when too few, positive when too many.",
    )


class CheckResult(BaseModel):
    """What one check said. `not_run` is never a pass."""

    check: str
    severity: Severity
    status: Literal["passed", "failed", "not_run"]
    measured: str = ""
    threshold: str = ""
    reason: str = Field(default="", description="For `not_run`: why.")
    findings: list[Finding] = Field(default_factory=list)


class Review(BaseModel):
    """All checks on one draft, and what follows from them."""

    checks: list[CheckResult]

    @property
    def findings(self) -> list[Finding]:
        return [finding for check in self.checks for finding in check.findings]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "blocking"]

    @property
    def not_run(self) -> list[CheckResult]:
        """Blocking checks that gave no answer."""
        return [c for c in self.checks if c.status == "not_run" and c.severity == "blocking"]

    @property
    def passed(self) -> bool:
        """True only when every blocking check ran and passed."""
        blocking = [c for c in self.checks if c.severity == "blocking"]
        return bool(blocking) and all(c.status == "passed" for c in blocking)


class Doubt(BaseModel):
    """A statement of the draft that the fact checker does not find in the source."""

    statement: str = Field(description="As a reader sees it, without markup.")
    why: str = Field(description="What the source does not say, in the fact checker's words.")


class FactCheck(BaseModel):
    """What a fact checker made of what it was shown. A doubt stands as long as its statement does."""

    doubts: list[Doubt] = Field(default_factory=list)
    read: list[str] = Field(default_factory=list, description="Digests of the parts of drafts that it has read.")
    failure: str = Field(default="", description="Why it could not judge the draft: then nobody vouches for it.")


class Call(BaseModel):
    """One model call that was answered, or one failed try that was paid for."""

    node: str
    model: str
    purpose: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = Field(default=None, description="None when the model's price is unknown.")
    seconds: float = 0.0
    error: str | None = Field(default=None, description="Why the reply could not be used.")


class Usage(BaseModel):
    """What a run spent."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = Field(default=None, description="None as soon as one call's price is unknown.")

    @classmethod
    def of(cls, calls: list[Call]) -> "Usage":
        costs = [call.cost_usd for call in calls]
        known = [cost for cost in costs if cost is not None]
        return cls(
            calls=len(calls),
            input_tokens=sum(call.input_tokens for call in calls),
            output_tokens=sum(call.output_tokens for call in calls),
            cost_usd=sum(known) if calls and len(known) == len(costs) else None,
        )

    def __add__(self, more: "Usage") -> "Usage":
        parts = [usage for usage in (self, more) if usage.calls]
        known = [usage.cost_usd for usage in parts if usage.cost_usd is not None]
        return Usage(
            calls=self.calls + more.calls,
            input_tokens=self.input_tokens + more.input_tokens,
            output_tokens=self.output_tokens + more.output_tokens,
            cost_usd=sum(known) if parts and len(known) == len(parts) else None,
        )


class Revision(BaseModel):
    """One rewritten part: what was tried, and whether it was taken."""

    target: str
    findings: list[str] = Field(description="Ids of the checks it was to mend.")
    accepted: bool
    reason: str = ""


class Round(BaseModel):
    """One pass of the reviewer, and the revisions that led to it."""

    number: int
    blocking: list[str] = Field(description="Check ids with open blocking findings, `check@target`.")
    advice: list[str] = Field(default_factory=list)
    revisions: list[Revision] = Field(default_factory=list)
    calls: int = 0
    output_tokens: int = 0


class Decision(BaseModel):
    """What a person made of a draft. It never turns a verdict into `passed`; it says what was accepted knowingly."""

    choice: Literal["", "approved", "rejected"] = Field(default="", description="Empty while nothing is decided.")
    note: str = Field(default="", description="Why, in the person's own words.")
    accepted: list[str] = Field(
        default_factory=list,
        description="What was open when the person approved: blocking findings as `check@target`, "
        "and blocking checks that could not be run as `check`.",
    )
    edits: int = Field(default=0, description="How often the person edited the text.")
    instructions: list[str] = Field(default_factory=list, description="What the writers were told, `target: text`.")


class Result(BaseModel):
    """How a run ended."""

    status: Status
    reason: str = Field(description="Why it ended so, in one sentence.")
    brief: Brief | None = None
    source: Source | None = None
    facts: list[Fact] = Field(default_factory=list)
    plan: Plan | None = None
    draft: Draft | None = None
    review: Review | None = None
    rounds: list[Round] = Field(default_factory=list)
    passages: list[Passage] = Field(default_factory=list)
    terms: list[Term] = Field(default_factory=list, description="Of the termbase: those that the source names.")
    calls: list[Call] = Field(default_factory=list)
    seconds: dict[str, float] = Field(default_factory=dict, description="Wall time per node.")
    decision: Decision | None = Field(default=None, description="None when no person was asked.")
    stopped_by: str = Field(
        default="", description="Class of the error that ended the run early: `BudgetExceeded`, `AccessDenied` …"
    )

    @property
    def usage(self) -> Usage:
        return Usage.of(self.calls)
