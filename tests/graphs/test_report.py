"""The report: an interface for programs, and a page for editors."""

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from lxml import html as lxml_html

from agents.checks.base import registered
from agents.domain import Call, CheckResult, FactKind, Result, Review, Round, Usage
from graphs.publish import publish
from graphs.report import FACT_CHECKS, Report, report_schema
from graphs.report_page import cost_text, part_names, report_html, round_lines
from tests.graphs.example import EXAMPLE, FAILED, REVIEW, ROUNDS

GOLDEN = Path(__file__).with_name("report.schema.json")


def page_text(result: Result) -> str:
    page = lxml_html.fromstring(report_html(Report.of(result, ["article.md", "report.json"])))
    for style in page.xpath("//style"):
        style.drop_tree()
    return " ".join(" ".join(page.itertext()).split())


@pytest.mark.parametrize("result", [EXAMPLE, FAILED], ids=["needs_review", "failed"])
def test_a_written_report_is_valid_under_the_printed_schema(result: Result, tmp_path: Path) -> None:
    publish(result, tmp_path)
    written = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(report_schema())
    validator.check_schema(report_schema())
    assert list(validator.iter_errors(written)) == []


def shape(schema: Any) -> Any:
    """A schema without its descriptions and titles: what programs rely on, free of wording."""
    if isinstance(schema, dict):
        texts = {key for key in ("description", "title") if isinstance(schema.get(key), str)}
        return {key: shape(value) for key, value in schema.items() if key not in texts}
    return [shape(item) for item in schema] if isinstance(schema, list) else schema


def test_the_schema_changes_only_on_purpose() -> None:
    """After a change on purpose: raise REPORT_VERSION, `transcreate schema > tests/graphs/report.schema.json`."""
    assert shape(report_schema()) == shape(json.loads(GOLDEN.read_text(encoding="utf-8")))


def test_the_schema_refuses_a_report_without_a_verdict_or_with_a_foreign_key() -> None:
    report = Report.of(EXAMPLE).model_dump(mode="json")
    validator = jsonschema.Draft202012Validator(report_schema())
    assert not validator.is_valid({k: v for k, v in report.items() if k != "status"})
    assert not validator.is_valid({**report, "verdict": "passed"})
    assert not validator.is_valid({**report, "version": "2.0"})


def test_findings_keep_everything_an_editor_needs_and_blocking_ones_come_first() -> None:
    review = Report.of(EXAMPLE).review
    assert review is not None
    assert [f.severity for f in review.findings] == ["blocking"] * 3 + ["advice"]
    assert review.findings[1].facts == ["f5"]
    assert {c.check for c in review.checks} == {c.check for c in REVIEW.checks}


def test_a_fact_named_by_a_finding_is_missing_and_the_others_are_kept() -> None:
    states = {fact.id: fact.state for fact in Report.of(EXAMPLE).facts}
    assert states == {"f1": "kept", "f2": "kept", "f3": "kept", "f4": "kept", "f5": "missing"}


def test_facts_no_check_looked_for_are_not_called_kept() -> None:
    unrun = Review(
        checks=[CheckResult(check="fidelity.numbers", severity="blocking", status="not_run", reason="no source")]
    )
    for review in (None, unrun, Review(checks=[])):
        facts = Report.of(EXAMPLE.model_copy(update={"review": review})).facts
        assert {fact.state for fact in facts} == {"unchecked"}


def test_every_kind_of_fact_has_a_check_that_looks_for_it() -> None:
    assert set(FACT_CHECKS) == set(get_args(FactKind))
    assert set(FACT_CHECKS.values()) <= {check.id for check in registered()}


def test_a_section_without_heading_is_called_by_what_the_plan_says_it_is() -> None:
    report = Report.of(EXAMPLE)
    assert report.plan is not None
    planned = [s.model_copy(update={"kind": "faq", "heading": ""}) if s.id == "s3" else s for s in report.plan.sections]
    bare = [line.model_copy(update={"heading": ""}) if line.id == "s3" else line for line in report.sections]
    plan = report.plan.model_copy(update={"sections": planned})
    names = part_names(report.model_copy(update={"plan": plan, "sections": bare}))
    assert names["s3"] == "Questions and answers"
    assert names["s2"] == report.sections[1].heading
    assert part_names(report.model_copy(update={"plan": None, "sections": bare}))["s3"] == "Section s3"


def test_an_unknown_cost_is_null_in_the_report_and_unknown_on_the_page() -> None:
    assert Report.of(EXAMPLE).usage.cost_usd is None
    page = page_text(EXAMPLE)
    assert "cost unknown" in page
    assert "$" not in page
    assert cost_text(Usage(calls=1, cost_usd=None)) == "unknown"


@pytest.mark.parametrize(
    ("cost", "text"), [(0.0, "$0"), (0.00001, "less than $0.0001"), (0.01234, "$0.0123"), (2.5, "$2.5000")]
)
def test_a_known_cost_is_shown_in_dollars(cost: float, text: str) -> None:
    call = Call(node="planner", model="m", cost_usd=cost)
    assert cost_text(Usage.of([call])) == text


def test_the_page_names_verdict_reason_findings_facts_passages_and_calls() -> None:
    text = page_text(EXAMPLE)
    for part in [
        "Needs review",
        EXAMPLE.reason,
        *(f"{value}" for f in REVIEW.findings for value in (f.message, f.fix, f.measured, f.threshold, f.place)),
        *(c.check for c in REVIEW.checks),
        "is too short for its language",
        "guide:fr-CH#nombres",
        "sample data",
        "chaleur résiduelle, chaleur perdue",
        "Office fédéral de l'énergie",
        "https://example.ch/fr/prix",
        "is the keyphrase of https://example.ch/fr/reseau already",
        "Names the article's topic",
        "it would have lost fact f4",
        "the reply was empty",
        "Fact f5 stood in no section",
        "section_writer",
        "9.7 s",
    ]:
        assert " ".join(part.split()) in text


def test_a_term_says_in_which_of_its_forms_it_was_written() -> None:
    assert EXAMPLE.draft is not None
    section = EXAMPLE.draft.sections[1].model_copy(update={"body": "Une chaleur à distance."})
    draft = EXAMPLE.draft.model_copy(update={"sections": [section]})
    written = [
        Report.of(EXAMPLE.model_copy(update={"draft": d})).terms[0].written for d in (EXAMPLE.draft, draft, None)
    ]
    assert written == [["chaleur perdue"], ["chaleur à distance"], []]


def test_a_blocking_check_that_did_not_run_stands_among_what_needs_a_person() -> None:
    page = lxml_html.fromstring(report_html(Report.of(EXAMPLE)))
    mend = page.get_element_by_id("mend").text_content()
    assert "Could not be checked" in mend
    assert "language.parts" in mend


def test_what_must_be_mended_is_grouped_by_part_in_reading_order() -> None:
    page = lxml_html.fromstring(report_html(Report.of(EXAMPLE)))
    headings = [" ".join(h.text_content().split()) for h in page.xpath("//section[@id='mend']//h3")]
    assert headings == [
        "The article as a whole 1",
        "Title and description 1",
        "Les chiffres du réseau s3 1",
        "Could not be checked 1",
    ]


def test_a_round_says_what_it_mended_and_what_it_broke() -> None:
    rounds = [*ROUNDS, Round(number=2, blocking=["fidelity.numbers@s3", "links.scheme@s2"])]
    first, second, third = round_lines(rounds)
    assert (first.mended, first.new, first.still_open) == ([], [], ROUNDS[0].blocking)
    assert second.mended == ["keyphrase.title@metadata"]
    assert third.mended == ["length.words@article", "metadata.description_length@metadata"]
    assert (third.new, third.still_open) == (["links.scheme@s2"], ["fidelity.numbers@s3"])


def test_a_run_without_a_draft_has_a_page_with_its_reason() -> None:
    text = page_text(FAILED)
    assert "Failed" in text
    assert FAILED.reason in text
    assert "What must be mended" not in text
