"""The articles one by one: the source, what each system made of it, and what the checks found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.domain import Finding
from agents.reading.text import count_words
from evals.figures import FIGURES, Figure
from evals.logs import Row
from evals.report.charts import Links
from evals.report.entries import Entry
from evals.report.summary import outcome
from graphs.safe_html import block_html, inline_html, marked

SHOWN = {"blocking": 3, "advice": 1}
"""Findings of one check that are shown, by severity; of the rest the number."""

FIGURES_OF_A_TRY = tuple(name for name in FIGURES if name not in ("passed", "delivered", "open_findings"))


@dataclass(frozen=True)
class Group:
    """What one check found, and how much more of it there is."""

    check: str
    blocking: bool
    findings: list[Finding]
    more: int


@dataclass(frozen=True)
class Told:
    """How one try at an article came out."""

    anchor: str
    entry: Entry
    row: Row
    outcome: str
    words: int
    title: str
    body: list[str]
    groups: list[Group]
    unanswered: list[str]
    names: dict[str, str]
    figures: list[tuple[Figure, float | None, str, bool]]
    """Figure, its value, how it came about, and whether its scorer broke."""

    @property
    def blocking(self) -> int:
        return sum(finding.severity == "blocking" for finding in self.row.findings)


@dataclass(frozen=True)
class Story:
    """One article of the dataset and all tries at it."""

    anchor: str
    row: Row
    source: str
    tries: list[Told]

    def ends(self, entry: Entry) -> list[Told]:
        return [told for told in self.tries if told.entry is entry]


def addresses(ids: Sequence[str], shown: Sequence[Entry]) -> Links:
    """Where each try at the articles `ids` stands on the page."""
    places = {id: place for place, id in enumerate(ids)}
    return {
        (entry.number, row.id, row.epoch): f"#{_anchor(places[row.id], entry, row)}"
        for entry in shown
        for row in entry.rows
        if row.id in places
    }


def _anchor(place: int, entry: Entry, row: Row) -> str:
    return f"a{place}-s{entry.number}" + (f"-{row.epoch}" if row.epoch > 1 else "")


def chosen(shown: Sequence[Entry], most: int) -> list[str]:
    """Ids of the articles to show, in the order of the logs: all, or those with most trouble."""
    rows: dict[str, list[Row]] = {}
    for entry in shown:
        for row in entry.rows:
            rows.setdefault(row.id, []).append(row)
    if len(rows) <= most:
        return list(rows)
    worst = sorted(rows, key=lambda id: _trouble(rows[id]), reverse=True)[:most]
    return [id for id in rows if id in worst]


def _trouble(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row.status != "passed" for row in rows), sum(len(row.findings) for row in rows)


def stories(ids: Sequence[str], shown: Sequence[Entry]) -> Iterator[Story]:
    """The articles `ids` one after the other."""
    for place, id in enumerate(ids):
        tries = [_told(place, entry, row) for entry in shown for row in entry.rows if row.id == id]
        first = tries[0].row
        lost = [finding.place for told in tries for finding in told.row.findings if finding.facts]
        yield Story(f"a{place}", first, marked(block_html([first.source])[0], map(_whole, lost)), tries)


def _told(place: int, entry: Entry, row: Row) -> Told:
    sections = row.draft.sections if row.draft else []
    title = row.draft.metadata.title if row.draft else ""
    names = {section.id: section.heading or "text before the title" for section in sections}
    return Told(
        anchor=_anchor(place, entry, row),
        entry=entry,
        row=row,
        outcome=outcome(row),
        words=sum(count_words(section.body) for section in sections),
        title=title,
        body=list(_body(row)),
        groups=_groups(row.findings),
        unanswered=[check for check, state in row.checks.items() if state.status == "not_run" and state.value == 0],
        names={"article": "the article as a whole", "metadata": "title and description", **names},
        figures=_figures(row),
    )


def _body(row: Row) -> Iterator[str]:
    """Headings and texts of the draft with the places of blocking findings marked."""
    sections = row.draft.sections if row.draft else []
    for section, text in zip(sections, block_html([section.body for section in sections]), strict=True):
        here = [f for f in row.findings if f.severity == "blocking" and f.target in (section.id, "article")]
        places = [_whole(finding.place) for finding in here]
        if section.heading:
            level = min(6, max(3, section.level + 2))
            yield f"<h{level}>{marked(inline_html(section.heading), places)}</h{level}>"
        yield marked(text, places)


def _whole(place: str) -> str:
    """A place without the dots of what was cut away."""
    return place.strip().removesuffix("…").strip()


def _groups(findings: Sequence[Finding]) -> list[Group]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.check, finding.severity), []).append(finding)
    return [
        Group(check, severity == "blocking", own[: SHOWN[severity]], len(own) - SHOWN[severity])
        for (check, severity), own in found.items()
    ]


def _figures(row: Row) -> list[tuple[Figure, float | None, str, bool]]:
    known = {**row.scores, **row.judged}
    return [
        (FIGURES[name], known.get(name), row.errors.get(name) or row.explanations.get(name, ""), name in row.errors)
        for name in FIGURES_OF_A_TRY
        if known.get(name) is not None or name in row.errors
    ]
