"""Reads what people hand in: files and standard input of many kinds, as clean text and as a `Source`."""

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from bs4 import BeautifulSoup
from charset_normalizer import from_bytes

from agents.domain import Paragraph, Source
from agents.reading.documents import docx_to_markdown, is_docx
from agents.reading.language import identify
from agents.reading.splitting import split_request
from agents.reading.text import Block, blocks, composed, count_words
from agents.reading.web_page import article_of, drop_hidden, looks_like_html, without_hidden
from knowledge.errors import InputError

__all__ = ["parse_source", "read_file", "split_request"]

ParagraphKind = Literal["heading", "paragraph", "list", "quote", "table"]

MAX_BYTES = 5_000_000
"""Of a file. The longest novels are about 3 MB of text; web pages with their scripts stay below 5 MB."""

MAX_CHARACTERS = 300_000
"""Of an article: about 45,000 words, more than any model writes an article from."""

TITLE_WORDS = 20
HEADING_WORDS = 16
HEADING_CHARACTERS = 120
"""A line without final punctuation is a title or heading up to these lengths."""

WRAP_WIDTH = 120
"""Characters. Text broken into lines by an editor or a mail program is not wider."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc)",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "an archive or an office document other than .docx",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_FRONT_MATTER = re.compile(r"\A---\s*\n(?P<head>.{0,4000}?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title\s*:\s*(.+)$", re.MULTILINE | re.IGNORECASE)
_MARKER = re.compile(r"\s{0,3}(?:#{1,6}\s|[-*+•]\s|>|\d{1,3}[.)]\s|\||```|~~~)|\s{4}|\t|=+\s*$|-+\s*$")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_REFERENCE = re.compile(r"^\s{0,3}\[(?://|comment|#)\]:.*$", re.MULTILINE | re.IGNORECASE)
_FINAL = tuple(".!?…:;,\"“”»'’)*")


def read_file(path: Path | Literal["-"], *, pages: bool = False) -> str:
    """The text of a file (txt, md, html, docx) or of standard input (`-`), as Markdown or plain text.

    The kind is told by the content, not by the name. UTF-8, UTF-16, UTF-32 and the one-byte encodings of
    Western and other languages are recognised.

    Args:
        pages: An HTML page comes as it is, with its head, and not as the Markdown of its article.

    Raises:
        InputError: There is no such file, it is empty, binary, damaged, or larger than `MAX_BYTES`.
    """
    name = "Standard input" if path == "-" else f"The file {path}"
    data = _bytes(path, name)
    if len(data) > MAX_BYTES:
        raise InputError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB. Give the text of the article alone.")
    if not data.strip():
        raise InputError(f"{name} is empty. Give the article as text, Markdown, HTML or .docx.")
    if is_docx(data):
        text = docx_to_markdown(data)
    else:
        text = _decode(data, name)
        is_page = looks_like_html(text)
        if (is_page and not pages) or (not is_page and str(path).lower().endswith((".html", ".htm"))):
            text = article_of(text)
    text = clean(text)
    if not any(map(str.isalnum, text)):
        raise InputError(f"{name} holds no words. Give the article as text, Markdown, HTML or .docx.")
    return text


def clean(text: str) -> str:
    """Unicode NFC, `\\n` line ends, no control characters and none that a reader cannot see."""
    text = composed(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _UNSEEN.sub("", _CONTROL.sub("", text)).strip("\n")


def parse_source(text: str, *, title: str | None = None, url: str | None = None) -> Source:
    """The article as paragraphs `p1`, `p2`, … with their kinds, its title and its language.

    Markdown marks are read; in plain text a short line without final punctuation is a heading, and a short
    first line is the title. Lines that an editor wrapped are joined; a paragraph is never divided.

    Raises:
        InputError: No words, too many characters, or a language that cannot be told.
    """
    text = clean(text)
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"The article has {len(text):,} characters; at most {MAX_CHARACTERS:,} can be read. Give a part of it."
        )
    front = _FRONT_MATTER.match(text)
    if front:
        named = _FRONT_TITLE.search(front["head"])
        title = title or (named[1].strip().strip("\"'") if named else None)
        text = text[front.end() :]
    text = _REFERENCE.sub("", without_hidden(_AUTOLINK.sub(r"\1", text)))
    found = [block for block in map(_visible, blocks(_separate(text))) if block.text]
    kinds = [_kind(block, found, position) for position, block in enumerate(found)]
    if title is None and found and _is_title(found, kinds):
        title = found[0].text
    if title is not None and found and kinds[0] == "heading" and found[0].text.strip() == title.strip():
        found, kinds = found[1:], kinds[1:]
    words = sum(count_words(block.text) for block in found)
    if not words:
        raise InputError("The article is missing: there is no text besides the title. Add the article to tell again.")
    language = identify("\n".join(block.text for block in found))
    if language is None:
        raise InputError("The language of the article cannot be told. Give more of its text.")
    paragraphs = [
        Paragraph(id=f"p{number}", text=block.markdown or block.text, kind=kind)
        for number, (block, kind) in enumerate(zip(found, kinds, strict=True), start=1)
    ]
    return Source(language=language, title=title, url=url, paragraphs=paragraphs)


def _bytes(path: Path | Literal["-"], name: str) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"{name} does not exist. Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name} cannot be read: {reason}.") from error


def _decode(data: bytes, name: str) -> str:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{name} is {kind}, not text. Save the article as text, Markdown, HTML or .docx.")
    binary = InputError(f"{name} is binary, not text. Save the article as text, Markdown, HTML or .docx.")
    declared = _CHARSET.search(data[:2048])
    guesses = [encoding for mark, encoding in _BOMS if data.startswith(mark)][:1]
    if not guesses and data.count(0) > len(data) // 5:
        guesses.append("utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    guesses.append("utf-8")
    if declared:
        guesses.append(declared[1].decode("ascii"))
    for encoding in guesses:
        try:
            text = data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        break
    else:
        text = _one_byte(data, binary)
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise binary
    return text


def _one_byte(data: bytes, binary: InputError) -> str:
    """Decode an encoding of the time before Unicode; Western text is nearly always Windows-1252."""
    if 0 in data:
        raise binary
    best = from_bytes(data).best()
    if best is None:
        raise binary
    if best.encoding.startswith(("cp125", "cp85", "latin", "iso8859", "mac")) and best.encoding not in _FAR:
        try:
            return data.decode("cp1252")
        except UnicodeError:
            return str(best)
    return str(best)


_FAR = {"cp1251", "cp1253", "cp1255", "cp1256", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "mac_cyrillic"}


def _separate(text: str) -> str:
    """Markdown in which each line of plain text that ends a paragraph is followed by a blank line."""
    done: list[str] = []
    for block in re.split(r"\n[^\S\n]*\n", text):
        lines = block.split("\n")
        if any(map(_MARKER.match, lines)) or _is_wrapped(lines):
            done.append(block)
        else:
            done.append("\n\n".join(lines))
    return "\n\n".join(done)


def _is_wrapped(lines: list[str]) -> bool:
    """True when each line is full: the first word of the next line would not have fitted."""
    width = max(map(len, lines))
    if width > WRAP_WIDTH:
        return False
    for line, following in pairwise(lines):
        first = following.split(maxsplit=1)[0] if following.strip() else ""
        if len(line.rstrip()) + 1 + len(first) <= width:
            return False
    return True


def _visible(block: Block) -> Block:
    """The block without inline HTML and without what such HTML hides."""
    if not _TAG.search(block.markdown):
        return block
    soup = BeautifulSoup(block.markdown, "lxml")
    drop_hidden(soup)
    text = " ".join(soup.get_text(" " if block.kind == "html" else "").split())
    return Block(block.kind, text, text, block.level)


def _kind(block: Block, found: list[Block], position: int) -> ParagraphKind:
    if block.kind == "code" or block.kind == "html":
        return "paragraph"
    if block.kind == "paragraph" and position + 1 < len(found) and _is_heading(block.text):
        return "heading"
    return block.kind


def _is_heading(text: str) -> bool:
    return (
        len(text) <= HEADING_CHARACTERS
        and count_words(text) <= HEADING_WORDS
        and not text.rstrip().endswith(_FINAL)
        and text.lstrip()[:1].isalnum()
        and not text.lstrip()[0].islower()
    ) or bool(re.fullmatch(r"[^.!?…]{8,80}\?", text) and count_words(text) <= 10)


def _is_title(found: list[Block], kinds: Sequence[str]) -> bool:
    first = found[0]
    return kinds[0] == "heading" and first.level in (0, 1) and count_words(first.text) <= TITLE_WORDS
