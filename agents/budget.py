"""What a run may spend, counted before it is spent."""

import asyncio
import time
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from agents.domain import Call, Usage
from agents.prices import Price
from knowledge.errors import BudgetExceeded, SetupError


class Limits(BaseModel):
    """Limits of one run; None means no limit."""

    max_tokens: int | None = Field(default=None, gt=0, description="Input and output tokens together.")
    max_cost_usd: float | None = Field(default=None, gt=0)
    max_calls: int | None = Field(default=None, gt=0)
    max_seconds: float | None = Field(default=None, gt=0)


@dataclass(frozen=True)
class Reservation:
    """What a call may spend at most, held until the call is settled."""

    tokens: int
    cost: float


@dataclass
class Budget:
    """One run's account, shared by its parallel nodes on one event loop.

    `spent` is what was spent before (a resumed run); `started` is on the clock of `time.time`.
    A call is refused when it could pass a limit with the longest answer it may give. While calls in flight
    hold more than they will spend, a call that would fit without them waits for them to settle.
    """

    limits: Limits
    spent: Usage = field(default_factory=Usage)
    started: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self._held: list[Reservation] = []
        self._settled = asyncio.Condition()

    async def reserve(self, estimated_input: int, max_output: int, price: Price | None) -> Reservation:
        """Holds tokens and money for one call.

        Raises:
            BudgetExceeded: says which limit the call could pass.
            SetupError: a limit in USD was set for a model whose price is unknown.
        """
        unknown = price is None or (self.spent.calls > 0 and self.spent.cost_usd is None)
        if self.limits.max_cost_usd is not None and unknown:
            raise SetupError(
                "A limit in USD was set, but the price of a model is unknown. Add it to a price table and "
                "name the file in TRANSCREATE_PRICES, or set a limit in tokens."
            )
        wanted = Reservation(
            tokens=estimated_input + max_output,
            cost=price.of(estimated_input, max_output) if price else 0.0,
        )
        async with self._settled:
            while self._passed_limit(wanted, self._held):
                alone = self._passed_limit(wanted, [])
                if alone:
                    raise BudgetExceeded(alone)
                await self._settled.wait()
            self._held.append(wanted)
        return wanted

    async def settle(self, reservation: Reservation, call: Call | None) -> None:
        """Books what the call spent in place of what was held; None when it was never answered."""
        async with self._settled:
            self._held.remove(reservation)
            if call is not None:
                self.spent = _with(self.spent, call)
            self._settled.notify_all()

    def _passed_limit(self, wanted: Reservation, held: list[Reservation]) -> str | None:
        """The sentence which limit `wanted` could pass, or None."""
        limits = self.limits
        calls = self.spent.calls + len(held) + 1
        if limits.max_calls is not None and calls > limits.max_calls:
            return f"The budget of {limits.max_calls} calls is used up."
        tokens = self.spent.input_tokens + self.spent.output_tokens + sum(h.tokens for h in held)
        if limits.max_tokens is not None and tokens + wanted.tokens > limits.max_tokens:
            return (
                f"The budget of {limits.max_tokens:,} tokens would be passed: {tokens:,} are spent, and the "
                f"next call may need {wanted.tokens:,}."
            )
        cost = (self.spent.cost_usd or 0.0) + sum(h.cost for h in held)
        if limits.max_cost_usd is not None and cost + wanted.cost > limits.max_cost_usd:
            return (
                f"The budget of {limits.max_cost_usd:.4f} USD would be passed: {cost:.4f} are spent, and "
                f"the next call may cost {wanted.cost:.4f}."
            )
        seconds = time.time() - self.started
        if limits.max_seconds is not None and seconds > limits.max_seconds:
            return f"The time of {limits.max_seconds:.0f} s is used up: {seconds:.0f} s have passed."
        return None


def _with(spent: Usage, call: Call) -> Usage:
    known = call.cost_usd is not None and (spent.cost_usd is not None or spent.calls == 0)
    return Usage(
        calls=spent.calls + 1,
        input_tokens=spent.input_tokens + call.input_tokens,
        output_tokens=spent.output_tokens + call.output_tokens,
        cost_usd=(spent.cost_usd or 0.0) + (call.cost_usd or 0.0) if known else None,
    )
