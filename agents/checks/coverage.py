"""Advice on fidelity: paragraphs the article leaves out, and hedges it drops."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

import numpy as np

from agents.checks.base import Flaw, Outcome, Subject, check, once
from agents.checks.telling import LONGEST_EXCERPT
from agents.checks.views import without_quotations
from agents.lines import number_lines
from agents.text import sentences, words
from agents.values.likeness import cosines, embed
from agents.values.mention import LANGUAGES, language_data
from knowledge.embedding import Vectors

TOLD = 0.3
"""Cosine from which a sentence tells another; see docs/fidelity.md for the pairs behind it."""
SAME = 0.45
COUNTERPART, MARGIN = 0.55, 0.1
"""99 in 100 of the faithful pairs of tests/agents/checks/fidelity/pairs.jsonl reach 0.55; in the demo such a sentence
leads its rivals in the article by 0.19 to 0.57, and one without counterpart by 0.07 at most."""
LEAST_SHARE = 0.5
LEAST_WORDS = 4
NEAREST = 3
MOST_FLAWS = 5


@once
def _source_sentences(subject: Subject) -> list[tuple[str, str]]:
    """(paragraph id, sentence) for every sentence of at least four words outside headings."""
    return [
        (paragraph.id, sentence)
        for paragraph in (subject.source.paragraphs if subject.source else [])
        if paragraph.kind != "heading"
        for sentence in sentences(paragraph.text, subject.source_language)
        if len(words(sentence)) >= LEAST_WORDS
    ]


@once
def _article_sentences(subject: Subject) -> list[tuple[str, str]]:
    """(section id, sentence) for every sentence of the article."""
    return [
        (view.id, sentence)
        for view in subject.sections
        for block in view.marked_text.split("\n\n")
        for sentence in sentences(block, subject.language)
    ]


@check(
    "fidelity.coverage",
    severity="advice",
    measures="source paragraphs of which at least half the sentences have a sentence of like meaning in the "
    "article (cosine of sentence embeddings at least 0.3)",
    threshold="all of them",
    source="House rule: every paragraph of the source is represented (docs/fidelity.md)",
    needs_source=True,
)
def paragraphs_are_told(subject: Subject) -> Outcome:
    if subject.source is None:
        return Outcome.not_run("no source given")
    wanted, told = _source_sentences(subject), _article_sentences(subject)
    if not wanted or not told:
        return Outcome.not_run("no sentences to compare")
    best = _best([s for _, s in wanted], [s for _, s in told])
    shares: dict[str, list[bool]] = {}
    for paragraph, sentence in wanted:
        shares.setdefault(paragraph, []).append(best[sentence] >= TOLD)
    omitted = [paragraph for paragraph, hits in shares.items() if sum(hits) / len(hits) < LEAST_SHARE]
    texts = {paragraph.id: paragraph.text for paragraph in subject.source.paragraphs}
    flaws = []
    for paragraph in omitted:
        text = texts[paragraph]
        short = text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"
        target = _section_for(subject, paragraph)
        message = f"Paragraph {paragraph} of the source is hardly told: “{short}”"
        fix = f"Tell what this paragraph of the source says: «{short}»"
        flaws.append(Flaw(target, message, fix, measured="hardly told", place=paragraph))
    return Outcome(f"{len(shares) - len(omitted)} of {len(shares)} paragraphs told", flaws)


def _best(wanted: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    """Each wanted sentence → its cosine with the nearest told one; what stands there word for word is not embedded."""
    word_for_word = set(told)
    open_ones = [sentence for sentence in dict.fromkeys(wanted) if sentence not in word_for_word]
    nearest = cosines(embed(open_ones), embed(told)).max(axis=1) if open_ones else []
    return dict.fromkeys(wanted, 1.0) | {s: float(score) for s, score in zip(open_ones, nearest, strict=True)}


def _section_for(subject: Subject, paragraph: str) -> str:
    if subject.plan is None or subject.source is None:
        return "article"
    own = {line.number for line in number_lines(subject.source) if line.paragraph == paragraph}
    present = {section.id for section in subject.draft.sections}
    told = ((len(own.intersection(s.lines)), s.id) for s in subject.plan.sections if s.id in present)
    count, section = max(told, default=(0, ""), key=lambda pair: pair[0])
    return section if count else "article"


def _counterpart(scores: Vectors, sentence: int) -> int | None:
    """The article's sentence that surely tells the source's: much alike, no other nearly as much, on both sides."""
    row = scores[sentence]
    place = int(row.argmax())
    column = scores[:, place]
    rivals = [*np.delete(row, place), *np.delete(column, sentence)]
    clear = row[place] >= COUNTERPART and row[place] - max(rivals, default=0.0) >= MARGIN
    return place if clear else None


def _tell_more(sentence: str, told: Sequence[tuple[str, str]], counterpart: int) -> list[int]:
    """The neighbours with which the counterpart tells the source's sentence at least as well as alone."""
    section, own = told[counterpart]
    beside = [n for n in (counterpart - 1, counterpart + 1) if 0 <= n < len(told) and told[n][0] == section]
    joined = [f"{told[n][1]} {own}" if n < counterpart else f"{own} {told[n][1]}" for n in beside]
    alone, *together = cosines(embed([sentence]), embed([own, *joined]))[0]
    return [n for n, score in zip(beside, together, strict=True) if score >= alone]


@cache
def _hedges(language: str, which: Literal["asked", "counted"]) -> re.Pattern[str]:
    """Hedges to be `asked` for, and the wider list that is `counted` as an answer."""
    return re.compile(rf"(?<!\w)(?:{language_data('hedges')[language][which]})(?!\w)", re.IGNORECASE)


@check(
    "fidelity.hedges",
    severity="advice",
    measures="hedged sentences of the source (often, might, is to, is said to …) whose clear counterparts in the "
    "article are hedged too",
    threshold="all of them",
    source="House rule: what the source leaves open stays open (docs/fidelity.md)",
    needs_source=True,
)
def hedges_are_kept(subject: Subject) -> Outcome:
    if subject.source is None or subject.source_language not in LANGUAGES:
        return Outcome.not_run(f"no hedges known for the language {subject.source_language or 'unknown'!r}")
    asked = _hedges(subject.source_language, "asked")
    source = [sentence for _, sentence in _source_sentences(subject)]
    wanted = [index for index, sentence in enumerate(source) if asked.search(without_quotations(sentence))]
    told = [(id, s) for id, s in _article_sentences(subject) if without_quotations(s).strip()]
    if not wanted or not told:
        return Outcome("no hedged sentence to compare")
    scores = cosines(embed(source), embed([s for _, s in told]))
    counted = _hedges(subject.language, "counted")
    flaws = []

    def is_hedged(places: Sequence[int]) -> bool:
        return any(counted.search(told[place][1]) for place in places)

    for index in wanted:
        sentence, counterpart = source[index], _counterpart(scores, index)
        near = [place for place in scores[index].argsort()[::-1][:NEAREST] if scores[index, place] >= SAME]
        if counterpart is None or is_hedged(near) or is_hedged(_tell_more(sentence, told, counterpart)):
            continue
        target, nearest = told[counterpart]
        hedges = ", ".join(f"“{hedge}”" for hedge in asked.findall(without_quotations(sentence)))
        message = f"The source leaves it open ({hedges}): “{sentence}” The article states it: “{nearest}”"
        fix = f"Keep the doubt of the source ({hedges}) in: «{nearest}»"
        flaws.append(Flaw(target, message, fix, measured="stated as certain", place=nearest))
    return Outcome(f"{len(wanted) - len(flaws)} of {len(wanted)} hedged sentences", flaws[:MOST_FLAWS])
