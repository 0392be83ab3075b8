"""The store: Chroma collections that are written once and never changed, and a list of those that count.

A source file becomes one segment (a collection) for each shelf it fills. Segments are written first; then the
list is changed in one request, which is what makes them count. So an interrupted import leaves the old state
whole, readers in other processes never see half a file, and filters choose collections instead of rows.
"""

import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from knowledge.catalogue import Catalogue, Marks, Origin, Segment, Source
from knowledge.embedding import BATCH, Embedding, Vectors, cosines
from knowledge.lexical import LexicalIndex
from knowledge.records import Document, Record

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

PREFIX = "transcreate.segment."
STRAY_SECONDS = 3600
"""Age from which an unlisted segment on a server counts as left behind: another machine may be writing it."""

SMALL = 256
"""Records up to which a segment is read whole, once, and searched exactly: a style guide has a dozen sections."""
WHOLE = 128
"""Small segments kept in memory, at most 0.5 MB each; those longest unused go first."""
BEST = 3
"""One piece alone may be near by accident, and the mean of all would bury a topic that half the text is on."""

Progress = Callable[[int, int], None]


class Store:
    """Sources in one Chroma database. Reading is safe from any thread; writing happens inside `writing`.

    `folder` holds the lock and the lexical indexes: beside the database when that is embedded, in the user's
    cache when it is a server (`shared`).
    """

    def __init__(self, client: "ClientAPI", folder: Path, *, shared: bool = False) -> None:
        self._client = client
        self._folder = folder
        self._shared = shared
        self._handles: dict[str, Collection] = {}
        self._lexical: dict[str, LexicalIndex] = {}
        self._guard = threading.Lock()
        self._whole = lru_cache(maxsize=WHOLE)(self._read_whole)
        self.catalogue = Catalogue(client)
        self._listed: tuple[object, list[Source]] | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing, against other threads and processes of this machine."""
        with FileLock(self._folder / "write.lock"):
            yield

    # --- writing

    def stage(
        self, document: Document, origin: Origin, embedding: Embedding, progress: Progress | None = None
    ) -> Source:
        """Write the segments of `document`. They count once `commit` lists the source that is returned."""
        done, total = 0, document.count
        segments: list[Segment] = []
        for shelf, records in document.shelves.items():
            name = PREFIX + uuid.uuid4().hex
            collection = self._client.create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"source": document.name, "created": int(time.time())},
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
            _lexical_index(records, shelf.language).save(self._folder / "lexical" / name)
            segments.append(Segment(collection=name, shelf=shelf, count=len(records)))
        return Source(
            name=document.name,
            origin=origin,
            digest=document.digest,
            embedding=embedding.name,
            format=document.format,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
            segments=segments,
        )

    def commit(self, sources: Sequence[Source], marks: Marks | None = None) -> None:
        """Let `sources` count, in the place of earlier ones of the same keys, all at once."""
        keys = {source.key for source in sources}
        earlier = [source for source in self.catalogue.sources() if source.key in keys]
        self.catalogue.replace(sources, marks)
        self._listed = None
        self._drop(earlier)

    def remove(self, sources: Sequence[Source]) -> None:
        """Take `sources` out."""
        if sources:
            self.catalogue.delete(sources)
            self._listed = None
            self._drop(sources)

    def sweep(self) -> int:
        """Delete segments that nothing lists, left by an interrupted import; how many there were."""
        listed = {segment.collection for source in self.catalogue.sources() for segment in source.segments}
        newest = time.time() - (STRAY_SECONDS if self._shared else 0)
        stray = [
            collection.name
            for collection in self._client.list_collections()
            if collection.name.startswith(PREFIX)
            and collection.name not in listed
            and float((collection.metadata or {}).get("created", 0)) <= newest
        ]
        for name in stray:
            self._delete(name)
        return len(stray)

    def _drop(self, sources: Iterable[Source]) -> None:
        for source in sources:
            for segment in source.segments:
                self._delete(segment.collection)

    def _delete(self, name: str) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):  # another machine was faster
            self._client.delete_collection(name)
        shutil.rmtree(self._folder / "lexical" / name, ignore_errors=True)

    # --- reading

    def sources(self) -> list[Source]:
        """The list as it is now, whichever process changed it; read again only when the database was written."""
        if self._shared:
            return self.catalogue.sources()
        paths = (self._folder / "chroma.sqlite3", self._folder / "chroma.sqlite3-wal")
        state = [(path.stat().st_mtime_ns, path.stat().st_size) for path in paths if path.exists()]
        if self._listed is None or self._listed[0] != state:
            self._listed = state, self.catalogue.sources()
        return self._listed[1]

    def records(self, segment: Segment) -> list[Record]:
        """Everything in `segment`, in the order it was written."""
        found = self._handle(segment.collection).get(include=["documents", "metadatas"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return [_record(key, text, dict(metadata)) for key, text, metadata in rows]

    def nearest(self, segment: Segment, vectors: Vectors, limit: int) -> tuple[dict[str, float], float]:
        """The nearest records to the rows of `vectors`, at least `limit` to each: their fit (see `fit`) by id.

        With it the fit that no other record of the segment exceeds.
        """
        if segment.count <= SMALL:
            records, rows = self._whole(segment.collection)
            return dict(zip(records, fit(rows, vectors), strict=True)), -1.0
        found = self._handle(segment.collection).query(
            query_embeddings=vectors, n_results=min(limit, segment.count), include=["distances"]
        )
        near = 1.0 - np.asarray(found["distances"], dtype=np.float32)
        rest = -1.0 if limit >= segment.count else float(np.sort(near.min(axis=1))[-BEST:].mean())
        if len(vectors) == 1:
            return dict(zip(found["ids"][0], map(float, near[0]), strict=True)), rest
        return self.fits(segment, list(dict.fromkeys(key for ids in found["ids"] for key in ids)), vectors), rest

    def by_words(self, segment: Segment, words: Sequence[str], limit: int) -> dict[str, float]:
        """The `limit` best records by BM25: their scores by id."""
        return dict(self._index(segment).best(words, limit))

    def fits(self, segment: Segment, ids: Sequence[str], vectors: Vectors) -> dict[str, float]:
        """The fit of each of `ids` to `vectors`."""
        if not ids:
            return {}
        found = self._handle(segment.collection).get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], fit(np.asarray(found["embeddings"]), vectors), strict=True))

    def look_up(self, segment: Segment, ids: Sequence[str]) -> dict[str, Record]:
        """Records by id."""
        if segment.count <= SMALL:
            records, _ = self._whole(segment.collection)
            return {key: records[key] for key in ids}
        if not ids:
            return {}
        found = self._handle(segment.collection).get(ids=list(ids), include=["documents", "metadatas"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return {key: _record(key, text, dict(data)) for key, text, data in rows}

    def _read_whole(self, name: str) -> tuple[dict[str, Record], Vectors]:
        found = self._handle(name).get(include=["documents", "metadatas", "embeddings"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        return {key: _record(key, text, dict(data)) for key, text, data in rows}, np.asarray(
            found["embeddings"], dtype=np.float32
        )

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
            index = _lexical_index(self.records(segment), segment.shelf.language)
            index.save(folder)
        with self._guard:
            return self._lexical.setdefault(segment.collection, index)


def searchable(record: Record) -> str:
    """What is embedded and indexed: the title and the text."""
    return f"{record.title}. {record.text}" if record.title and record.title != record.text else record.text


def _lexical_index(records: Sequence[Record], language: str) -> LexicalIndex:
    return LexicalIndex.build([record.id for record in records], [searchable(record) for record in records], language)


def fit(rows: Vectors, vectors: Vectors) -> list[float]:
    """How near each of `rows` is to a query of several pieces: the mean cosine similarity to the BEST nearest."""
    similarities = np.sort(cosines(rows, vectors), axis=1)[:, -BEST:]
    return [float(value) for value in similarities.mean(axis=1)]


def _record(key: str, text: str, metadata: dict[str, Any]) -> Record:
    title = str(metadata.pop("title", ""))
    return Record(key, text, title, metadata)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield batch
