"""The estimate before a run: its range holds what runs then spend."""

import pytest

from graphs import Context, awrite_article
from graphs.estimate import estimate
from knowledge.errors import LanguageUnclear
from knowledge.tokens import count_tokens
from tests.graphs.library import REQUEST, SOURCE, Newsdesk

MODEL = Context(model="openai:gpt-4o-mini")


@pytest.mark.parametrize("spoil", [{}, {"metadata": '{"title": "Ah", "description": "Oh"}', "s1": "Court."}])
async def test_a_run_spends_within_the_range(fake_wire, spoil):
    foretold = estimate(REQUEST, SOURCE, MODEL)
    assert fake_wire.calls == []
    fake_wire.count = count_tokens
    fake_wire.responder = Newsdesk(spoil=spoil, times=99)
    spent = (await awrite_article(REQUEST, SOURCE, context=MODEL)).usage
    for name in ("calls", "input_tokens", "output_tokens", "cost_usd"):
        least, most = getattr(foretold.least, name), getattr(foretold.most, name)
        assert least <= getattr(spent, name) <= most, name


def test_the_sections_and_translations_are_those_the_planner_would_ask_for():
    foretold = estimate(REQUEST, SOURCE, MODEL)
    assert (foretold.sections, foretold.translations, foretold.least.calls) == (4, 1, 7)


def test_a_source_in_the_target_language_needs_no_translation():
    assert estimate("Please rewrite this in German, 300 words", SOURCE, MODEL).translations == 0


def test_a_model_without_a_price_has_an_unknown_cost_and_never_zero():
    foretold = estimate(REQUEST, SOURCE, Context(model="openai:nobody-knows"))
    assert foretold.least.cost_usd is None
    assert foretold.most.cost_usd is None


def test_more_rounds_cost_more_at_most_and_the_same_at_least():
    few, many = (estimate(REQUEST, SOURCE, MODEL.model_copy(update={"max_revisions": n})) for n in (0, 3))
    assert few.least == many.least
    assert few.most.calls < many.most.calls


def test_a_request_without_a_language_is_asked_for_one():
    with pytest.raises(LanguageUnclear, match="--to"):
        estimate("At least 300 words", SOURCE, MODEL)


def test_a_small_model_is_asked_line_by_line():
    foretold = estimate(REQUEST, SOURCE, Context(model="embedded"))
    assert foretold.translations == 10
    assert foretold.least.calls > foretold.translations
    assert foretold.most.calls >= 4 * foretold.translations


async def test_a_fact_checker_is_in_the_range_at_its_own_price(fake_wire):
    with_checker = MODEL.model_copy(update={"fact_checker": "openai:gpt-4o"})
    foretold, alone = estimate(REQUEST, SOURCE, with_checker), estimate(REQUEST, SOURCE, MODEL)
    cheap = estimate(REQUEST, SOURCE, MODEL.model_copy(update={"fact_checker": MODEL.model}))
    assert foretold.least.calls == cheap.least.calls == alone.least.calls + 1
    assert foretold.least.cost_usd > cheap.least.cost_usd > alone.least.cost_usd
    fake_wire.count = count_tokens
    fake_wire.responder = Newsdesk()
    spent = (await awrite_article(REQUEST, SOURCE, context=with_checker)).usage
    for name in ("calls", "input_tokens", "output_tokens", "cost_usd"):
        assert getattr(foretold.least, name) <= getattr(spent, name) <= getattr(foretold.most, name), name


def test_a_fact_checker_without_a_price_makes_the_cost_unknown():
    foretold = estimate(REQUEST, SOURCE, MODEL.model_copy(update={"fact_checker": "openai:nobody-knows"}))
    assert foretold.least.cost_usd is None
