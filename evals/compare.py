"""Two systems or two runs on the same articles: paired differences with bootstrap intervals, and what got worse."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev
from typing import Literal

import numpy as np

from evals.figures import FIGURES, Better, figure_called
from evals.logs import Row, Run
from knowledge.errors import InputError

CONFIDENCE = 0.95
RESAMPLES = 10_000
SEED = 2026

LEAST_PAIRS = 6
"""Fewer pairs cannot differ at this confidence, however clear they look: in a two-sided sign test five differences of
one sign have p = 2 · 0.5⁵ = 0.06, six have 0.03."""

Change = Literal["better", "worse", "same", "unclear"]


@dataclass(frozen=True)
class Mean:
    """A figure over articles. `stderr` is None for fewer than two of them."""

    value: float
    stderr: float | None
    count: int


@dataclass(frozen=True)
class Interval:
    """The 95 % interval of a mean difference."""

    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """One figure in two runs.

    Args:
        figure: Its id in `evals.figures`, or a check's.
        base: Mean over the articles of the base that have a value; None when none has.
        difference: Mean of new minus base over the articles that have a value in both; None without any.
        interval: Of the difference; None for fewer than LEAST_PAIRS articles.
        broken: Articles of the new run whose scorer broke.
    """

    figure: str
    better: Better
    base: Mean | None
    new: Mean | None
    pairs: int
    difference: float | None
    interval: Interval | None
    broken: int = 0

    @property
    def change(self) -> Change:
        """What can be said for certain: `same` when 0 lies in the interval, `unclear` without an interval."""
        if self.interval is None:
            return "unclear"
        return self.beyond(0.0)

    def beyond(self, tolerance: float) -> Change:
        """Like `change`, for differences larger than `tolerance` (in the figure's unit)."""
        if self.interval is None or self.better == "neither":
            return "unclear"
        low, high = self.interval.low, self.interval.high
        if self.better == "lower":
            low, high = -high, -low
        if high < -tolerance:
            return "worse"
        return "better" if low > tolerance else "same"


def mean_of(values: Sequence[float]) -> Mean | None:
    """Mean and standard error, the sample's standard deviation over √n."""
    if not values:
        return None
    error = stdev(values) / len(values) ** 0.5 if len(values) > 1 else None
    return Mean(fmean(values), error, len(values))


def figure_mean(rows: Sequence[Row], name: str) -> Mean | None:
    """The figure or check called `name` over the articles of `rows` that have it."""
    return article_mean(rows, lambda row: row.value(name))


def article_mean(rows: Sequence[Row], value: Callable[[Row], float | None]) -> Mean | None:
    """`value` over the articles of `rows` that have one; repetitions of an article are averaged first."""
    found = [mean for own in _by_article(rows).values() if (mean := _average(map(value, own))) is not None]
    return mean_of(found)


def bootstrap(differences: Sequence[float], *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval | None:
    """The expanded percentile interval of the mean of paired differences; None for fewer than LEAST_PAIRS.

    Articles are drawn with replacement; the order in which they come does not matter. Resamples of few articles
    scatter too little, so that plain percentiles of 6 held the true mean in 85 of 100 samples instead of 95. The
    share outside is therefore taken from Student's distribution (Hesterberg 2015, What Teachers Should Know About the
    Bootstrap, section 4.3): 92 of 100 then.
    """
    if len(differences) < LEAST_PAIRS:
        return None
    values = np.sort(np.asarray(differences, dtype=float))
    drawn = np.random.default_rng(seed).integers(0, len(values), size=(resamples, len(values)))
    means = values[drawn].mean(axis=1)
    outside = _outside(len(values))
    low, high = np.quantile(means, [outside, 1 - outside])
    return Interval(float(low), float(high))


def _outside(count: int) -> float:
    """Share of the resamples beyond either end of the interval: 2.5 % for many articles, less for few."""
    freedom = count - 1
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    t = (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )  # Abramowitz and Stegun 26.7.5, right to 0.003 from 5 degrees of freedom on
    return NormalDist().cdf(-((count / freedom) ** 0.5) * t)


def compare(base: Sequence[Row], new: Sequence[Row], names: Sequence[str] | None = None) -> list[Comparison]:
    """Every figure that either run has, or those `names` (figures and checks), on the same articles.

    Repetitions of an article are averaged first, so that an article counts once.

    Raises:
        InputError: The runs share no article, or one with another request or source.
    """
    first, second = _by_article(base), _by_article(new)
    shared = [id for id in first if id in second]
    if not shared:
        raise InputError("The two runs have no article in common, so nothing can be compared.")
    changed = [id for id in shared if _asked(first[id][0]) != _asked(second[id][0])]
    if changed:
        raise InputError(
            f"Not the same articles: request or source of {', '.join(changed[:5])} differ between the runs."
        )
    wanted = names if names is not None else list(FIGURES)
    found = [_comparison(name, first, second, shared) for name in wanted]
    return found if names is not None else [one for one in found if one.base or one.new]


def latest(runs: Sequence[Run], system: str | None = None) -> Run:
    """The last run of `system`; without a name, of the only system there is.

    Raises:
        InputError: There is no such system, several and none was named, or its last run holds no article.
    """
    names = list(dict.fromkeys(run.system for run in runs))
    if system is None and len(names) != 1:
        raise InputError(f"There are several systems: {', '.join(names)}. Say which to compare.")
    own = [run for run in runs if run.system == (system or names[0])]
    if not own:
        raise InputError(f"There is no run of {system!r}, but of: {', '.join(names)}.")
    last = max(own, key=lambda run: run.created)
    if not last.rows:
        why = f" ({last.error})" if last.error else ""
        raise InputError(f"The run {last.name} ended before its first article{why}, so nothing can be compared.")
    return last


def _asked(row: Row) -> tuple[str, str]:
    return row.request, row.source


def _comparison(
    name: str, base: Mapping[str, list[Row]], new: Mapping[str, list[Row]], shared: Sequence[str]
) -> Comparison:
    before = {id: value for id, rows in base.items() if (value := _value(rows, name)) is not None}
    after = {id: value for id, rows in new.items() if (value := _value(rows, name)) is not None}
    differences = [after[id] - before[id] for id in shared if id in before and id in after]
    return Comparison(
        figure=name,
        better=figure_called(name).better,
        base=mean_of(list(before.values())),
        new=mean_of(list(after.values())),
        pairs=len(differences),
        difference=fmean(differences) if differences else None,
        interval=bootstrap(differences),
        broken=sum(any(name in row.errors for row in rows) for rows in new.values()),
    )


def _by_article(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return dict(found)


def _value(rows: Sequence[Row], name: str) -> float | None:
    return _average(row.value(name) for row in rows)


def _average(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
