"""The HTML page: its structured data says what the article says."""

import json
from collections.abc import Iterator

from bs4 import BeautifulSoup

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.matching import tokens
from agents.checks.views import counted, excerpt
from agents.reading.language import base_language

_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "TechArticle", "Report")


@check(
    "page.json-ld",
    severity="blocking",
    measures="JSON-LD blocks of the page that do not parse or disagree with title, description or language",
    threshold="0",
    source="Google Search Central, structured data general guidelines; schema.org/Article",
    languages=None,
    needs=("page",),
)
def structured_data_agrees(subject: Subject) -> Outcome:
    soup = BeautifulSoup(subject.page or "", "lxml")
    scripts = [tag.get_text() for tag in soup.select('script[type="application/ld+json"]')]
    flaws: list[Flaw] = []
    for text in scripts:
        try:
            data = json.loads(text)
        except ValueError as error:
            message = f"A JSON-LD block cannot be read: {error}."
            flaws.append(Flaw("article", message, "Write the JSON-LD anew.", place=excerpt(text)))
            continue
        for item in _articles(data):
            flaws += _disagreements(item, subject)
    return Outcome(f"{counted(len(scripts), 'block')}, {counted(len(flaws), 'fault')}", flaws)


def _articles(data: object) -> Iterator[dict[str, object]]:
    items = data if isinstance(data, list) else [data]
    for item in items:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type")
        if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield item
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from _articles([node for node in graph if isinstance(node, dict) and "@graph" not in node])


def _disagreements(item: dict[str, object], subject: Subject) -> Iterator[Flaw]:
    metadata = subject.draft.metadata
    headline = str(item.get("headline") or item.get("name") or "")
    if headline and tokens(headline) not in (tokens(metadata.title), tokens(subject.h1)):
        fix = "Give the JSON-LD the title or the h1 as its headline."
        yield Flaw("article", "The JSON-LD headline is neither title nor h1.", fix, place=excerpt(headline))
    description = str(item.get("description") or "")
    if description and tokens(description) != tokens(metadata.description):
        fix = "Give the JSON-LD the description of the page."
        yield Flaw("article", "The JSON-LD description is not the page's.", fix, place=excerpt(description))
    language = str(item.get("inLanguage") or "")
    if language and base_language(language) != subject.language:
        fix = f"Set `inLanguage` to {subject.brief.language!r}."
        yield Flaw("article", "The JSON-LD names another language.", fix, place=language)
