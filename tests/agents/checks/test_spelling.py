"""Words that no list knows are named; what an article may well contain is not."""

import pytest

from agents.review_article import review_article

TWO_SLIPS = "Les maisons receivent de la chaleur. La ville commence le chantié lundi."


def spelling(article: str, **given: str) -> list[str]:
    review = review_article(f"---\nlang: fr\n---\n# La chaleur\n\n{article}", **given)
    return [finding.place for finding in review.findings if finding.check == "language.spelling"]


def test_each_unknown_word_is_named_with_its_sentence():
    assert spelling(TWO_SLIPS) == ["Les maisons receivent de la chaleur.", "La ville commence le chantié lundi."]


@pytest.mark.parametrize(
    "text",
    [
        "Un seul mot étrange, receivent, peut être voulu.",
        "« Les maisons receivent », dit-il, « commence le chantié ».",
        "La centrale de Weserau et Nordpumpen chauffent Hollweg et Brettschneider.",
        "Écrivez à receivent@chantié.example ou lisez www.receivent.chantié.example.",
    ],
)
def test_a_lone_coinage_quotations_names_and_addresses_are_left_alone(text):
    assert spelling(text) == []
