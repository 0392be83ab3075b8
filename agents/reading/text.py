"""Plain text, paragraphs, sentences and words of an article: what every check counts on.

All functions run in time linear in the length of the text and accept any Unicode string.
"""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from agents.reading.abbreviations import keeps_the_sentence_open

BlockKind = Literal["heading", "paragraph", "list", "quote", "table", "code", "html"]

_CONTAINERS: dict[str, BlockKind] = {"list_item": "list", "blockquote": "quote", "table": "table"}
_TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\s]{1,40}\]:[ \t]*|\[\^[^\]\s]{1,40}\]", re.MULTILINE)
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_TOKEN = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)|[^\s—…]+")
_BOUNDARY = re.compile(
    r"(?P<mark>[.!?…]{1,8})(?:[»”“\"’'‘)\]«]|[\u00a0\u202f ]»){0,4}"
    r"(?=\s{1,4}(?P<opener>[«»„“\"‘‚'(\[—–¿¡-]?\s?)(?P<next>\w+))"
    r"|[。！？](?=.)"
)
_MARKS = re.compile(r"[^\w\s!-\u02ff]{31,}")
LONGEST_RUN = 30
_REACH = 60
SHORT, SECTION = 1_000, 5_000
"""Characters of a text that is kept with what was found in it: sentences and headings, which many checks ask for, and
sections, which repair, completion and each round of review read again."""


@dataclass(frozen=True)
class Block:
    """One block of Markdown: a paragraph, a list item, a table row, a heading …

    `text` is what a reader sees. `markdown` is the inline Markdown it was written in, `inline` its parsed tokens.
    `level` is the heading level, 0 for other blocks.
    """

    kind: BlockKind
    text: str
    markdown: str = ""
    level: int = 0
    inline: Sequence[Token] = field(default=(), compare=False, repr=False)


@cache
def parser() -> MarkdownIt:
    """The one Markdown dialect of the project: CommonMark with tables and strikethrough."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def visible(tokens: Sequence[Token]) -> str:
    """The text a reader sees of inline tokens: no markup, no addresses, no alt texts."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and token.content.lower().startswith("<br")
        ):
            parts.append(" ")
    return _trim("".join(parts))


def composed(text: str) -> str:
    """`text` in NFC, in linear time: a run of marks on one letter is cut after 30, as Unicode's stream-safe text is."""
    return unicodedata.normalize("NFC", _MARKS.sub(lambda run: _joined(run[0]), text))


def _joined(run: str) -> str:
    """`run` with a grapheme joiner after each 30 signs; signs that are no marks are left as they are."""
    if not any(map(unicodedata.combining, run)):
        return run
    return "\u034f".join(run[start : start + LONGEST_RUN] for start in range(0, len(run), LONGEST_RUN))


def references(markdown: str) -> Mapping[str, Any]:
    """The link definitions of `markdown` (`[1]: https://…`), for `blocks` of another part of the same text."""
    env: dict[str, dict[str, Any]] = {}
    if "]:" in markdown:
        parser().parse(markdown, env)
    return env.get("references", {})


def blocks(markdown: str, known: Mapping[str, Any] | None = None) -> Sequence[Block]:
    """The blocks of `markdown` in reading order; list items and table rows are blocks of their own.

    The marks of footnotes are left out; their texts are paragraphs. `known` are link definitions of other parts.
    """
    return _section_blocks(markdown) if len(markdown) <= SECTION and not known else _blocks(markdown, known)


def _blocks(markdown: str, known: Mapping[str, Any] | None = None) -> Sequence[Block]:
    text = _FOOTNOTE.sub("", composed(markdown))
    found: list[Block] = []
    containers: list[BlockKind] = []
    heading_level = 0
    row: list[Token] = []
    cells: list[str] = []
    for token in parser().parse(text, {"references": dict(known or {})}):
        container = _CONTAINERS.get(token.type.removesuffix("_open").removesuffix("_close"))
        if container and token.nesting == 1:
            containers.append(container)
        elif container and token.nesting == -1:
            containers.pop()
        elif token.type in ("heading_open", "heading_close"):
            heading_level = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type == "inline":
            inline = token.children or []
            text = visible(inline)
            if containers and containers[-1] == "table":
                cells.append(text)
                row += inline
            elif heading_level:
                found.append(Block("heading", text, token.content, heading_level, inline))
            else:
                kind = containers[-1] if containers else "paragraph"
                found.append(Block(kind, text, token.content, inline=inline))
        elif token.type == "tr_close":
            found.append(Block("table", _trim(" ".join(cells)), " | ".join(cells), inline=row))
            row, cells = [], []
        elif token.type in ("fence", "code_block"):
            found.append(Block("code", _trim(token.content), token.content))
        elif token.type == "html_block":
            bare = _TAG.sub(" ", _COMMENT.sub(" ", token.content))
            found.append(Block("html", _trim(html.unescape(bare)), token.content))
    return tuple(found)


_section_blocks = lru_cache(maxsize=128)(_blocks)


def plain(markdown: str) -> str:
    """The visible text of `markdown`, a blank line between blocks."""
    return "\n\n".join(paragraphs(markdown))


def paragraphs(markdown: str) -> list[str]:
    """The visible text of each block of `markdown`, empty blocks left out."""
    return [block.text for block in blocks(markdown) if block.text]


def sentences(text: str, language: str) -> list[str]:
    """The sentences of plain text; a line break ends a sentence too.

    Knows the abbreviations of `agents.reading.abbreviations` (`M.`, `z. B.`, `p. ex.`, `Dr.`, `Nr.`), initials,
    German ordinals (`am 3. Mai`) and closing quotation marks. `language` is a tag such as `fr` or `pt-BR`;
    for a language without abbreviations only marks and capitals decide.
    """
    base = language.split("-")[0].lower()
    return list(_short_sentences(text, base) if len(text) <= SHORT else _sentences(text, base))


def _sentences(text: str, language: str) -> Sequence[str]:
    found: list[str] = []
    for line in text.splitlines():
        start = 0
        for match in _BOUNDARY.finditer(line):
            if _ends_a_sentence(line, match, language):
                found.append(line[start : match.end()].strip())
                start = match.end()
        found.append(line[start:].strip())
    return tuple(sentence for sentence in found if sentence)


_short_sentences = lru_cache(maxsize=4096)(_sentences)


def words(text: str) -> list[str]:
    """The words of plain text as an editor counts them, without the punctuation around them.

    Words are what white space and long dashes separate and what holds a letter or a digit: `l’article`,
    `Fernwärme-Netz` and `25 000` are one word each, ` : ` is none.
    """
    return [word for token in _TOKEN.findall(text) if (word := _strip_marks(token))]


def count_words(text: str) -> int:
    """How many `words` plain text has."""
    return _count_short(text) if len(text) <= SHORT else _count(text)


def _count(text: str) -> int:
    return sum(1 for token in _TOKEN.findall(text) if token[0].isalnum() or any(map(str.isalnum, token)))


_count_short = lru_cache(maxsize=16_384)(_count)


def well_formed(text: str) -> str:
    """`text` with a question mark for each lone surrogate, which no encoding has."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _ends_a_sentence(line: str, match: re.Match[str], language: str) -> bool:
    mark = match["mark"]
    if mark is None:
        return True
    following = match["next"]
    if following[0].islower() and not match["opener"].strip(" -–—\u00a0\u202f"):
        return False
    if following[0].islower() and match.end() - match.start() > len(mark):
        return False
    if mark != "." or match.end() - match.start() > 1:
        return True
    reach = line[max(0, match.start() - _REACH) : match.start()].split()
    token = reach[-1].lstrip("([«„“\"'»‚‘") if reach else ""
    before = reach[-2].lower() if len(reach) > 1 else ""
    return not keeps_the_sentence_open(token, before, following, language)


def _strip_marks(token: str) -> str:
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not (token[end - 1].isalnum() or token[end - 1] in "%€$£°²³"):
        end -= 1
    return token[start:end]


def _trim(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
