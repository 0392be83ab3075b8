"""The lexical half of retrieval: BM25 over stemmed words, one index for each segment of the store.

Segments never change once written, so neither do their indexes; they are kept as files and built again from
the store's texts where they are missing (on another machine that uses the same Chroma server, say).
"""

import json
import os
import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import snowballstemmer  # type: ignore[import-untyped]
import stopwordsiso

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


def tokens(text: str, language: str = "") -> list[str]:
    """Stemmed words of `text` in lower case without accents; stop words of `language` are left out."""
    stop = stopwords(language)
    return [_fold(_stem(word, language)) for word in words(text) if word not in stop]


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
def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=32)
def stopwords(language: str) -> frozenset[str]:
    """Words of `language` that carry no meaning of their own; empty for a language without a list."""
    return frozenset(stopwordsiso.stopwords(language)) if stopwordsiso.has_lang(language) else frozenset()


class LexicalIndex:
    """BM25 scores for the records of one segment, in the order they were written."""

    def __init__(self, ids: Sequence[str], scorer: Any) -> None:
        self.ids = list(ids)
        self._scorer = scorer

    @classmethod
    def build(cls, ids: Sequence[str], texts: Sequence[str], language: str) -> "LexicalIndex":
        import bm25s  # type: ignore[import-untyped]

        scorer = bm25s.BM25(method="lucene")
        corpus = [tokens(text, language) for text in texts]
        if not any(corpus):
            return cls(ids, None)
        scorer.index(corpus, show_progress=False)
        return cls(ids, scorer)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        import bm25s

        ids = json.loads((folder / "ids.json").read_text())
        scorer = bm25s.BM25.load(folder / "bm25") if (folder / "bm25").exists() else None
        return cls(ids, scorer)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`, whole or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".part-"))
        if self._scorer is not None:
            self._scorer.save(part / "bm25", show_progress=False)
        (part / "ids.json").write_text(json.dumps(self.ids))
        try:
            os.replace(part, folder)
        except OSError:  # another process was faster; its index is the same
            shutil.rmtree(part)

    def best(self, stems: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """The `limit` best records that share a word with the query: id and BM25 score, best first."""
        if self._scorer is None or not stems:
            return []
        known = [stem for stem in stems if stem in self._scorer.vocab_dict]
        if not known:
            return []
        scores = self._scorer.get_scores(known)
        count = min(limit, len(scores))
        top = np.argpartition(-scores, count - 1)[:count]
        ranked = sorted(((float(scores[i]), int(i)) for i in top if scores[i] > 0), key=lambda p: (-p[0], p[1]))
        return [(self.ids[i], score) for score, i in ranked]
