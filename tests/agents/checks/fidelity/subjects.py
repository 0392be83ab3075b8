"""A German source and a faithful French article about it, to be spoilt one thing at a time."""

from agents.checks.base import Check, Subject, registered, run
from agents.domain import Brief, CheckResult, Draft, Fact, Metadata, Paragraph, Plan, PlannedSection, Section, Source
from agents.ledger import draw_ledger

SOURCE = Source(
    language="de",
    title="Lindau baut das Wärmenetz aus",
    paragraphs=[
        Paragraph(
            id="p1",
            text="Die Stadtwerke wollen ab dem 3. Mai 2024 rund 25.000 Haushalte versorgen. "
            "Das kostet 1,5 Mio. Euro. Baubeginn ist um 14.30 Uhr.",
        ),
        Paragraph(
            id="p2",
            text="„Wir können den Preis nicht senken“, sagte Geschäftsführer Klaus Eder. "
            "„Unsere Kunden müssen noch zwei Jahre warten.“",
        ),
        Paragraph(
            id="p3",
            text="Oft sind alte Häuser schlecht gedämmt. Mehr steht unter https://waerme.example/netz.",
        ),
    ],
)

INTRO = (
    "La régie municipale veut desservir environ 25 000 foyers à partir du 3 mai 2024. Le projet coûte "
    "1,5 million d’euros. Les travaux débutent à 14 h 30."
)
QUOTES = (
    "« Nous ne pouvons pas baisser le prix », a déclaré le directeur Klaus Eder. "
    "« Nos clients devront encore attendre deux ans. »"
)
HOUSES = (
    "Les maisons anciennes sont souvent mal isolées. En savoir plus : "
    "[le réseau de chaleur](https://waerme.example/netz)."
)


def article(
    intro: str = INTRO,
    quotes: str = QUOTES,
    houses: str = HOUSES,
    heading: str = "Les maisons anciennes",
    *,
    plan: bool = False,
) -> Subject:
    """The faithful article, or one with a part exchanged; with `plan`, the plan that shares the facts out."""
    facts = tuple(draw_ledger(SOURCE))
    sections = [
        Section(id="s0", level=1, heading="Le réseau de chaleur s’agrandit", body=intro),
        Section(id="s1", level=2, heading="Le prix reste élevé", body=quotes),
        Section(id="s2", level=2, heading=heading, body=houses),
    ]
    draft = Draft(language="fr", metadata=Metadata(title="Le réseau de chaleur s’agrandit"), sections=sections)
    brief = Brief(language="fr")
    return Subject(draft=draft, brief=brief, source=SOURCE, facts=facts, plan=_plan(sections, facts) if plan else None)


def _plan(sections: list[Section], facts: tuple[Fact, ...]) -> Plan:
    home = {"title": "s0", "p1": "s0", "p2": "s1", "p3": "s2"}
    planned = [
        PlannedSection(
            id=section.id,
            heading=section.heading,
            words=50,
            lines=lines,
            facts=[fact.id for fact in facts if home[fact.paragraph] == section.id],
        )
        for section, lines in zip(sections, ([1, 2, 3, 4], [5, 6], [7, 8]), strict=True)
    ]
    return Plan(keyphrase="réseau de chaleur", keyphrase_origin="source", sections=planned)


def judge(id: str, subject: Subject) -> CheckResult:
    return run(find(id), subject)


def find(id: str) -> Check:
    return next(check for check in registered() if check.id == id)
