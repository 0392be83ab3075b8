"""What a caller may set for a run. LangGraph Studio shows it as a form."""

from typing import Literal

from pydantic import BaseModel, Field

from agents.read_brief import BriefFlags

HumanReview = Literal["never", "on_failure", "always"]


class Context(BaseModel):
    """Settings of one run. Everything has a default; what is set here beats what the request says."""

    model: str | None = Field(
        default=None,
        description="`openai:NAME`, `embedded` or `embedded:/path/to/model.gguf`. "
        "Empty: TRANSCREATE_MODEL, then OpenAI when its variables are set, then `embedded`.",
    )
    fact_checker: str | None = Field(
        default=None,
        description="Model, as `openai:NAME`, that reads an article that passes against its source, sentence by "
        "sentence; what it doubts goes back to the writers. Empty: nobody does. Better another than `model`.",
    )
    to: str | None = Field(default=None, description="Target language as BCP-47 tag: `fr`, `pt-BR`.")
    min_words: int | None = Field(default=None, ge=1, description="Least number of words.")
    max_words: int | None = Field(default=None, ge=1, description="Greatest number of words.")
    keyphrase: str | None = Field(default=None, description="Focus keyphrase; empty: chosen from research.")
    secondary_keyphrases: list[str] = Field(default_factory=list, description="Further phrases to use once.")
    tone: str | None = Field(default=None, description="How it shall sound: `plain`, `formal`, `lively`.")
    audience: str | None = Field(default=None, description="Who reads it: `homeowners`.")
    market: str | None = Field(default=None, description="Country it is for, ISO 3166-1: `CH`.")
    genre: str | None = Field(default=None, description="`news`, `how-to`, `product`, `interview`, `science`.")
    brand: str | None = Field(default=None, description="Whose own style guides come first.")
    site: str | None = Field(default=None, description="Base URL for canonical and hreflang links.")
    knowledge: str | None = Field(
        default=None,
        description="Folder or Chroma server URL of the knowledge store. Empty: TRANSCREATE_KNOWLEDGE, "
        "then a folder of the user's.",
    )
    human_review: HumanReview = Field(
        default="never",
        description="When a person decides before the end: `never`, `on_failure` (unless everything passed), "
        "`always`. The run then waits at an interrupt.",
    )
    remember: bool = Field(
        default=False, description="Keep the article, when it passes, so that later ones do not compete with it."
    )
    max_revisions: int = Field(default=3, ge=0, description="Rounds of revision after the first draft.")
    max_calls: int | None = Field(default=None, ge=1, description="Model calls of the whole run.")
    max_tokens: int | None = Field(default=None, ge=1, description="Input and output tokens of the whole run.")
    max_cost_usd: float | None = Field(default=None, gt=0, description="Cost of the whole run in US dollars.")
    max_seconds: float | None = Field(
        default=None,
        gt=0,
        description="Seconds from the start, from a resume, or from a person's answer. A call under way is cut off.",
    )

    def flags(self) -> BriefFlags:
        """The part of the settings that speaks about the article."""
        return BriefFlags(**{name: getattr(self, name) for name in BriefFlags.model_fields})
