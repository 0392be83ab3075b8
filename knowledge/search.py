"""Hybrid retrieval: nearest vectors and best words of the same segments, fused into one score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.catalogue import Segment, Source
from knowledge.embedding import Vectors
from knowledge.lexical import tokens
from knowledge.passages import Passage, PassageKind
from knowledge.records import Record, Shelf
from knowledge.store import Store
from knowledge.words import WordVectors

WORDS = 0.1
"""What the best BM25 score adds to a cosine similarity. On the labelled questions of
`python -m evals.benchmarks.retrieval` this beats vectors alone, words alone and reciprocal-rank fusion, which
lets a poor lexical ranking push down what means the same in another language."""
RECONSIDERED = 10
"""How many of the best are compared with a short question word by word; more change nothing."""
DEPTH = 30
"""How many records each ranker gives into the fusion."""
PIECE = 200
"""Characters: a sentence encoder blurs what is longer."""
PIECES = 14
"""The head of an article says what it is about; more pieces cost time."""


@dataclass(frozen=True)
class Hit:
    """A record that was found: its fit (cosine similarity), BM25 score (0 when no word is shared), rank score."""

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
    vectors: Vectors,
    *,
    limit: int | None,
) -> list[Hit]:
    """What fits `query`, best first; with `limit` None every record of the segments is ranked.

    `vectors` are the query's, one row for each of its `pieces`.
    """
    asked = [_ask(store, segment, query, vectors, limit) for segment, _ in segments]
    most = max((score for found in asked for score in found.words.values()), default=0.0) or 1.0

    def score(fit: float, words: float) -> float:
        return round(fit + WORDS * words / most, 6)

    def ranked() -> list[tuple[float, str, int]]:
        return sorted(
            (-score(fit, found.words.get(key, 0.0)), key, number)
            for number, found in enumerate(asked)
            for key, fit in found.fits.items()
        )[:limit]

    best = ranked()
    floor = -best[-1][0] if limit is not None and len(best) == limit else -1.0
    for (segment, _), found in zip(segments, asked, strict=True):
        hopeful = [key for key, words in found.words.items() if score(found.rest, words) >= floor]
        found.fits |= store.fits(segment, [key for key in hopeful if key not in found.fits], vectors)
    best = ranked()
    records = [
        store.look_up(segment, [key for _, key, at in best if at == number])
        for number, (segment, _) in enumerate(segments)
    ]
    return [
        Hit(
            record=records[number][key],
            shelf=segments[number][0].shelf,
            source=segments[number][1],
            similarity=asked[number].fits[key],
            words=asked[number].words.get(key, 0.0),
            score=-minus,
        )
        for minus, key, number in best
    ]


@dataclass
class _Found:
    """What the rankers say of one segment: fits and BM25 scores by id; `rest` is the most any other record fits."""

    fits: dict[str, float]
    rest: float
    words: dict[str, float]


def _ask(store: Store, segment: Segment, query: str, vectors: Vectors, limit: int | None) -> _Found:
    depth = segment.count if limit is None else max(limit, DEPTH)
    fits, rest = store.nearest(segment, vectors, depth)
    return _Found(fits, rest, store.by_words(segment, tokens(query, segment.shelf.language), depth))


def reconsidered(hits: Sequence[Hit], question: str, vectors: WordVectors) -> list[Hit]:
    """The best of `hits` again, by their score and how well they meet the words of `question`, which count alike."""
    best = hits[:RECONSIDERED]
    agreement = vectors.agreement(question, [hit.record.text for hit in best])
    again = [replace(hit, score=round(hit.score + more, 6)) for hit, more in zip(best, agreement, strict=True)]
    return sorted(again, key=lambda hit: (-hit.score, hit.record.id)) + list(hits[RECONSIDERED:])


def pieces(text: str) -> list[str]:
    """`text` in parts of about PIECE characters, cut between sentences, at most PIECES of them."""
    parts = [""]
    for sentence in re.split(r"(?<=[.!?:…])\s+|\n+", text.strip()):
        if parts[-1] and len(parts[-1]) + len(sentence) > PIECE:
            parts.append("")
        parts[-1] = f"{parts[-1]} {sentence}".strip()
    return parts[:PIECES]


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
