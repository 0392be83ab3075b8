"""Hybrid retrieval: nearest vectors and best words of the same segments, fused into one score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.catalogue import Segment, Source
from knowledge.embedding import Vectors
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
    """A record that was found: its fit (cosine similarity), BM25 score (0 when no word is shared), rank score.

    `own` says that a team or a run brought it, and not the project.
    """

    record: Record
    shelf: Shelf
    source: str
    similarity: float
    words: float
    score: float = 0.0
    own: bool = False


def chosen(sources: Sequence[Source], shelf: Shelf) -> list[tuple[Segment, Source]]:
    """The segments a question about `shelf` looks into, with their source.

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

    return [(segment, source) for source in sources for segment in source.segments if fits(segment)]


def search(
    store: Store,
    segments: Sequence[tuple[Segment, Source]],
    query: str,
    vectors: Vectors,
    *,
    limit: int | None,
) -> list[Hit]:
    """What fits `query`, best first; with `limit` None every record of the segments is ranked.

    `vectors` are the query's, one row for each of its `pieces`.
    """
    asked = [
        store.ask(segment, query, vectors, segment.count if limit is None else max(limit, DEPTH))
        for segment, _ in segments
    ]
    most = max(float(found.words.max(initial=0)) for found in asked) or 1.0
    scores = [np.round(found.fits.astype(float) + WORDS * found.words / most, 6) for found in asked]
    every = np.concatenate(scores)
    floor = -np.inf if limit is None or limit >= len(every) else np.partition(every, -limit)[-limit]
    best = sorted(
        (-float(scores[number][row]), store.key(segment, int(asked[number].places[row])), number, int(row))
        for number, (segment, _) in enumerate(segments)
        for row in np.flatnonzero(scores[number] >= floor)
    )
    return [
        Hit(
            record=store.record(segments[number][0], int(asked[number].places[row])),
            shelf=segments[number][0].shelf,
            source=segments[number][1].name,
            similarity=float(asked[number].fits[row]),
            words=float(asked[number].words[row]),
            score=-minus,
            own=segments[number][1].origin != "shipped",
        )
        for minus, _, number, row in best[:limit]
    ]


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
