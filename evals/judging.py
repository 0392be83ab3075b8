"""One judge for every system: the same checks, on the same brief, against the same source."""

from collections.abc import Sequence

from agents.checks.base import Subject
from agents.domain import Brief, Draft, Fact, Plan, Result, Review, Source
from agents.ledger import draw_ledger
from agents.read_brief import BriefFlags, parse_request
from agents.reading.intake import parse_source
from agents.reading.language import base_language
from agents.seo_reviewer import review as run_checks
from evals.datasets.items import Item
from graphs.article_page import article_html
from graphs.rounds import writers
from knowledge import Knowledge
from knowledge.errors import InputError
from knowledge.passages import Passage, Term


def brief_for(item: Item, own: Brief | None = None) -> Brief:
    """The brief an article is judged by: what the dataset expects, else what code reads in the request.

    It is the same whatever system wrote the article, so that none passes by its own reading. Of the system's brief
    only the region of the language counts, where nothing else names one.

    Raises:
        InputError: Nothing says which language the article shall be in, or the request contradicts itself.
    """
    expected = item.expected
    flags = BriefFlags(
        to=expected.language,
        min_words=expected.min_words,
        max_words=expected.max_words,
        keyphrase=expected.keyphrase,
    )
    asked = parse_request(item.request, flags)
    if not asked.language:
        raise InputError(
            "Neither expected.language of the dataset nor the request, as code reads it, says which language the "
            "article shall be in. Add expected.language."
        )
    regional = own is not None and own.language.lower().startswith(f"{asked.language.lower()}-")
    return Brief(
        language=own.language if own and regional else asked.language,
        min_words=asked.min_words,
        max_words=asked.max_words,
        subheadings=asked.subheadings is not False,
        keyphrase=asked.keyphrase,
        secondary_keyphrases=asked.secondary_keyphrases,
        tone=asked.tone,
        audience=asked.audience,
        market=asked.market,
        genre=asked.genre or "news",
        instructions=asked.leftover,
    )


def terms_for(source: Source, brief: Brief, store: Knowledge) -> list[Term]:
    """The termbase entries that occur in the source."""
    return store.terms(source.text, source_language=base_language(source.language), target_language=brief.base_language)


def review(
    draft: Draft,
    brief: Brief,
    source: Source,
    *,
    facts: Sequence[Fact],
    terms: Sequence[Term],
    plan: Plan | None = None,
    passages: Sequence[Passage] = (),
    writers: Sequence[str] = (),
) -> Review:
    """Every check on `draft` and on the page that would be published of it."""
    return run_checks(
        Subject(
            draft=draft,
            brief=brief,
            source=source,
            facts=tuple(facts),
            plan=plan,
            terms=tuple(terms),
            passages=tuple(passages),
            page=article_html(draft, brief, source),
            writers=tuple(writers),
        )
    )


def judged(result: Result, item: Item, store: Knowledge) -> tuple[Result, list[Term]]:
    """`result` with brief, source, facts and review as the evaluation sees them, and the terms it went by.

    `passed` stays only where this review passes too; a system that gave no verdict gets this one. Without an
    article, or when nothing says what it was to be, the verdict is `failed`.
    """
    if result.draft is None:
        return result.model_copy(update={"status": "failed"}), []
    try:
        brief = brief_for(item, result.brief)
        origin = parse_source(item.source)
    except InputError as error:
        return result.model_copy(update={"status": "failed", "reason": f"It cannot be judged: {error}"}), []
    facts, terms = draw_ledger(origin), terms_for(origin, brief, store)
    found = review(
        _as_asked(result.draft, brief),
        brief,
        origin,
        facts=facts,
        terms=terms,
        plan=result.plan,
        passages=vouching(result.passages),
        writers=writers(result.calls),
    )
    seen: dict[str, object] = {"brief": brief, "source": origin, "facts": facts, "review": found}
    if result.review is None:
        seen |= {"status": "passed" if found.passed else "needs_review", "reason": said(found)}
    elif result.status == "passed" and not found.passed:
        seen |= {"status": "needs_review", "reason": f"The system passed it, the evaluation does not: {said(found)}"}
    return result.model_copy(update=seen), terms


def vouching(passages: Sequence[Passage]) -> list[Passage]:
    """Of what a system retrieved, the pages of the user's own site. Keywords tell how people search, not what is so."""
    return [passage for passage in passages if passage.kind in ("page", "article")]


def _as_asked(draft: Draft, brief: Brief) -> Draft:
    """The draft under the keyphrase that was asked for: a system that chose another is not judged by that one."""
    if not brief.keyphrase:
        return draft
    return draft.model_copy(update={"metadata": draft.metadata.model_copy(update={"keyphrase": brief.keyphrase})})


def said(review: Review) -> str:
    """A review in one sentence."""
    if review.passed:
        return "All blocking checks passed."
    failing = sorted({finding.check for finding in review.blocking})
    unknown = [check.check for check in review.not_run]
    parts = [f"blocking findings of {', '.join(failing)}"] if failing else []
    parts += [f"no answer from {', '.join(unknown)}"] if unknown else []
    return f"Not passed: {'; '.join(parts)}."
