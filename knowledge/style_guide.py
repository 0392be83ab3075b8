"""Style guides: Markdown with front matter, one passage for each section.

A heading may carry an attribute list, `## Quotation marks {#quotes .translator .writer}`: the key by which a
brand's section replaces the general one, and the roles the section serves. Without it, the key is made from
the heading and the section serves every role.
"""

import re
from collections.abc import Iterator

import frontmatter
import yaml
from markdown_it import MarkdownIt
from slugify import slugify

from knowledge.errors import InputError
from knowledge.records import Document, Record, Scalar, Shelf, digest, primary, region
from knowledge.tokens import count_tokens

ROLES = ("planner", "translator", "writer", "metadata")
PASSAGE_TOKENS = 160
"""Longer sections are split at blocks: a prompt has room for about 300 tokens of guidance."""

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
    stem = slugify(name.removesuffix(".md"))
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
    found = _ATTRIBUTES.search(heading)
    title = heading[: found.start()].strip() if found else heading.strip()
    words = found.group(1).split() if found else []
    keys = [slugify(word[1:]) for word in words if word.startswith("#")]
    roles = tuple(role for role in ROLES if f".{role}" in words)
    return title, (keys[0] if keys and keys[0] else slugify(title) or "section"), roles or ROLES


def _split(body: str) -> Iterator[str]:
    """`body` in parts of at most PASSAGE_TOKENS, cut between blocks; a longer block stays whole."""
    part: list[str] = []
    for block in re.split(r"\n\s*\n", body):
        if part and count_tokens("\n\n".join([*part, block])) > PASSAGE_TOKENS:
            yield "\n\n".join(part)
            part = []
        part.append(block.strip())
    if part:
        yield "\n\n".join(part)
