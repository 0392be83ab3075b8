"""Plots of how articles came about: rounds of revision, what they mended, and time per node."""

from collections.abc import Sequence
from functools import partial

from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from evals.compare import Mean, article_mean
from evals.logs import Row
from evals.report.entries import Entry, counted
from evals.report.plots import COLOUR, MARKS, canvas, colour, short, svg

WORDY = 0.2
"""Share of the widest bar that a part of a bar needs for more than its number."""


def open_findings(shown: Sequence[Entry]) -> str:
    """Mean of the blocking findings that were open after each round; an article that was done keeps its last count."""
    reviewed = {entry.number: [row for row in entry.rows if row.open_by_round] for entry in shown}
    last = max((len(row.open_by_round) for own in reviewed.values() for row in own), default=0)
    if last < 2:
        return ""
    drawn = [entry for entry in shown if reviewed[entry.number]]
    with canvas(230, left=36, right=22, bottom=26) as axes:
        for entry in drawn:
            own = reviewed[entry.number]
            length = max(len(row.open_by_round) for row in own)
            means = [article_mean(own, partial(_open_after, at)) for at in range(length)]
            known = [(at, mean) for at, mean in enumerate(means) if mean]
            shift = 0.05 * (drawn.index(entry) - (len(drawn) - 1) / 2)
            axes.errorbar(
                [at + shift for at, _ in known], [mean.value for _, mean in known],
                yerr=[mean.stderr or 0 for _, mean in known], color=colour(entry.colour),
                marker=MARKS[entry.colour], markersize=7, markeredgecolor=COLOUR["card"], linewidth=1.8, elinewidth=1.4,
            )  # fmt: skip
        axes.set_ylim(bottom=0)
        axes.set_xlim(-0.25, last - 0.75)
        axes.xaxis.set_major_locator(FixedLocator(range(last)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"round {x:.0f}" if x else "first draft"))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.grid(axis="y")
        return svg(axes, "open", "Blocking findings that were open after each round")


def _open_after(number: int, row: Row) -> float:
    return row.open_by_round[min(number, len(row.open_by_round) - 1)]


def rounds(shown: Sequence[Entry]) -> str:
    """How many articles took how many rounds of revision, for systems that revise."""
    counts = {
        entry.number: [int(x) for row in entry.rows if (x := row.scores.get("rounds")) is not None] for entry in shown
    }
    drawn = [entry for entry in shown if counts[entry.number]]
    if not drawn:
        return ""
    most, widest = max(max(counts[entry.number]) for entry in drawn), max(map(len, counts.values()))
    with canvas(54 * len(drawn) + 40, left=10, right=14, top=2, bottom=38) as axes:
        for place, entry in enumerate(drawn):
            own, start = counts[entry.number], 0
            axes.annotate(short(entry.label, 48), (0, 0.36 - place), xycoords=("axes fraction", "data"), va="center")
            for number in range(most + 1):
                width = own.count(number)
                if not width:
                    continue
                shade = 0.12 + 0.5 * number / max(most, 1)
                axes.barh(
                    -place - 0.08, width, 0.46, start, color=colour(entry.colour), alpha=shade,
                    edgecolor=COLOUR["card"], linewidth=1.5,
                )  # fmt: skip
                text = f"{width} took {number}" if width / widest > WORDY else str(width)
                axes.annotate(text, (start + width / 2, -place - 0.08), ha="center", va="center")
                start += width
        axes.set_ylim(0.55 - len(drawn), 0.55)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        nouns = dict.fromkeys(counted(entry.run) for entry in drawn)
        axes.set_xlabel(f"{' and '.join(nouns)}, by the rounds they took")
        return svg(axes, "rounds", "How many articles took how many rounds of revision")


def nodes(entry: Entry, longest: float) -> str:
    """Mean seconds in each node with standard errors, and the wall time of an article as a line."""
    means = node_means(entry)
    wall = _wall(entry)
    if not means or not wall:
        return ""
    names = list(means)
    label = min(160, 14 + 6.6 * max(map(len, names)))
    with canvas(26 * len(names) + 50, left=label, right=84, top=6, bottom=42) as axes:
        for place, name in enumerate(names):
            mean = means[name]
            axes.barh(-place, mean.value, 0.6, color=colour(entry.colour), alpha=0.5)
            spread = [mean.stderr or 0]
            axes.errorbar([mean.value], [-place], xerr=spread, fmt="none", ecolor=COLOUR["ink"], elinewidth=1.2)
            axes.annotate(_plus_minus(mean), (1.03, -place), xycoords=("axes fraction", "data"), va="center")
        axes.axvline(wall.value, color=COLOUR["ink"], linewidth=1.2, linestyle=(0, (4, 3)))
        axes.set_xlim(0, longest * 1.04)
        axes.set_ylim(0.6 - len(names), 0.6)
        axes.set_yticks([-place for place in range(len(names))], [short(name, 22) for name in names])
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.set_xlabel(f"seconds; wall time {_plus_minus(wall)}")
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
        return svg(axes, f"nodes-{entry.number}", f"Time per node of {short(entry.label, 80)}")


def _plus_minus(mean: Mean) -> str:
    return f"{mean.value:.1f}" + ("" if mean.stderr is None else f" ± {mean.stderr:.1f}")


def node_means(entry: Entry) -> dict[str, Mean]:
    """Mean seconds per node over the articles that went through it, in the order in which they went."""
    names = dict.fromkeys(name for row in entry.rows for name in row.seconds_per_node)
    means = {name: article_mean(entry.rows, partial(_seconds_in, name)) for name in names}
    return {name: mean for name, mean in means.items() if mean}


def _seconds_in(node: str, row: Row) -> float | None:
    return row.seconds_per_node.get(node)


def _wall(entry: Entry) -> Mean | None:
    return article_mean([row for row in entry.rows if row.seconds_per_node], lambda row: row.seconds)


def longest_node(shown: Sequence[Entry]) -> float:
    """Where the time axes of all systems end."""
    spent = [mean.value + (mean.stderr or 0) for entry in shown for mean in node_means(entry).values()]
    walls = [wall.value for entry in shown if (wall := _wall(entry))]
    return max([*spent, *walls], default=1.0) or 1.0
