"""Puts the page of an evaluation together."""

from collections.abc import Sequence
from datetime import datetime

from evals.compare import CONFIDENCE, LEAST_PAIRS
from evals.figures import FIGURES, Figure
from evals.logs import Run
from evals.report import charts, course
from evals.report.changed import changed
from evals.report.entries import Entry, changes, entries, how_it_ended
from evals.report.glossary import MEANINGS
from evals.report.heat import families, heat_map
from evals.report.pairs import pairs
from evals.report.stories import addresses, chosen, stories
from evals.report.summary import OUTCOMES, card, figure_lines, troubles
from evals.report.verdict import headline, verdict
from graphs.pages import render
from knowledge.errors import InputError

ARTICLES = 100
"""Articles that are shown one by one, unless asked otherwise."""


def report_html(runs: Sequence[Run], *, base: str | None = None, articles: int = ARTICLES) -> str:
    """The page: complete in itself, without scripts and without requests to anywhere.

    Args:
        runs: As `evals.logs.read_runs` gives them. Of each system the last one counts; an earlier one is what it is
            compared with under "What changed".
        base: The system the others are measured against; without a name, the one that was run first.
        articles: How many articles to show one by one, those with most trouble when there are more.

    Raises:
        InputError: No run holds an article, or there is no system `base`.
    """
    shown = entries(runs, base)
    if not any(entry.rows for entry in shown):
        why = " ".join(f"{run.name}: {how_it_ended(run)}" for run in runs)
        raise InputError(f"No run holds an article. {why}")
    ids = chosen(shown, articles)
    links = addresses(ids, shown)
    checks = heat_map(shown)
    compared = pairs(shown)
    return render(
        "evaluation.html",
        package="evals.report",
        shown=shown,
        cards=[card(entry) for entry in shown],
        headline=headline(shown, compared),
        verdict=verdict(shown, compared),
        troubles=troubles(shown),
        pairs=compared,
        figures=figure_lines(shown, judged=False),
        judged=figure_lines(shown, judged=True),
        blocking=families([line for line in checks if line.blocking and not line.spotless]),
        advice=families([line for line in checks if not line.blocking and not line.spotless]),
        spotless=[line.check for line in checks if line.spotless],
        quality=charts.quality_of(shown),
        against=_against(shown, links),
        lengths=charts.lengths(shown, links),
        open_findings=course.open_findings(shown),
        rounds=course.rounds(shown),
        nodes=_nodes(shown),
        changes=[changed(before, after) for before, after in changes(runs, shown)],
        stories=stories(ids, shown),
        total=len({row.id for entry in shown for row in entry.rows}),
        articles=len(ids),
        anchors={id: f"a{place}" for place, id in enumerate(ids)},
        runs=sorted(runs, key=lambda run: run.created),
        current={entry.run.log for entry in shown},
        outcomes=OUTCOMES,
        all_figures=FIGURES.values(),
        meanings=MEANINGS,
        least_pairs=LEAST_PAIRS,
        confidence=round(100 * CONFIDENCE),
        number=number,
        when=when,
        how_it_ended=how_it_ended,
    )


def _against(shown: Sequence[Entry], links: charts.Links) -> list[tuple[str, list[str]]]:
    """Each plot of quality against what it took, with the systems that have no place in it."""
    found = []
    for spending in charts.SPENDINGS:
        missing = [entry.label for entry in shown if not any(spending.of(row) is not None for row in entry.rows)]
        found.append((charts.quality_against(spending, shown, links), missing))
    return found


def _nodes(shown: Sequence[Entry]) -> list[tuple[Entry, str]]:
    longest = course.longest_node(shown)
    return [(entry, plot) for entry in shown if (plot := course.nodes(entry, longest))]


def number(figure: Figure, value: float, *, signed: bool = False) -> str:
    """A value as the page shows it, with a real minus."""
    return figure.number(value, signed=signed).replace("-", "−")


def when(created: str) -> str:
    """A time of a log for people; as it stands when it is none."""
    try:
        return f"{datetime.fromisoformat(created):%d %b %Y, %H:%M}"
    except ValueError:
        return created
