"""What a process learns about an endpoint and all its calls share: load, rate, faults, missing abilities."""

import asyncio
import time
from dataclasses import dataclass, field

from agents.models.factory import Address
from knowledge.errors import EndpointUnreachable

FAILURES_TO_OPEN = 12
"""Tries that must fail in a row: with 30 % faults at random that happens once in two million tries."""

OPEN_SECONDS = 30.0


@dataclass
class Endpoint:
    """One endpoint as one event loop knows it.

    `slots` bounds the calls in flight, `interval` is the least time between two starts, in seconds. After
    FAILURES_TO_OPEN failed tries in a row the circuit is open: calls fail at once for OPEN_SECONDS, then one
    call may try, and its outcome closes or opens the circuit. `unsupported` holds the request fields the
    endpoint has rejected, by model.
    """

    name: str
    slots: asyncio.Semaphore
    interval: float = 0.0
    next_start: float = 0.0
    failures: int = 0
    open_until: float = 0.0
    quiet_until: float = 0.0
    unsupported: dict[str, frozenset[str]] = field(default_factory=dict)

    def admit(self) -> None:
        """Raises EndpointUnreachable while the circuit is open."""
        now = time.monotonic()
        if now < self.open_until:
            raise EndpointUnreachable(
                f"{self.name} failed {self.failures} times in a row. No call is made to it for another "
                f"{self.open_until - now:.0f} s."
            )
        if self.failures >= FAILURES_TO_OPEN:
            self.open_until = now + OPEN_SECONDS

    def succeeded(self) -> None:
        self.failures = 0
        self.open_until = 0.0

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= FAILURES_TO_OPEN:
            self.open_until = time.monotonic() + OPEN_SECONDS

    def be_quiet(self, seconds: float) -> None:
        """Holds back every call for `seconds`, as the endpoint asked (Retry-After)."""
        self.quiet_until = max(self.quiet_until, time.monotonic() + seconds)

    async def turn(self) -> None:
        """Waits until the next call may start: `interval` after the one before, and when quiet is over."""
        start = max(time.monotonic(), self.next_start)
        self.next_start = start + self.interval
        await asyncio.sleep(max(start, self.quiet_until) - time.monotonic())


_endpoints: dict[asyncio.AbstractEventLoop, dict[str, Endpoint]] = {}


def endpoint_at(place: Address) -> Endpoint:
    """The running loop's knowledge of the endpoint at `place`."""
    loop = asyncio.get_running_loop()
    for other in [other for other in _endpoints if other.is_closed()]:
        del _endpoints[other]
    known = _endpoints.setdefault(loop, {})
    if place.base_url not in known:
        known[place.base_url] = Endpoint(place.name, asyncio.Semaphore(place.slots), 60 / place.per_minute)
    return known[place.base_url]
