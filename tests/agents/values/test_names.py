"""Names of people and places: found whole, and not where an everyday word stands."""

import pytest

from agents.values.names import find_names
from agents.values.places import home_forms


def names(text: str, language: str) -> list[str]:
    return [mention.text for mention in find_names(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "« C’est mieux », dit Jeanne d’Amico, traductrice.", "Jeanne d’Amico"),
        ("fr", "selon Anne-Lise de La Tour, directrice", "Anne-Lise de La Tour"),
        ("pt", "garante Maria da Conceição dos Santos, que coordena", "Maria da Conceição dos Santos"),
        ("es", "se pregunta María José de los Ríos.", "María José de los Ríos"),
        ("nl", "zegt Piet van ’t Hoff", "Piet van ’t Hoff"),
        ("de", "mit Ursula von der Leyen und", "Ursula von der Leyen"),
        ("it", "dicono Maria Dell’Acqua e Luca D’Angelo", "Luca D’Angelo"),
    ],
)
def test_a_name_is_found_with_its_particles(language: str, text: str, name: str) -> None:
    assert name in names(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "An der Spitze stehen Bohrer. Beste Grüße. Leider Müll."),
        ("es", "El Ayuntamiento aporta dinero. Una Comunidad paga. Durante Navidad no."),
        ("it", "Per Natale si chiude. Che Gioia."),
        ("nl", "Elke Nederlander weet het. Van Nature rustig."),
        ("fr", "Ville Lumière"),
    ],
)
def test_an_everyday_word_at_the_start_of_a_sentence_is_no_first_name(language: str, text: str) -> None:
    assert names(text, language) == []


@pytest.mark.parametrize(("people", "city"), [("Keulenaren", "Köln"), ("Londoners", "Londra"), ("Parisiens", "Parigi")])
def test_the_people_of_a_city_stand_for_the_city(people: str, city: str) -> None:
    assert city in home_forms(people)


@pytest.mark.parametrize("name", ["Meier", "Bayern", "Römer", "Porter", "Ers", ""])
def test_other_names_with_such_an_ending_stand_for_no_city(name: str) -> None:
    assert home_forms(name) == ()
