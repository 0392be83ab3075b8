"""The lexical half of retrieval: BM25 over stemmed words, one index for each segment of the store."""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import snowballstemmer  # type: ignore[import-untyped]
import stopwordsiso
from numpy.typing import NDArray

SNOWBALL = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}

_WORD = re.compile(r"[^\W_]+(?:[.&+][^\W_]+)*")
_local = threading.local()
_loading = threading.Lock()
"""Python 3.11 cannot parse the headers of NumPy's files in two threads at once."""


def tokens(text: str, language: str = "") -> list[str]:
    """Stemmed words of `text` in lower case without accents; stop words of `language` are left out."""
    stop = stopwords(language)
    return [fold(_stem(word, language)) for word in words(text) if word not in stop]


def words(text: str) -> list[str]:
    """The words of `text` in lower case, in their order."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    name = SNOWBALL.get(language)
    if name is None:
        return word
    stemmers: dict[str, Any] = _local.__dict__.setdefault("stemmers", {})
    if name not in stemmers:
        stemmers[name] = snowballstemmer.stemmer(name)
    return str(stemmers[name].stemWord(word))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """`word` without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=32)
def stopwords(language: str) -> frozenset[str]:
    """Words of `language` that carry no meaning of their own; empty for a language without a list."""
    return frozenset(stopwordsiso.stopwords(language)) if stopwordsiso.has_lang(language) else frozenset()


class LexicalIndex:
    """BM25 scores for the records of one segment, in the order they were written."""

    def __init__(self, count: int, scorer: Any) -> None:
        self._count = count
        self._scorer = scorer

    @classmethod
    def build(cls, texts: Sequence[str], language: str) -> "LexicalIndex":
        import bm25s  # type: ignore[import-untyped]

        scorer = bm25s.BM25(method="lucene")
        corpus = [tokens(text, language) for text in texts]
        if not any(corpus):
            return cls(len(texts), None)
        scorer.index(corpus, show_progress=False)
        return cls(len(texts), scorer)

    @classmethod
    def load(cls, folder: Path, count: int) -> "LexicalIndex":
        import bm25s

        if not (folder / "bm25").exists():
            return cls(count, None)
        with _loading:
            return cls(count, bm25s.BM25.load(folder / "bm25"))

    def save(self, folder: Path) -> None:
        if self._scorer is not None:
            self._scorer.save(folder / "bm25", show_progress=False)

    def scores(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """The score of each record: 0 when it shares no word with the query."""
        known = [stem for stem in stems if stem in self._scorer.vocab_dict] if self._scorer is not None else []
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._scorer.get_scores(known), dtype=np.float32)
