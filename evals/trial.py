"""One article written by one system: what a solver hands to the scorers and what a log keeps."""

from pydantic import BaseModel, Field

from agents.checks.base import Subject
from agents.domain import Result
from agents.reading.markdown import to_markdown
from evals.judging import vouching
from graphs.article_page import article_html
from knowledge.passages import Term

KEY = "trial"
"""Where a trial stands in the metadata of an inspect sample."""


class Trial(BaseModel):
    """How one system did with one article.

    `result.review` is the evaluation's own: the same checks on the same brief for every system.
    """

    system: str
    model: str = Field(description="Spec of the model that wrote.")
    result: Result
    seconds: float = Field(description="Wall time from the request to the article.")
    terms: list[Term] = Field(default_factory=list, description="Termbase entries that the review went by.")
    told: dict[int, str] = Field(
        default_factory=dict, description="Of the translator alone: its lines by number; lines it lost are missing."
    )

    @property
    def article(self) -> str:
        """The article as a Markdown file with front matter; empty when there is none."""
        return to_markdown(self.result.draft) if self.result.draft else ""

    def subject(self) -> Subject | None:
        """What the checks look at; None when there is no article."""
        result = self.result
        if result.draft is None or result.brief is None:
            return None
        return Subject(
            draft=result.draft,
            brief=result.brief,
            source=result.source,
            facts=tuple(result.facts),
            plan=result.plan,
            terms=tuple(self.terms),
            passages=tuple(vouching(result.passages)),
            page=article_html(result.draft, result.brief, result.source),
        )
