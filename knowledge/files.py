"""Which reader a file wants, told from its content."""

import gzip
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException
from slugify import slugify

from knowledge.errors import InputError
from knowledge.keyword_exports import keyword_table, read_keywords, tool
from knowledge.records import Document
from knowledge.site_pages import local, page_table, read_page_table, read_sitemap
from knowledge.style_guide import read_guide
from knowledge.tables import decode
from knowledge.tbx import read_tbx
from knowledge.termbase import read_termbase, term_table
from knowledge.workbooks import is_workbook, sheets

LARGEST = 200_000_000
"""Bytes of a file, unpacked: a million keyword rows are about 100 MB, and a packed file must not be a trap."""


@dataclass(frozen=True)
class About:
    """What the caller says of a file; it beats what the file says of itself."""

    language: str | None = None
    market: str | None = None
    brand: str | None = None
    genre: str | None = None

    def __str__(self) -> str:
        said = (self.language, self.market, self.brand, self.genre)
        return ", ".join(slugify(value) for value in said if value)


def read_file(path: Path, about: About | None = None) -> Document:
    """Read a style guide, a keyword export, a termbase, a sitemap or a table of pages.

    The document is named after the file, and after what is said of it, so that `Queries.csv` of two languages
    stand side by side.

    Raises:
        InputError: the file cannot be read, or is none of these.
    """
    about = about or About()
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name} is larger than {LARGEST // 1_000_000} MB. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    name = f"{path.name} ({about})" if str(about) else path.name
    return read_bytes(name, data, about)


def read_bytes(name: str, data: bytes, about: About) -> Document:
    """`read_file` for content at hand."""
    if data.startswith(b"\x1f\x8b"):
        data = _gunzip(name, data)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(name, data, about)
    text = decode(data, name)
    if text.lstrip("\ufeff \n\t").startswith("<"):
        return _xml(name, text, about)
    stem = name.split(" (")[0].lower()
    if stem.endswith((".md", ".markdown", ".txt")):
        return read_guide(
            name, text, language=about.language, market=about.market, brand=about.brand, genre=about.genre
        )
    if document := _tabular(name, text, about):
        return document
    raise InputError(
        f"{name} is nothing known by its headers: neither keyword research, nor a termbase with columns "
        "headed by language codes, nor pages with a column named url. Style guides end in .md."
    )


def _tabular(name: str, text: str, about: About) -> Document | None:
    if keyword_table(text):
        return read_keywords(name, text, language=about.language, market=about.market)
    if term_table(text):
        return read_termbase(name, text)
    if page_table(text):
        return read_page_table(name, text, language=about.language)
    return None


def _xml(name: str, text: str, about: About) -> Document:
    root = _root(name, text)
    kind = local(root.tag)
    if kind in ("urlset", "sitemapindex"):
        return read_sitemap(name, root, language=about.language)
    if kind in ("martif", "tbx"):
        return read_tbx(name, root, text)
    raise InputError(f"{name} is XML, but neither a sitemap nor a TBX termbase (its root is {kind}).")


def _root(name: str, text: str) -> Element:
    head, mark, rest = text.lstrip("\ufeff \n\t").partition("?>")
    plain = rest if mark and head.startswith("<?xml") else text.lstrip("\ufeff \n\t")
    try:
        root: Element = defusedxml.ElementTree.fromstring(plain.lstrip())
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise InputError(f"{name} is not valid XML, or declares entities: {error}") from error
    return root


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            plain = packed.read(LARGEST + 1)
    except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
        raise InputError(f"{name} is a damaged gzip file: {error}") from error
    if len(plain) > LARGEST:
        raise InputError(f"{name} unpacks to more than {LARGEST // 1_000_000} MB. Split it.")
    return plain


def _zipped(name: str, data: bytes, about: About) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise InputError(f"{name} unpacks to more than {LARGEST // 1_000_000} MB. Split it.")
            if not is_workbook(archive):
                return _archived(name, archive, about)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise InputError(f"{name} is a damaged or locked archive: {error}") from error
    for text in sheets(name, data):
        if document := _tabular(name, text, about):
            return document
    raise InputError(f"No sheet of {name} is headed as keyword research, a termbase or pages are.")


def _archived(name: str, archive: zipfile.ZipFile, about: About) -> Document:
    """The keyword table inside an archive such as Search Console's, which holds pages and dates beside it."""
    found: list[tuple[bool, str, str]] = []
    for entry in sorted(archive.infolist(), key=lambda info: info.filename):
        if not entry.filename.lower().endswith((".csv", ".tsv", ".txt")) or entry.file_size == 0:
            continue
        text = decode(archive.read(entry), f"{name}/{entry.filename}")
        if table := keyword_table(text):
            found.append((tool(table.header) != "Google Search Console", entry.filename, text))
    if not found:
        raise InputError(f"{name} holds no table of keywords. Unpack it and add its files one by one.")
    _, _, text = min(found)
    return read_keywords(name, text, language=about.language, market=about.market)
