"""What changed in a text, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 12
"""Words that are kept on either side of a change."""

ALIKE = 0.5
"""Paragraphs that have less in common are shown one after the other: their common words are chance."""


@dataclass(frozen=True)
class Piece:
    """`same`, `old` or `new` text, or a `gap` where unchanged text was left out."""

    kind: Literal["same", "old", "new", "gap"]
    text: str = ""


def text_diff(old: str, new: str) -> list[Piece]:
    """How `old` became `new`, with long unchanged stretches left out; empty when nothing changed."""
    if old == new:
        return []
    return list(_shortened(_joined(_by_paragraph(old, new))))


def _by_paragraph(old: str, new: str) -> Iterator[Piece]:
    before, after = _paragraphs(old), _paragraphs(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Paragraphs are paired in order; what is left over came or went as a whole."""
    for old, new in zip(before, after, strict=False):
        yield from _by_word(old, new)
    paired = min(len(before), len(after))
    yield from (Piece("old", text) for text in before[paired:])
    yield from (Piece("new", text) for text in after[paired:])


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield from (Piece("old", old), Piece("new", new))
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield Piece("old", "".join(before[a:b]))
            yield Piece("new", "".join(after[c:d]))


def _paragraphs(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n+|[^\n]+\Z", text)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece, empty ones left out."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _shortened(pieces: Iterator[Piece]) -> Iterator[Piece]:
    known = list(pieces)
    for place, piece in enumerate(known):
        words = _words(piece.text)
        before, after = place > 0, place < len(known) - 1
        if piece.kind != "same" or len(words) <= CONTEXT * (before + after) + CONTEXT:
            yield piece
            continue
        if before:
            yield Piece("same", "".join(words[:CONTEXT]))
        yield Piece("gap")
        if after:
            yield Piece("same", "".join(words[-CONTEXT:]))
