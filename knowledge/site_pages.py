"""Pages of the team's own site, for internal links: a sitemap, or a table of url, title, description, language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from knowledge.errors import InputError
from knowledge.records import Document, Record, Scalar, Shelf, Unread, digest, primary
from knowledge.tables import Table, find_table, pick

NAMES: dict[str, frozenset[str]] = {
    "url": frozenset(["url", "loc", "address", "page", "link", "permalink"]),
    "title": frozenset(["title", "title 1", "name", "titel", "titre", "h1", "h1-1"]),
    "description": frozenset(["description", "meta description", "meta description 1", "beschreibung"]),
    "language": frozenset(["language", "lang", "hreflang", "sprache", "langue"]),
}
LANGUAGES = frozenset(["en", "de", "fr", "es", "it", "nl", "pt"])
"""A path may begin with one of these and mean the language: `/fr/chauffage`."""


def page_table(text: str) -> Table | None:
    """The table of pages in `text`, None when it has no column of addresses."""

    def known(header: Sequence[str]) -> int:
        roles = [role for role, names in NAMES.items() if any(name in names for name in header)]
        return len(roles) if "url" in roles else 0

    return find_table(text, known)


def read_page_table(name: str, text: str, *, language: str | None = None) -> Document:
    """Read a table of pages, such as a crawler's export.

    Raises:
        InputError: there is no column of addresses, or no row that can be used.
    """
    table = page_table(text)
    if table is None:
        raise InputError(f"{name} has no column named url. Head the columns url,title,description,language.")
    rows: list[tuple[int, Mapping[str, str] | str]] = [*table.rows()]
    return _document(name, digest(text, language or ""), rows, language, "pages (table)")


def read_sitemap(name: str, root: Element, *, language: str | None = None) -> Document:
    """Read the `urlset` of a sitemap. A page's title, which sitemaps lack, is told from its address.

    Raises:
        InputError: the file is an index of sitemaps, or names no page.
    """
    if local(root.tag) == "sitemapindex":
        listed = [element.text or "" for element in root.iter() if local(element.tag) == "loc"]
        raise InputError(
            f"{name} is an index of {len(listed)} sitemaps and names no page itself. "
            f"Download and add those it lists, for example {listed[0].strip() if listed else 'the first'}."
        )
    rows: list[tuple[int, Mapping[str, str] | str]] = []
    for number, entry in enumerate((e for e in root if local(e.tag) == "url"), start=1):
        found = {local(child.tag): (child.text or "").strip() for child in entry.iter() if child is not entry}
        found["url"] = next((c.text or "" for c in entry if local(c.tag) == "loc"), "").strip()
        own = (
            link.get("hreflang", "") for link in entry if local(link.tag) == "link" and link.get("href") == found["url"]
        )
        found["language"] = next((tag for tag in own if tag != "x-default"), found.get("language", ""))
        rows.append((number, found))
    hashed = digest(*(str(row) for row in rows), language or "")
    return _document(name, hashed, rows, language, "sitemap")


def _document(
    name: str,
    hashed: str,
    rows: Iterable[tuple[int, Mapping[str, str] | str]],
    language: str | None,
    form: str,
) -> Document:
    shelves: dict[Shelf, dict[str, Record]] = {}
    unread: list[Unread] = []
    for line, row in rows:
        try:
            if isinstance(row, str):
                raise ValueError(row)
            shelf, record = _record(row, language)
        except ValueError as error:
            unread.append(Unread(line, str(error)))
            continue
        shelves.setdefault(shelf, {})[record.id] = record
    if not shelves:
        detail = f" Line {unread[0].line}: {unread[0].reason}." if unread else ""
        raise InputError(f"{name} names no page that could be used.{detail}")
    kept = {shelf: list(records.values()) for shelf, records in shelves.items()}
    return Document(name, hashed, kept, form, tuple(unread))


def _record(row: Mapping[str, str], language: str | None) -> tuple[Shelf, Record]:
    url = pick(row, NAMES["url"])
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"]", url):
        raise ValueError(f"{url[:80]!r} is not a web address" if url else "no address")
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    told = pick(row, NAMES["language"]) or language or ""
    if not told and segments and primary(segments[0]) in LANGUAGES:
        told = segments[0]
    title = pick(row, NAMES["title"]) or _words(segments[-1] if segments else parts.hostname)
    description = pick(row, NAMES["description"])
    metadata: dict[str, Scalar] = {"url": url}
    shelf = Shelf("page", primary(told))
    return shelf, Record(f"page:{digest(url)[:8]}", description or title, title, metadata)


def _words(segment: str) -> str:
    """`chauffage-urbain_2.html` as words."""
    return " ".join(re.split(r"[-_+.]+", re.sub(r"\.\w{2,5}$", "", segment))).strip() or segment


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2].lower()
