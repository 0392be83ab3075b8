"""What the page says first: how each system did, in counts with their uncertainty, and what broke."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from evals.compare import CONFIDENCE, Interval, Mean, figure_mean
from evals.figures import FIGURES, Figure
from evals.logs import Row
from evals.report.entries import Entry, counted, how_it_ended

OUTCOMES = {"passed": "passed", "needs_review": "need review", "failed": "failed", "crashed": "crashed"}
"""How a try can end, best first, with the words for several of them."""

HEADLINE = ("checks_passed", "fact_recall", "length_score", "purity", "cost_usd", "seconds")
"""Figures of a card."""


@dataclass(frozen=True)
class Card:
    """One system at a glance.

    Args:
        interval: Of the share that passed; None when articles were written several times, since tries of one
            article are no independent witnesses.
        tally: How many tries ended in each way of OUTCOMES, those without any left out.
        broken: By figure, on how many tries its scorer broke.
    """

    entry: Entry
    interval: Interval | None
    tally: dict[str, int]
    figures: list[tuple[Figure, Mean | None]]
    broken: dict[str, int]
    ended: str

    @property
    def count(self) -> int:
        return sum(self.tally.values())

    @property
    def noun(self) -> str:
        return counted(self.entry.run)


@dataclass(frozen=True)
class Cell:
    """A figure of one system: None as mean when no article has a value."""

    mean: Mean | None
    broken: int
    partial: bool
    """Fewer articles have a value than the system has articles."""


@dataclass(frozen=True)
class Line:
    figure: Figure
    cells: list[Cell]


@dataclass(frozen=True)
class Trouble:
    """Something that broke, and where."""

    entry: Entry
    what: str
    why: str
    rows: list[Row]


def outcome(row: Row) -> str:
    """How a try ended, a key of OUTCOMES. A crash of the system is told from an end without an article."""
    return "crashed" if "system" in row.errors else row.status


def card(entry: Entry) -> Card:
    ends = [outcome(row) for row in entry.rows]
    tally = {name: ends.count(name) for name in OUTCOMES if name in ends}
    broken = [figure for row in entry.rows for figure in row.errors if figure != "system"]
    return Card(
        entry=entry,
        interval=wilson(tally.get("passed", 0), len(ends)) if counted(entry.run) == "articles" else None,
        tally=tally,
        figures=[(FIGURES[name], figure_mean(entry.rows, name)) for name in HEADLINE],
        broken={figure: broken.count(figure) for figure in dict.fromkeys(broken)},
        ended=how_it_ended(entry.run),
    )


def wilson(successes: int, tries: int) -> Interval | None:
    """The interval of a share, by Wilson's score (1927): it holds for few tries and for shares of 0 and 1."""
    if not tries:
        return None
    z = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2)
    share, spread = successes / tries, z * z / tries
    middle = (share + spread / 2) / (1 + spread)
    half = z * (share * (1 - share) / tries + spread / (4 * tries)) ** 0.5 / (1 + spread)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def figure_lines(shown: Sequence[Entry], *, judged: bool) -> list[Line]:
    """Every figure that a system has a value of, or whose scorer broke."""
    lines = [Line(figure, [_cell(entry, name) for entry in shown]) for name, figure in FIGURES.items()]
    return [
        line for line in lines if line.figure.judged == judged and any(cell.mean or cell.broken for cell in line.cells)
    ]


def _cell(entry: Entry, name: str) -> Cell:
    mean = figure_mean(entry.rows, name)
    articles = len({row.id for row in entry.rows})
    return Cell(mean, sum(name in row.errors for row in entry.rows), mean is not None and mean.count < articles)


def troubles(shown: Sequence[Entry]) -> list[Trouble]:
    """Crashes of systems and of scorers, like with like."""
    found: dict[tuple[int, str, str], Trouble] = {}
    for entry in shown:
        for row in entry.rows:
            reasons: dict[str, list[str]] = {}
            for name, why in row.errors.items():
                reasons.setdefault(why, []).append(name)
            for why, names in reasons.items():
                what = "The system" if names == ["system"] else f"The scorer of {_titles(names)}"
                trouble = found.setdefault((entry.number, what, why), Trouble(entry, what, why, []))
                trouble.rows.append(row)
    return list(found.values())


def _titles(names: Sequence[str]) -> str:
    titles = [FIGURES[name].title if name in FIGURES else name for name in names]
    return " and ".join(filter(None, [", ".join(titles[:-1]), titles[-1]]))
