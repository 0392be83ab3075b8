"""Passive clauses are told from active ones that look like them."""

import pytest

from agents.checks.passive import is_passive
from agents.reading.language import SUPPORTED
from tests.agents.checks.phrases import PHRASES

PASSIVES = [(language, text) for language in SUPPORTED for text in PHRASES[language].passives]
ACTIVES = [(language, text) for language in SUPPORTED for text in PHRASES[language].actives]


@pytest.mark.parametrize(("language", "text"), PASSIVES)
def test_a_passive_sentence_is_recognised(language: str, text: str) -> None:
    assert is_passive(text, language)


@pytest.mark.parametrize(("language", "text"), ACTIVES)
def test_an_active_sentence_with_the_same_auxiliary_is_not_taken_for_a_passive(language: str, text: str) -> None:
    assert not is_passive(text, language)
