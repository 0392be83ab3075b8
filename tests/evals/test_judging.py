"""One judge for every system."""

import pytest

from agents.domain import Brief, Fact
from evals.datasets.items import Item
from evals.judging import brief_for, judged
from evals.systems.prompts import read_reply
from knowledge import Knowledge
from knowledge.passages import Passage
from tests.evals.desk import GOOD
from tests.evals.logbook import DRAFT, result_of, reviewed
from tests.graphs.library import REQUEST, SOURCE

NOTHING = Knowledge.open("none")


def item(request=REQUEST, source=SOURCE, **expected):
    return Item.model_validate({"id": "a1", "request": request, "source": source, "expected": expected})


def unjudged(text=GOOD):
    return result_of(None, draft=read_reply(text), brief=None)


def test_an_article_without_a_verdict_gets_that_of_the_product_s_own_checks():
    result, _ = judged(unjudged(), item(), NOTHING)
    assert result.status == "passed", result.reason
    assert {check.status for check in result.review.checks if check.severity == "blocking"} == {"passed"}
    assert len(result.facts) == 10
    assert (result.brief.language, result.brief.min_words) == ("fr", 300)


def test_a_fault_in_it_is_found_and_named():
    result, _ = judged(unjudged(GOOD.replace("260", "620")), item(), NOTHING)
    assert result.status == "needs_review"
    assert "fidelity.numbers" in result.reason


def test_a_system_that_read_the_request_as_another_language_does_not_pass_by_its_own_reading():
    own = result_of(reviewed(x__y="passed"), draft=read_reply(GOOD), brief=Brief(language="fr"))
    assert own.status == "passed"
    result, _ = judged(own, item("make it Spanish", language="es"), NOTHING)
    assert result.status == "needs_review"
    assert result.reason.startswith("The system passed it, the evaluation does not")
    assert "language.body" in result.reason


def test_a_system_s_own_doubt_is_not_turned_into_a_pass():
    own = result_of(reviewed(x__y="failed"), draft=read_reply(GOOD), brief=None)
    assert own.status == "needs_review"
    result, _ = judged(own, item(), NOTHING)
    assert result.review.passed
    assert (result.status, result.reason) == ("needs_review", own.reason)


def test_what_the_dataset_expects_beats_the_request():
    brief = brief_for(item(min_words=900, keyphrase="prêt"))
    assert (brief.language, brief.min_words, brief.keyphrase) == ("fr", 900, "prêt")


def test_how_a_system_read_the_request_makes_no_difference():
    own = Brief(language="fr", min_words=10, max_words=20, keyphrase="x", subheadings=False, instructions=["99 %"])
    assert brief_for(item(), own) == brief_for(item())


def test_the_facts_are_drawn_anew_whatever_a_system_kept_of_them():
    lazy = result_of(reviewed(x__y="passed"), draft=read_reply(GOOD.replace("260", "620")), facts=[])
    few = [Fact(id="f1", kind="number", text="620", value="620", paragraph="p1")]
    for own in (lazy, lazy.model_copy(update={"facts": few})):
        result, _ = judged(own, item(), NOTHING)
        assert len(result.facts) == 10
        assert "fidelity.numbers" in result.reason


def test_an_article_is_judged_by_the_keyphrase_that_was_asked_for_and_not_by_one_of_its_own_choice():
    result, _ = judged(unjudged(), item(keyphrase="pompe à chaleur"), NOTHING)
    assert "keyphrase.title" in result.reason
    assert result.draft.metadata.keyphrase == "bibliothèque d'objets"
    assert judged(unjudged(), item(keyphrase="bibliothèque d'objets"), NOTHING)[0].status == "passed"


@pytest.mark.parametrize(("kind", "open_"), [("keyword", True), ("style_guide", True), ("page", False)])
def test_only_pages_of_the_site_vouch_for_what_the_source_does_not_say(kind, open_):
    text = GOOD.replace("260 appareils", "260 appareils et 777 livres", 1)
    own = unjudged(text).model_copy(update={"passages": [Passage(id="a", kind=kind, text="777 livres", title="x")]})
    result, _ = judged(own, item(), NOTHING)
    assert ("fidelity.invented_numbers" in result.reason) == open_


def test_the_region_that_the_system_found_stays_when_the_dataset_names_only_the_language():
    assert brief_for(item(language="fr"), Brief(language="fr-CA")).language == "fr-CA"
    assert brief_for(item(language="fr-CH"), Brief(language="fr")).language == "fr-CH"


@pytest.mark.parametrize("request_", ["make it nice", "in French, or rather in Spanish or Italian"])
def test_an_article_that_nobody_can_say_the_language_of_is_not_judged_and_not_passed(request_):
    result, _ = judged(unjudged(), item(request_), NOTHING)
    assert result.status == "failed"
    assert result.reason.startswith("It cannot be judged")
    assert result.review is None


def test_without_an_article_there_is_nothing_to_judge():
    result, _ = judged(result_of(None, reason="The model refused."), item(), NOTHING)
    assert (result.status, result.reason, result.review) == ("failed", "The model refused.", None)


def test_the_terms_of_the_store_are_judged_by_whatever_the_system_knew():
    source = "# Wärmepumpe\n\nDie Wärmepumpe heizt das Haus. " * 3
    _, terms = judged(
        result_of(reviewed(x__y="passed"), draft=DRAFT, brief=None), item(source=source), Knowledge.open()
    )
    assert terms
