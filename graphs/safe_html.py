"""Markdown to HTML that can do nothing but be read.

Two walls stand behind each other: the Markdown parser lets no raw HTML through, and nh3 keeps only the
tags and attributes an article needs. Images become links, so that a page asks for nothing from elsewhere.
"""

import html
import re
from collections.abc import Iterable, MutableMapping, Sequence
from functools import cache
from typing import Any

import nh3
from bs4 import BeautifulSoup, NavigableString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

SCHEMES = {"http", "https", "mailto"}
_ALIGNMENTS = {"left", "right", "center"}
_INLINE = {"a", "br", "code", "del", "em", "s", "strong"}
_BLOCK = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def inline_html(markdown: str) -> str:
    """One line of Markdown as HTML without block elements: a heading's text."""
    return _clean(str(_parser().renderInline(re.sub(r"[\r\n]+", " ", markdown).strip())), _INLINE)


def block_html(markdowns: Sequence[str]) -> list[str]:
    """The HTML of each text. Link definitions of one count in all; no h1 is left in any."""
    definitions: dict[str, Any] = {}
    for markdown in markdowns:
        _parser().parse(markdown, definitions)
    return [_clean(str(_parser().render(markdown, definitions)), _INLINE | _BLOCK) for markdown in markdowns]


def marked(safe_html: str, texts: Iterable[str]) -> str:
    """HTML that this module made with each of `texts` in `<mark>`, where a piece of running text holds it whole."""
    wanted = list(dict.fromkeys(filter(None, (" ".join(text.split()) for text in texts))))
    if not wanted:
        return safe_html
    page = BeautifulSoup(safe_html, "html.parser")
    pieces = list(page.find_all(string=True))
    for pattern in (re.compile(r"\s+".join(map(re.escape, text.split(" ")))) for text in wanted):
        for place, piece in enumerate(pieces):
            if found := pattern.search(piece):
                mark = page.new_tag("mark", string=found[0])
                around = [NavigableString(piece[: found.start()]), NavigableString(piece[found.end() :])]
                piece.replace_with(around[0], mark, around[1])
                pieces[place : place + 1] = around
                break
    return _clean(str(page), _INLINE | _BLOCK | {"mark"})


def text_of(safe_html: str) -> str:
    """What a reader sees of HTML that this module made."""
    return html.unescape(nh3.clean(safe_html, tags=set())).strip()


def _clean(markup: str, tags: set[str]) -> str:
    return nh3.clean(
        markup,
        tags=tags,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        allowed_classes={"th": _ALIGNMENTS, "td": _ALIGNMENTS},
        url_schemes=SCHEMES,
        url_relative=_without_scheme,
        link_rel="noopener noreferrer",
    )


def _without_scheme(address: str) -> str | None:
    """A relative address; None when it looks as if it meant to have a scheme (`java%09script:`)."""
    first = re.split(r"[/?#]", address, maxsplit=1)[0]
    return None if ":" in first else address


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _image_as_link)
    for tag in ("heading_open", "heading_close"):
        parser.add_render_rule(tag, _below_the_title)
    for tag in ("th_open", "td_open"):
        parser.add_render_rule(tag, _aligned_by_class)
    return parser


def _image_as_link(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    image = tokens[at]
    address = image.attrGet("src") or ""
    text = self.renderInlineAsText(image.children, options, env) or str(address)
    link = Token("link_open", "a", 1, attrs={"href": address})
    return f"{self.renderToken([link], 0, options, env)}{nh3.clean_text(text)}</a>"


def _below_the_title(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    if tokens[at].tag == "h1":
        tokens[at].tag = "h2"
    return self.renderToken(tokens, at, options, env)


def _aligned_by_class(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    style = str(tokens[at].attrs.pop("style", ""))
    if style:
        tokens[at].attrSet("class", style.removeprefix("text-align:"))
    return self.renderToken(tokens, at, options, env)
