"""How the fidelity checks read a draft and speak of facts."""

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from agents.checks.base import Subject, once
from agents.checks.views import blanked_quotations, without_quotations
from agents.domain import Fact
from agents.reading.text import count_words, sentences
from agents.values.reading import split_value

LONGEST_EXCERPT = 300
LEAST_WORDS = 4


@once
def article_text(subject: Subject) -> str:
    """Headings and bodies in reading order."""
    return "\n\n".join(part for view in subject.sections for part in (view.heading, view.marked_text) if part)


def planned_section(subject: Subject, fact: str) -> str:
    """The section of the draft that the plan makes carry `fact`, else `article`."""
    present = {section.id for section in subject.draft.sections}
    for section in subject.plan.sections if subject.plan else []:
        if fact in section.facts and section.id in present:
            return section.id
    return "article"


def excerpt(subject: Subject, fact: Fact) -> str:
    """The sentence of the source that states `fact`."""
    if subject.source is None:
        return fact.text
    texts = {paragraph.id: paragraph.text for paragraph in subject.source.paragraphs}
    text = subject.source.title or "" if fact.paragraph == "title" else texts.get(fact.paragraph, "")
    found = next((s for s in sentences(text, subject.source_language) if fact.text in s), text or fact.text)
    return found if len(found) <= LONGEST_EXCERPT else found[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"


def localised(fact: Fact, language: str) -> str:
    """The value of a number or date as `language` writes it, with the source's wording when that differs."""
    written = _localised(fact, Locale(language))
    return written if written == fact.text else f"{written} («{fact.text}» in the source)"


def _localised(fact: Fact, locale: Locale) -> str:
    if fact.kind == "date" and len(fact.value) == 10:
        return str(format_date(date.fromisoformat(fact.value), "long", locale=locale))
    if fact.kind in ("number", "percentage", "amount"):
        number, unit = split_value(fact.value)
        return f"{format_decimal(Decimal(number), locale=locale)} {unit}".strip()
    return fact.text


@once
def source_sentences(subject: Subject) -> list[tuple[str, str]]:
    """(paragraph id, sentence) for every sentence of at least four words outside headings."""
    return [
        (paragraph.id, sentence)
        for paragraph in (subject.source.paragraphs if subject.source else [])
        if paragraph.kind != "heading"
        for sentence in sentences(paragraph.text, subject.source_language)
        if count_words(sentence) >= LEAST_WORDS
    ]


@once
def source_sentences_unquoted(subject: Subject) -> list[str]:
    """What each of `source_sentences` says outside quotations: nothing for one in the middle of a quotation."""
    texts = {paragraph.id: paragraph.text for paragraph in (subject.source.paragraphs if subject.source else [])}
    blanked = {id: blanked_quotations(text) for id, text in texts.items()}
    places = dict.fromkeys(texts, 0)
    found = []
    for id, sentence in source_sentences(subject):
        at = texts[id].find(sentence, places[id])
        if at < 0:
            found.append(without_quotations(sentence))
            continue
        places[id] = at + len(sentence)
        found.append(blanked[id][at : places[id]].strip())
    return found


@once
def article_sentences(subject: Subject) -> list[tuple[str, str]]:
    """(section id, sentence) for every sentence of the article."""
    return [
        (view.id, sentence)
        for view in subject.sections
        for block in view.marked_text.split("\n\n")
        for sentence in sentences(block, subject.language)
    ]
