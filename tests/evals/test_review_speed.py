"""The articles that the speed of the reviewer is measured on are of the size they claim."""

import pytest

from agents.reading.language import SUPPORTED
from agents.reading.text import count_words, plain
from evals.benchmarks.review_speed import alone, article, measure


@pytest.mark.parametrize("language", SUPPORTED)
def test_a_synthetic_article_has_the_words_asked_for_and_says_nothing_twice(language: str) -> None:
    draft = article(language, 3_000, seed=1)
    bodies = [plain(section.body) for section in draft.sections]
    assert 3_000 <= sum(map(count_words, bodies)) <= 3_300
    assert len(set(bodies)) == len(bodies)


def test_a_measurement_counts_every_family_of_checks() -> None:
    spent = measure(alone(article("fr", 300, seed=1)))
    assert spent.wall > 0
    assert spent.cpu > 0
    assert {"structure", "keyphrase", "metadata", "language", "hygiene", "readability"} <= set(spent.families)
