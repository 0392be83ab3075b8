"""Turns the request into a Brief. Code reads what is certain; a model reads only what is left over.

The request comes from the user and is the instruction. The source never is: none of it is shown to the model here,
and nothing in it can change the brief.
"""

import asyncio
from typing import Literal

from pydantic import BaseModel, Field

from agents.asked.markets import HOW_TO_NAME_IT
from agents.asked.parse import BriefFlags, ReadRequest, parse_request
from agents.asked.places import is_country, tag_of_name
from agents.asked.wording import fold
from agents.domain import Brief, Source
from agents.fencing import fence
from agents.models.calling import Caller
from knowledge.errors import LanguageUnclear, ReplyUnusable

__all__ = ["BriefFlags", "ReadRequest", "parse_request", "read_brief"]

SYSTEM = """\
You sort the clauses of an editor's request for an article. Copy what the clauses say; add nothing.
- tone: how it shall sound. audience: who shall read it. market: two-letter code of the country it is for.
- genre: news, how-to, product, interview or science.
- language: the language the article shall be written in, as a code such as fr; language_words: the words that say so.
- instructions: every other wish, each as one short order to the writer, in English.
Leave a field empty when the clauses say nothing about it. Answer with JSON only."""

USER = """\
{clauses}

Sort these clauses."""

MAX_TOKENS = 300
MAX_INSTRUCTIONS = 12
MAX_LENGTH = 300
"""Characters of one instruction, tone or audience; longer ones are cut at a word."""


class Sorted(BaseModel):
    """What the model makes of the clauses that code could not read."""

    tone: str = ""
    audience: str = ""
    market: str = ""
    genre: Literal["", "news", "how-to", "product", "interview", "science"] = ""
    language: str = ""
    language_words: str = ""
    instructions: list[str] = Field(default_factory=list)


async def read_brief(request: str, source: Source, caller: Caller, *, flags: BriefFlags) -> Brief:
    """Read the request into a Brief, with at most one model call and none when code understood all of it.

    Args:
        source: Only its language is used, to say when nothing needs translating.
        flags: What was set beside the request; it beats the request, and the request beats the model.

    Raises:
        LanguageUnclear: No target language, or several.
        InputError: The request contradicts itself.
        ModelError: The endpoint failed.
        BudgetExceeded: A limit forbids the call.
    """
    asked = await asyncio.to_thread(parse_request, request, flags)
    instructions: list[str] = []
    assumptions = list(asked.assumptions)
    if asked.leftover:
        sorted_out = await _sort(asked.leftover, caller, assumptions)
        asked = _fill(asked, sorted_out, assumptions)
        instructions = _kept(sorted_out, asked.leftover)
    if asked.language is None:
        raise LanguageUnclear(f"The request does not say in which language the article shall be. {HOW_TO_NAME_IT}")
    if asked.subheadings is None:
        assumptions.append("The request does not mention subheadings; the article gets them.")
    if asked.min_words is None and asked.max_words is None:
        assumptions.append("The request names no length; the article is about as long as its source.")
    if asked.genre is None:
        assumptions.append("The request names no genre; it is told as news.")
    if asked.language.split("-")[0] == source.language.split("-")[0]:
        assumptions.append("The source is in the language asked for, so it is rewritten, not translated.")
    return Brief(
        language=asked.language,
        min_words=asked.min_words,
        max_words=asked.max_words,
        subheadings=asked.subheadings is not False,
        keyphrase=asked.keyphrase,
        secondary_keyphrases=asked.secondary_keyphrases,
        tone=asked.tone,
        audience=asked.audience,
        market=asked.market,
        genre=asked.genre or "news",
        brand=flags.brand,
        site=flags.site,
        instructions=instructions,
        assumptions=assumptions,
    )


async def _sort(clauses: list[str], caller: Caller, assumptions: list[str]) -> Sorted:
    user = USER.format(clauses=fence("clauses", "\n".join(f"- {clause}" for clause in clauses)))
    try:
        return await caller.data(SYSTEM, user, Sorted, max_tokens=MAX_TOKENS, purpose="leftover clauses")
    except ReplyUnusable:
        assumptions.append("The model could not sort part of the request; it is passed on to the writers as written.")
        return Sorted()


def _fill(asked: ReadRequest, found: Sorted, assumptions: list[str]) -> ReadRequest:
    """Only gaps are filled: what code or a flag said stands."""
    filled: dict[str, str] = {}
    market = found.market.strip().upper()
    for name, value in (
        ("tone", _cut(found.tone)),
        ("audience", _cut(found.audience)),
        ("market", market if is_country(market) else ""),
        ("genre", found.genre),
    ):
        if value and getattr(asked, name) is None:
            filled[name] = value
            assumptions.append(f"The model read the {name} as “{value}”.")
    language = tag_of_name(found.language) if found.language else None
    if asked.language is None and language and _is_said(found.language_words, asked.leftover):
        filled["language"] = language
        assumptions.append(f"The model read “{found.language_words.strip()}” as the language {language}.")
    return asked.model_copy(update=filled)


def _is_said(words: str, clauses: list[str]) -> bool:
    evidence = " ".join(fold(words).split())
    return len(evidence) > 1 and any(evidence in " ".join(fold(clause).split()) for clause in clauses)


def _kept(found: Sorted, clauses: list[str]) -> list[str]:
    """The model's orders, or the clauses themselves when it found nothing in them: no wish is lost."""
    orders = [order for text in found.instructions[:MAX_INSTRUCTIONS] if (order := _cut(text))]
    said_something = found.tone or found.audience or found.market or found.genre or found.language
    return orders if orders or said_something else [_cut(clause) for clause in clauses[:MAX_INSTRUCTIONS]]


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH].rsplit(" ", 1)[0]
