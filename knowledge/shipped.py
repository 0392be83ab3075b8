"""The style guides, keyword sample and termbase that come with the project."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.keyword_exports import read_keywords
from knowledge.records import Document, digest
from knowledge.style_guide import read_guide
from knowledge.termbase import read_termbase

ROOT = Path(__file__).parent


def _files() -> list[Path]:
    return sorted(
        [*ROOT.glob("style_guides/*.md"), *ROOT.glob("keyword_research/*.csv"), *ROOT.glob("termbases/*.csv")]
    )


def fingerprint() -> str:
    """Changes whenever a shipped file does."""
    return digest(*(part for path in _files() for part in (path.name, path.read_bytes())))


def documents() -> Iterator[Document]:
    """Every shipped file, read."""
    for path in _files():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            yield read_guide(path.name, text)
        elif path.parent.name == "termbases":
            yield read_termbase(path.name, text)
        else:
            yield read_keywords(path.name, text)
