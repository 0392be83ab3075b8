"""What importers hand to the store: documents, each split over shelves, each shelf a list of records."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Scalar = str | int | float | bool
Kind = Literal["style_guide", "keyword", "page", "article", "term"]
KINDS: tuple[Kind, ...] = ("style_guide", "keyword", "page", "article", "term")


class Shelf(NamedTuple):
    """Where a record stands. Filters choose shelves, never rows: a filter inside a large collection is slow.

    An empty field means "holds for all". `language` is a primary subtag, `market` an ISO 3166-1 code.
    """

    kind: Kind
    language: str = ""
    market: str = ""
    brand: str = ""
    genre: str = ""


@dataclass(frozen=True)
class Record:
    """One thing that can be found: the text that is embedded, and what is known about it."""

    id: str
    text: str
    title: str = ""
    metadata: dict[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True)
class Unread:
    """A row of an import that was left out, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Document:
    """One file, read: its records by shelf, and the rows that could not be read."""

    name: str
    digest: str
    shelves: dict[Shelf, list[Record]]
    format: str = ""
    unread: tuple[Unread, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(records) for records in self.shelves.values())


def digest(*parts: bytes | str) -> str:
    """A short stable hash (16 hex digits of SHA-256) of `parts`, which are kept apart."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:16]


def primary(language: str) -> str:
    """The primary subtag: `pt` of `pt-BR`."""
    return language.replace("_", "-").split("-")[0].lower()


def region(language: str) -> str:
    """The region of a BCP-47 tag in capitals, empty when it names none: `BR` of `pt-BR`."""
    for part in language.replace("_", "-").split("-")[1:]:
        if len(part) == 2 and part.isalpha():
            return part.upper()
    return ""
