"""Style guides: Markdown with front matter, one passage for each section.

A heading may carry an attribute list, `## Quotation marks {#quotes .translator .writer}`: the key by which a
brand's section replaces the general one, and the roles the section serves. Without it, a heading that a shipped guide
has too (in any language), or that is such a key, stands for the same; any other serves every role under its own name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import frontmatter
import yaml
from markdown_it import MarkdownIt
from slugify import slugify

from knowledge.errors import InputError
from knowledge.records import Document, Record, Scalar, Shelf, digest, primary, region
from knowledge.tokens import count_tokens

ROLES = ("planner", "translator", "writer", "metadata")
SHIPPED = Path(__file__).parent / "style_guides"
PASSAGE_TOKENS = 160
"""Longer sections are split: a prompt has room for about 300 tokens of guidance."""

_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")


def read_guide(
    name: str,
    text: str,
    *,
    language: str | None = None,
    market: str | None = None,
    brand: str | None = None,
    genre: str | None = None,
) -> Document:
    """Read one guide. Arguments beat the front matter.

    Raises:
        InputError: the front matter is broken, the language is missing, or there is no text.
    """
    try:
        page = frontmatter.loads(text)
    except yaml.YAMLError as error:
        raise InputError(f"The front matter of {name} is not valid YAML: {error}") from error
    given = {"language": language, "market": market, "brand": brand, "genre": genre}
    head = {key: str(value if value is not None else page.get(key) or "") for key, value in given.items()}
    if not head["language"]:
        raise InputError(
            f"{name} does not say for which language it is. Add `language: fr` to its front matter, "
            "or give --language fr (`--language all` for every language)."
        )
    every = head["language"].lower() in ("all", "*", "mul")
    shelf = Shelf(
        "style_guide",
        "" if every else primary(head["language"]),
        (head["market"] or region(head["language"])).upper(),
        slugify(head["brand"]),
        slugify(head["genre"]),
    )
    stem = slugify(re.sub(r"\.(md|markdown|txt)(?= \(|$)", "", name))
    source = str(page.get("source") or name)
    records: dict[str, Record] = {}
    for heading, block in _sections(page.content):
        title, key, roles = _attributes(heading)
        for part in _split(block):
            unique = key
            number = 1
            while f"guide:{stem}#{unique}" in records:
                number += 1
                unique = f"{key}-{number}"
            metadata: dict[str, Scalar] = {
                "section": key,
                "roles": " ".join(roles),
                "order": len(records),
                "authority": source,
                "genre": shelf.genre,
                "brand": shelf.brand,
                "market": shelf.market,
            }
            record_id = f"guide:{stem}#{unique}"
            records[record_id] = Record(record_id, part, title, metadata)
    if not records:
        raise InputError(f"{name} holds no text that could be used as a style guide.")
    return Document(
        name=name,
        digest=digest(text, repr(shelf)),
        shelves={shelf: list(records.values())},
        format="style guide (Markdown)",
    )


def _sections(markdown: str) -> Iterator[tuple[str, str]]:
    """Heading and body of each section; text before the first heading comes under `General`."""
    lines = markdown.splitlines()
    heading, start = "General", 0
    for token, inline in _headings(markdown):
        body = "\n".join(lines[start : token[0]]).strip()
        if body:
            yield heading, body
        heading, start = inline, token[1]
    body = "\n".join(lines[start:]).strip()
    if body:
        yield heading, body


def _headings(markdown: str) -> Iterator[tuple[tuple[int, int], str]]:
    tokens = MarkdownIt("commonmark").parse(markdown)
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            yield (token.map[0], token.map[1]), tokens[position + 1].content


def _attributes(heading: str) -> tuple[str, str, tuple[str, ...]]:
    """Title, key and roles."""
    found = _ATTRIBUTES.search(heading)
    title = heading[: found.start()].strip() if found else heading.strip()
    words = found.group(1).split() if found else []
    given = next((slugify(word[1:]) for word in words if word.startswith("#")), "")
    key, usual = _shipped_sections().get(given or slugify(title), (given or slugify(title) or "section", ROLES))
    return title, key, tuple(role for role in ROLES if f".{role}" in words) or usual


@cache
def _shipped_sections() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Key and roles of the shipped guides' sections, by their headings and by their keys."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for path in sorted(SHIPPED.glob("*.md")):
        for title, key, classes in re.findall(r"^## (.+?) \{#(\S+) ([^}]*)\}$", path.read_text("utf-8"), re.MULTILINE):
            roles = tuple(role for role in ROLES if f".{role}" in classes.split())
            found |= {slugify(title): (key, roles), key: (key, roles)}
    return found


def general_keys() -> set[str]:
    """The keys under which shipped guides have sections."""
    return {key for key, _ in _shipped_sections().values()}


def _split(body: str, between: Sequence[str] = (r"\n\s*\n", r"\n", r"(?<=[.!?:;])\s")) -> Iterator[str]:
    """`body` in parts of at most PASSAGE_TOKENS, cut between blocks, or else lines, or else sentences.

    A longer sentence stays whole.
    """
    if count_tokens(body) <= PASSAGE_TOKENS or not between:
        yield body
        return
    part = ""
    for piece in re.split(f"({between[0]})", body):
        if part.strip() and count_tokens(part + piece) > PASSAGE_TOKENS:
            yield from _split(part.strip(), between[1:])
            part = ""
        part += piece
    if part.strip():
        yield from _split(part.strip(), between[1:])
