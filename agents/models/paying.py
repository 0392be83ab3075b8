"""Calls within a budget: estimated before they are made, booked when they were answered, cut off when time is up."""

import asyncio

from agents.domain import Usage
from agents.models.budget import Budget
from agents.models.calling import Wire, estimate_input
from agents.models.prices import price_of
from agents.models.wire import WireReply, WireRequest


def within(budget: Budget, wire: Wire) -> Wire:
    """`wire` as far as the budget allows.

    A call that could pass a limit raises BudgetExceeded instead of being made. One that is under way when the time
    is used up comes back as a reply that was cut off.
    """

    async def ask(request: WireRequest) -> WireReply:
        price = await asyncio.to_thread(price_of, request.model)
        estimated = await asyncio.to_thread(estimate_input, request) if budget.limits.bound_tokens else 0
        held = await budget.reserve(estimated, request.max_tokens, price)
        try:
            reply = await wire(request.model_copy(update={"until": budget.ends}))
            budget.book(reply.id, used(reply, request.model))
        except TimeoutError as error:
            raise budget.out_of_time() from error
        finally:
            await budget.settle(held)
        return reply

    return ask


def used(reply: WireReply, model: str) -> Usage:
    """What one reply cost. The first call reads the price table, which blocks."""
    price = price_of(model)
    return Usage(
        calls=1,
        input_tokens=reply.input_tokens,
        output_tokens=reply.output_tokens,
        cost_usd=price.of(reply.input_tokens, reply.output_tokens) if price else None,
    )
