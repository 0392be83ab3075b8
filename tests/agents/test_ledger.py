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
