"""Languages are told apart, and what cannot be told is said to be so."""

import pytest

from agents.reading.language import SUPPORTED, base_language, confidence, identify, in_language, is_known
from tests.agents.checks.corpus import NAMES, article, subject


@pytest.mark.parametrize("name", NAMES)
def test_the_language_of_an_article_is_found(name: str) -> None:
    assert identify(subject(article(name)).text, SUPPORTED) == name[:2]


def test_a_language_outside_the_supported_ones_is_found_in_a_long_text() -> None:
    polish = "Sieć ciepłownicza jest dobrem wspólnym wszystkich mieszkańców miasta, a jej rozbudowa wymaga czasu. "
    assert identify(polish * 2) == "pl"


def test_a_short_text_is_told_among_its_candidates() -> None:
    assert identify("Le réseau de chaleur", ("fr", "de-CH")) == "fr"


@pytest.mark.parametrize("text", ["", "   ", "123 – 456", "!?"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert identify(text) is None
    assert confidence(text, "fr", SUPPORTED) < 1


def test_an_unknown_tag_has_no_confidence() -> None:
    assert confidence("Bonjour à tous", "xx", SUPPORTED) == 0
    assert not is_known("xx")
    assert is_known("pt-BR")


@pytest.mark.parametrize(("tag", "base"), [("pt-BR", "pt"), ("fr_FR", "fr"), ("EN", "en"), ("", "")])
def test_the_primary_subtag_is_read_from_any_spelling(tag: str, base: str) -> None:
    assert base_language(tag) == base


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("fr", "a French article"),
        ("en-GB", "an English (United Kingdom) article"),
        ("uk", "a Ukrainian article"),
        ("ur", "an Urdu article"),
    ],
)
def test_a_text_is_named_with_its_language_in_good_english(tag: str, said: str) -> None:
    assert in_language("article", tag) == said
