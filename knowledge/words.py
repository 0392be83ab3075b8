"""Words against words: what a sentence's vector blurs.

The vector of a short question is mostly that of its subject, so that `heat pump grant` and `heat pump cost` lie
equally near to "is there public money for a heat pump". Compared word by word, `grant` and `cost` differ.

That helps with questions. With whole articles it does not: among their words every word has a neighbour.
"""

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors, cosines
from knowledge.lexical import SNOWBALL, stopwords, words

KEPT = 8192
"""Words whose vectors are remembered, at most 2 kB each; the oldest go first."""


@cache
def _empty_words() -> frozenset[str]:
    """Stop words of every supported language: a question may be in another one than the records."""
    return frozenset().union(*map(stopwords, SNOWBALL))


def content_words(text: str) -> list[str]:
    """The words of `text` that carry meaning, each once; all its words when none does."""
    found = list(dict.fromkeys(word for word in words(text) if any(map(str.isalpha, word))))
    return [word for word in found if len(word) > 1 and word not in _empty_words()] or found


class WordVectors:
    """Compares words by the vectors that `encode` gives them. Safe from any thread."""

    def __init__(self, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._encode = encode
        self._known: dict[str, NDArray[np.float32]] = {}
        self._guard = threading.Lock()

    def agreement(self, question: str, phrases: Sequence[str]) -> list[float]:
        """How well each of `phrases` meets the words of `question`, 0 to 1, in thousandths.

        The mean, over the words of the question, of the cosine similarity to the nearest word of the phrase.
        """
        asked, told = content_words(question), [content_words(phrase) for phrase in phrases]
        every = {word: place for place, word in enumerate(dict.fromkeys(word for own in told for word in own))}
        if not asked or not every:
            return [0.0] * len(phrases)
        vectors = self._vectors([*asked, *every])
        alike = cosines(np.stack([vectors[word] for word in asked]), np.stack([vectors[word] for word in every]))
        return [_thousandths(alike[:, [every[w] for w in own]].max(axis=1)) if own else 0.0 for own in told]

    def learn(self, words: Sequence[str], vectors: Vectors) -> None:
        """Remember the vectors of `words`."""
        with self._guard:
            self._known.update(zip(words, vectors, strict=True))
            while len(self._known) > KEPT:
                del self._known[next(iter(self._known))]

    def _vectors(self, wanted: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        with self._guard:
            found = {word: self._known[word] for word in wanted if word in self._known}
        if new := list(dict.fromkeys(word for word in wanted if word not in found)):
            vectors = self._encode(new)
            found.update(zip(new, vectors, strict=True))
            self.learn(new, vectors)
        return found


def _thousandths(similarities: NDArray[np.floating[Any]]) -> float:
    """The mean, rounded because a vector differs in the seventh place with the texts it was made beside."""
    return round(max(0.0, float(similarities.mean())), 3)
