"""An editor is not bothered: good articles in seven languages pass every blocking check."""

import pytest

from agents.reading.language import SUPPORTED
from agents.repair import repair
from agents.seo_reviewer import review
from tests.agents.checks.corpus import NAMES, article, subject


def test_the_corpus_has_twenty_articles_of_400_to_900_words_in_all_seven_languages() -> None:
    assert len(NAMES) == 20
    assert {name[:2] for name in NAMES} == set(SUPPORTED)
    for name in NAMES:
        assert 400 <= subject(article(name)).words <= 900, name


@pytest.mark.parametrize("name", NAMES)
def test_a_good_article_passes_and_gets_no_finding(name: str) -> None:
    result = review(subject(article(name)))
    assert result.passed
    assert [(finding.check, finding.message) for finding in result.findings] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_good_article_is_not_changed_by_the_repairs(name: str) -> None:
    draft = article(name)
    assert repair(draft, subject(draft).brief) == draft
