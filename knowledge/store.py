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
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from knowledge.catalogue import Catalogue, Marks, Origin, Segment, Source
from knowledge.copies import Copy, new_copy, searchable
from knowledge.embedding import BATCH, Embedding, Vectors, cosines
from knowledge.lexical import tokens
from knowledge.records import Document, Record

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

PREFIX = "transcreate.segment."
STRAY_SECONDS = 3600
"""Age from which an unlisted segment on a server counts as left behind: another machine may be writing it."""
PAGE = 1_000
"""Records read from Chroma at once, with their vectors, to make a copy."""
EXACT = 20_000
"""Records up to which a question is compared with every vector: from here on Chroma's index is faster (3 ms)."""

BEST = 3
"""One piece alone may be near by accident, and the mean of all would bury a topic that half the text is on."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Found:
    """What the rankers say of a segment: the places of records, how well each fits, and its BM25 score."""

    places: NDArray[np.intp]
    fits: NDArray[np.float32]
    words: NDArray[np.float32]


class Store:
    """Sources in one Chroma database. Reading is safe from any thread; writing happens inside `writing`.

    `folder` holds the lock and the copies made for reading: beside the database when that is embedded, in the
    user's cache when it is a server (`shared`).
    """

    def __init__(self, client: "ClientAPI", folder: Path, *, shared: bool = False) -> None:
        self._client = client
        self._folder = folder
        self._shared = shared
        self._handles: dict[str, Collection] = {}
        self._copies: dict[str, Copy] = {}
        self._guard = threading.Lock()
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
            with new_copy(self._copies_folder / name, shelf.language) as add:
                for batch in _batches(records):
                    vectors = embedding.encode([searchable(record) for record in batch])
                    collection.add(
                        ids=[record.id for record in batch],
                        embeddings=vectors,
                        documents=[record.text for record in batch],
                        metadatas=[{"title": record.title, **record.metadata} for record in batch],
                    )
                    add(batch, vectors)
                    done += len(batch)
                    if progress:
                        progress(done, total)
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
        """Delete what nothing lists, left by an interrupted import; how many segments there were."""
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
        for folder in self._copies_folder.glob("*"):
            # A reader may just be making a part, and another machine a segment that is not listed yet.
            if folder.name not in listed and folder.stat().st_mtime < time.time() - STRAY_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        return len(stray)

    def _drop(self, sources: Iterable[Source]) -> None:
        for source in sources:
            for segment in source.segments:
                self._delete(segment.collection)

    def _delete(self, name: str) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):  # another machine was faster
            self._client.delete_collection(name)
        with self._guard:
            self._copies.pop(name, None)
            self._handles.pop(name, None)
        shutil.rmtree(self._copies_folder / name, ignore_errors=True)

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

    def ask(self, segment: Segment, query: str, vectors: Vectors, depth: int) -> Found:
        """What both rankers say of `segment`: of every record, or of at least the `depth` best of each in a large one.

        Args:
            vectors: the query's, one row for each of its pieces.
        """
        copy = self._copy(segment)
        words = copy.words.scores(tokens(query, segment.shelf.language))
        if segment.count <= EXACT:
            return Found(np.arange(segment.count), fit(copy.vectors, vectors), words)
        found = self._handle(segment.collection).query(
            query_embeddings=vectors, n_results=min(depth, segment.count), include=[]
        )
        near = [copy.places[key] for ids in found["ids"] for key in ids]
        best = np.argpartition(-words, min(depth, segment.count) - 1)[:depth]
        places = np.union1d(near, best[words[best] > 0]).astype(np.intp)
        return Found(places, fit(copy.vectors[places], vectors), words[places])

    def record(self, segment: Segment, place: int) -> Record:
        """The record that stands at `place`."""
        return self._copy(segment).record(place)

    def key(self, segment: Segment, place: int) -> str:
        """The id of the record that stands at `place`."""
        return self._copy(segment).ids[place]

    def _handle(self, name: str) -> "Collection":
        with self._guard:
            if name not in self._handles:
                self._handles[name] = self._client.get_collection(name, embedding_function=None)
            return self._handles[name]

    @property
    def _copies_folder(self) -> Path:
        return self._folder / "copies"

    def _copy(self, segment: Segment) -> Copy:
        with self._guard:
            known = self._copies.get(segment.collection)
        if known is not None:
            return known
        folder = self._copies_folder / segment.collection
        try:
            copy = Copy(folder)
        except (FileNotFoundError, ValueError):  # never made here, or damaged
            shutil.rmtree(folder, ignore_errors=True)
            self._make_copy(segment, folder)
            copy = Copy(folder)
        with self._guard:
            return self._copies.setdefault(segment.collection, copy)

    def _make_copy(self, segment: Segment, folder: Path) -> None:
        collection = self._handle(segment.collection)
        with new_copy(folder, segment.shelf.language) as add:
            for start in range(0, segment.count, PAGE):
                page = collection.get(limit=PAGE, offset=start, include=["documents", "metadatas", "embeddings"])
                rows = zip(page["ids"], page["documents"] or [], page["metadatas"] or [], strict=True)
                add([_record(key, text, dict(data)) for key, text, data in rows], np.asarray(page["embeddings"]))


def fit(rows: Vectors, vectors: Vectors) -> NDArray[np.float32]:
    """How near each of `rows` is to a query of several pieces: the mean cosine similarity to the BEST nearest."""
    similarities = cosines(rows, vectors)
    if similarities.shape[1] > BEST:
        similarities = np.partition(similarities, -BEST, axis=1)[:, -BEST:]
    return np.asarray(similarities.mean(axis=1), dtype=np.float32)


def _record(key: str, text: str, metadata: dict[str, Any]) -> Record:
    title = str(metadata.pop("title", ""))
    return Record(key, text, title, metadata)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield batch
