"""The article as Markdown with front matter, and as a complete HTML page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from babel import Locale, UnknownLocaleError

from agents.domain import Brief, Draft, Section, Source, Status
from agents.reading.markdown import to_markdown
from agents.reading.text import count_words
from graphs.names import safe_name
from graphs.pages import render
from graphs.safe_html import block_html, inline_html, text_of


def article_markdown(draft: Draft, status: Status) -> str:
    """Front matter, with the verdict as its last key, and body."""
    return to_markdown(draft, {"status": status})


def article_html(draft: Draft, brief: Brief | None = None, source: Source | None = None) -> str:
    """A complete page with one h1, search metadata and JSON-LD that says what the page says.

    The canonical address is there when the brief names the site, the source's address when it is known.
    Neither a date nor an author is made up.
    """
    title, rest = _title_first(draft)
    heading = inline_html(title.heading)
    bodies = block_html([section.body for section in [title, *rest]])
    head = _Head.of(draft, brief, source)
    return render(
        "article.html",
        draft=draft,
        head=head,
        data=_json_ld(draft, head, headline=text_of(heading), words=sum(count_words(text_of(b)) for b in bodies)),
        heading=heading,
        introduction=bodies[0],
        sections=[
            {"level": min(max(section.level, 2), 6), "heading": inline_html(section.heading), "body": body}
            for section, body in zip(rest, bodies[1:], strict=True)
        ],
    )


@dataclass(frozen=True)
class _Head:
    """What the page says of itself to machines. Addresses are absolute, or None when not known."""

    canonical: str | None
    original: str | None
    alternates: list[tuple[str, str]]
    direction: str
    locale: str | None
    is_news: bool
    keywords: list[str]

    @classmethod
    def of(cls, draft: Draft, brief: Brief | None, source: Source | None) -> "_Head":
        address = canonical(brief.site if brief else None, draft.metadata.slug)
        original = _web_address(source.url if source else None)
        names = [draft.metadata.keyphrase, *draft.metadata.secondary_keyphrases]
        return cls(
            canonical=address,
            original=original,
            alternates=_alternates(draft.language, address, source.language if source else "", original),
            direction=_direction(draft.language),
            locale=_open_graph_locale(draft.language, brief.market if brief else None),
            is_news=bool(brief and brief.genre == "news"),
            keywords=[name for name in dict.fromkeys(names) if name.strip()],
        )


def _title_first(draft: Draft) -> tuple[Section, list[Section]]:
    """The section whose heading is the h1, and the others. Without one, the title of the metadata is it."""
    at = next((n for n, section in enumerate(draft.sections) if section.level == 1), None)
    if at is None:
        return Section(id="title", level=1, heading=draft.metadata.title), draft.sections
    return draft.sections[at], [*draft.sections[:at], *draft.sections[at + 1 :]]


def _json_ld(draft: Draft, head: _Head, *, headline: str, words: int) -> dict[str, Any]:
    """schema.org `Article`; what is not known is left out.

    Source: https://developers.google.com/search/docs/appearance/structured-data/article
    """
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if head.is_news else "Article",
        "headline": headline,
        "description": draft.metadata.description,
        "inLanguage": draft.language,
        "wordCount": words,
        "keywords": head.keywords,
        "mainEntityOfPage": {"@type": "WebPage", "@id": head.canonical} if head.canonical else None,
        "url": head.canonical,
        "isBasedOn": head.original,
    }
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def canonical(site: str | None, slug: str) -> str | None:
    base = _web_address(site)
    if base is None or not slug.strip():
        return None
    return f"{base.split('#')[0].split('?')[0].rstrip('/')}/{quote(safe_name(slug), safe='')}"


def _web_address(url: str | None) -> str | None:
    """`url` when it is an absolute http(s) address with a host."""
    try:
        parts = urlsplit((url or "").strip())
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return parts.geturl() if known else None


def _alternates(
    language: str, canonical: str | None, source_language: str, original: str | None
) -> list[tuple[str, str]]:
    """hreflang pairs: this page, the original in its own language, and `x-default` for everyone else.

    Source: https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    if canonical is None:
        return []
    pairs = [(language, canonical)]
    if original and source_language and source_language.lower() != language.lower():
        pairs.append((source_language, original))
    return [*pairs, ("x-default", pairs[-1][1])]


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _direction(language: str) -> str:
    locale = _locale(language)
    return str(locale.text_direction) if locale else "ltr"


def _open_graph_locale(language: str, market: str | None) -> str | None:
    """`fr_CH` when the region is known; Open Graph knows no locale without one."""
    locale = _locale(language)
    region = (locale.territory if locale else None) or market
    return f"{locale.language}_{region.upper()}" if locale and region else None
