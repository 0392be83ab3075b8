"""What code finds wrong with translated lines, before anyone builds on them."""

from collections.abc import Mapping, Sequence

from agents.checks.lexicon import lexicon, reads_as
from agents.domain import Brief, Fact, Line
from agents.ledger import missing
from agents.reading.language import SUPPORTED, identify, language_name
from agents.reading.text import count_words
from agents.values.likeness import embed, likeness
from knowledge.passages import Term
from knowledge.termbase import forbidden_in

SHORT_LINE = 4
"""Words up to which a line may rightly be the same in both languages: a name, a title. One of names alone, without a
word in lower case, may be longer: the head of a table of models."""

LIKE = 0.35
"""Cosine below which a translation says something else: 99 in 100 of the faithful pairs of
tests/agents/checks/fidelity/pairs.jsonl reach 0.55, and short lines come out lower."""

LEAST_SHARE, MOST_SHARE = 0.45, 3.0
"""Words of a translation to those of its line. Faithful ones lie between 0.6 (German to Dutch compounds taken
apart the other way) and 2 (a German compound told in French); beyond that something was left out or added."""

MEASURED_FROM = 8
"""Words from which a line is long enough for its length and its meaning to be measured."""


def problems(
    told: Mapping[int, str],
    lines: Sequence[Line],
    brief: Brief,
    source_language: str,
    stated: Mapping[int, Sequence[Fact]],
    terms: Sequence[Term],
) -> dict[int, list[str]]:
    """What is wrong with each translated line, as instructions to the translator; sound lines are left out."""
    target = brief.base_language
    text = " ".join(told[line.number] for line in lines if line.number in told)
    foreign = bool(text) and identify(text, (target, source_language)) != target
    if not foreign and target in SUPPORTED:
        embed([*(line.text for line in lines), *told.values()])
    found = {}
    for line in lines:
        own = told.get(line.number)
        if own is None:
            rows = ["it is missing."]
        elif foreign or _is_foreign(own, line.text, target, source_language):
            rows = [f"it is not in {language_name(brief.language)}."]
        else:
            lost = missing(
                own,
                list(stated.get(line.number, ())),
                language=target,
                source_language=source_language,
                terms=tuple(terms),
            )
            rows = [f"the {fact.kind} “{fact.text}” is missing." for fact in lost]
            rows += [f"write “{term.preferred}”, not “{form}”." for form, term in forbidden_in(own, terms, target)]
            rows += _untrue(own, line.text, target, source_language)
        if rows:
            found[line.number] = rows
    return found


def read_ahead(lines: Sequence[Line], brief: Brief) -> None:
    """Embed what `problems` and the review will compare, while the model is still at work."""
    if brief.base_language in SUPPORTED:
        embed([line.text for line in lines])


def _is_foreign(own: str, line: str, target: str, source_language: str) -> bool:
    if own == line:
        return count_words(own) > SHORT_LINE and any(word[0].islower() for word in own.split())
    if count_words(own) < MEASURED_FROM or (target in SUPPORTED and reads_as(own) == target):
        return False
    return identify(own, (target, source_language)) != target


def _untrue(own: str, line: str, target: str, source_language: str) -> list[str]:
    """Not a translation at all, cut down, stretched, or one of another line."""
    if target not in SUPPORTED or source_language not in SUPPORTED:
        return []
    talk = (*lexicon(target).assistant_talk, *lexicon("en").assistant_talk)
    if own.casefold().startswith(talk):
        return ["it speaks to its reader instead of translating."]
    if count_words(line) < MEASURED_FROM:
        return []
    share = count_words(own) / count_words(line)
    if share < LEAST_SHARE:
        return ["it leaves out a part."]
    if share > MOST_SHARE:
        return ["it says more than the line."]
    return ["it does not say what the line says."] if likeness(line, own) < LIKE else []
