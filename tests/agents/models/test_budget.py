"""A budget is counted before it is spent, also by calls that run at the same time."""

import asyncio
import time
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Usage
from agents.models.budget import Budget, Limits, Reservation
from agents.models.prices import FREE, Price
from knowledge.errors import BudgetExceeded, SetupError

PRICE = Price(input=1.0, output=10.0)


def used(tokens_in: int, tokens_out: int, price: Price | None = PRICE) -> Usage:
    cost = price.of(tokens_in, tokens_out) if price else None
    return Usage(calls=1, input_tokens=tokens_in, output_tokens=tokens_out, cost_usd=cost)


async def settle(budget: Budget, held: Reservation, spent: Usage | None) -> None:
    if spent:
        budget.book(uuid4().hex, spent)
    await budget.settle(held)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(max_tokens=999), "budget of 999 tokens would be passed: 0 are spent.*may need 1,000"),
        (Limits(max_cost_usd=0.005), r"budget of 0.0050 USD would be passed: 0.0000 are spent.*may cost 0.0055"),
        (Limits(max_seconds=0.001), "time of 0 s is used up"),
    ],
)
async def test_the_call_that_would_pass_a_limit_is_refused_with_the_limit(limits: Limits, said: str):
    budget = Budget(limits, started=time.monotonic() - 1)
    with pytest.raises(BudgetExceeded, match=said):
        await budget.reserve(500, 500, PRICE)
    assert budget.spent.calls == 0


async def test_the_number_of_calls_is_limited():
    budget = Budget(Limits(max_calls=2))
    for _ in range(2):
        await settle(budget, await budget.reserve(1, 1, PRICE), used(1, 1))
    with pytest.raises(BudgetExceeded, match="2 calls is used up"):
        await budget.reserve(1, 1, PRICE)


async def test_what_a_resumed_run_had_spent_counts():
    budget = Budget(Limits(max_tokens=1000), Usage(calls=3, input_tokens=900, output_tokens=50, cost_usd=0.1))
    with pytest.raises(BudgetExceeded, match="950 are spent"):
        await budget.reserve(50, 50, PRICE)


async def test_an_answer_that_is_read_back_is_counted_once():
    budget = Budget(Limits(max_calls=2))
    for _ in range(3):
        budget.book("the same reply", used(1, 1))
    await budget.reserve(1, 1, PRICE)
    assert budget.spent == used(1, 1)


async def test_the_error_names_the_limit():
    with pytest.raises(BudgetExceeded) as caught:
        await Budget(Limits(max_calls=1, max_seconds=9), Usage(calls=1)).reserve(1, 1, PRICE)
    assert caught.value.limit == "max_calls"


async def test_a_clock_that_is_started_again_leaves_the_whole_time():
    budget = Budget(Limits(max_seconds=5), started=time.monotonic() - 60)
    with pytest.raises(BudgetExceeded, match="60 s have passed"):
        await budget.reserve(1, 1, PRICE)
    budget.restart()
    await budget.reserve(1, 1, PRICE)


async def test_a_limit_in_money_needs_a_price():
    with pytest.raises(SetupError, match="TRANSCREATE_PRICES"):
        await Budget(Limits(max_cost_usd=1)).reserve(1, 1, None)
    with pytest.raises(SetupError, match="price of a model is unknown"):
        await Budget(Limits(max_cost_usd=1), Usage(calls=1)).reserve(1, 1, PRICE)
    await Budget(Limits(max_cost_usd=0.01)).reserve(10**6, 10**6, FREE)


async def test_one_unknown_price_makes_the_cost_unknown():
    budget = Budget(Limits())
    for spent in (used(1, 1), used(1, 1, None), used(1, 1)):
        await settle(budget, await budget.reserve(1, 1, PRICE), spent)
    assert budget.spent.cost_usd is None
    assert budget.spent.calls == 3


async def test_a_call_waits_for_others_that_hold_more_than_they_will_spend():
    budget = Budget(Limits(max_tokens=1000))
    first = await budget.reserve(100, 700, PRICE)
    waiting = asyncio.create_task(budget.reserve(100, 700, PRICE))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await settle(budget, first, used(100, 100))
    second = await asyncio.wait_for(waiting, 10)
    assert budget.spent.output_tokens == 100
    waiting = asyncio.create_task(budget.reserve(100, 100, PRICE))
    await asyncio.sleep(0.01)
    await settle(budget, second, used(100, 700))
    with pytest.raises(BudgetExceeded, match="1,000 are spent"):
        await waiting


@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300), st.floats(0, 1)), max_size=20), st.integers(1, 2000)
)
def test_parallel_calls_together_never_pass_the_limit(calls: list[tuple[int, int, float]], limit: int):
    async def one(budget: Budget, tokens_in: int, at_most: int, share: float) -> None:
        try:
            held = await budget.reserve(tokens_in, at_most, PRICE)
        except BudgetExceeded:
            return
        await asyncio.sleep(0)
        await settle(budget, held, used(tokens_in, int(at_most * share)) if share else None)

    async def run() -> Budget:
        budget = Budget(Limits(max_tokens=limit))
        await asyncio.wait_for(asyncio.gather(*(one(budget, *call) for call in calls)), 5)
        return budget

    budget = asyncio.run(run())
    assert budget.spent.input_tokens + budget.spent.output_tokens <= limit
