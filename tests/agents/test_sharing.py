"""Article-wide findings reach the sections that can mend them, and no others."""

import pytest

from agents.domain import CheckResult, Draft, Finding, Metadata, Plan, PlannedSection, Review, Section, Severity
from agents.sharing import share_out


def _text(words: int) -> str:
    return " ".join(["mot"] * (words - 1)) + " fin."


DRAFT = Draft(
    language="fr",
    metadata=Metadata(keyphrase="réseau de chaleur"),
    sections=[
        Section(id="s1", level=1, heading="Le titre", body=_text(60)),
        Section(id="s2", level=2, heading="Le chantier", body="Le réseau de chaleur avance. " + _text(96)),
        Section(id="s3", level=2, heading="Le réseau de chaleur en bref", body=_text(40)),
        Section(id="s4", level=2, heading="Questions", body=_text(50)),
    ],
)
PLAN = Plan(
    keyphrase="réseau de chaleur",
    keyphrase_origin="brief",
    sections=[
        PlannedSection(id="s1", kind="intro", heading="Le titre", words=60, facts=["f1"]),
        PlannedSection(id="s2", heading="Le chantier", words=100, facts=["f2"]),
        PlannedSection(id="s3", heading="Le réseau de chaleur en bref", words=150, facts=["f3", "f4"]),
        PlannedSection(id="s4", kind="faq", heading="Questions", words=60),
    ],
)


def _finding(check: str, target: str = "article", *, severity: Severity = "blocking", **more: object) -> Finding:
    fields = {"measured": "", "threshold": "", "message": "m", "fix": "f", **more}
    return Finding.model_validate({"check": check, "severity": severity, "target": target, **fields})


def _review(*findings: Finding) -> Review:
    return Review(
        checks=[
            CheckResult(check=finding.check, severity=finding.severity, status="failed", findings=[finding])
            for finding in findings
        ]
    )


def test_a_finding_with_a_place_goes_to_that_place_only() -> None:
    shared = share_out(_review(_finding("keyphrase.opening", "s1")), PLAN, DRAFT)
    assert {target: [f.check for f in findings] for target, findings in shared.items()} == {"s1": ["keyphrase.opening"]}


def test_advice_travels_with_a_part_that_is_rewritten_anyway_but_never_alone() -> None:
    advice = _finding("readability.transitions", "s2", severity="advice")
    assert share_out(_review(advice), PLAN, DRAFT) == {}
    shared = share_out(_review(advice, _finding("language.body", "s2")), PLAN, DRAFT)
    assert [f.check for f in shared["s2"]] == ["language.body", "readability.transitions"]


def test_a_missing_fact_goes_to_the_section_whose_plan_lists_it() -> None:
    shared = share_out(_review(_finding("fidelity.numbers", facts=["f4"])), PLAN, DRAFT)
    assert list(shared) == ["s3"]


def test_a_finding_about_facts_of_two_sections_is_divided() -> None:
    shared = share_out(_review(_finding("fidelity.numbers", facts=["f2", "f3"])), PLAN, DRAFT)
    assert {target: findings[0].facts for target, findings in shared.items()} == {"s2": ["f2"], "s3": ["f3"]}


def test_a_fact_that_no_section_was_planned_to_carry_goes_to_the_section_with_most_room() -> None:
    assert list(share_out(_review(_finding("fidelity.names", facts=["f9"])), PLAN, DRAFT)) == ["s3"]


def test_a_small_shortfall_is_carried_by_the_one_section_furthest_below_its_budget() -> None:
    shared = share_out(_review(_finding("length.words", amount=-50)), PLAN, DRAFT)
    assert list(shared) == ["s3"]
    assert "from 40 to about 90 words" in shared["s3"][0].fix


def test_a_large_shortfall_is_carried_by_several_sections_and_adds_up() -> None:
    shared = share_out(_review(_finding("length.words", amount=-200)), PLAN, DRAFT)
    assert sum(findings[0].amount or 0 for findings in shared.values()) == -200
    assert 1 < len(shared) < len(DRAFT.sections)


def test_surplus_words_are_cut_where_the_budget_is_most_exceeded() -> None:
    shared = share_out(_review(_finding("length.words", amount=10)), PLAN, DRAFT)
    assert list(shared) == ["s2"]


def test_a_heading_without_the_keyphrase_is_chosen_among_the_body_sections_first() -> None:
    shared = share_out(_review(_finding("keyphrase.headings", amount=-1)), PLAN, DRAFT)
    assert list(shared) == ["s2"]
    assert "« réseau de chaleur »" in shared["s2"][0].fix


def test_a_heading_that_has_the_keyphrase_gives_it_up_when_too_many_have_it() -> None:
    assert list(share_out(_review(_finding("keyphrase.headings", amount=1)), PLAN, DRAFT)) == ["s3"]


def test_missing_keyphrases_go_to_sections_that_hold_none() -> None:
    shared = share_out(_review(_finding("keyphrase.density", amount=-2)), PLAN, DRAFT)
    assert len(shared) == 2
    assert "s2" not in shared


def test_surplus_keyphrases_are_taken_where_most_stand() -> None:
    assert list(share_out(_review(_finding("keyphrase.density", amount=1)), PLAN, DRAFT)) == ["s2"]


@pytest.mark.parametrize("target", ["article", "s99"])
def test_no_finding_is_lost_and_every_part_named_exists(target: str) -> None:
    shared = share_out(_review(_finding("structure.h1", target)), None, DRAFT)
    assert [f.check for findings in shared.values() for f in findings] == ["structure.h1"]
    assert set(shared) <= {"metadata", *(section.id for section in DRAFT.sections)}


def test_a_finding_is_kept_even_when_the_draft_has_no_section() -> None:
    empty = Draft(language="fr", metadata=Metadata(), sections=[])
    assert list(share_out(_review(_finding("structure.h1")), None, empty)) == ["article"]
