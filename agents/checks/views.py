"""What the checks read of a draft, computed once per draft: blocks, sentences, words, headings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from agents.domain import Section
from agents.reading.text import Block, blocks, count_words, parser, sentences, visible
from agents.values.quotes import find_quotations

_QUOTED = re.compile(
    r"«[^«»]{1,2000}»|»[^«»]{1,2000}«|„[^„“”]{1,2000}[“”]|“[^“”]{1,2000}”|\"[^\"\n]{1,2000}\"|‘[^‘’\n]{20,2000}’"
)
_READ_AS_PROSE = ("paragraph", "list", "quote", "html")


class Sentence(NamedTuple):
    """One sentence of a section.

    `own` is the sentence without what it quotes: the part a writer may be asked to change. It is empty for a
    sentence inside a quotation.
    """

    text: str
    own: str
    section: str


def without_quotations(text: str) -> str:
    """`text` with each quotation between quotation marks, at most 2,000 characters long, cut out."""
    return _QUOTED.sub(" ", text)


def blanked_quotations(text: str) -> str:
    """`text` with blanks in the place of each such quotation, so that every character keeps its place."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True)
class SectionView:
    """A section as a reader sees it.

    `language` is the primary subtag for sentence splitting, `references` the link definitions of the whole article.
    """

    section: Section
    language: str
    references: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.section.id

    @property
    def level(self) -> int:
        return self.section.level

    @cached_property
    def heading(self) -> str:
        """The heading without markup."""
        return visible(parser().parseInline(self.section.heading)[0].children or [])

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the body: paragraphs, list items, quotes, table rows, code, HTML."""
        return tuple(blocks(self.section.body, self.references))

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The visible text of the body's blocks, code left out."""
        return tuple(block.text for block in self.blocks if block.kind != "code" and block.text)

    @cached_property
    def text(self) -> str:
        """The visible text of the body, a blank line between blocks, without the heading."""
        return "\n\n".join(self.paragraphs)

    @cached_property
    def marked_text(self) -> str:
        """Like `text`, with quotation marks around a block quotation that lacks them."""
        parts = []
        for block in self.blocks:
            if block.kind != "code" and block.text:
                bare = block.kind == "quote" and not find_quotations(block.text)
                parts.append(f"“{block.text}”" if bare else block.text)
        return "\n\n".join(parts)

    @cached_property
    def words(self) -> int:
        """Number of words of the body, without the heading."""
        return sum(count_words(text) for text in self.paragraphs)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the body's prose, lists and quotations; no headings, tables or code."""
        found: list[Sentence] = []
        for block in self.blocks:
            if block.kind not in _READ_AS_PROSE or not block.text:
                continue
            own = "" if block.kind == "quote" else _mask(block.text)
            position = 0
            for text in sentences(block.text, self.language):
                start = block.text.find(text, position)
                position = max(start, position) + len(text)
                kept = own[start:position] if own and start >= 0 else ""
                found.append(
                    Sentence(text, " ".join(kept.replace("\0", " ").split()) if "\0" in kept else kept, self.id)
                )
        return tuple(found)


def _mask(text: str) -> str:
    return _QUOTED.sub(lambda match: "\0" * len(match[0]), text)


def excerpt(text: str, longest: int = 80) -> str:
    """The start of `text`, at most `longest` characters: enough to find the place."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def counted(number: int, noun: str) -> str:
    """`1 sentence`, `3 sentences`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
