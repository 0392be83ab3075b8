"""No form that the termbase forbids, wherever it stands but in a quotation."""

import pytest

from agents.checks.base import Subject, registered, run
from agents.domain import Brief, CheckResult, Draft, Metadata, Paragraph, Section, Source
from knowledge.passages import Term

SOURCE = Source(language="de", paragraphs=[Paragraph(id="p1", text="Die Wärmepumpe läuft.")])
PUMP = Term(
    source_language="de",
    target_language="fr",
    source_terms=("Wärmepumpe",),
    preferred="pompe à chaleur",
    admitted=("PAC",),
    forbidden=("pompe thermique",),
)
TERMS = (PUMP,)


def judge(
    body: str, heading: str = "La ville", title: str = "La ville", terms: tuple[Term, ...] = (PUMP,)
) -> CheckResult:
    draft = Draft(
        language="fr",
        metadata=Metadata(title=title, description="", slug="", keyphrase=""),
        sections=[Section(id="s1", level=1, heading=heading, body=body)],
    )
    item = next(item for item in registered() if item.id == "terms.forbidden")
    return run(item, Subject(draft=draft, brief=Brief(language="fr"), source=SOURCE, terms=terms))


@pytest.mark.parametrize(
    ("where", "target"),
    [
        ({"body": "Les pompes thermiques chauffent la ville."}, "s1"),
        ({"body": "Elle chauffe.", "heading": "Pompe thermique au fleuve"}, "s1"),
        ({"body": "Elle chauffe.", "title": "Une pompe thermique"}, "metadata"),
    ],
)
def test_a_forbidden_form_is_found_in_any_inflection_and_part(where: dict[str, str], target: str) -> None:
    result = judge(**where)
    assert result.status == "failed"
    assert [(f.target, f.fix) for f in result.findings] == [
        (target, "Write “pompe à chaleur”, not “pompe thermique”."),
    ]


def test_what_the_termbase_prefers_or_admits_passes() -> None:
    assert judge("La pompe à chaleur, ou PAC, chauffe la ville.").status == "passed"


def test_nobody_is_asked_to_change_a_quotation() -> None:
    assert judge("« La pompe thermique tourne », dit la maire.").status == "passed"


def test_without_terms_there_is_nothing_to_forbid() -> None:
    assert judge("La pompe thermique tourne.", terms=()).status == "passed"
