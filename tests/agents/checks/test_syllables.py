"""Syllables are counted as people speak them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.checks.readability import reading_ease
from agents.checks.syllables import count_syllables
from agents.reading.language import SUPPORTED
from tests.agents.checks.syllable_words import WORDS, held_out, listed


@pytest.mark.parametrize("language", SUPPORTED)
def test_more_than_a_hundred_words_of_each_language_are_counted_as_by_hand(language: str) -> None:
    assert len({word for word, _ in listed(language)}) >= 100
    wrong = {word: (count_syllables(word, language), by_hand) for word, by_hand in listed(language)}
    assert {word: counts for word, counts in wrong.items() if counts[0] != counts[1]} == {}


def test_words_that_no_rule_was_made_for_are_mostly_counted_as_by_hand() -> None:
    judged = [
        count_syllables(word, language) == by_hand for language in SUPPORTED for word, by_hand in held_out(language)
    ]
    assert len(judged) == 210
    assert sum(judged) / len(judged) >= 0.96


def test_every_supported_language_has_words() -> None:
    assert set(WORDS) == set(SUPPORTED)


@given(st.text(), st.sampled_from(SUPPORTED))
def test_any_text_has_at_least_one_syllable_a_word(text: str, language: str) -> None:
    assert count_syllables(f"{text} word", language) >= 1


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(KeyError):
        count_syllables("słowo", "pl")


# 20 words a sentence and 160 syllables per 100 words, worked out with the formulas as published.
@pytest.mark.parametrize(
    ("language", "ease"),
    [("en", 51.175), ("de", 66.4), ("fr", 68.94), ("es", 90.44), ("it", 82.0), ("nl", 65.04), ("pt", 93.175)],
)
def test_reading_ease_follows_the_formula_of_each_language(language: str, ease: float) -> None:
    assert reading_ease(100, 5, 160, language) == pytest.approx(ease)
