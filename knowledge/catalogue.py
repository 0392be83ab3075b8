"""The list of what counts: one record for each source, and one for what the store remembers of itself.

It lives in the database, so that every process and machine that opens the store reads the same list.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from knowledge.records import Shelf

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

Origin = Literal["shipped", "team", "run"]

COLLECTION = "transcreate.sources"
MARKS = "marks"
LAYOUT = 1
"""Raised when segments are written differently: what is shipped is then built again."""
NOWHERE: Sequence[float] = [0.0]
"""Chroma wants a vector for every record; the list is never searched."""


class Segment(BaseModel):
    """One collection: the records of one source on one shelf."""

    collection: str
    shelf: Shelf
    count: int


class Source(BaseModel):
    """One file in the store."""

    name: str
    origin: Origin
    digest: str
    embedding: str
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


class Catalogue:
    """Reading and replacing the list. Each change is one request, which Chroma takes whole or not at all."""

    def __init__(self, client: "ClientAPI") -> None:
        self._collection: Collection = client.get_or_create_collection(COLLECTION, embedding_function=None)

    def marks(self) -> Marks | None:
        """None while the store is new."""
        found = self._collection.get(ids=[MARKS], include=["documents"])["documents"]
        return Marks.model_validate_json(found[0]) if found else None

    def sources(self) -> list[Source]:
        """All sources, by key."""
        found = self._collection.get(include=["documents"])
        entries = zip(found["ids"], found["documents"] or [], strict=True)
        return sorted(
            (Source.model_validate_json(text) for key, text in entries if key != MARKS),
            key=lambda source: source.key,
        )

    def replace(self, sources: Sequence[Source], marks: Marks | None) -> None:
        """Put `sources` in the place of those with the same keys, and `marks` with them."""
        rows = {source.key: source.model_dump_json() for source in sources}
        if marks:
            rows[MARKS] = marks.model_dump_json()
        self._collection.upsert(ids=list(rows), embeddings=[NOWHERE] * len(rows), documents=list(rows.values()))

    def delete(self, sources: Sequence[Source]) -> None:
        self._collection.delete(ids=[source.key for source in sources])
