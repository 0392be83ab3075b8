"""Systems against each other on the same articles, and what can be said of the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.compare import Comparison, compare
from evals.figures import Figure, figure_called
from evals.logs import Row
from evals.report.entries import Entry
from knowledge.errors import InputError

ALL_PAIRS = 4
"""Up to so many systems each is compared with each; of more, each with the first."""


@dataclass(frozen=True)
class Versus:
    """What one comparison says, as a line that is drawn: `low`, `at` and `high` run from -1 to 1, right is better."""

    comparison: Comparison
    figure: Figure
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Pair:
    """Two runs, the second measured against the first.

    Args:
        why_not: Why they cannot be compared; empty when they can.
    """

    base: str
    new: str
    articles: int
    lines: list[Versus]
    why_not: str = ""

    def titles(self, change: str) -> list[str]:
        """Figures that got `better`, `worse` or stayed the `same` beyond doubt."""
        return [line.figure.title for line in self.lines if line.comparison.change == change]


def pairs(shown: Sequence[Entry]) -> list[Pair]:
    """Each system against each other, the later one measured against the earlier."""
    able = [entry for entry in shown if entry.rows]
    chosen = combinations(able, 2) if len(able) <= ALL_PAIRS else ((able[0], other) for other in able[1:])
    return [paired(base.rows, new.rows, base.label, new.label) for base, new in chosen]


def paired(base: Sequence[Row], new: Sequence[Row], base_label: str, new_label: str) -> Pair:
    articles = len({row.id for row in base} & {row.id for row in new})
    try:
        compared = [one for one in compare(base, new) if one.pairs]
    except InputError as error:
        return Pair(base_label, new_label, articles, [], str(error))
    return Pair(base_label, new_label, articles, [_versus(one) for one in compared])


def _versus(one: Comparison) -> Versus:
    """Drawn to the scale of its own figure, with what is better on the right."""
    difference = one.difference or 0.0
    low, high = (one.interval.low, one.interval.high) if one.interval else (difference, difference)
    widest = max(abs(low), abs(high), abs(difference)) or 1.0
    if one.better == "lower":
        low, difference, high = -high, -difference, -low
    return Versus(one, figure_called(one.figure), low / widest, difference / widest, high / widest)
