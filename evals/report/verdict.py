"""The page's first sentences: who is better, by how much, and how sure that is."""

from collections.abc import Sequence

from evals.compare import LEAST_PAIRS
from evals.figures import FIGURES
from evals.report.entries import Entry, counted
from evals.report.pairs import Pair, Versus

QUALITY = ("passed", "checks_passed", "lines_sound", "chrf", "fact_recall")
"""What a system can be best in, the most important first."""

DELIVERED = "delivered"
"""Quality has a value only where there is an article: nobody is best who delivers fewer of them than another."""


def headline(shown: Sequence[Entry], compared: Sequence[Pair]) -> str:
    """Who is best in the first of QUALITY in which anyone is better than every other beyond doubt.

    Systems with too few articles to be compared with any other are left out of it.
    """
    able = [entry for entry in shown if entry.rows]
    if len(able) == 1:
        (entry,) = able
        return f"{_passed(entry)} of {len(entry.rows)} {counted(entry.run)} passed with {entry.label}"
    judged = {label for pair in compared if _judged(pair) for label in (pair.base, pair.new)}
    if not judged:
        return "Too few articles to tell the systems apart"
    able = [entry for entry in able if entry.label in judged]
    for name in QUALITY:
        for entry in able:
            others = [other.label for other in able if other is not entry]
            fewer = any(_beats(other, entry.label, DELIVERED, compared) for other in others)
            if not fewer and all(_beats(entry.label, other, name, compared) for other in others):
                return f"{entry.label} is best in {FIGURES[name].title}"
    return "No system is clearly the best"


def verdict(shown: Sequence[Entry], compared: Sequence[Pair]) -> list[str]:
    """How many articles passed, and what the paired differences between the systems say of it."""
    able = [entry for entry in shown if entry.rows]
    noun = "Tries" if any(counted(entry.run) == "tries" for entry in able) else "Articles"
    counts = ", ".join(f"{_passed(entry)} of {len(entry.rows)} with {entry.label}" for entry in able)
    clear = [said for pair in compared if (said := _clearly(pair))]
    unclear = [f"{pair.new} and {pair.base}" for pair in compared if _judged(pair) and not _clearly(pair)]
    untold = [f"{pair.new} and {pair.base}" for pair in compared if not _judged(pair)]
    if unclear:
        clear.append(f"No clear difference in {_titles(compared)}: {'; '.join(unclear)}.")
    if untold:
        clear.append(f"Not to be told apart, with fewer than {LEAST_PAIRS} articles in both: {'; '.join(untold)}.")
    return [f"{noun} that passed every blocking check: {counts}.", *clear]


def _passed(entry: Entry) -> int:
    return sum(row.status == "passed" for row in entry.rows)


def _lines(pair: Pair) -> list[Versus]:
    return [line for name in (DELIVERED, *QUALITY) for line in pair.lines if line.figure.id == name]


def _judged(pair: Pair) -> bool:
    return any(line.comparison.interval for line in _lines(pair))


def _beats(one: str, other: str, name: str, compared: Sequence[Pair]) -> bool:
    """Whether `one` is better than `other` beyond doubt; False when the two were not compared."""
    wanted = {(one, other): "worse", (other, one): "better"}
    return any(
        line.comparison.change == wanted.get((pair.base, pair.new))
        for pair in compared
        for line in _lines(pair)
        if line.figure.id == name
    )


def _clearly(pair: Pair) -> str:
    clear = [line for line in _lines(pair) if line.comparison.change in ("better", "worse")]
    if not clear:
        return ""
    return (
        f"{pair.new} is clearly {', and '.join(map(_difference, clear))} than {pair.base}, on {pair.articles} articles."
    )


def _difference(line: Versus) -> str:
    one, figure = line.comparison, line.figure
    assert one.difference is not None
    assert one.interval is not None
    low, high = (figure.number(bound, signed=True).replace("-", "−") for bound in (one.interval.low, one.interval.high))
    unit = " points" if figure.unit == "share" else ""
    size = figure.number(one.difference, signed=True).replace("-", "−")
    return f"{one.change} in {figure.title} ({size}{unit}, 95 % interval {low} to {high})"


def _titles(compared: Sequence[Pair]) -> str:
    known = {line.figure.id for pair in compared for line in _lines(pair)}
    return ", ".join(FIGURES[name].title for name in (DELIVERED, *QUALITY) if name in known)
