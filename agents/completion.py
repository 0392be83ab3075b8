"""What code adds to a first draft, so that no fact and no keyphrase is lost for want of a better writer.

A section that lost facts of its lines, or stayed far too short, gets those of its lines that it does not tell, in
their checked translation, as a last paragraph; one that tells other things than its lines is replaced by them. A
title, an opening or a description without the keyphrase is led by it. Revisions by a model may still better it.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from agents.checks.keyphrase import allowed_occurrences, focus_count
from agents.checks.matching import content_words, stem
from agents.checks.matching import keyphrase as matcher
from agents.checks.metadata import TITLE_PIXELS, title_pixels
from agents.domain import Draft, Fact, Line, Plan, Section, SectionKind
from agents.ledger import missing
from agents.lines import facts_by_line
from agents.outline import lead_headings, lead_with
from agents.reading.language import SUPPORTED
from agents.reading.text import count_words, plain, sentences
from agents.repair.metadata import LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION
from agents.section_writer import is_short
from knowledge.passages import Term

TOLD = 0.5
"""Share of a line's content words from which a section is taken to tell it, and of its lines from which it is taken
to be about them."""

FRAME_HEADINGS = {
    "en": ("Questions and answers", "In brief"),
    "de": ("Fragen und Antworten", "Kurz gefasst"),
    "fr": ("Questions et réponses", "En bref"),
    "es": ("Preguntas y respuestas", "En resumen"),
    "it": ("Domande e risposte", "In breve"),
    "nl": ("Vragen en antwoorden", "In het kort"),
    "pt": ("Perguntas e respostas", "Em resumo"),
}
"""Headings of questions and summary when neither planner nor writer gave one."""

HEADING_WORDS = range(3, 10)
"""Words of a line, or of its first clause, that can stand in for a heading nobody gave."""

CLAUSE_END = re.compile(r"\s*[,;–—]\s")
NO_HEADING = re.compile(r"[\d\"“”«»:]")
QUOTES = re.compile(r"[\"„“”«»]")

PROSE_ENDS = tuple('.!?…"”»“')


def complete(
    draft: Draft,
    plan: Plan,
    told: Mapping[int, str],
    lines: Sequence[Line],
    facts: Sequence[Fact],
    *,
    language: str,
    source_language: str,
    terms: Sequence[Term],
) -> Draft:
    """The draft with every planned fact in its section and the keyphrase in opening and description.

    Args:
        told: The source lines in the target language, by number.
        language: Primary subtag of the target; a draft in a language without data is returned as it is.
    """
    if language not in SUPPORTED:
        return draft
    planned = {section.id: section for section in plan.sections}
    stated = facts_by_line(facts, lines)
    sections: list[Section] = []
    for section in draft.sections:
        own = planned[section.id]
        mine = [line for line in lines if line.number in own.lines and line.number in told]
        if own.kind == "body" and section.body and not _is_about(plain(section.body), mine, told, language):
            section = section.model_copy(update={"body": _retold(mine, told)})
        carried = [fact for fact in facts if section.body and fact.id in own.facts]
        text = plain(section.body)
        lost = missing(text, carried, language=language, source_language=source_language, terms=terms)
        wanted = {n for n in own.lines if any(fact in lost for fact in stated.get(n, ()))}
        if own.kind == "body" and text and is_short(text, own.words):
            wanted |= {line.number for line in _prose(mine) if not _tells(text, told[line.number], language)}
        rest = " ".join(told[n] for n in sorted(wanted) if n in told)
        if rest and rest not in section.body:
            section = section.model_copy(update={"body": f"{section.body}\n\n{rest}"})
        if section.body and (not section.heading or section.heading in {other.heading for other in sections}):
            taken = {other.heading for other in (*draft.sections, *sections)}
            heading = _heading(own.kind, mine, lines, told, language, taken) or section.heading
            section = section.model_copy(update={"heading": heading})
        sections.append(section)
    if sections and sections[0].body:
        opening, heading = sections[0].body, sections[0].heading
        if heading and not matcher(plan.keyphrase, language).count(heading):
            heading = lead_with(plan.keyphrase, heading, language)
        body = _opened(opening, plan.keyphrase, language)
        sections[0] = sections[0].model_copy(update={"heading": heading, "body": body})
    if sections:
        sections[1:] = _led(sections[0], sections[1:], plan.keyphrase, language)
    metadata = draft.metadata
    if metadata.title:
        headline = sections[0].heading if sections else ""
        title = _titled(metadata.title, headline, plan.keyphrase, language)
        description = _described(metadata.description, plan, told, language)
        metadata = metadata.model_copy(update={"title": title, "description": description})
    return draft.model_copy(update={"sections": sections, "metadata": metadata})


def _led(opening: Section, sections: Sequence[Section], keyphrase: str, language: str) -> list[Section]:
    """The sections with the keyphrase in as many headings as shall carry it, in more where the text says it too rarely.

    Args:
        opening: The section ahead of them, which counts too.
    """
    texts = [text for s in (opening, *sections) for text in (s.heading, *sentences(plain(s.body), language))]
    headings = [section.heading for section in sections]
    least, _ = allowed_occurrences(sum(map(count_words, texts)))
    led = lead_headings(headings, keyphrase, language)
    added = sum(new != old for new, old in zip(led, headings, strict=True))
    more = least - focus_count(keyphrase, language, texts) - added
    if more > 0:
        led = lead_headings(headings, keyphrase, language, more=more)
    return [section.model_copy(update={"heading": heading}) for section, heading in zip(sections, led, strict=True)]


def _is_about(text: str, mine: Sequence[Line], told: Mapping[int, str], language: str) -> bool:
    """Whether a text tells at least half of the lines that it was to tell."""
    hits = [_tells(text, told[line.number], language) for line in _prose(mine)]
    return sum(hits) >= TOLD * len(hits)


def _prose(mine: Sequence[Line]) -> list[Line]:
    """Lines that are sentences: not the source's title and headings."""
    return [line for line in mine if line.text.endswith(PROSE_ENDS)]


def _retold(mine: Sequence[Line], told: Mapping[int, str]) -> str:
    """The lines in the target language, in the paragraphs of the source."""
    paragraphs: dict[str, list[str]] = {}
    for line in _prose(mine):
        paragraphs.setdefault(line.paragraph, []).append(told[line.number])
    return "\n\n".join(" ".join(rows) for rows in paragraphs.values())


def _heading(
    kind: SectionKind,
    mine: Sequence[Line],
    lines: Sequence[Line],
    told: Mapping[int, str],
    language: str,
    taken: Collection[str],
) -> str:
    """A heading where neither planner nor writer gave one: the source's own, a short plain line, or how a line begins;
    may be empty."""
    if kind in ("faq", "summary"):
        return FRAME_HEADINGS[language][kind == "summary"]
    if kind == "intro":
        return next((told[line.number] for line in lines if line.paragraph == "title" and line.number in told), "")
    prose = _prose(mine)
    rows = [told[line.number].rstrip(".") for line in [*(line for line in mine if line not in prose), *prose]]
    clauses = [CLAUSE_END.split(row)[0] for row in rows]
    short = (row for row in (*rows, *clauses) if count_words(row) in HEADING_WORDS and not NO_HEADING.search(row))
    return next((row for row in short if row not in taken), "")


def _tells(text: str, line: str, language: str) -> bool:
    """Whether a text tells a line: most of the line's content words stand in it, in any form."""
    wanted = {stem(word, language) for word in content_words(line, language)}
    have = {stem(word, language) for word in content_words(text, language)}
    return not wanted or len(wanted & have) >= TOLD * len(wanted)


def _opened(body: str, keyphrase: str, language: str) -> str:
    first, _, rest = body.partition("\n\n")
    found = matcher(keyphrase, language)
    if any(found.count(sentence) for sentence in sentences(plain(first), language)):
        return body
    return "\n\n".join(part for part in (lead_with(keyphrase, first, language), rest) if part)


def _titled(title: str, headline: str, keyphrase: str, language: str) -> str:
    """The first that carries the keyphrase and fits: the title, the title led by it, the headline, it alone."""
    found = matcher(keyphrase, language)
    choices = (title, lead_with(keyphrase, title, language), headline, f"{keyphrase[:1].upper()}{keyphrase[1:]}")
    return next((text for text in choices if found.count(text) and title_pixels(text) <= TITLE_PIXELS), title)


def _described(description: str, plan: Plan, told: Mapping[int, str], language: str) -> str:
    """The description with the keyphrase; one that is too short goes on with a line of the introduction that fits, if
    it can be with one that quotes nobody."""
    if description and not matcher(plan.keyphrase, language).count(description):
        led = lead_with(plan.keyphrase, description, language)
        description = led if len(led) <= LONGEST_DESCRIPTION else description
    order = [n for n in (*plan.sections[0].lines, *sorted(told)) if told.get(n, "").endswith(PROSE_ENDS)]
    order.sort(key=lambda n: bool(QUOTES.search(told[n])))
    if description and not matcher(plan.keyphrase, language).count(description):
        led_lines = (lead_with(plan.keyphrase, told[n], language) for n in order)
        fits = (text for text in led_lines if SHORTEST_DESCRIPTION <= len(text) <= LONGEST_DESCRIPTION)
        description = next(fits, description)
    if description and len(description) < SHORTEST_DESCRIPTION:
        longer = (f"{description} {told[n]}" for n in order if told[n] not in description)
        fits = (text for text in longer if SHORTEST_DESCRIPTION <= len(text) <= LONGEST_DESCRIPTION)
        description = next(fits, description)
    return description
