"""The SEO reviewer on any article: what `transcreate check` runs. No model, no network."""

from pydantic import BaseModel

from agents.checks.base import Subject
from agents.domain import Brief, Draft, Review
from agents.ledger import draw_ledger
from agents.read_brief import parse_request
from agents.reading.intake import parse_source
from agents.reading.language import base_language
from agents.reading.markdown import is_page, parse_article
from agents.seo_reviewer import review
from knowledge import Knowledge
from knowledge.errors import LanguageUnclear


class Expected(BaseModel):
    """What the caller knows about an article beyond its text; each beats what the article itself says."""

    request: str | None = None
    language: str | None = None
    keyphrase: str | None = None
    min_words: int | None = None
    max_words: int | None = None
    knowledge: str | None = None


def review_article(article: str, source: str | None = None, *, expected: Expected | None = None) -> Review:
    """Judge an article given as Markdown or HTML.

    Args:
        article: Its text, with front matter or `<head>` when it has one.
        source: The text it must be faithful to. Without it the checks that compare are listed as not run.

    Raises:
        InputError: The article cannot be read, or nothing says which language it is to be in.
    """
    wanted = expected or Expected()
    draft = parse_article(article, language=wanted.language)
    if wanted.keyphrase:
        metadata = draft.metadata.model_copy(update={"keyphrase": wanted.keyphrase})
        draft = draft.model_copy(update={"metadata": metadata})
    brief = _brief(draft, wanted)
    draft = draft.model_copy(update={"language": brief.language})
    page = article if is_page(article) else None
    if source is None:
        return review(Subject(draft=draft, brief=brief, page=page))
    origin = parse_source(source)
    terms = Knowledge.open(wanted.knowledge).terms(
        origin.text, source_language=base_language(origin.language), target_language=brief.base_language
    )
    facts = tuple(draw_ledger(origin))
    return review(Subject(draft=draft, brief=brief, source=origin, facts=facts, terms=tuple(terms), page=page))


def _brief(draft: Draft, wanted: Expected) -> Brief:
    asked = parse_request(wanted.request or "")
    language = wanted.language or asked.language or draft.language
    if language in ("", "und"):
        raise LanguageUnclear(
            "Nothing says which language the article is in. Add `lang:` to its front matter or --language."
        )
    return Brief(
        language=language,
        min_words=wanted.min_words or asked.min_words,
        max_words=wanted.max_words or asked.max_words,
        subheadings=asked.subheadings is not False,
        keyphrase=wanted.keyphrase or draft.metadata.keyphrase or asked.keyphrase or None,
        secondary_keyphrases=draft.metadata.secondary_keyphrases,
    )
