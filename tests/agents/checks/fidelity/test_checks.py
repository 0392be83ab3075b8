from dataclasses import replace

import pytest

from agents.checks.base import Subject, registered
from agents.domain import Brief, Paragraph, Source
from agents.ledger import draw_ledger
from tests.agents.checks.fidelity.subjects import HOUSES, INTRO, QUOTES, SOURCE, article, judge

BLOCKING = [
    "fidelity.numbers",
    "fidelity.names",
    "fidelity.quotes",
    "fidelity.links",
    "fidelity.invented_numbers",
    "fidelity.invented_names",
    "fidelity.invented_quotes",
]
ADVICE = ["fidelity.hedges", "fidelity.coverage"]


@pytest.mark.parametrize("id", BLOCKING + ADVICE)
def test_a_faithful_article_passes(id: str) -> None:
    result = judge(id, article())
    assert (result.status, result.findings) == ("passed", [])


def test_what_can_mislead_readers_blocks_and_the_rest_is_advice() -> None:
    severities = {check.id: check.severity for check in registered() if check.id.startswith("fidelity.")}
    assert severities == dict.fromkeys(BLOCKING, "blocking") | dict.fromkeys(ADVICE, "advice")


def test_without_a_source_nothing_counts_as_faithful() -> None:
    subject = article()
    alone = Subject(draft=subject.draft, brief=Brief(language="fr"))
    assert {judge(id, alone).status for id in BLOCKING + ADVICE} == {"not_run"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("25 000", "26 000"),
        ("3 mai", "4 mai"),
        ("1,5 million", "1,5 milliard"),
        ("14 h 30", "15 h 30"),
        ("2024", "2025"),
    ],
)
def test_a_changed_value_is_missing_in_its_section_and_has_no_origin(old: str, new: str) -> None:
    subject = article(intro=INTRO.replace(old, new), plan=True)
    lost = judge("fidelity.numbers", subject).findings
    assert [finding.target for finding in lost] == ["s0"]
    assert all(finding.facts and finding.fix.startswith("Write the ") for finding in lost)
    assert [f.target for f in judge("fidelity.invented_numbers", subject).findings] == ["s0"]


def test_a_changed_currency_is_a_changed_amount() -> None:
    subject = article(intro=INTRO.replace("d’euros", "de dollars"))
    assert [finding.target for finding in judge("fidelity.numbers", subject).findings] == ["article"]


def test_a_missing_name_is_asked_for_where_the_plan_puts_it() -> None:
    subject = article(quotes=QUOTES.replace("Klaus Eder", "de la régie"), plan=True)
    (finding,) = judge("fidelity.names", subject).findings
    assert finding.target == "s1"
    assert "Klaus Eder" in finding.fix


def test_a_city_in_the_articles_own_language_is_named_for_every_check() -> None:
    source = Source(language="de", paragraphs=[Paragraph(id="p1", text="Die Stadtwerke planen in Hamburg.")])
    subject = replace(
        article(intro="La régie prévoit des travaux à Hambourg."), source=source, facts=tuple(draw_ledger(source))
    )
    assert judge("fidelity.names", subject).measured == "1 of 1 names kept"
    assert judge("beyond.entities", subject).measured == "1 of 1 names"


def test_a_lost_quotation_is_asked_for_in_the_words_of_the_source() -> None:
    told = "Le directeur Klaus Eder ne peut pas baisser le prix. « Nos clients devront encore attendre deux ans. »"
    (finding,) = judge("fidelity.quotes", article(quotes=told)).findings
    assert "Wir können den Preis nicht senken" in finding.fix


def test_a_quotation_turned_into_its_contrary_is_lost() -> None:
    turned = QUOTES.replace("Nous ne pouvons pas baisser", "Nous pouvons baisser")
    assert judge("fidelity.quotes", article(quotes=turned)).status == "failed"
    assert judge("fidelity.invented_quotes", article(quotes=turned)).status == "failed"


def test_a_quotation_given_to_somebody_else_names_the_true_speaker() -> None:
    findings = judge("fidelity.quotes", article(quotes=QUOTES.replace("Klaus Eder", "Marie Dupont"))).findings
    assert findings
    assert all("Klaus Eder" in finding.fix for finding in findings)


def test_an_invented_quotation_blocks_where_it_stands() -> None:
    houses = f"{HOUSES} « La mer est calme et les bateaux rentrent au port », ajoute une habitante."
    (finding,) = judge("fidelity.invented_quotes", article(houses=houses)).findings
    assert (finding.target, finding.severity) == ("s2", "blocking")


def test_an_invented_name_blocks_where_it_stands() -> None:
    (finding,) = judge("fidelity.invented_names", article(houses=f"{HOUSES} Selon Marie Dupont, c’est vrai.")).findings
    assert (finding.target, finding.measured) == ("s2", "Marie Dupont")
    assert "Selon Marie Dupont, c’est vrai." in finding.place


def test_a_number_of_the_brief_is_no_invention() -> None:
    subject = article(houses=f"{HOUSES} Le guide compte 48 pages.")
    assert judge("fidelity.invented_numbers", subject).status == "failed"
    brief = Brief(language="fr", instructions=["Mention our guide of 48 pages."])
    asked = Subject(draft=subject.draft, brief=brief, source=SOURCE, facts=subject.facts)
    assert judge("fidelity.invented_numbers", asked).status == "passed"


def test_list_numbers_and_small_counts_in_words_are_no_inventions() -> None:
    listed = "Deux points comptent :\n\n1. l’isolation ;\n2. le prix."
    assert judge("fidelity.invented_numbers", article(houses=f"{HOUSES}\n\n{listed}")).findings == []


def test_a_lost_link_is_named() -> None:
    (finding,) = judge("fidelity.links", article(houses="Les maisons anciennes sont souvent mal isolées.")).findings
    assert "https://waerme.example/netz" in finding.fix


def test_a_dropped_hedge_is_advice_in_its_section() -> None:
    (finding,) = judge("fidelity.hedges", article(houses=HOUSES.replace("souvent ", ""))).findings
    assert (finding.target, finding.severity) == ("s2", "advice")


def test_a_dropped_hedge_is_not_blamed_on_a_sentence_that_may_tell_something_else() -> None:
    houses = "Les bâtiments d’autrefois perdent beaucoup de chaleur. Les maisons anciennes coûtent cher."
    assert judge("fidelity.hedges", article(houses=houses)).status == "passed"


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("Elle devrait contenir des règles pour les immeubles en location.", "passed"),
        ("Elle contient des règles pour les immeubles en location.", "failed"),
        ("Le prix pourrait monter.", "failed"),
    ],
)
def test_a_hedge_may_stand_in_the_second_of_two_sentences_that_tell_one(rest: str, status: str) -> None:
    text = "Das neue Gesetz soll nach ihren Worten Regeln für Wärmepumpen in Mietshäusern enthalten."
    told = article(houses=f"Le pays prévoit une nouvelle loi sur les pompes à chaleur. {rest}")
    source = SOURCE.model_copy(update={"paragraphs": [Paragraph(id="p1", text=text)]})
    assert judge("fidelity.hedges", Subject(draft=told.draft, brief=told.brief, source=source)).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The old houses may lose most of their warmth in winter.", "failed"),
        ("The old houses lose most of their warmth until May.", "passed"),
        ("She says: “We measured them all. The old houses may lose most of their warmth. That is all.”", "passed"),
    ],
)
def test_neither_the_month_of_may_nor_a_sentence_inside_a_quotation_leaves_something_open(text, status) -> None:
    told = article(houses="Les maisons anciennes perdent en hiver la plus grande partie de leur chaleur.")
    source = Source(language="en", paragraphs=[Paragraph(id="p1", text=text)])
    assert judge("fidelity.hedges", Subject(draft=told.draft, brief=told.brief, source=source)).status == status


def test_an_omitted_paragraph_is_named_and_asked_of_its_section() -> None:
    (finding,) = judge("fidelity.coverage", article(houses="Voilà tout.", plan=True)).findings
    assert (finding.target, finding.place) == ("s2", "p3")


def test_a_heading_may_count_the_parts_of_the_article_but_not_state_a_new_figure() -> None:
    assert not judge("fidelity.invented_numbers", article(heading="Les 3 questions à poser")).findings
    assert judge("fidelity.invented_numbers", article(heading="Une baisse de 3 %")).findings
