"""What a run may spend, counted before it is spent."""

import asyncio
import time
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from agents.domain import Usage
from agents.models.prices import Price
from knowledge.errors import BudgetExceeded, SetupError


class Limits(BaseModel):
    """Limits of one run; None means no limit."""

    max_tokens: int | None = Field(default=None, gt=0, description="Input and output tokens together.")
    max_cost_usd: float | None = Field(default=None, gt=0)
    max_calls: int | None = Field(default=None, gt=0)
    max_seconds: float | None = Field(default=None, gt=0)

    @property
    def bound_tokens(self) -> bool:
        """Whether the tokens of a call have to be known before it is made."""
        return self.max_tokens is not None or self.max_cost_usd is not None


@dataclass(frozen=True)
class Reservation:
    """What a call may spend at most, held until the call is settled."""

    tokens: int
    cost: float


@dataclass
class Budget:
    """One run's account, shared by its parallel nodes on one event loop.

    `spent` is what was spent before (a resumed run). The time counts from `started`, on the clock of
    `time.monotonic`, whatever came before it. A call is refused when it could pass a limit with the longest answer it
    may give. While calls in flight hold more than they will spend, a call that would fit without them waits for them
    to settle.
    """

    limits: Limits
    spent: Usage = field(default_factory=Usage)
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._held: list[Reservation] = []
        self._booked: set[str] = set()
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
                    raise alone
                await self._settled.wait()
            self._held.append(wanted)
        return wanted

    async def settle(self, reservation: Reservation) -> None:
        """Lets go of what was held for a call that was answered or failed."""
        async with self._settled:
            self._held.remove(reservation)
            self._settled.notify_all()

    def book(self, reply: str, used: Usage) -> None:
        """Counts what the reply of that id cost, once: one that is read back from a record was paid for before."""
        if reply not in self._booked:
            self._booked.add(reply)
            self.spent += used

    def has(self, reply: str) -> bool:
        """Whether the reply of that id is booked."""
        return reply in self._booked

    def restart(self) -> None:
        """`max_seconds` counts from now on."""
        self.started = time.monotonic()

    @property
    def ends(self) -> float | None:
        """When the time is used up, on the clock of `time.monotonic`; None without a limit."""
        return None if self.limits.max_seconds is None else self.started + self.limits.max_seconds

    def out_of_time(self) -> BudgetExceeded:
        """The error of a call that `max_seconds` ended or kept from being made."""
        seconds = time.monotonic() - self.started
        return BudgetExceeded(
            f"The time of {self.limits.max_seconds or 0:.0f} s is used up: {seconds:.0f} s have passed.", "max_seconds"
        )

    def _passed_limit(self, wanted: Reservation, held: list[Reservation]) -> BudgetExceeded | None:
        """The error that says which limit `wanted` could pass, or None."""
        limits = self.limits
        calls = self.spent.calls + len(held) + 1
        if limits.max_calls is not None and calls > limits.max_calls:
            allowed = "1 call" if limits.max_calls == 1 else f"{limits.max_calls} calls"
            return BudgetExceeded(f"The budget of {allowed} is used up.", "max_calls")
        tokens = self.spent.input_tokens + self.spent.output_tokens + sum(h.tokens for h in held)
        if limits.max_tokens is not None and tokens + wanted.tokens > limits.max_tokens:
            return BudgetExceeded(
                f"The budget of {limits.max_tokens:,} tokens would be passed: {tokens:,} are spent, and the "
                f"next call may need {wanted.tokens:,}.",
                "max_tokens",
            )
        cost = (self.spent.cost_usd or 0.0) + sum(h.cost for h in held)
        if limits.max_cost_usd is not None and cost + wanted.cost > limits.max_cost_usd:
            return BudgetExceeded(
                f"The budget of {limits.max_cost_usd:.4f} USD would be passed: {cost:.4f} are spent, and "
                f"the next call may cost {wanted.cost:.4f}.",
                "max_cost_usd",
            )
        if self.ends is not None and time.monotonic() > self.ends:
            return self.out_of_time()
        return None
