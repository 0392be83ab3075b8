"""What was not checked never counts as passed."""

from dataclasses import replace

import pytest

from agents.checks.base import Check, Outcome, Subject, check, registered, run
from agents.domain import Brief, Draft, Fact, Metadata, Paragraph, Plan, PlannedSection, Review, Section, Source
from agents.reading.language import SUPPORTED
from agents.seo_reviewer import describe_checks, review
from knowledge.passages import Passage
from tests.agents.checks.corpus import article, subject

CHECKS = {item.id: item for item in registered()}
GOOD = article("fr_reseau_de_chaleur")


def _broken(subject: Subject) -> Outcome:
    raise RuntimeError("out of order")


def test_a_check_that_raises_is_not_run_and_says_why() -> None:
    broken = replace(CHECKS["structure.h1"], judge=_broken)
    result = run(broken, subject(GOOD))
    assert (result.status, result.severity) == ("not_run", "blocking")
    assert "RuntimeError: out of order" in result.reason


def test_a_review_with_a_blocking_check_that_was_not_run_is_not_passed() -> None:
    good = review(subject(GOOD))
    assert good.passed
    broken = run(replace(CHECKS["structure.h1"], judge=_broken), subject(GOOD))
    assert not Review(checks=[*good.checks, broken]).passed
    assert not Review(checks=[]).passed


@pytest.mark.parametrize("language", ["pl", "ja", "und"])
def test_a_language_without_data_is_never_passed(language: str) -> None:
    draft = GOOD.model_copy(update={"language": language})
    result = review(subject(draft))
    assert not result.passed
    not_run = {item.check for item in result.not_run}
    assert {"keyphrase.title", "keyphrase.density", "hygiene.assistant-talk"} <= not_run
    assert all(language in item.reason for item in result.not_run)


def test_a_language_without_spaces_between_words_has_no_word_count() -> None:
    draft = Draft(
        language="ja", metadata=Metadata(), sections=[Section(id="s1", level=1, heading="題", body="これは文です。")]
    )
    result = run(CHECKS["length.words"], subject(draft, brief=Brief(language="ja", min_words=1)))
    assert result.status == "not_run"


def test_without_a_keyphrase_the_checks_of_its_place_are_not_run_and_one_finding_asks_for_it() -> None:
    draft = GOOD.model_copy(update={"metadata": GOOD.metadata.model_copy(update={"keyphrase": ""})})
    result = review(subject(draft))
    assert [finding.check for finding in result.blocking] == ["keyphrase.form"]
    assert "keyphrase.title" in {item.check for item in result.not_run}


def test_without_a_source_its_checks_are_listed_as_not_run_and_do_not_block() -> None:
    result = review(subject(GOOD))
    unjudged = [item for item in result.checks if item.reason == "no source given"]
    assert {item.check for item in unjudged} == {item.id for item in registered() if "source" in item.needs}
    assert all(item.severity == "advice" and item.status == "not_run" for item in unjudged)
    assert result.passed


def test_two_checks_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"structure\.h1"):
        check("structure.h1", severity="advice", measures="", threshold="", source="")(lambda subject: Outcome(""))


def test_every_check_says_what_it_measures_its_threshold_and_where_that_comes_from() -> None:
    descriptions = describe_checks()
    assert len(descriptions) == len(CHECKS) > 50
    for description in descriptions:
        assert description.measures, description.id
        assert description.source, description.id
        assert all(description.thresholds.values()), description.id
        assert set(description.thresholds) in ({"any"}, set(SUPPORTED)), description.id
        assert description.id == description.id.lower()
        assert "." in description.id


def test_a_threshold_is_told_for_the_language_of_the_article() -> None:
    item: Check = CHECKS["readability.sentence-length"]
    assert "20 words" in item.threshold_for("fr")
    assert "25 words" in item.threshold_for("es")
    assert item.threshold_for("pl") == ""


def _with_source(body: str, source: str, **known: object) -> Subject:
    sections = [Section(id="s1", level=1, heading="Le titre", body=body)]
    draft = Draft(language="fr", metadata=Metadata(), sections=sections)
    paragraphs = [Paragraph(id="p1", text=source)]
    return subject(draft, source=Source(language="de", paragraphs=paragraphs), **known)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Voir [le rapport](https://a.example/rapport).", "passed"),
        ("Voir [le rapport](https://www.a.example/rapport/#p2).", "passed"),
        ("Voir [la page](https://site.example/autre).", "passed"),
        ("Voir [la page](/interne).", "passed"),
        ("Voir [la page](https://page.example/x).", "passed"),
        ("Voir [ceci](https://invente.example/x).", "failed"),
        ("Voir https://invente.example/x.", "failed"),
        ("![Image](https://invente.example/x.jpg)", "failed"),
    ],
)
def test_a_link_comes_from_the_source_the_brief_or_the_site(body: str, status: str) -> None:
    brief = Brief(language="fr", site="https://site.example")
    page = Passage(id="page:1", kind="page", text="", source="https://page.example/x")
    given = _with_source(body, "Siehe [Bericht](https://a.example/rapport).", brief=brief, passages=(page,))
    assert run(CHECKS["links.known"], given).status == status


@pytest.mark.parametrize(("body", "status"), [("Marie Curie et l’Unesco.", "passed"), ("Marie Curie.", "failed")])
def test_names_of_the_source_are_named(body: str, status: str) -> None:
    facts = tuple(
        Fact(id=f"f{i}", kind=kind, text=text, value=text, paragraph="p1")
        for i, (kind, text) in enumerate([("person", "Marie Curie"), ("organisation", "Unesco"), ("number", "12")])
    )
    assert run(CHECKS["beyond.entities"], _with_source(body, "Text.", facts=facts)).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [("La protection des données compte.", "passed"), ("La datenschutz et la verwaltung comptent.", "failed")],
)
def test_words_of_the_source_language_left_in_the_text_are_named(body: str, status: str) -> None:
    given = _with_source(body, "Die Verwaltung nimmt Datenschutz ernst.")
    assert run(CHECKS["beyond.source-words"], given).status == status


def test_a_section_off_its_budget_is_only_judged_with_a_plan() -> None:
    assert run(CHECKS["length.sections"], subject(GOOD)).status == "not_run"
    plan = Plan(keyphrase="x", keyphrase_origin="brief", sections=[])
    assert run(CHECKS["length.sections"], subject(GOOD, plan=plan)).status == "passed"


@pytest.mark.parametrize(("least", "status"), [(100, "failed"), (115, "passed")])
def test_a_section_above_its_budget_may_stay_so_long_where_the_article_needs_its_words(least, status):
    body = " ".join(["word"] * 60)
    sections = [Section(id=f"s{n}", level=n + 1, body=body) for n in range(2)]
    draft = Draft(language="en", metadata=Metadata(), sections=sections)
    budgets = [PlannedSection(id="s0", heading="", words=60), PlannedSection(id="s1", heading="", words=40)]
    plan = Plan(keyphrase="word", keyphrase_origin="source", sections=budgets)
    brief = Brief(language="en", min_words=least)
    assert run(CHECKS["length.sections"], Subject(draft=draft, brief=brief, plan=plan)).status == status


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ('{"@type": "Article", "headline": "Le titre", "inLanguage": "fr-FR"}', "passed"),
        ('[{"@graph": [{"@type": ["NewsArticle"], "name": "Le titre"}]}]', "passed"),
        ('{"@type": "BreadcrumbList", "name": "Autre"}', "passed"),
        ('{"@type": "Article", "headline": "Autre"}', "failed"),
        ('{"@type": "Article", "inLanguage": "de"}', "failed"),
        ('{"@type": "Article", "description": "Autre"}', "failed"),
        ("{broken", "failed"),
    ],
)
def test_structured_data_parses_and_agrees_with_the_page(data: str, status: str) -> None:
    page = f'<html><head><script type="application/ld+json">{data}</script></head></html>'
    sections = [Section(id="s1", level=1, heading="Le titre", body="Texte.")]
    draft = Draft(language="fr", metadata=Metadata(), sections=sections)
    assert run(CHECKS["page.json-ld"], subject(draft, page=page)).status == status


@pytest.mark.parametrize(
    ("writers", "status", "severity"),
    [
        (("openai:gpt-4.1",), "passed", "blocking"),
        (("openai:gpt-4.1", "embedded"), "not_run", "blocking"),
        ((), "not_run", "advice"),
    ],
)
def test_nobody_vouches_for_the_sentences_of_a_small_model(writers, status, severity):
    result = run(CHECKS["language.writer"], subject(GOOD, writers=writers))
    assert (result.status, result.severity) == (status, severity)
