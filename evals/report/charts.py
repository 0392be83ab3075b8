"""Plots of articles: quality against what it took, and length errors. Each mark leads to its article."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from evals.compare import Mean, article_mean, figure_mean
from evals.figures import FIGURES, Figure
from evals.logs import Row
from evals.report.entries import Entry
from evals.report.plots import COLOUR, MARKS, canvas, colour, short, svg

Links = Mapping[tuple[int, str, int], str]
"""Address of a try on the page by the number of its system, its article and its repetition."""

QUALITY = ("checks_passed", "lines_sound", "chrf")

WIDE = 8
"""From this ratio on between the dearest and the cheapest article a scale is logarithmic."""

LENGTHS = (-0.75, -0.5, -0.25, 0.0, 0.5, 1.0, 3.0)
CROWDED = 1.5
"""Doublings on either side from which on the axis has room for whole ones only."""

CLOSE = 0.1
"""Length errors up to this are shaded as near enough."""

SHORTEST = 0.125
"""Lengths below this share of the required one are drawn there."""

LEAST_QUARTILES = 4

LABEL = 32
"""Characters of a system's name that a strip has room for."""


@dataclass(frozen=True)
class Spending:
    """Something an article takes, and how much of it."""

    name: str
    label: str
    of: Callable[[Row], float | None]
    show: Callable[[float], str]


def _tokens(row: Row) -> float | None:
    read, written = row.scores.get("input_tokens"), row.scores.get("output_tokens")
    return None if read is None or written is None else read + written


SPENDINGS = (
    Spending("cost", "USD per article", lambda row: row.scores.get("cost_usd"), lambda x: f"{x:.4f} USD"),
    Spending("tokens", "tokens per article, read and written", _tokens, lambda x: f"{x:,.0f} tokens"),
    Spending("seconds", "seconds per article", lambda row: row.scores.get("seconds"), lambda x: f"{x:.1f} s"),
)


def quality_of(shown: Sequence[Entry]) -> Figure:
    """The first figure of QUALITY that any system has: translations alone have no checks."""
    known = {name for entry in shown for row in entry.rows for name, value in row.scores.items() if value is not None}
    return FIGURES[next((name for name in QUALITY if name in known), QUALITY[0])]


def quality_against(spending: Spending, shown: Sequence[Entry], links: Links) -> str:
    """Each article as a faint mark, each system's mean with standard errors; empty when nothing can be placed."""
    quality = quality_of(shown)
    points = {entry.number: _points(entry, quality, spending) for entry in shown}
    spent = [x for own in points.values() for x, _, _ in own]
    if not spent:
        return ""
    notes: dict[str, str] = {}
    with canvas(270, left=46, right=18, bottom=42) as axes:
        if min(spent) > 0 and max(spent) / min(spent) >= WIDE:
            axes.set_xscale("log")
        for entry in shown:
            own = points[entry.number]
            if not own:
                continue
            addresses = [links.get((entry.number, row.id, row.epoch)) for _, _, row in own]
            for (x, y, row), address in zip(own, addresses, strict=True):
                if address:
                    notes[address] = f"{entry.label}, {row.id}: {quality.show(y)}, {spending.show(x)}"
            mark, paint = MARKS[entry.colour], colour(entry.colour)
            xs, ys = [x for x, _, _ in own], [y for _, y, _ in own]
            axes.scatter(xs, ys, s=26, marker=mark, color=paint, alpha=0.4, linewidths=0, urls=addresses)
            placed = [row for _, _, row in own]
            across = article_mean(placed, spending.of), figure_mean(placed, quality.id)
            _cross(axes, *across, mark, paint)
        whole = 1 if quality.unit == "share" else 100
        low = min(y for own in points.values() for _, y, _ in own)
        axes.set_ylim(max(0, math.floor(10 * low / whole - 0.5) / 10 * whole), 1.02 * whole)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{100 * y / whole:.0f}{'%' * (whole == 1)}"))
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        if axes.get_xscale() == "log":
            axes.xaxis.set_major_locator(FixedLocator(_log_ticks(min(spent), max(spent))))
            axes.xaxis.set_minor_locator(NullLocator())
        else:
            axes.set_xlim(0, max(spent) * 1.06 or 1)
            axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.6g}"))
        axes.set_xlabel(spending.label)
        axes.grid()
        return svg(axes, f"q-{spending.name}", f"{quality.title} against {spending.label}", notes)


def _points(entry: Entry, quality: Figure, spending: Spending) -> list[tuple[float, float, Row]]:
    return [
        (x, y, row)
        for row in entry.rows
        if (x := spending.of(row)) is not None and (y := row.scores.get(quality.id)) is not None
    ]


def _cross(axes: Axes, x: Mean | None, y: Mean | None, mark: str, paint: str) -> None:
    if x is None or y is None:
        return
    for width, ink, zorder in ((4, COLOUR["card"], 3), (1.8, paint, 4)):
        axes.errorbar(
            [x.value], [y.value], y.stderr or 0, x.stderr or 0, fmt="none", ecolor=ink, elinewidth=width, zorder=zorder
        )
    axes.scatter(
        [x.value], [y.value], s=95, marker=mark, color=paint, edgecolors=COLOUR["card"], linewidths=1.6, zorder=5
    )


def _log_ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten within the range, or the ends when there are fewer than two."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [digit * 10.0**power for power in powers for digit in (1, 2, 5) if low <= digit * 10.0**power <= high]
    if len(found) > 5:
        found = [tick for tick in found if f"{tick:e}"[0] == "1"] if len(found) > 9 else found[::2]
    return found if len(found) > 1 else [low, high]


def lengths(shown: Sequence[Entry], links: Links) -> str:
    """A strip for each system with a mark for each article, the middle half of them as a bar, and the median."""
    found = {entry.number: _errors(entry) for entry in shown}
    if not any(found.values()):
        return ""
    notes: dict[str, str] = {}
    with canvas(58 * len(shown) + 44, left=10, right=14, top=4, bottom=40) as axes:
        axes.axvspan(_ratio(-CLOSE), _ratio(CLOSE), color=COLOUR["line"], alpha=0.5, linewidth=0)
        axes.axvline(0, color=COLOUR["soft"], linewidth=1)
        for place, entry in enumerate(shown):
            own, middle, paint = found[entry.number], -place, colour(entry.colour)
            errors = [error for error, _ in own]
            middle_one = FIGURES["length_error"].show(median(errors), signed=True).replace("-", "−") if own else "none"
            text = f"{short(entry.label, LABEL)}: median {middle_one}"
            axes.annotate(text, (0, middle + 0.32), xycoords=("axes fraction", "data"), va="center")
            if len(own) >= LEAST_QUARTILES:
                first, _, third = quantiles(errors, n=4, method="inclusive")
                axes.barh(middle - 0.12, _ratio(third) - _ratio(first), 0.42, _ratio(first), color=paint, alpha=0.2)
            if own:
                axes.plot([_ratio(median(errors))] * 2, [middle - 0.36, middle + 0.12], color=paint, linewidth=2.5)
            addresses = [links.get((entry.number, row.id, row.epoch)) for _, row in own]
            for (_, row), address in zip(own, addresses, strict=True):
                if address:
                    notes[address] = f"{entry.label}, {row.id}: {row.explanations.get('length_error', '')}"
            ratios = [_ratio(error) for error in errors]
            heights = [middle - 0.12 + lift for lift in _swarm(ratios)]
            axes.scatter(
                ratios, heights, s=34, marker=MARKS[entry.colour], color=paint, edgecolors=COLOUR["card"],
                linewidths=0.7, urls=addresses, zorder=3,
            )  # fmt: skip
        edge = max(1.25, *(abs(_ratio(error)) + 0.15 for own in found.values() for error, _ in own))
        axes.set_xlim(-edge, edge)
        axes.set_ylim(0.5 - len(shown), 0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        ticks = [_ratio(error) for error in LENGTHS if edge < CROWDED or error not in (-0.25, 0.5)]
        axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if abs(tick) <= edge]))
        axes.xaxis.set_major_formatter(
            FuncFormatter(lambda x, _: f"{100 * (2**x - 1):+.0f}%".replace("-", "−").replace("+0", "0"))
        )
        axes.set_xlabel("words too few (−) or too many (+)")
        axes.grid(axis="x")
        return svg(axes, "lengths", "Length errors of the articles of each system", notes)


def _errors(entry: Entry) -> list[tuple[float, Row]]:
    return [(error, row) for row in entry.rows if (error := row.scores.get("length_error")) is not None]


def _ratio(error: float) -> float:
    """Half and double the words lie equally far from what was asked for."""
    return math.log2(max(1 + error, SHORTEST))


def _swarm(values: Sequence[float], near: float = 0.09, step: float = 0.11) -> list[float]:
    """How far each mark is lifted, so that marks close to each other do not hide one another."""
    crowd: dict[int, int] = {}
    lifts = []
    for value in values:
        bin_ = round(value / near)
        count = crowd[bin_] = crowd.get(bin_, 0) + 1
        lifts.append((count // 2) * step * (1 if count % 2 else -1))
    most = max((abs(lift) for lift in lifts), default=0.0)
    return [lift * min(1.0, 0.24 / most) if most else 0.0 for lift in lifts]
