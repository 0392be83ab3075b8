"""Fidelity: what the source says stands in the article, by the same mouth, with the same value."""

from collections.abc import Sequence

from agents.checks.base import Flaw, Outcome, Subject, check, once
from agents.checks.telling import article_text, excerpt, localised, planned_section
from agents.domain import Fact, FactKind
from agents.values.carrying import Languages, Verdict, is_whole, judge
from agents.values.reading import read
from agents.values.statements import embed_quotations

NUMBERS: tuple[FactKind, ...] = ("number", "percentage", "amount", "date", "time")
NAMES: tuple[FactKind, ...] = ("person", "organisation", "name")
SOURCE = "House rule: no fact of the source is lost (docs/fidelity.md)"


@once
def verdicts(subject: Subject) -> dict[str, Verdict]:
    """What became of each fact but the links, by its id."""
    reading = read(article_text(subject), subject.language)
    languages = Languages(subject.source_language, subject.language, subject.terms)
    known = [fact.value for fact in subject.facts if fact.kind == "person"]
    quotes = [fact.value for fact in subject.facts if fact.kind == "quote"]
    if quotes and reading.quotations:
        told_by = [quotation.text for quotation in reading.quotations if is_whole(quotation)]
        embed_quotations((quotes, subject.source_language), (told_by, subject.language))
    return {fact.id: judge(reading, fact, languages, known) for fact in subject.facts if fact.kind != "link"}


def lost_facts(subject: Subject, kinds: Sequence[FactKind]) -> tuple[list[tuple[Fact, str]], int]:
    """The facts of these kinds the article does not carry, each with why, and how many facts there are."""
    facts = [fact for fact in subject.facts if fact.kind in kinds]
    judged = verdicts(subject)
    lost: list[tuple[Fact, str]] = [(fact, judged[fact.id]) for fact in facts if judged[fact.id] != "kept"]
    return lost, len(facts)


def _outcome(flaws: list[Flaw], total: int, what: str) -> Outcome:
    return Outcome(f"{total - len(flaws)} of {total} {what} kept", flaws)


@check(
    "fidelity.numbers",
    severity="blocking",
    measures="numbers, percentages, amounts, dates and times of the source that the article carries, in any "
    "locale's writing, in digits or words",
    threshold="all of them",
    source=SOURCE,
    needs=("source",),
)
def numbers_are_kept(subject: Subject) -> Outcome:
    lost, total = lost_facts(subject, NUMBERS)
    flaws = []
    for fact, _ in lost:
        written = localised(fact, subject.language)
        sentence = excerpt(subject, fact)
        flaws.append(
            Flaw(
                planned_section(subject, fact.id),
                f"The {fact.kind} “{fact.text}” of the source is not in the article.",
                f"Write the {fact.kind} {written} from the source: «{sentence}»",
                measured="absent",
                place=sentence,
                facts=[fact.id],
            )
        )
    return _outcome(flaws, total, "numbers and dates")


@check(
    "fidelity.names",
    severity="blocking",
    measures="people, organisations and places of the source that the article names, by surname, by their "
    "name in the article's language, or by the termbase",
    threshold="all of them",
    source=SOURCE,
    needs=("source",),
)
def names_are_kept(subject: Subject) -> Outcome:
    lost, total = lost_facts(subject, NAMES)
    flaws = [
        Flaw(
            planned_section(subject, fact.id),
            f"“{fact.value}” is named in the source but not in the article.",
            f"Name {fact.value}, as the source does: «{excerpt(subject, fact)}»",
            measured="absent",
            place=excerpt(subject, fact),
            facts=[fact.id],
        )
        for fact, _ in lost
    ]
    return _outcome(flaws, total, "names")


@check(
    "fidelity.quotes",
    severity="blocking",
    measures="direct quotations of the source that the article quotes, in one piece or sentence by sentence, "
    "with the same meaning and speaker",
    threshold="all of them",
    source=SOURCE,
    needs=("source",),
)
def quotes_are_kept(subject: Subject) -> Outcome:
    lost, total = lost_facts(subject, ("quote",))
    flaws = []
    for fact, verdict in lost:
        if verdict == "speaker":
            message = f"The words of {fact.speaker} are given to somebody else: “{fact.text}”"
            fix = f"Say that {fact.speaker} said the quotation that means: «{fact.text}»"
        else:
            message = f"A direct quotation of the source is not quoted with its meaning: “{fact.text}”"
            by = f" of {fact.speaker}" if fact.speaker else ""
            fix = f"Quote these words{by} translated, whole and between quotation marks: «{fact.text}»"
        target = planned_section(subject, fact.id)
        flaws.append(Flaw(target, message, fix, measured=verdict, place=fact.text, facts=[fact.id]))
    return _outcome(flaws, total, "quotations")


@check(
    "fidelity.links",
    severity="blocking",
    measures="links of the source that the article holds",
    threshold="all of them",
    source=SOURCE,
    languages=None,
    needs=("source",),
)
def links_are_kept(subject: Subject) -> Outcome:
    facts = [fact for fact in subject.facts if fact.kind == "link"]
    markdown = "\n".join(section.body for section in subject.draft.sections)
    flaws = [
        Flaw(
            planned_section(subject, fact.id),
            f"The link {fact.value} of the source is not in the article.",
            f"Link to {fact.value} with words that say where it leads.",
            measured="absent",
            place=excerpt(subject, fact),
            facts=[fact.id],
        )
        for fact in facts
        if fact.value.rstrip("/") not in markdown
    ]
    return _outcome(flaws, len(facts), "links")
