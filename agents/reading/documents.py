"""Word documents as Markdown, opened as something a stranger may have made."""

import io
import zipfile
from xml.etree.ElementTree import Element, ParseError, tostring

import mammoth  # type: ignore[import-untyped]
from bs4 import BeautifulSoup
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from agents.reading.web_page import to_markdown
from knowledge.errors import InputError

MAX_PARTS = 2_000
MAX_UNPACKED = 50_000_000
"""Bytes of all parts together. A 500-page book without pictures unpacks to about 10 MB."""

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off"}
_BROKEN = "The Word document cannot be read: it is damaged or not a .docx file. Save it again as .docx or as text."


def is_docx(data: bytes) -> bool:
    """True when the bytes are a ZIP archive with a Word text in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _BODY in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def docx_to_markdown(data: bytes) -> str:
    """Headings, paragraphs, lists, tables and links of a .docx file; hidden text and pictures are left out.

    Raises:
        InputError: The file is damaged, unpacks to more than `MAX_UNPACKED` bytes, or declares XML entities.
    """
    try:
        html = mammoth.convert_to_html(io.BytesIO(_checked(data))).value
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ParseError, KeyError, ValueError, NotImplementedError) as error:
        raise InputError(_BROKEN) from error
    except (RecursionError, AttributeError, TypeError, OSError, RuntimeError, EOFError) as error:
        # mammoth and zipfile answer malformed parts with whatever they stumble over
        raise InputError(_BROKEN) from error
    return to_markdown(BeautifulSoup(str(html), "lxml"))


def _checked(data: bytes) -> bytes:
    """The same document with only its harmless parts: bounded, free of entities, without hidden runs."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(kept, "w") as copy:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise InputError(
                f"The Word document unpacks to more than {MAX_UNPACKED // 1_000_000} MB or {MAX_PARTS:,} parts. "
                "Save its text alone and try again."
            )
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            copy.writestr(part.filename, _without_hidden(part.filename, archive.read(part)))
    return kept.getvalue()


def _without_hidden(name: str, content: bytes) -> bytes:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError("The Word document declares XML entities, which no word processor writes.") from error
    if name != _BODY:
        return content
    for parent in list(root.iter()):
        for run in parent.findall(f"{_W}r"):
            vanish = run.find(f"{_W}rPr/{_W}vanish")
            if vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF:
                parent.remove(run)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
