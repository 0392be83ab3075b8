"""Hybrid retrieval: nearest vectors and best words of the same segments, fused into one score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.catalogue import Segment, Source
from knowledge.embedding import Embedding
from knowledge.lexical import tokens
from knowledge.passages import Passage, PassageKind
from knowledge.records import Record, Shelf
from knowledge.store import Store

WORDS = 0.1
"""What the best BM25 score adds to a cosine similarity. On the labelled questions of
`python -m evals.benchmarks.retrieval` this beats vectors alone, words alone and reciprocal-rank fusion, which
lets a poor lexical ranking push down what means the same in another language."""
DEPTH = 30
"""How many records each ranker gives into the fusion."""
PIECE = 200
"""Characters: a sentence encoder blurs what is longer."""
PIECES = 14
"""The head of an article says what it is about; more pieces cost time."""


@dataclass(frozen=True)
class Hit:
    """A record that was found: its fit (cosine similarity), BM25 score (0 when no word is shared), fused score."""

    record: Record
    shelf: Shelf
    source: str
    similarity: float
    words: float
    score: float = 0.0


def chosen(sources: Sequence[Source], shelf: Shelf) -> list[tuple[Segment, str]]:
    """The segments a question about `shelf` looks into, with the name of their source.

    Records that hold for all languages, markets, brands or genres are always among them.
    """

    def fits(segment: Segment) -> bool:
        have = segment.shelf
        return (
            have.kind == shelf.kind
            and have.language in ("", shelf.language)
            and (have.market in ("", shelf.market) or (shelf.kind != "style_guide" and not shelf.market))
            and have.brand in ("", shelf.brand)
            and have.genre in ("", shelf.genre)
        )

    return [(segment, source.name) for source in sources for segment in source.segments if fits(segment)]


def search(
    store: Store,
    segments: Sequence[tuple[Segment, str]],
    query: str,
    model: Embedding,
    *,
    limit: int | None,
) -> list[Hit]:
    """What fits `query`, best first; with `limit` None every record of the segments is ranked.

    A long query, such as a whole article, is asked piece by piece.
    """
    vectors = model.encode(pieces(query))
    hits: list[Hit] = []
    words: dict[str, list[str]] = {}
    for segment, source in segments:
        shelf = segment.shelf
        depth = segment.count if limit is None else max(limit, DEPTH)
        if shelf.language not in words:
            words[shelf.language] = tokens(query, shelf.language)
        found = store.nearest(segment, vectors, depth)
        lexical = store.by_words(segment, words[shelf.language], depth)
        found |= store.look_up(segment, [key for key in lexical if key not in found], vectors)
        hits.extend(
            Hit(record, shelf, source, similarity, lexical.get(key, 0.0)) for key, (record, similarity) in found.items()
        )
    return fused(hits, limit)


def pieces(text: str) -> list[str]:
    """`text` in parts of about PIECE characters, cut between sentences, at most PIECES of them."""
    parts = [""]
    for sentence in re.split(r"(?<=[.!?:…])\s+|\n+", text.strip()):
        if parts[-1] and len(parts[-1]) + len(sentence) > PIECE:
            parts.append("")
        parts[-1] = f"{parts[-1]} {sentence}".strip()
    return parts[:PIECES]


def fused(hits: Sequence[Hit], limit: int | None) -> list[Hit]:
    """`hits` with their score, best first; ties go by id, so that the order is stable."""
    most = max((hit.words for hit in hits), default=0.0) or 1.0
    scored = [replace(hit, score=round(hit.similarity + WORDS * hit.words / most, 6)) for hit in hits]
    return sorted(scored, key=lambda hit: (-hit.score, hit.record.id))[:limit]


def passage(hit: Hit, kind: PassageKind) -> Passage:
    """The hit as agents see it."""
    market = f"-{hit.shelf.market}" if hit.shelf.market else ""
    return Passage(
        id=hit.record.id,
        kind=kind,
        text=hit.record.text,
        title=hit.record.title,
        source=hit.source,
        language=hit.shelf.language + market if hit.shelf.language else "",
        score=hit.score,
        metadata={**hit.record.metadata, "fit": round(hit.similarity, 4)},
    )
