"""Advice on hedges: what the source leaves open stays open."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

import numpy as np

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.telling import article_sentences, source_sentences, source_sentences_unquoted
from agents.checks.views import counted, without_quotations
from agents.values.likeness import cosines, embed
from agents.values.mention import LANGUAGES, language_data
from agents.values.neighbours import Neighbours
from knowledge.embedding import Vectors

SAME = 0.45
COUNTERPART, MARGIN = 0.55, 0.1
"""99 in 100 of the faithful pairs of tests/agents/checks/fidelity/pairs.jsonl reach 0.55; in the demo such a sentence
leads its rivals in the article by 0.19 to 0.57, and one without counterpart by 0.07 at most."""
NEAREST = 3
LIKELY = 8
"""Sentences on either side that look most alike and are compared by meaning."""
MOST_FLAWS = 5
_MARKS = ' «»„“”"'


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
    needs=("source",),
)
def hedges_are_kept(subject: Subject) -> Outcome:
    if subject.source is None or subject.source_language not in LANGUAGES:
        return Outcome.not_run(f"no hedges known for the language {subject.source_language or 'unknown'!r}")
    asked = _hedges(subject.source_language, "asked")
    source = [sentence for _, sentence in source_sentences(subject)]
    own = source_sentences_unquoted(subject)
    wanted = [index for index, text in enumerate(own) if asked.search(text)]
    told = [(id, s) for id, s in article_sentences(subject) if without_quotations(s).strip()]
    if not wanted or not told:
        return Outcome("no hedged sentence to compare")
    flaws = []
    for index, place in _stated_flatly(wanted, source, told, _hedges(subject.language, "counted")):
        sentence, (target, nearest) = source[index], told[place]
        nearest = nearest.strip(_MARKS)
        hedges = ", ".join(f"“{hedge}”" for hedge in asked.findall(own[index]))
        message = f"The source leaves it open ({hedges}): “{sentence}” The article states it: “{nearest}”"
        fix = f"Keep the doubt of the source ({hedges}) in: «{nearest}»"
        flaws.append(Flaw(target, message, fix, measured="stated as certain", place=nearest))
    return Outcome(f"{len(wanted) - len(flaws)} of {counted(len(wanted), 'hedged sentence')}", flaws[:MOST_FLAWS])


def _stated_flatly(
    wanted: Sequence[int], source: Sequence[str], article: Sequence[tuple[str, str]], counted: re.Pattern[str]
) -> list[tuple[int, int]]:
    """The `wanted` sentences of the source, each with its clear counterpart in the article, that is not hedged.

    A sentence is given up for answered when one of its likeliest counterparts is hedged and much like it in words or in
    meaning, or when a hedged neighbour of its counterpart tells the rest of it.
    """
    told = [sentence for _, sentence in article]
    here = Neighbours(told)
    likely = {i: [place for place, _ in here.nearest(source[i], i / len(source), LIKELY)] for i in wanted}
    hedged = {place for places in likely.values() for place in places if counted.search(told[place])}
    first = {i: [place for place in places[:NEAREST] if place in hedged] for i, places in likely.items()}
    first = {i: p for i, p in first.items() if not any(here.tells(place, source[i]) for place in p)}
    if not first:
        return []
    embed([*(source[i] for i in first), *(told[place] for places in first.values() for place in places)])
    open_ones = [i for i in first if not (_scores(source[i], told, first[i]) >= SAME).any()]
    if not open_ones:
        return []
    embed([told[place] for i in open_ones for place in likely[i]])
    there, found = Neighbours(source), []
    for i in open_ones:
        row = _scores(source[i], told, likely[i])
        order = row.argsort()[::-1]
        if any(row[n] >= SAME and likely[i][n] in hedged for n in order[:NEAREST]):
            continue
        place = likely[i][order[0]]
        rivals = [n for n, _ in there.nearest(told[place], place / len(told), LIKELY) if n != i]
        if (
            row[order[0]] >= COUNTERPART
            and _leads(row, _scores(told[place], source, rivals))
            and not any(counted.search(told[n]) for n in _tell_more(source[i], article, place))
        ):
            found.append((i, place))
    return found


def _tell_more(sentence: str, article: Sequence[tuple[str, str]], counterpart: int) -> list[int]:
    """The neighbours with which the counterpart tells the source's sentence at least as well as alone."""
    section, own = article[counterpart]
    beside = [n for n in (counterpart - 1, counterpart + 1) if 0 <= n < len(article) and article[n][0] == section]
    joined = [f"{article[n][1]} {own}" if n < counterpart else f"{own} {article[n][1]}" for n in beside]
    alone, *together = cosines(embed([sentence]), embed([own, *joined]))[0]
    return [n for n, score in zip(beside, together, strict=True) if score >= alone]


def _scores(text: str, others: Sequence[str], chosen: Sequence[int]) -> Vectors:
    if not chosen:
        return np.zeros(0, dtype=np.float32)
    return np.asarray(cosines(embed([text]), embed([others[n] for n in chosen]))[0])


def _leads(row: Vectors, column: Vectors) -> bool:
    """Whether no other sentence of the article comes near the best of `row`, nor one of the source (`column`)."""
    best, second = np.append(np.sort(row)[::-1], 0.0)[:2]
    return bool(best - max(second, column.max(initial=0.0)) >= MARGIN)
