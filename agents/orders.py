"""Text that speaks to a language model instead of to readers.

A short list of what such text says in the languages the project knows. It is the last of several walls: fences keep
material apart from instructions, checks look at what comes out, and this says when a person should look at what
went in. It may also meet an honest article about such attacks; then, too, a person should look.
"""

import base64
import binascii
import re
from functools import cache, lru_cache
from pathlib import Path

from agents.fencing import neutral

_BLOB = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_ESCAPED = re.compile(r"(?:\\x[0-9a-f]{2}|%[0-9a-f]{2}|&#x?[0-9a-f]{2,6};){12,}", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=\b\w)[ ._*-](?=\w\b)")
LONGEST_HEADING = 16
"""Words from which a heading is no heading: the planner asks for at most 8."""


@lru_cache(maxsize=4096)
def speaks_to_model(text: str) -> str | None:
    """The first place, of at most 80 characters, where `text` speaks to a model; None when there is none."""
    text = neutral(text)
    for version in {text: None, _BETWEEN.sub("", text): None}:
        lower = version.lower()
        if found := _signs().search(lower):
            shown = version if len(version) == len(lower) else lower
            return shown[found.start() : found.end()].strip()[:80]
    if found := _ESCAPED.search(text):
        return found[0][:80]
    return next((blob[0][:80] for blob in _BLOB.finditer(text) if _hides_text(blob[0])), None)


@cache
def _signs() -> re.Pattern[str]:
    """All rows as one pattern for lower-case text: five times as fast as one that heeds no case.

    Rows that begin at the start of a word are tried there alone.
    """
    rows = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    rows = [row for row in rows if row and not row.startswith("# ")]
    words = "|".join(f"(?:{row[2:]})" for row in rows if row.startswith(r"\b"))
    marks = "|".join(f"(?:{row})" for row in rows if not row.startswith(r"\b"))
    return re.compile(rf"\b(?:{words})|{marks}", re.M)


def _hides_text(blob: str) -> bool:
    """Whether base64 decodes to words: a long identifier or a checksum does not."""
    try:
        decoded = base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return decoded.isprintable() and " " in decoded


def heading_or_none(heading: str) -> str:
    """The heading, or nothing when it is no heading but an order, an address or a paragraph."""
    is_one = len(heading.split()) <= LONGEST_HEADING and "://" not in heading and not speaks_to_model(heading)
    return " ".join(neutral(heading).split()) if is_one else ""


def is_phrase(keyphrase: str) -> bool:
    """Whether research names something people type: one line of at most 8 words, no marks of code, no order."""
    return (
        0 < len(keyphrase.split()) <= 8
        and len(keyphrase) <= 80
        and not re.search(r"[<>{}\[\]|\\\n:;!]|//|www\.", keyphrase)
        and not speaks_to_model(keyphrase)
    )
