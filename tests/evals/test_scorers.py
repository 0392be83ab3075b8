"""Each figure, against articles whose figures a person can tell."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Brief, Call, Fact
from evals.datasets.items import Item
from evals.figures import FIGURES
from evals.judging import judged
from evals.scorers.facts import FACTS, facts_of
from evals.scorers.length import LENGTH, length_score, required_words
from evals.scorers.measure import Given
from evals.scorers.purity import PURITY
from evals.scorers.reading import READING
from evals.scorers.reference import REFERENCE
from evals.scorers.scoring import FAMILIES
from evals.scorers.spending import SPENDING
from evals.scorers.translation import LINES
from evals.scorers.verdict import VERDICT
from evals.systems.prompts import read_reply
from evals.trial import Trial
from knowledge import Knowledge
from tests.evals.desk import GOOD
from tests.evals.logbook import result_of, reviewed
from tests.graphs.library import REQUEST, SECTIONS, SOURCE


def given_article(text=GOOD, *, request=REQUEST, **item):
    asked = Item.model_validate({"id": "a1", "request": request, "source": SOURCE, **item})
    result, terms = judged(result_of(None, draft=read_reply(text), brief=None), asked, Knowledge.open("none"))
    trial = Trial(system="s", model="m", result=result, seconds=2.0, terms=terms)
    return Given(asked, trial, trial.subject())


def without_article(**changed):
    trial = Trial(system="s", model="m", result=result_of(None, **changed), seconds=2.0)
    return Given(Item(id="a1", request=REQUEST, source=SOURCE), trial, trial.subject())


def value(family, figure, given_):
    return family.measure(given_)[figure].value


def test_every_family_answers_for_its_figures_whether_there_is_an_article_or_not():
    for family in FAMILIES:
        for seen in (given_article(), without_article()):
            assert tuple(family.measure(seen)) == family.figures
        assert set(family.figures) <= FIGURES.keys()


def test_every_figure_that_code_measures_belongs_to_one_family():
    named = [figure for family in (*FAMILIES, LINES) for figure in family.figures]
    assert Counter(named) - Counter(["passed", "delivered"]) == Counter(f.id for f in FIGURES.values() if not f.judged)


def test_without_an_article_quality_has_no_value_and_says_so_but_nothing_passed():
    seen = without_article()
    assert (value(VERDICT, "passed", seen), value(VERDICT, "delivered", seen)) == (0.0, 0.0)
    for family in (LENGTH, PURITY, FACTS, REFERENCE, READING):
        for found in family.measure(seen).values():
            assert found == (None, "There is no article that could be judged.")
    assert value(VERDICT, "checks_passed", seen) is None
    assert value(SPENDING, "calls", seen) == 1.0


def test_a_good_article_passes_and_one_with_a_wrong_number_does_not():
    good, bad = given_article(), given_article(GOOD.replace("260", "620"))
    assert (value(VERDICT, "passed", good), value(VERDICT, "checks_passed", good)) == (1.0, 1.0)
    assert value(VERDICT, "passed", bad) == 0.0
    assert 0.9 < value(VERDICT, "checks_passed", bad) < 1.0
    assert value(VERDICT, "open_findings", bad) > 0


def test_a_blocking_check_that_was_not_run_is_not_counted_as_passed():
    review = reviewed(a__a="passed", b__b="not_run")
    trial = Trial(system="s", model="m", result=result_of(review), seconds=1.0)
    seen = Given(Item(id="a", request=REQUEST, source=SOURCE), trial, trial.subject())
    assert value(VERDICT, "checks_passed", seen) == 0.5
    assert value(VERDICT, "passed", seen) == 0.0


@pytest.mark.parametrize(
    ("actual", "required", "score"),
    [(700, 700, 100), (1400, 700, 66.667), (2800, 700, 0), (350, 700, 50), (233, 700, 0), (0, 700, 0), (9000, 700, 0)],
)
def test_the_length_score_is_longwriters(actual, required, score):
    assert length_score(actual, required) == pytest.approx(score, abs=0.01)


@given(st.integers(0, 10**6), st.integers(1, 10**5))
def test_the_length_score_stays_between_0_and_100_and_is_full_only_for_the_required_length(actual, required):
    score = length_score(actual, required)
    assert 0 <= score <= 100
    assert (score == 100) == (actual == required)


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 9000))
def test_between_two_bounds_every_length_is_the_required_one(low, high, actual):
    low, high = sorted((low, high))
    required = required_words(Brief(language="fr", min_words=low, max_words=high), actual)
    assert required == actual if low <= actual <= high else required in (low, high)


def test_length_is_measured_against_the_request():
    seen = given_article()
    assert value(LENGTH, "length_error", seen) == pytest.approx(4 / 300)
    assert value(LENGTH, "length_score", seen) == pytest.approx(99.56, abs=0.01)
    unasked = LENGTH.measure(given_article(request="in French"))
    assert unasked["length_score"] == (None, "304 words; no length was asked for")


def test_german_sentences_in_a_french_article_are_counted_as_foreign():
    german = "Die Stadt zahlt im Jahr 18.500 Euro für das Angebot und die Leser freuen sich sehr darüber."
    mixed = given_article(f"{GOOD}\n\n{german} {german}")
    assert value(PURITY, "purity", given_article()) == 1.0
    found = PURITY.measure(mixed)["purity"]
    assert found.value == pytest.approx(1 - 2 / 27)
    assert "Die Stadt zahlt" in found.why


def test_an_article_in_a_third_language_is_not_taken_for_the_one_asked_for():
    spanish = (
        "El ayuntamiento paga cada año el servicio y los vecinos están muy contentos con él. "
        "Las herramientas se prestan durante una semana y se devuelven limpias al mostrador. "
        "Nadie sabe todavía si el proyecto seguirá adelante después del próximo otoño."
    )
    article = given_article(f"# Una biblioteca de cosas\n\n{spanish}")
    assert value(PURITY, "purity", article) == 0.0


def test_lost_facts_lower_recall_and_made_up_ones_are_counted():
    good, bad = given_article(), given_article(GOOD.replace("1 450", "9 999"))
    assert (value(FACTS, "fact_recall", good), value(FACTS, "inventions", good)) == (1.0, 0.0)
    found = FACTS.measure(bad)
    assert found["fact_recall"].value == pytest.approx(0.9)
    assert "1.450" in found["fact_recall"].why
    assert found["inventions"].value == pytest.approx(1000 / 304)
    assert "9 999" in found["inventions"].why


def test_the_facts_that_a_person_listed_beat_those_that_code_drew():
    listed = [{"text": "260"}, {"text": "3 Euro", "kind": "amount", "value": "3 EUR"}, {"text": "no such thing"}]
    good, bad = (given_article(text, expected={"facts": listed}) for text in (GOOD, GOOD.replace("260", "620")))
    assert (value(FACTS, "fact_recall", good), value(FACTS, "fact_recall", bad)) == (1.0, 0.5)


def test_of_a_listed_name_the_part_that_translations_keep_is_searched_for():
    whole = {"text": "Stadtbücherei Lindenau", "kind": "organisation"}
    kept = given_article(expected={"facts": [{**whole, "value": "Lindenau"}]})
    assert value(FACTS, "fact_recall", kept) == 1.0
    assert value(FACTS, "fact_recall", given_article(expected={"facts": [whole]})) == 0.0


def test_a_listed_fact_is_not_taken_for_another_of_the_same_value():
    drawn = [Fact(id="f7", kind="number", text="vier Minuten", value="4 minute", paragraph="p1")]
    listed = [{"kind": "number", "text": "vier Blitze", "value": "4"}, {"kind": "number", "text": "vier", "value": "4"}]
    asked = Item.model_validate({"id": "a", "request": REQUEST, "source": SOURCE, "expected": {"facts": listed}})
    assert [fact.value for fact in facts_of(asked, drawn)] == ["4", "4 minute"]


def test_a_listed_fact_that_code_cannot_see_even_in_the_source_is_left_out_and_said_so():
    listed = [{"text": "260"}, {"text": "4711 Bohrer", "kind": "number", "value": "4711"}]
    found = FACTS.measure(given_article(expected={"facts": listed}))["fact_recall"]
    assert found.value == 1.0
    assert "1 that code does not see in the source are left out" in found.why


def test_likeness_to_a_reference_is_measured_where_there_is_one():
    reference = "\n\n".join(SECTIONS.values())
    near, far = given_article(reference=reference), given_article(reference="Quelque chose de tout autre.")
    assert value(REFERENCE, "chrf", near) > 90 > 30 > value(REFERENCE, "chrf", far)
    assert value(REFERENCE, "bleu", near) > 80 > 10 > value(REFERENCE, "bleu", far)
    assert REFERENCE.measure(given_article())["chrf"] == (None, "the dataset has no reference")


def test_readability_and_keyphrase_are_shares_of_their_checks():
    good = given_article()
    assert (value(READING, "readability", good), value(READING, "keyphrase", good)) == (1.0, 1.0)
    assert 60 < value(READING, "ease", good) < 100
    bare = given_article(GOOD.replace("keyphrase: bibliothèque d'objets\n", ""))
    assert value(READING, "keyphrase", bare) < 0.5


def test_what_was_paid_counts_with_and_without_an_article():
    calls = [Call(node="n", model="m", input_tokens=5, output_tokens=7, cost_usd=0.5, seconds=1.0)] * 2
    found = SPENDING.measure(without_article(calls=calls))
    assert [found[name].value for name in ("calls", "input_tokens", "output_tokens", "cost_usd", "seconds")] == [
        2.0,
        10.0,
        14.0,
        1.0,
        2.0,
    ]
    assert found["rounds"].value is None


def test_an_unknown_price_is_unknown_and_not_free():
    calls = [Call(node="n", model="m", cost_usd=0.5), Call(node="n", model="m")]
    assert value(SPENDING, "cost_usd", without_article(calls=calls)) is None
