"""Inventions: numbers, names and quotations of the article that nobody gave it."""

from collections.abc import Sequence

from agents.checks.base import Flaw, Outcome, Subject, check, once
from agents.checks.fidelity import NAMES, NUMBERS
from agents.checks.views import counted
from agents.domain import FactKind
from agents.ledger import inventions, origins
from agents.values.mention import Mention

SOURCE = "House rule: nothing is told that neither source, brief nor retrieved knowledge says (docs/fidelity.md)"
THRESHOLD = "none"
MOST_PARTS = 12
REACH = 60


def allowed_text(subject: Subject) -> str:
    """All that an article may draw on besides the ledger. Style guides teach form, so they vouch for nothing."""
    brief = subject.brief
    asked = [brief.keyphrase, brief.audience, brief.brand, brief.site, *brief.secondary_keyphrases]
    knowledge = [p for p in subject.passages if p.kind != "style_guide"]
    parts = [subject.source.text if subject.source else "", *asked, *brief.instructions]
    parts += [part for passage in knowledge for part in (passage.title, passage.text)]
    return "\n\n".join(part for part in parts if part)


@once
def _found(subject: Subject) -> list[tuple[str, Mention, str]]:
    """Every value of the article without origin, with the part and the words it stands in."""
    metadata = subject.draft.metadata
    texts = [("metadata", metadata.title), ("metadata", metadata.description)]
    for view in subject.sections:
        texts += [(view.id, view.heading), (view.id, view.marked_text)]
    known = origins(
        subject.facts,
        language=subject.language,
        source_language=subject.source_language,
        allowed_text=allowed_text(subject),
        terms=subject.terms,
    )
    headings = {view.heading for view in subject.sections}
    return [
        (target, mention, _around(text, mention))
        for target, text in texts
        if text
        for mention in inventions(text, known)
        if not (text in headings and _counts_the_parts(mention))
    ]


def _around(text: str, mention: Mention) -> str:
    """The mention with up to 60 characters of its line on either side, cut between words."""
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    before, after = text[start : mention.start], text[mention.end : None if end < 0 else end]
    if len(before) > REACH:
        before = f"… {before[-REACH:].partition(' ')[2]}"
    if len(after) > REACH:
        after = f"{after[:REACH].rpartition(' ')[0]} …"
    return f"{before}{text[mention.start : mention.end]}{after}".strip()


def _counts_the_parts(mention: Mention) -> bool:
    """A small bare number, which in a heading counts steps or points: `3 questions`, `Étape 2`."""
    return mention.kind == "number" and mention.readings[0].isdigit() and int(mention.readings[0]) <= MOST_PARTS


def _outcome(subject: Subject, kinds: Sequence[FactKind], what: str, message: str, fix: str) -> Outcome:
    found = {(target, mention.text): place for target, mention, place in _found(subject) if mention.kind in kinds}
    flaws = [
        Flaw(target, message.format(text), fix.format(text), measured=text, place=place)
        for (target, text), place in found.items()
    ]
    return Outcome(f"{counted(len(flaws), what)} without origin", flaws)


@check(
    "fidelity.invented_numbers",
    severity="blocking",
    measures="numbers, percentages, amounts, dates and times of the article that stand neither in the source "
    "nor in the brief nor in retrieved knowledge; list numbers, small numbers in words and counts in headings "
    "are left out",
    threshold=THRESHOLD,
    source=SOURCE,
    needs=("source",),
)
def numbers_have_an_origin(subject: Subject) -> Outcome:
    return _outcome(
        subject,
        NUMBERS,
        "number",
        "“{}” is not in the source, the brief or the retrieved knowledge.",
        "Remove «{}»: the source does not say it.",
    )


@check(
    "fidelity.invented_names",
    severity="blocking",
    measures="people, organisations and cities the article names and neither source, brief, termbase nor "
    "retrieved knowledge does; only what is surely a name counts",
    threshold=THRESHOLD,
    source=SOURCE,
    needs=("source",),
)
def names_have_an_origin(subject: Subject) -> Outcome:
    return _outcome(
        subject,
        NAMES,
        "name",
        "The source does not name “{}”.",
        "Remove «{}»: the source does not name it.",
    )


@check(
    "fidelity.invented_quotes",
    severity="blocking",
    measures="direct quotations of the article that say what no quotation of the source says",
    threshold=THRESHOLD,
    source=SOURCE,
    needs=("source",),
)
def quotes_have_an_origin(subject: Subject) -> Outcome:
    return _outcome(
        subject,
        ("quote",),
        "quotation",
        "Nobody says this in the source: “{}”",
        "Remove the quotation «{}»: nobody says it in the source.",
    )
