"""The fact ledger: what the source says that can be checked, and what of it a text carries or makes up."""

import re
from collections.abc import Iterable, Sequence

from agents.domain import Fact, FactKind, Source
from agents.values.mention import Mention, primary
from agents.values.names import find_names, fold, places
from agents.values.reading import Reading, holds_date, holds_number, holds_time, read
from knowledge.passages import Term

YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
LEAST_STEM = 4


def draw_ledger(source: Source) -> list[Fact]:
    """Every fact of `source`, in reading order, each value once, with ids `f1`, `f2`, …"""
    blocks = [("title", source.title)] if source.title else []
    blocks += [(paragraph.id, paragraph.text) for paragraph in source.paragraphs]
    facts: list[Fact] = []
    seen: set[tuple[FactKind, str]] = set()
    full_names = _full_names(text for _, text in blocks)
    for paragraph, text in blocks:
        for mention in _mentions(text, source.language):
            value = full_names.get(fold(mention.text), mention.readings[0])
            key = (mention.kind, fold(value) if mention.kind in ("person", "organisation", "name") else value)
            if key in seen:
                continue
            seen.add(key)
            facts.append(
                Fact(
                    id=f"f{len(facts) + 1}",
                    kind=mention.kind,
                    text=mention.text,
                    value=value,
                    paragraph=paragraph,
                )
            )
    return facts


def _mentions(text: str, language: str) -> list[Mention]:
    reading = read(text, language)
    found = [*reading.dates, *(m for m in (*reading.times, *reading.numbers) if m.firm)]
    found = [_as_year(mention) for mention in found if not _is_one(mention)]
    found += find_names(text, language)
    found += [
        Mention("quote", quotation.text, quotation.start, quotation.end, (quotation.text,))
        for quotation in reading.quotations
        if quotation.direct
    ]
    found += reading.links
    return sorted(found, key=lambda mention: mention.start)


def _as_year(mention: Mention) -> Mention:
    value = mention.readings[0]
    if mention.kind == "number" and not mention.spelled and YEAR.fullmatch(value) and "." not in mention.text:
        return Mention("date", mention.text, mention.start, mention.end, mention.readings)
    return mention


def _is_one(mention: Mention) -> bool:
    return mention.kind == "number" and mention.readings[0] in ("0", "1")


def _full_names(texts: Iterable[str]) -> dict[str, str]:
    """Folded surname → the full name the source gives elsewhere."""
    full: dict[str, str] = {}
    for text in texts:
        for mention in find_names(text, ""):
            words = mention.text.split()
            if mention.kind == "person" and len(words) > 1:
                full.setdefault(fold(words[-1]), mention.text)
    return full


def missing(
    text: str, facts: Sequence[Fact], *, language: str, source_language: str, terms: Sequence[Term] = ()
) -> list[Fact]:
    """The facts that `text`, written in `language`, does not carry."""
    reading = read(text, language)
    return [fact for fact in facts if not _carries(reading, fact, language, source_language, terms)]


def _carries(
    reading: Reading, fact: Fact, language: str, source_language: str, terms: Sequence[Term]
) -> bool:
    if fact.kind in ("number", "percentage", "amount"):
        return holds_number(reading, fact.value)
    if fact.kind == "date":
        return (
            holds_number(reading, fact.value)
            if YEAR.fullmatch(fact.value)
            else holds_date(reading, fact.value)
        )
    if fact.kind == "time":
        return holds_time(reading, fact.value)
    if fact.kind == "link":
        return fact.value in reading.text
    if fact.kind == "quote":
        return any(quotation.direct for quotation in reading.quotations)
    return any(_stands(form, reading.folded) for form in name_forms(fact, terms))


def name_forms(fact: Fact, terms: Sequence[Term]) -> list[str]:
    """Every form by which another language may write the name of `fact`."""
    forms = [fact.value, fact.text]
    for name in (fact.value, fact.text):
        forms += places().get(fold(name), ())
        forms += places().get(fold(name.removesuffix("s")), ())
    if fact.kind == "person":
        forms.append(fact.value.split()[-1])
    for term in terms:
        if any(fold(form) == fold(fact.value) for form in term.source_terms):
            forms += [term.preferred, *term.admitted]
    return forms


def _stands(name: str, folded: str) -> bool:
    """True when `name`, or its stem with another ending, stands in the folded text."""
    wanted = fold(name)
    stem = wanted if len(wanted) < LEAST_STEM else wanted.removesuffix("s")
    return re.search(rf"(?<!\w){re.escape(stem)}", folded) is not None


def invented(
    text: str,
    facts: Sequence[Fact],
    *,
    language: str,
    source_language: str,
    allowed_text: str = "",
    terms: Sequence[Term] = (),
) -> list[str]:
    """Numbers, names and direct quotes of `text` that stand neither in the ledger nor in `allowed_text`.

    `allowed_text` is everything else that may be quoted from: the source, the brief, retrieved passages.
    """
    pool = " ".join([allowed_text, *(fact.text for fact in facts)])
    allowed = [read(pool, tag) for tag in dict.fromkeys((primary(source_language), primary(language)))]
    found = [
        mention.text.strip()
        for mention in _mentions(text, language)
        if not _has_ancestor(mention, allowed, facts, terms, language, source_language)
    ]
    return list(dict.fromkeys(found))


def _has_ancestor(
    mention: Mention,
    allowed: Sequence[Reading],
    facts: Sequence[Fact],
    terms: Sequence[Term],
    language: str,
    source_language: str,
) -> bool:
    fact = Fact(id="", kind=mention.kind, text=mention.text, value=mention.readings[0], paragraph="")
    if mention.kind == "quote":
        return any(quotation.direct for reading in allowed for quotation in reading.quotations) or any(
            fact.kind == "quote" for fact in facts
        )
    alternatives = [fact.model_copy(update={"value": value}) for value in mention.readings]
    return any(
        _carries(reading, alternative, source_language, language, terms)
        for reading in allowed
        for alternative in alternatives
    )
