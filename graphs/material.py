"""What is looked up for a run: the source in lines and facts, and what the knowledge store has on its topic.

The planner's call waits for little; the rest is looked up while the model plans. All of it blocks: use a thread.
"""

from typing import NamedTuple

from agents.domain import Brief, Draft, Fact, Line, Source
from agents.ledger import draw_ledger
from agents.lines import number_lines
from agents.reading.language import base_language
from agents.reading.markdown import body_markdown
from agents.reading.text import plain
from agents.values.likeness import embed
from agents.values.statements import embed_quotations
from graphs.article_page import canonical
from graphs.state import Guides, Role
from knowledge import Keyphrase, Knowledge, rank_candidates
from knowledge.passages import Passage, Term

GUIDE_TOKENS: dict[Role, int] = {"planner": 110, "translator": 120, "writer": 110, "metadata": 110}
"""Tokens of style guide in each prompt. A section's prompt is sent some ten times an article."""

OWN_GUIDE_TOKENS = 300
"""Tokens in each prompt of the style guides that a team added: it said them because they matter."""

TOPIC_CHARACTERS = 300
"""How much of a source without a title tells its topic to a search for guides and pages."""


class ForPlanner(NamedTuple):
    lines: list[Line]
    guides: list[Passage]
    keywords: list[Passage]
    candidates: list[Keyphrase]


class ForWriters(NamedTuple):
    facts: list[Fact]
    terms: list[Term]
    guides: Guides
    pages: list[Passage]
    past: list[Passage]


def for_planner(store: Knowledge, brief: Brief, source: Source) -> ForPlanner:
    """The numbered lines, the planner's guides, and keyphrases of the target language on the source's topic."""
    keywords = store.keywords(source.text, language=brief.language, market=brief.market)
    return ForPlanner(
        lines=number_lines(source),
        guides=_guides(store, brief, source, "planner"),
        keywords=keywords,
        candidates=rank_candidates(keywords),
    )


def for_writers(store: Knowledge, brief: Brief, source: Source) -> ForWriters:
    """The fact ledger, the termbase entries that occur, the other guides, the site's pages and past articles.

    The source's sentences and quotations are embedded along with it: translator and reviewer compare with them later.
    """
    facts = draw_ledger(source)
    embed([line.text for line in number_lines(source)])
    embed_quotations(([fact.value for fact in facts if fact.kind == "quote"], source.language))
    topic = _topic(source)
    return ForWriters(
        facts=facts,
        terms=store.terms(
            source.text, source_language=base_language(source.language), target_language=brief.base_language
        ),
        guides={role: _guides(store, brief, source, role) for role in GUIDE_TOKENS if role != "planner"},
        pages=store.pages(topic, language=brief.language),
        past=store.past_articles(topic, language=brief.language),
    )


def remember(store: Knowledge, draft: Draft, brief: Brief) -> None:
    """Keep a finished article, so that later plans warn of keyphrases that compete with it."""
    metadata = draft.metadata
    store.remember(
        metadata.slug,
        metadata.title,
        metadata.keyphrase,
        draft.language,
        plain(body_markdown(draft)),
        url=canonical(brief.site, metadata.slug),
    )


def _guides(store: Knowledge, brief: Brief, source: Source, role: Role) -> list[Passage]:
    return store.guides(
        _topic(source),
        language=brief.language,
        role=role,
        genre=brief.genre,
        market=brief.market,
        brand=brief.brand,
        max_tokens=GUIDE_TOKENS[role],
        own_tokens=OWN_GUIDE_TOKENS,
    )


def _topic(source: Source) -> str:
    return source.title or source.text[:TOPIC_CHARACTERS]
