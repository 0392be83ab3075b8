"""The fact ledger: what the source says that can be checked, and what of it a text carries or makes up."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agents.domain import Fact, FactKind, Paragraph, Source
from agents.values.carrying import YEAR, Languages, judge
from agents.values.likeness import statements
from agents.values.mention import Mention, primary
from agents.values.names import find_names, people
from agents.values.places import fold
from agents.values.reading import Reading, read
from agents.values.speakers import speakers
from agents.values.statements import quoted_from
from knowledge.passages import Term

EARLIER_QUOTATIONS = 3
NAMES = ("person", "organisation", "name")
ALIKE = 3
"""Letters with which two spellings of a given name begin."""

PUNCTUATION = ".,;:!?…()«»„“”‘’\"'"


def draw_ledger(source: Source) -> list[Fact]:
    """Every fact of `source`, in reading order, each value once, with ids `f1`, `f2`, …"""
    blocks = [("title", source.title)] if source.title else []
    blocks += [(paragraph.id, _quoted(paragraph)) for paragraph in source.paragraphs]
    full_names = _full_names((text for _, text in blocks), source.language)
    facts: list[Fact] = []
    seen: set[tuple[str, str]] = set()
    for paragraph, text in blocks:
        for mention in _by_statement(_mentions(text, source.language), source.language):
            value = full_names.get(fold(mention.text), mention.text) if mention.kind in NAMES else mention.readings[0]
            key = ("name", fold(value)) if mention.kind in NAMES else (mention.kind, value)
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
                    speaker=_speaker(text, mention, source.language, full_names) if mention.kind == "quote" else None,
                )
            )
    return facts


def _by_statement(mentions: Iterable[Mention], language: str) -> Iterator[Mention]:
    """The mentions, a quotation of several sentences parted: each sentence may stand in another section."""
    for mention in mentions:
        for statement in statements(mention.text, language) if mention.kind == "quote" else [mention.text]:
            readings = (statement,) if mention.kind == "quote" else mention.readings
            yield Mention(mention.kind, statement, mention.start, mention.end, readings)


def _quoted(paragraph: Paragraph) -> str:
    """The paragraph's text; a block quotation without marks gets them."""
    bare = paragraph.kind == "quote" and not read(paragraph.text, "").quotations
    return f"“{paragraph.text}”" if bare else paragraph.text


def _mentions(text: str, language: str) -> list[Mention]:
    reading = read(text, language)
    found = [mention for mention in (*reading.dates, *reading.times, *reading.numbers) if mention.firm]
    found = [_as_year(mention) for mention in found if not _is_one(mention)]
    found += find_names(text, language)
    found += [
        Mention("quote", quotation.text, quotation.start, quotation.end, (quotation.text,))
        for quotation in reading.quotations
        if quotation.direct and quotation.closed
    ]
    found += reading.links
    return sorted(found, key=lambda mention: mention.start)


def _as_year(mention: Mention) -> Mention:
    if mention.kind == "number" and not mention.spelled and YEAR.fullmatch(mention.text.strip(" .")):
        return Mention("date", mention.text.strip(" ."), mention.start, mention.end, mention.readings)
    return mention


def _is_one(mention: Mention) -> bool:
    return mention.kind == "number" and mention.readings[0] in ("0", "1")


def _full_names(texts: Iterable[str], language: str) -> dict[str, str]:
    """Folded surname → the full name the source gives elsewhere."""
    full: dict[str, str] = {}
    for text in texts:
        for mention in people(text, language):
            words = mention.text.split()
            if len(words) > 1:
                full.setdefault(fold(words[-1]), mention.text)
    return full


def _speaker(text: str, mention: Mention, language: str, full_names: dict[str, str]) -> str | None:
    """Who is named with the quotation, else with the one before it in the paragraph if nobody else comes between."""
    quotations = read(text, language).quotations
    persons = people(text, language)
    index = bisect_left(quotations, mention.start, key=lambda quotation: quotation.start)
    for earlier in range(index, max(-1, index - EARLIER_QUOTATIONS), -1):
        named = speakers(text, quotations[earlier], quotations, persons, list(full_names.values()))
        if named:
            return full_names.get(fold(named[0]).split()[-1], named[0])
    return None


def missing(
    text: str, facts: Sequence[Fact], *, language: str, source_language: str, terms: Sequence[Term] = ()
) -> list[Fact]:
    """The facts that `text`, written in `language`, does not carry; a quote given to another speaker is one."""
    reading = read(text, language)
    languages = Languages(source_language, language, tuple(terms))
    known = [fact.value for fact in facts if fact.kind == "person"]
    return [fact for fact in facts if judge(reading, fact, languages, known) != "kept"]


@dataclass(frozen=True)
class Origins:
    """All that a text may take its values from, read once and asked for every text of an article."""

    readings: tuple[Reading, ...]
    values: frozenset[tuple[str, str]]
    quotations: tuple[str, ...]
    languages: Languages


def origins(
    facts: Sequence[Fact], *, language: str, source_language: str, allowed_text: str = "", terms: Sequence[Term] = ()
) -> Origins:
    """What a text in `language` may say: the ledger, and `allowed_text`.

    `allowed_text` is everything else that may be quoted from: the source, the brief, retrieved passages.
    """
    pool = "\n\n".join([allowed_text, *(fact.text for fact in facts if fact.kind != "quote")])
    readings = tuple(read(pool, tag) for tag in dict.fromkeys((primary(source_language), primary(language))))
    quotations = [fact.value for fact in facts if fact.kind == "quote"]
    quotations += [quotation.text for quotation in readings[0].quotations]
    return Origins(
        readings,
        frozenset((_family(fact.kind), fact.value) for fact in facts),
        tuple(dict.fromkeys(quotations)),
        Languages(language, source_language, tuple(terms)),
    )


def invented(
    text: str,
    facts: Sequence[Fact],
    *,
    language: str,
    source_language: str,
    allowed_text: str = "",
    terms: Sequence[Term] = (),
) -> list[str]:
    """Numbers, names and direct quotes of `text` that stand neither in the ledger nor in `allowed_text`."""
    known = origins(facts, language=language, source_language=source_language, allowed_text=allowed_text, terms=terms)
    return list(dict.fromkeys(mention.text for mention in inventions(text, known)))


def inventions(text: str, known: Origins) -> list[Mention]:
    """The numbers, names and direct quotes of `text` that have no origin, with kind and place of each."""
    return [mention for mention in _mentions(text, known.languages.source) if not _has_ancestor(mention, known)]


def _has_another_given_name(name: str, known: Origins) -> bool:
    """`Karl Keller` where the source only has an Anna Keller: a family name alone is no origin of a full name.

    Spellings that begin alike (`Alexander`, `Alexandre`) and initials may be the same.
    """
    given, *rest = fold(name).split()
    if not rest or given.endswith("."):
        return False
    namesakes = [
        other.split()[0] for kind, value in known.values if kind == "name" and _ends(other := fold(value), rest)
    ]
    if any(f"{given[0]}. {' '.join(rest)}" in fold(reading.text) for reading in known.readings):
        return False
    said = {word for reading in known.readings for word in fold(reading.text).replace("-", " ").split()}
    return (
        bool(namesakes)
        and not any(given[:ALIKE] == other[:ALIKE] or other.endswith(".") for other in namesakes)
        and not any(word.strip(PUNCTUATION) == given for word in said)
    )


def _ends(name: str, family: Sequence[str]) -> bool:
    words = name.split()
    return len(words) > len(family) and words[-len(family) :] == list(family)


def _family(kind: FactKind) -> str:
    return "name" if kind in NAMES else kind


def _has_ancestor(mention: Mention, known: Origins) -> bool:
    languages = known.languages
    if mention.kind == "quote":
        verbatim = any(mention.text in reading.text for reading in known.readings)
        return verbatim or quoted_from(mention.text, languages.source, known.quotations, languages.target)
    if any((_family(mention.kind), value) in known.values for value in mention.readings):
        return True
    if mention.kind == "person" and _has_another_given_name(mention.text, known):
        return False
    for value in mention.readings:
        fact = Fact(id="", kind=mention.kind, text=mention.text, value=value, paragraph="")
        if any(judge(reading, fact, languages) == "kept" for reading in known.readings):
            return True
    return mention.kind in NAMES and any(
        fold(form) == fold(mention.text) for term in languages.terms for form in (term.preferred, *term.admitted)
    )
