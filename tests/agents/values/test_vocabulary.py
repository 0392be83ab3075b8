"""What a language knows, shares with another, or was left with by a translation."""

import pytest

from agents.reading.language import SUPPORTED, base_language
from agents.values.vocabulary import is_known, is_left_over, lower_words, may_be_of, strange_words
from tests.agents.checks.corpus import NAMES, article


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("vélobus", "fr"),
        ("gemeindebücherei", "de"),
        ("marktbrunnen", "de"),
        ("watertafel", "nl"),
        ("fleuves", "fr"),
    ],
)
def test_inflected_and_compound_words_are_known(word, language):
    assert is_known(word, language)


@pytest.mark.parametrize(
    ("word", "language"), [("receivent", "fr"), ("infrastruture", "en"), ("recivieron", "es"), ("installazzione", "it")]
)
def test_misspelt_words_are_not(word, language):
    assert not is_known(word, language)


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Le gaskraftwerk de Weserau est fermé.", ["gaskraftwerk"]),
        ("Le fleuille de Weserau monte.", ["fleuille"]),
        ("Le fleuve de Weserau monte, dit Katrin Hollweg.", []),
    ],
)
def test_left_over_and_made_up_words_are_strange_and_names_are_not(text, strange):
    line = "Das Gaskraftwerk am Fluss in Weserau, sagt Katrin Hollweg."
    assert strange_words(text, line, "fr", "de") == strange


def test_a_common_word_of_the_other_language_is_left_over_and_a_shared_one_is_not():
    assert is_left_over("haushalte", "fr", "de")
    assert not is_left_over("restaurant", "fr", "de")
    assert not is_left_over("chaleur", "fr", "de")
    assert is_left_over("vaso", "fr", "it")
    assert is_left_over("quando", "fr", "it")
    assert not is_left_over("tapas", "fr", "es")


def test_no_word_of_a_good_article_is_left_over_from_any_other_language():
    for name in NAMES:
        draft = article(name)
        language = base_language(draft.language)
        found = {word for section in draft.sections for word in lower_words(f"{section.heading} {section.body}")}
        for other in SUPPORTED:
            if other != language:
                assert [word for word in found if is_left_over(word, language, other)] == [], (name, other)


def test_a_loan_may_be_of_the_target_and_a_verb_of_the_source_may_not():
    assert may_be_of("Gazpacho", "pt", "es")
    assert not may_be_of("hace", "pt", "es")


def test_addresses_names_and_parts_of_compounds_are_no_lower_case_words():
    text = "Frag info@seite.example, das Gas-kraftwerk oder Weserau: heute geöffnet."
    assert lower_words(text) == ["oder", "heute", "geöffnet"]
