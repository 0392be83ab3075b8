"""Articles as files: Markdown with front matter, or an HTML page, to a Draft and back."""

import re
from collections.abc import Mapping
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup
from markdown_it.token import Token
from markdownify import markdownify

from agents.domain import Draft, Metadata, Section
from agents.reading.front_matter import split_front_matter
from agents.reading.language import SAMPLE, identify
from agents.reading.text import parser, plain
from agents.reading.web_page import drop_hidden, looks_like_html
from knowledge.errors import InputError

_NOT_ARTICLE = ("script", "style", "noscript", "template", "nav", "aside", "footer", "form", "svg", "iframe")
_UNKNOWN = "und"
_HEAD = 10_000
"""Characters from which a blank line ends the part whose language is looked at first."""
_LINE_BREAK = re.compile("[\n\r\x85\u2028\u2029]")


class _FrontMatter(yaml.SafeDumper):
    """Writes every line break of a value as an escape: YAML reads bare ones back as spaces."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _LINE_BREAK.search(text) else None)


_FrontMatter.add_representer(str, _quoted)


def parse_article(text: str, *, language: str | None = None) -> Draft:
    """Read an article from Markdown, with or without front matter, or from an HTML page with its head.

    The front matter may use the names people use (`agents.reading.front_matter`).
    Sections are called `s1`, `s2` … in reading order; text before any heading is a section of level 0.
    The language is `language`, else what the file says, else what its text is in, else `und`.

    Raises:
        InputError: The front matter is not YAML, as with an unquoted ` :` in a French title.
    """
    if is_page(text):
        return _parse_page(text, language)
    fields, body = split_front_matter(text)
    return _draft(fields, body, language)


def is_page(text: str) -> bool:
    """Whether an article is given as HTML rather than as Markdown."""
    return looks_like_html(text)


def to_markdown(draft: Draft, extra: Mapping[str, object] | None = None) -> str:
    """The article as a Markdown file: YAML front matter, then the body. `extra` keys come last."""
    metadata = draft.metadata
    fields: dict[str, object] = {
        "title": metadata.title,
        "description": metadata.description,
        "slug": metadata.slug,
        "lang": draft.language,
        "keyphrase": metadata.keyphrase,
        "secondary_keyphrases": metadata.secondary_keyphrases,
    }
    head = {key: value for key, value in {**fields, **(extra or {})}.items() if value not in ("", [], None)}
    front = yaml.dump(head, Dumper=_FrontMatter, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n\n{body_markdown(draft)}"


def body_markdown(draft: Draft) -> str:
    """Headings and bodies of the sections, without front matter."""
    parts: list[str] = []
    for section in draft.sections:
        if section.level:
            parts.append(f"{'#' * section.level} {_one_line(section.heading)}".rstrip())
        if section.body.strip():
            parts.append(section.body.strip("\r\n").rstrip())
    return "\n\n".join(parts) + "\n" if parts else ""


def _draft(fields: Mapping[str, object], body: str, language: str | None) -> Draft:
    metadata = Metadata(
        title=_line(fields.get("title")),
        description=_line(fields.get("description")),
        slug=_line(fields.get("slug")).strip("/").rsplit("/", 1)[-1],
        keyphrase=_line(fields.get("keyphrase")),
        secondary_keyphrases=_list(fields.get("secondary")),
    )
    tag = language or _line(fields.get("language")).replace("_", "-") or _written_in(body) or _UNKNOWN
    return Draft(language=tag, metadata=metadata, sections=_sections(body))


def _written_in(body: str) -> str | None:
    """The language of the text: its first blocks tell it, so that a long one is not parsed once more for it."""
    end = body.find("\n\n", _HEAD)
    text = plain(body if end < 0 else body[:end])
    return identify(text if end < 0 or len(text) >= SAMPLE else plain(body))


def _sections(body: str) -> list[Section]:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[Section] = []
    level, heading, start = 0, "", 0

    def close(end: int) -> None:
        text = "\n".join(lines[start:end]).strip("\n")
        if level or text.strip():
            found.append(Section(id=f"s{len(found) + 1}", level=level, heading=heading, body=text))

    tokens = parser().parse("\n".join(lines))
    for opening, inline in pairwise(tokens):
        if _is_top_heading(opening) and opening.map:
            close(opening.map[0])
            level, start = int(opening.tag[1]), opening.map[1]
            heading = _one_line(inline.content) if inline.type == "inline" else ""
    close(len(lines))
    return found


def _is_top_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.level == 0


def _parse_page(page: str, language: str | None) -> Draft:
    soup = BeautifulSoup(page, "lxml")

    def attribute(selector: str, name: str) -> str:
        tag = soup.select_one(selector)
        return str(tag.get(name) or "") if tag else ""

    def meta(*names: str) -> str:
        selectors = [f'meta[{key}="{name}"]' for name in names for key in ("name", "property")]
        return next((text for selector in selectors if (text := attribute(selector, "content"))), "")

    address = attribute('link[rel="canonical"]', "href") or meta("og:url")
    keywords = [part.strip() for part in meta("keywords").split(",")]
    fields = {
        "title": soup.title.get_text() if soup.title else meta("og:title"),
        "description": meta("description", "og:description"),
        "slug": unquote(urlsplit(address).path).strip("/").rsplit("/", 1)[-1].removesuffix(".html"),
        "keyphrase": meta("keyphrase", "focus_keyphrase") or keywords[0],
        "secondary": keywords[1:],
        "language": attribute("html", "lang") or meta("og:locale"),
    }
    article = soup.select_one("article") or soup.select_one("main") or soup.body or soup
    for tag in article.find_all(_NOT_ARTICLE):
        tag.decompose()
    drop_hidden(article)
    try:
        body = markdownify(str(article), heading_style="ATX", bullets="-", escape_misc=False)
    except RecursionError as error:
        raise InputError("The HTML of the article is nested too deep to be read.") from error
    return _draft(fields, body, language)


def _line(value: object) -> str:
    return _one_line(str(value)) if isinstance(value, str | int | float) else ""


def _one_line(text: str) -> str:
    """`text` without line breaks and doubled spaces. No-break spaces stay: French typography needs them."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _list(value: object) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [line for part in parts if (line := _line(part))]
