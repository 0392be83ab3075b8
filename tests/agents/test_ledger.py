import pytest

from agents.domain import Paragraph, Source
from agents.ledger import draw_ledger, invented, missing


def source(*texts: str, language: str = "de") -> Source:
    paragraphs = [Paragraph(id=f"p{n}", text=text) for n, text in enumerate(texts, 1)]
    return Source(language=language, paragraphs=paragraphs)


NEWS = source(
    "Am 3. Mai 2024 um 14.30 Uhr verkaufte die Siemens AG in München 25.000 Geräte für 1,5 Mio. Euro, "
    "sagte Anna Meier. Das sind 12,5 Prozent mehr als 2023."
)
FAITHFUL = (
    "Le 3 mai 2024 à 14 h 30, Siemens a vendu à Munich 25 000 appareils pour 1,5 million d’euros, selon Anna "
    "Meier. C’est 12,5 % de plus qu’en 2023."
)


def test_values_are_written_without_any_language() -> None:
    values = {fact.value for fact in draw_ledger(NEWS)}
    assert {"2024-05-03", "14:30", "25000", "1500000 EUR", "12.5%", "2023", "Anna Meier", "Siemens"} <= values


def test_a_faithful_translation_misses_and_invents_nothing() -> None:
    facts = draw_ledger(NEWS)
    assert missing(FAITHFUL, facts, language="fr", source_language="de") == []
    assert invented(FAITHFUL, facts, language="fr", source_language="de") == []


def test_each_changed_value_is_both_missing_and_invented() -> None:
    facts = draw_ledger(NEWS)
    changed = FAITHFUL.replace("25 000", "26 000").replace("12,5", "13,5").replace("3 mai", "4 mai")
    lost = {fact.value for fact in missing(changed, facts, language="fr", source_language="de")}
    assert lost == {"25000", "12.5%", "2024-05-03"}
    made_up = invented(changed, facts, language="fr", source_language="de")
    assert made_up == ["4 mai 2024", "26 000", "13,5 %"]


def test_a_time_in_a_table_is_neither_missing_nor_invented() -> None:
    recipe = source("Dough at 7:30 p.m., into the oven at noon.", language="en")
    facts = draw_ledger(recipe)
    table = "| Ora | Fase |\n|---|---|\n| 19.30 | impasto |\n| 12.00 | forno |"
    tags = {"language": "it", "source_language": "en"}
    assert missing(table, facts, **tags) == []
    assert invented(table, facts, allowed_text=recipe.text, **tags) == []
    late = table.replace("19.30", "20.30")
    assert [fact.value for fact in missing(late, facts, **tags)] == ["19:30"]
    assert invented(late, facts, allowed_text=recipe.text, **tags) == ["20.30"]


def test_the_people_of_a_city_are_kept_by_its_name() -> None:
    facts = draw_ledger(source("Sinds mei kunnen Keulenaren gratis water tappen.", language="nl"))
    assert "Keulenaren" in {fact.value for fact in facts}
    assert missing("In Köln gibt es Wasser seit Mai.", facts, language="de", source_language="nl") == []
    assert missing("In Bonn gibt es Wasser seit Mai.", facts, language="de", source_language="nl") != []


def test_a_timetable_in_the_source_may_be_told_in_the_twelve_hour_clock() -> None:
    facts = draw_ledger(source("Abfahrt: 19.30 | Ankunft: 21.45"))
    assert missing("It leaves at 7.30 p.m. and arrives at 9.45 p.m.", facts, language="en", source_language="de") == []


HELPERS = source(
    "Anna Keller leitet die Stadtwerke. Alexander von Humboldt hilft, J. Roth und Ute Roth auch.",
    "Die Brüder Karl und Hans Weber sahen zu.",
)


@pytest.mark.parametrize("text", ["Karl Keller confirme.", "Marc von Humboldt confirme."])
def test_another_given_name_before_a_known_family_name_is_invented(text: str) -> None:
    facts = draw_ledger(HELPERS)
    found = invented(text, facts, language="fr", source_language="de", allowed_text=HELPERS.text.replace("Karl", ""))
    assert found == [text.removesuffix(" confirme.")]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Keller confirme.",
        "Mme Keller confirme.",
        "A. Keller confirme.",
        "Alexandre von Humboldt confirme.",
        "Johanna Roth et Ute Roth confirment.",
        "Karl Weber et Hans Weber confirment.",
    ],
)
def test_names_that_may_be_the_same_and_names_told_apart_are_not(text: str) -> None:
    facts = draw_ledger(HELPERS)
    assert invented(text, facts, language="fr", source_language="de", allowed_text=HELPERS.text) == []
