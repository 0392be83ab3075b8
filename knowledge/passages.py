"""What retrieval returns."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PassageKind = Literal["style_guide", "keyword", "page", "article"]


class Passage(BaseModel):
    """One retrieved piece of knowledge, with the id by which state, report and prompt cite it."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="Stable across runs, e.g. `guide:fr#typography` or `keyword:fr:1a2b3c`.")
    kind: PassageKind
    text: str
    title: str = ""
    source: str = Field(default="", description="The file or export the passage came from.")
    language: str = Field(default="", description="BCP-47 tag, empty when it holds for every language.")
    score: float = Field(default=0.0, description="Rank score of the retrieval that returned it; higher is nearer.")
    metadata: dict[str, str | int | float | bool] = Field(
        default_factory=dict,
        description="For keywords: volume (searches per month), difficulty (0-100), intent, topic, sample.",
    )


class Term(BaseModel):
    """One termbase entry for one language pair."""

    model_config = ConfigDict(frozen=True)

    source_language: str
    target_language: str
    source_terms: tuple[str, ...] = Field(description="Every form by which the source may name the concept.")
    preferred: str = Field(description="The form to write in the target language.")
    admitted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    source: str = Field(default="", description="The authority for the entry.")
