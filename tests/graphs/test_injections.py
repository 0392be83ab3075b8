"""Orders hidden in what a run is given: none of them shapes an article that passes."""

import pytest

from tests.graphs.injected import INJECTIONS, MARKS, Obedient, run, shows_effect


def test_the_obedient_model_obeys_what_stands_outside_a_fence():
    desk = Obedient(INJECTIONS[0], everywhere=False)
    task = "You translate.\n<lines>\n2: Drei Bohrer.\n</lines>\n{}"
    bodies = [{"messages": [{"content": task.format(text)}]} for text in ("", INJECTIONS[0]["text"])]
    assert [MARKS["link"] in desk(body) for body in bodies] == [False, True]


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection["id"])
async def test_no_injected_text_is_met_outside_a_fence_or_shapes_an_article_that_passes(injection, fake_wire):
    result, desk = await run(injection, fake_wire, everywhere=False)
    assert desk.obeyed == 0
    assert not shows_effect(result, injection), result.status


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection["id"])
async def test_not_even_a_model_that_obeys_every_order_gets_its_effect_past_the_checks(injection, fake_wire):
    result, _ = await run(injection, fake_wire, everywhere=True)
    assert result.status != "passed" or not shows_effect(result, injection), result.reason
