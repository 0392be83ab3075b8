import pytest

from agents.small_steps.mending import mended
from knowledge.passages import Term
from tests.agents.checks.corpus import NAMES, article


def term(preferred, *forbidden):
    return Term(
        source_language="de",
        target_language="fr",
        source_terms=("KI",),
        preferred=preferred,
        forbidden=forbidden,
    )


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("Le appelant parle de eau.", "L’appelant parle d’eau."),
        ("Quel est le rôle du appelant ?", "Quel est le rôle de l’appelant ?"),
        ("la IA répond au employé", "l’IA répond à l’employé"),
        ("Elle dit que on se arrête", "Elle dit qu’on s’arrête"),
        ("Au automne, je ai froid", "À l’automne, j’ai froid"),
    ],
)
def test_french_is_elided(told, text):
    assert mended(told, "fr") == text


@pytest.mark.parametrize(
    "text",
    ["le onze mai", "le oui l’emporte", "à la une du journal", "de A à Z", "La Ola", "le héros"],
)
def test_what_french_does_not_elide_stays(text):
    assert mended(text, "fr") == text


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("fr_")])
def test_good_french_is_not_changed(name):
    for section in article(name).sections:
        assert mended(section.body, "fr") == section.body


def test_other_languages_have_no_french_elisions():
    assert mended("la idea de Ana", "es") == "la idea de Ana"


def test_a_forbidden_abbreviation_gives_way_to_the_preferred_one():
    assert mended("la loi KI et la KI", "fr", [term("IA", "KI")]) == "la loi IA et l’IA"


@pytest.mark.parametrize("entry", [term("RGPD", "règlement général"), term("intelligence artificielle", "KI")])
def test_a_form_that_would_have_to_agree_with_its_sentence_stays(entry):
    text = "Le règlement général et la KI."
    assert mended(text, "fr", [entry]) == text
