"""Each check, in each language, passes a good article and fails it for one planted defect, and for that alone."""

from functools import cache

import pytest

from agents.checks.base import registered
from agents.reading.language import SUPPORTED
from agents.seo_reviewer import review
from tests.agents.checks.corpus import MODEL, article, subject
from tests.agents.checks.planted import INSEPARABLE, PLANTED, Ground

# Judged with a source, or by who wrote: tested with their families.
WITH_MORE = {item.id for item in registered() if {"source", "writers"} & set(item.needs)}


@cache
def _failing_before(language: str) -> frozenset[str]:
    result = review(subject(article(MODEL[language])))
    return frozenset(check.check for check in result.checks if check.status == "failed")


def test_every_check_that_needs_the_article_alone_has_a_planted_defect() -> None:
    assert {item.id for item in registered()} - WITH_MORE == set(PLANTED)


@pytest.mark.parametrize("language", SUPPORTED)
@pytest.mark.parametrize("check", sorted(PLANTED))
def test_a_planted_defect_is_found_by_its_check_alone(check: str, language: str) -> None:
    before = _failing_before(language)
    assert check not in before
    result = review(PLANTED[check](Ground(language)))
    failing = {item.check for item in result.checks if item.status == "failed"}
    assert check in failing
    assert failing - before - INSEPARABLE.get(check, frozenset()) == {check}
    finding = next(finding for finding in result.findings if finding.check == check)
    assert finding.message
    assert finding.fix
    assert finding.measured
    assert finding.threshold
    assert finding.target == "article" or finding.target == "metadata" or finding.target.startswith("s")
