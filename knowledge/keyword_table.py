"""Keyword research as a plain table: `keyword,language,volume,difficulty,intent,topic`."""

import csv
import io

from knowledge.errors import InputError
from knowledge.records import Document, Record, Scalar, Shelf, Unread, digest, primary, region


def read_keywords(name: str, text: str, *, language: str | None = None, market: str | None = None) -> Document:
    """Read a keyword table in CSV.

    Raises:
        InputError: there is no keyword column, or no row that can be used.
    """
    reader = csv.DictReader(io.StringIO(text))
    if "keyword" not in (reader.fieldnames or []):
        raise InputError(f"{name} has no column named keyword.")
    shelves: dict[Shelf, dict[str, Record]] = {}
    unread: list[Unread] = []
    for row in reader:
        keyword = (row["keyword"] or "").strip()
        tag = (row.get("language") or language or "").strip()
        if not keyword or not tag:
            unread.append(Unread(reader.line_num, "no keyword" if not keyword else "no language"))
            continue
        shelf = Shelf("keyword", primary(tag), (row.get("market") or market or region(tag)).upper())
        key = f"keyword:{shelf.language}:{digest(keyword.casefold(), shelf.market)[:8]}"
        metadata: dict[str, Scalar] = {"sample": (row.get("sample") or "").lower() in ("true", "1", "yes")}
        for column in ("intent", "topic"):
            if row.get(column):
                metadata[column] = row[column].strip()
        for column in ("volume", "difficulty"):
            if row.get(column):
                metadata[column] = int(row[column])
        shelves.setdefault(shelf, {})[key] = Record(key, keyword, keyword, metadata)
    if not shelves:
        raise InputError(f"{name} holds no keyword that could be used.")
    return Document(
        name,
        digest(text, language or "", market or ""),
        {shelf: list(records.values()) for shelf, records in shelves.items()},
        "keywords (plain CSV)",
        tuple(unread),
    )
