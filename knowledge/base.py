"""The knowledge base: what the agents ask, answered from one store."""

import os
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from slugify import slugify

from knowledge.catalogue import Source
from knowledge.embedding import DEFAULT, Embedding, Vectors, embedding
from knowledge.errors import InputError
from knowledge.guides import choose_guides
from knowledge.keywords import choose_keywords
from knowledge.opening import connect, rebuild, refresh
from knowledge.passages import Passage, Term
from knowledge.records import Document, Record, Shelf, digest, primary, region
from knowledge.search import Hit, chosen, passage, pieces, reconsidered, search
from knowledge.store import Progress, Store
from knowledge.termbase import entry_terms, occurring
from knowledge.words import WordVectors, content_words

MIN_RELATED = 0.28
"""Cosine similarity below which a page or an article is not on the topic."""

ASKED = 256
"""Questions whose vectors are remembered, at most 28 kB each: one run asks on the same source again and again."""

NOTHING = "none"
KEEPS_NOTHING = "The knowledge `none` keeps nothing. Name a folder or a server with --knowledge."
Role = Literal["planner", "translator", "writer", "metadata"]

_opening = threading.Lock()


class Knowledge:
    """Style guides, keyword research, terms, pages and past articles.

    Methods block and are safe to call from any thread; from a coroutine, call them in a thread.
    The same question on the same store gives the same answer.
    """

    def __init__(self, store: Store, location: str, model: str) -> None:
        self._store = store
        self._model = model
        self.location = location
        self._terms: dict[tuple[str, str, str], list[Term]] = {}
        self._vectors = lru_cache(maxsize=ASKED)(self._encode)
        self._words = WordVectors(lambda words: self.embedding.encode(words))

    @classmethod
    def open(cls, location: str | Path | None = None, *, embedding: str | None = None) -> "Knowledge":
        """Open the store, and build or refresh the shipped part of it when that is needed.

        Args:
            location: a folder, the URL of a Chroma server, or `none` for a store that answers nothing; else
                TRANSCREATE_KNOWLEDGE, else a folder in the user's data.
            embedding: else TRANSCREATE_EMBEDDING, else what the store was built with.

        Raises:
            SetupError: the folder cannot be written, or the server does not answer.
            KnowledgeMismatch: the store holds a team's own sources under another embedding.
        """
        where = _place(location)
        if where == NOTHING:
            return NoKnowledge()
        wanted = embedding or os.environ.get("TRANSCREATE_EMBEDDING")
        with _opening:
            store = connect(where)
            with store.writing():
                model = refresh(store, wanted, where)
        return cls(store, where, model)

    @classmethod
    def rebuild(
        cls,
        location: str | Path | None = None,
        *,
        embedding: str | None = None,
        progress: Progress | None = None,
    ) -> "Knowledge":
        """Embed everything in the store anew, with another embedding if one is named.

        The texts come from the store: the original files are not needed.
        """
        where = _place(location)
        if where == NOTHING:
            raise InputError(KEEPS_NOTHING)
        with _opening:
            store = connect(where)
            with store.writing():
                model = rebuild(store, embedding or os.environ.get("TRANSCREATE_EMBEDDING"), progress)
        return cls(store, where, model)

    @property
    def embedding(self) -> Embedding:
        return embedding(self._model)

    # --- what the agents ask

    def guides(
        self,
        query: str,
        *,
        language: str,
        role: Role,
        genre: str | None = None,
        market: str | None = None,
        brand: str | None = None,
        max_tokens: int = 300,
        own_tokens: int | None = None,
    ) -> list[Passage]:
        """Sections of style guides that serve `role`, within `max_tokens` (o200k_base) in all.

        A brand's section beats a market's, that beats the language's, that beats one for all languages:
        under the same key only the strongest is given, and stronger ones come first. What a team added comes before
        what is shipped, and may take up to `own_tokens`.
        """
        shelves = Shelf(
            "style_guide",
            primary(language),
            (market or region(language)).upper(),
            slugify(brand or ""),
            slugify(genre or ""),
        )
        hits = self.find(query, shelves, limit=None)
        return choose_guides(hits, role=role, max_tokens=max_tokens, own_tokens=max(own_tokens or 0, max_tokens))

    def keywords(self, query: str, *, language: str, market: str | None = None, limit: int = 8) -> list[Passage]:
        """Keyphrases of `language` on the topic of `query` (in any language), best first.

        Only what really fits is given: an empty list means that the research does not cover the topic.
        `metadata` holds volume (searches per month), difficulty (0-100), intent, topic, sample and fit.
        """
        shelf = Shelf("keyword", primary(language), (market or region(language)).upper())
        own = choose_keywords(self.find(query, shelf, limit=30, shipped=False), limit=limit)
        return own or choose_keywords(self.find(query, shelf, limit=30, shipped=True), limit=limit)

    def terms(self, text: str, *, source_language: str, target_language: str) -> list[Term]:
        """Termbase entries whose source term occurs in `text`, in the order they occur."""
        return occurring(text, self._all_terms(source_language, target_language), source_language)

    def pages(self, query: str, *, language: str, limit: int = 3) -> list[Passage]:
        """Pages of the site on the topic of `query`, best first; `metadata` holds the url."""
        return _related(self.find(query, Shelf("page", primary(language)), limit=20), limit)

    def past_articles(self, query: str, *, language: str) -> list[Passage]:
        """Finished articles on the topic of `query`; `metadata` holds keyphrase and url."""
        return _related(self.find(query, Shelf("article", primary(language)), limit=20), 5)

    # --- filling it

    def remember(
        self, article_id: str, title: str, keyphrase: str, language: str, text: str, url: str | None = None
    ) -> None:
        """Keep a finished article, so that later plans can warn of keyphrases that compete with it."""
        shelf = Shelf("article", primary(language))
        metadata: dict[str, str | int | float | bool] = {"keyphrase": keyphrase, "article": article_id}
        if url:
            metadata["url"] = url
        record = Record(f"article:{article_id}", f"{keyphrase}. {text[:300]}", title, metadata)
        self.put(
            Document(article_id, digest(title, keyphrase, text, url or ""), {shelf: [record]}, "article"),
            "run",
        )

    def put(
        self, document: Document, origin: Literal["team", "run"] = "team", progress: Progress | None = None
    ) -> bool:
        """Put a document in; False when the store holds the same already."""
        with self._store.writing():
            for source in self._store.catalogue.sources():
                if source.key == f"{origin}:{document.name}" and source.digest == document.digest:
                    return False
            self._store.sweep()
            self._store.commit([self._store.stage(document, origin, self.embedding, progress)])
        return True

    def remove(self, name: str) -> list[Source]:
        """Take out the sources called `name`; what was taken. Shipped ones cannot be removed."""
        with self._store.writing():
            gone = [s for s in self._store.catalogue.sources() if s.name == name and s.origin != "shipped"]
            self._store.remove(gone)
        return gone

    def sources(self) -> list[Source]:
        """What the store holds, file by file."""
        return self._store.catalogue.sources()

    # --- inside

    def find(self, query: str, shelf: Shelf, *, limit: int | None, shipped: bool | None = None) -> list[Hit]:
        """What the rankers give for `query` on `shelf`, before thresholds and choices.

        Args:
            limit: None ranks everything there is.
            shipped: True looks only into what the project ships, False only into the rest.
        """
        from chromadb.errors import NotFoundError

        def ask() -> list[Hit]:
            sources = [s for s in self._sources() if shipped in (None, s.origin == "shipped")]
            segments = chosen(sources, shelf)
            if not segments:
                return []
            vectors = self._vectors(query, shelf.kind == "keyword")
            hits = search(self._store, segments, query, vectors, limit=limit)
            if shelf.kind == "keyword" and len(vectors) == 1 and self.embedding.local:
                return reconsidered(hits, query, self._words)
            return hits

        try:
            return ask()
        except NotFoundError:  # another process has just replaced a source; the list names its new segments
            return ask()

    def _encode(self, query: str, by_words: bool) -> Vectors:
        """A row for each piece of `query`. A short question's words are embedded beside it: one call costs less."""
        parts = pieces(query)
        words = content_words(query) if by_words and len(parts) == 1 and self.embedding.local else []
        vectors = self.embedding.encode([*parts, *words])
        vectors.flags.writeable = False
        self._words.learn(words, vectors[len(parts) :])
        return vectors[: len(parts)]

    def _sources(self) -> list[Source]:
        return [s for s in self._store.sources() if s.embedding == self._model]

    def _all_terms(self, source_language: str, target_language: str) -> list[Term]:
        sources = self._sources()
        state = digest(*(source.digest for source in sources))
        key = (state, source_language, target_language)
        if key not in self._terms:
            records = (
                record
                for source in sorted(sources, key=lambda s: s.origin == "shipped")
                for segment in source.segments
                if segment.shelf.kind == "term"
                for record in self._store.records(segment)
            )
            found = (entry_terms(record, source_language, target_language) for record in records)
            self._terms[key] = [term for term in found if term]
        return self._terms[key]


class NoKnowledge(Knowledge):
    """A store that answers nothing, to see what an article would be without knowledge: `--knowledge none`."""

    def __init__(self) -> None:
        self.location, self._model = NOTHING, DEFAULT

    def find(self, query: str, shelf: Shelf, *, limit: int | None, shipped: bool | None = None) -> list[Hit]:
        return []

    def sources(self) -> list[Source]:
        return []

    def put(
        self, document: Document, origin: Literal["team", "run"] = "team", progress: Progress | None = None
    ) -> bool:
        raise InputError(KEEPS_NOTHING)

    def remove(self, name: str) -> list[Source]:
        return []

    def _all_terms(self, source_language: str, target_language: str) -> list[Term]:
        return []


def _place(location: str | Path | None) -> str:
    default = user_data_path("transcreate") / "knowledge"
    return str(location or os.environ.get("TRANSCREATE_KNOWLEDGE") or default)


def _related(hits: Iterable[Hit], limit: int) -> list[Passage]:
    near = [hit for hit in hits if hit.similarity >= MIN_RELATED]
    return [passage(hit, "page" if hit.shelf.kind == "page" else "article") for hit in near[:limit]]
