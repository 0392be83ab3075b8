"""Help pages in Mallard XML as blocks of Markdown, one for each text that a translator of the page saw.

http://projectmallard.org/1.0/
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from agents.reading.text import blocks as read_blocks

_MALLARD = "{http://projectmallard.org/1.0/}"
_BESIDE = {"info", "links", "comment", "media", "figure"}
"""What stands beside the text of a page: its metadata, lists of links that are filled in elsewhere, pictures."""
_NOT_PROSE = {"table", "screen", "code", "synopsis", "tree"}
_JOINED = {"keyseq": "+", "guiseq": " ▸ "}
_TEST = "{http://projectmallard.org/if/1.0/}test"
_SPACE = re.compile("[^\\S\u00a0\u202f]+")


class Block(NamedTuple):
    """A paragraph, heading or list item: its Markdown mark with indentation, and its plain text."""

    mark: str
    text: str


class NotProse(ValueError):
    """A page cannot be told as Markdown prose. The text says why, as a heading for a count of pages."""


def read_page(file: Path) -> list[Block]:
    """The blocks of a page in reading order, its title first.

    What only some readers see (`if:test`) is left out. Entities and document types are not read.

    Raises:
        NotProse: The page is no well-formed Mallard page, or holds what prose cannot tell.
    """
    try:
        root = parse(file, forbid_dtd=True).getroot()
    except (ParseError, DefusedXmlException, UnicodeError) as error:
        raise NotProse("not well-formed") from error
    if root is None or _name(root) != "page":
        raise NotProse("not a page")
    found = list(_inside(root, 1, ""))
    if not found or found[0].mark != "# ":
        raise NotProse("without a title")
    told = read_blocks(to_markdown(found))
    if [block.text for block in told] != [block.text for block in found]:
        raise NotProse("with marks that Markdown would read")
    return found


def to_markdown(blocks: list[Block]) -> str:
    """The page as a Markdown file."""
    return "\n\n".join(mark + text for mark, text in blocks) + "\n"


def _inside(element: Element, level: int, indent: str) -> Iterator[Block]:
    for child in element:
        name = _name(child)
        if name in _NOT_PROSE:
            raise NotProse("with tables or code")
        if name in _BESIDE or not name or _TEST in child.attrib:
            continue
        if name == "title" and _name(element) in ("page", "section"):
            yield Block("#" * level + " ", _text(child))
        elif name in ("p", "title", "subtitle", "cite", "desc"):
            yield Block(indent, _text(child))
        elif name in ("steps", "list", "terms"):
            yield from _items(child, level, indent)
        else:
            yield from _inside(child, level + (name == "section"), indent)


def _items(items: Element, level: int, indent: str) -> Iterator[Block]:
    number = 0
    for child in items:
        if _name(child) != "item":
            yield from _inside(_wrapped(child), level, indent)
            continue
        number += 1
        mark = f"{number}. " if _name(items) == "steps" else "- "
        own = list(_inside(child, level, indent + " " * len(mark)))
        if own:
            yield Block(indent + mark, own[0].text)
            yield from own[1:]


def _wrapped(element: Element) -> Element:
    around = Element("list")
    around.append(element)
    return around


def _text(element: Element) -> str:
    text = unicodedata.normalize("NFC", _SPACE.sub(" ", _flat(element)).strip())
    if not text:
        raise NotProse("with an empty text")
    return text


def _flat(element: Element) -> str:
    name = _name(element)
    if name == "link" and not "".join(element.itertext()).strip():
        raise NotProse("with links whose text is filled in elsewhere")
    if name in _JOINED:
        return _JOINED[name].join(_flat(child).strip() for child in element)
    parts = [element.text or ""]
    for child in element:
        parts += [_flat(child) if _name(child) else "", child.tail or ""]
    return "".join(parts)


def _name(element: Element) -> str:
    """The element's name in Mallard; empty for XML comments and other vocabularies."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(_MALLARD) if tag.startswith(_MALLARD) or "{" not in tag else ""
