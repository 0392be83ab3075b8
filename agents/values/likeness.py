"""How alike two statements are, in one language or across two."""

import threading
from collections.abc import Sequence
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from agents.reading.text import sentences, well_formed, words
from knowledge.embedding import Vectors, embedding

LONGEST_WINDOW = 4
LONGEST_TEXT = 2000
MOST_VECTORS = 8192


_lock = threading.Lock()
_vectors: dict[str, Vectors] = {}


def embed(texts: Sequence[str]) -> Vectors:
    """One unit-length row per text. Each is encoded once for the process, in one batch with its neighbours."""
    with _lock:
        if len(_vectors) > MOST_VECTORS:
            _vectors.clear()
        new = [text for text in dict.fromkeys(texts) if text not in _vectors]
        if new:
            rows = embedding().encode([well_formed(text[:LONGEST_TEXT]) for text in new])
            _vectors.update(zip(new, rows, strict=True))
        return np.stack([_vectors[text] for text in texts])


def cosines(ones: Vectors, others: Vectors) -> Vectors:
    """The cosine of each row of `ones` with each row of `others`, both as `embed` gives them.

    On one thread: for matrices of this size a second one spins and costs 5 ms, not 0.5.
    """
    with _blas().limit(limits=1, user_api="blas"):
        return ones @ others.T


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def likeness(one: str, other: str) -> float:
    """Cosine of the two texts' sentence embeddings, from -1 to 1, equal texts 1."""
    if one == other:
        return 1.0
    first, second = embed([one, other])
    return float(first @ second)


def windows(parts: Sequence[str]) -> list[str]:
    """Every run of up to four neighbours, joined by blanks."""
    return [
        " ".join(parts[start : start + size])
        for size in range(1, LONGEST_WINDOW + 1)
        for start in range(len(parts) - size + 1)
    ]


def statements(quotation: str, language: str) -> list[str]:
    """The sentences of a quotation; those of fewer than four words stay with the one before."""
    found: list[str] = []
    for sentence in sentences(quotation, language):
        if found and len(words(sentence)) < 4:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found
