"""One line of a dataset: a request, an article, and what is known about a good answer."""

import re
from typing import Annotated, Any, Self

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from agents.domain import FactKind

MAX_ID = 120
"""Characters: an id becomes the name of a folder, and file systems allow 255 bytes."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")


def _tag(value: str) -> str:
    try:
        if _TAG.fullmatch(value):
            Locale(value.split("-")[0].lower())
            return value
    except UnknownLocaleError:
        pass
    raise ValueError(f"“{value[:40]}” is no language tag. Write one such as fr, pt-BR or de-CH.")


def _words(value: str) -> str:
    if not any(map(str.isalnum, value)):
        raise ValueError("it holds no words. Fill it in, or take the line out.")
    return _unicode(value)


def _unicode(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("it holds half a character (a lone surrogate). Save the file as UTF-8.") from error
    return value


def _id(value: str) -> str:
    value = _words(value).strip()
    if len(value) > MAX_ID or not value.isprintable():
        raise ValueError(f"an id is one line of at most {MAX_ID} characters. Shorten it.")
    return value


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [part for part in (part.strip() for part in re.split("[,;]", value)) if part]


def _number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _facts(value: Any) -> Any:
    return [{"text": fact} if isinstance(fact, str) else fact for fact in value] if isinstance(value, list) else value


Text = Annotated[str, AfterValidator(_words)]
Tag = Annotated[str, AfterValidator(_tag)]
Id = Annotated[str, BeforeValidator(_number_as_text), AfterValidator(_id)]
Length = Annotated[int, Field(ge=1, le=20_000)]


class ExpectedFact(BaseModel):
    """One fact of the source that a good article keeps. A plain string in a dataset is a fact's `text`."""

    model_config = ConfigDict(extra="allow")

    text: Text = Field(description="As the source writes it.")
    kind: FactKind | None = None
    value: Text | None = Field(
        default=None,
        description="Language-independent value, written as in the ledger: `25000`, `2024-05-03`. Of a name the part "
        "that translations keep: `Aldermoor` of `University of Aldermoor`.",
    )
    speaker: Text | None = Field(default=None, description="For quotes: who says it.")


class Expected(BaseModel):
    """What a good article for this item has. Nothing here is shown to the system under test."""

    model_config = ConfigDict(extra="allow")

    language: Tag | None = Field(default=None, description="BCP-47 tag of the language asked for.")
    min_words: Length | None = None
    max_words: Length | None = None
    keyphrase: Text | None = None
    facts: Annotated[list[ExpectedFact], BeforeValidator(_facts)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        if self.min_words and self.max_words and self.min_words > self.max_words:
            raise ValueError(f"min_words {self.min_words} is more than max_words {self.max_words}. Mend one of them.")
        return self


class Item(BaseModel):
    """A request with its source article. Fields not named here are carried along untouched, in `extra`."""

    model_config = ConfigDict(extra="allow")

    id: Id
    request: Text
    source: Text = Field(description="The article to be told again, as Markdown or plain text.")
    source_language: Tag | None = Field(default=None, description="BCP-47 tag.")
    expected: Expected = Field(default_factory=Expected)
    reference: Text | None = Field(default=None, description="The source as a person translated it.")
    tags: Annotated[list[Text], BeforeValidator(_listed)] = Field(default_factory=list)

    @property
    def extra(self) -> dict[str, Any]:
        """The fields the dataset has beyond these."""
        return dict(self.model_extra or {})
