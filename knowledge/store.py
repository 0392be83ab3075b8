"""The store: Chroma collections that are written once and never changed, and a list of those that count.

A source file becomes one segment (a collection) for each shelf it fills. Segments are written first; then one
record of the list is replaced, which is what makes them count. So an interrupted import leaves the old state
whole, readers in other processes never see half a file, and filters choose collections instead of rows.
"""

import shutil
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from filelock import FileLock
from pydantic import BaseModel

from knowledge.embedding import BATCH, Embedding
from knowledge.lexical import LexicalIndex
from knowledge.records import Document, Record, Shelf

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

LIST = "transcreate.sources"
PREFIX = "transcreate.segment."
LAYOUT = 1
"""Raised when segments are written differently: the shipped part is then built again."""

NOWHERE: Sequence[float] = [0.0]
"""Chroma wants a vector for every record; the list is never searched."""

Progress = Callable[[int, int], None]


class Segment(BaseModel):
    """One collection: the records of one source on one shelf."""

    collection: str
    shelf: Shelf
    count: int


class Source(BaseModel):
    """One file in the store."""

    name: str
    origin: Literal["shipped", "team", "run"]
    digest: str
    format: str = ""
    added: str = ""
    segments: list[Segment] = []

    @property
    def key(self) -> str:
        return f"{self.origin}:{self.name}"

    @property
    def count(self) -> int:
        return sum(segment.count for segment in self.segments)


class Marks(BaseModel):
    """What the store remembers of itself."""

    embedding: str
    shipped: str = ""
    layout: int = LAYOUT


class Store:
    """Sources in one Chroma database. Reading is safe from any thread; writing takes the lock.

    `folder` holds the lock and the lexical indexes: beside the database when that is embedded, in the user's
    cache when it is a server.
    """

    def __init__(self, client: "ClientAPI", folder: Path) -> None:
        self._client = client
        self._folder = folder
        self._handles: dict[str, Collection] = {}
        self._lexical: dict[str, LexicalIndex] = {}
        self._guard = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._file_lock = FileLock(folder / "write.lock")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing, against other threads and processes of this machine."""
        with self._file_lock:
            yield

    # --- the list of what counts

    def _list(self) -> "Collection":
        return self._client.get_or_create_collection(LIST, embedding_function=None)

    def marks(self) -> Marks | None:
        """None while the store is new."""
        found = self._list().get(ids=["marks"], include=["documents"])["documents"]
        return Marks.model_validate_json(found[0]) if found else None

    def set_marks(self, marks: Marks) -> None:
        self._list().upsert(ids=["marks"], embeddings=[NOWHERE], documents=[marks.model_dump_json()])

    def sources(self) -> list[Source]:
        """All sources, by key."""
        found = self._list().get(include=["documents"])
        entries = zip(found["ids"], found["documents"] or [], strict=True)
        return sorted(
            (Source.model_validate_json(text) for key, text in entries if key != "marks"),
            key=lambda source: source.key,
        )

    # --- writing

    def write(
        self,
        document: Document,
        origin: Literal["shipped", "team", "run"],
        embedding: Embedding,
        progress: Progress | None = None,
    ) -> Source:
        """Put `document` in, in the place of an earlier source of the same name. Call inside `writing`."""
        done, total = 0, document.count
        segments: list[Segment] = []
        for shelf, records in document.shelves.items():
            name = PREFIX + uuid.uuid4().hex
            collection = self._client.create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"embedding": embedding.name, "source": document.name},
            )
            for batch in _batches(records):
                collection.add(
                    ids=[record.id for record in batch],
                    embeddings=embedding.encode([searchable(record) for record in batch]),
                    documents=[record.text for record in batch],
                    metadatas=[{"title": record.title, **record.metadata} for record in batch],
                )
                done += len(batch)
                if progress:
                    progress(done, total)
            index = LexicalIndex.build(
                [r.id for r in records], [searchable(r) for r in records], shelf.language
            )
            index.save(self._folder / "lexical" / name)
            segments.append(Segment(collection=name, shelf=shelf, count=len(records)))
        source = Source(
            name=document.name,
            origin=origin,
            digest=document.digest,
            format=document.format,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
            segments=segments,
        )
        earlier = [entry for entry in self.sources() if entry.key == source.key]
        self._list().upsert(ids=[source.key], embeddings=[NOWHERE], documents=[source.model_dump_json()])
        for entry in earlier:
            self._drop(entry)
        return source

    def remove(self, source: Source) -> None:
        """Take `source` out. Call inside `writing`."""
        self._list().delete(ids=[source.key])
        self._drop(source)

    def sweep(self) -> int:
        """Delete segments that nothing lists, left by an interrupted import. Call inside `writing`."""
        listed = {segment.collection for source in self.sources() for segment in source.segments}
        stray = [
            collection.name
            for collection in self._client.list_collections()
            if collection.name.startswith(PREFIX) and collection.name not in listed
        ]
        for name in stray:
            self._delete(name)
        return len(stray)

    def _drop(self, source: Source) -> None:
        for segment in source.segments:
            self._delete(segment.collection)

    def _delete(self, name: str) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._client.delete_collection(name)
        shutil.rmtree(self._folder / "lexical" / name, ignore_errors=True)

    # --- reading

    def records(self, segment: Segment) -> list[Record]:
        """Everything in `segment`, in the order it was written."""
        found = self._handle(segment.collection).get(include=["documents", "metadatas"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return [_record(key, text, dict(metadata)) for key, text, metadata in rows]

    def nearest(
        self, segment: Segment, vector: "np.ndarray[Any, Any]", limit: int
    ) -> list[tuple[Record, float]]:
        """The `limit` nearest records with their cosine similarity, nearest first."""
        found = self._handle(segment.collection).query(
            query_embeddings=[vector],
            n_results=min(limit, segment.count),
            include=["documents", "metadatas", "distances"],
        )
        rows = zip(
            found["ids"][0],
            (found["documents"] or [[]])[0],
            (found["metadatas"] or [[]])[0],
            (found["distances"] or [[]])[0],
            strict=True,
        )
        return [(_record(key, text, dict(data)), 1.0 - float(distance)) for key, text, data, distance in rows]

    def by_words(
        self, segment: Segment, words: list[str], vector: "np.ndarray[Any, Any]", limit: int
    ) -> list[tuple[Record, float, float]]:
        """The `limit` best records by BM25, best first, with BM25 score and cosine similarity."""
        best = self._index(segment).best(words, limit)
        if not best:
            return []
        found = self._handle(segment.collection).get(
            ids=[key for key, _ in best], include=["documents", "metadatas", "embeddings"]
        )
        embeddings = found["embeddings"]
        assert embeddings is not None
        rows = {
            key: (_record(key, text, dict(data)), float(np.dot(vector, np.asarray(row))))
            for key, text, data, row in zip(
                found["ids"], found["documents"] or [], found["metadatas"] or [], embeddings, strict=True
            )
        }
        return [(rows[key][0], score, rows[key][1]) for key, score in best]

    def _handle(self, name: str) -> "Collection":
        with self._guard:
            if name not in self._handles:
                self._handles[name] = self._client.get_collection(name, embedding_function=None)
            return self._handles[name]

    def _index(self, segment: Segment) -> LexicalIndex:
        with self._guard:
            known = self._lexical.get(segment.collection)
        if known is not None:
            return known
        folder = self._folder / "lexical" / segment.collection
        if folder.exists():
            index = LexicalIndex.load(folder)
        else:
            records = self.records(segment)
            index = LexicalIndex.build(
                [r.id for r in records], [searchable(r) for r in records], segment.shelf.language
            )
            index.save(folder)
        with self._guard:
            return self._lexical.setdefault(segment.collection, index)


def searchable(record: Record) -> str:
    """What is embedded and indexed: the title and the text."""
    return f"{record.title}. {record.text}" if record.title and record.title != record.text else record.text


def _record(key: str, text: str, metadata: dict[str, Any]) -> Record:
    title = str(metadata.pop("title", ""))
    return Record(key, text, title, metadata)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield batch
