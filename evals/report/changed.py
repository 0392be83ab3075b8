"""What changed between two runs of a system: figures, checks, and the articles themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.figures import FIGURES, Figure
from evals.logs import Row, Run
from evals.report.diff import Piece, text_diff
from evals.report.pairs import Pair, paired
from evals.report.summary import outcome

SPENT = {"calls", "input_tokens", "output_tokens", "cost_usd", "seconds"}
"""Figures that differ from run to run: they are compared over all articles, not listed for each."""


@dataclass(frozen=True)
class Move:
    """One check and the articles that it passed in one run only."""

    check: str
    mended: list[str]
    broken: list[str]


@dataclass(frozen=True)
class Retold:
    """One article in both runs."""

    id: str
    before: str
    after: str
    reason: str
    mended: list[str]
    broken: list[str]
    figures: list[tuple[Figure, float | None, float | None]]
    diff: list[Piece]
    language: str

    @property
    def differs(self) -> bool:
        return bool(self.diff or self.figures or self.mended or self.broken or self.before != self.after)


@dataclass(frozen=True)
class Change:
    """Two runs of one system, the second after the first."""

    before: Run
    after: Run
    pair: Pair
    moves: list[Move]
    articles: list[Retold]
    same: int
    """Articles that are word for word what they were."""
    gone: list[str]
    added: list[str]
    turned: list[tuple[str, str, int]]
    """How many articles went from one outcome to another."""


def changed(before: Run, after: Run) -> Change:
    """Of an article that was written several times the first try counts."""
    old, new = _first_tries(before.rows), _first_tries(after.rows)
    both = [_retold(old[id], new[id]) for id in new if id in old]
    checks = dict.fromkeys(check for one in both for check in (*one.mended, *one.broken))
    turns = [(one.before, one.after) for one in both if one.before != one.after]
    return Change(
        before=before,
        after=after,
        pair=paired(before.rows, after.rows, "before", "now"),
        moves=[
            Move(check, [a.id for a in both if check in a.mended], [a.id for a in both if check in a.broken])
            for check in checks
        ],
        articles=[one for one in both if one.differs],
        same=sum(not one.diff for one in both),
        gone=[id for id in old if id not in new],
        added=[id for id in new if id not in old],
        turned=[(*turn, turns.count(turn)) for turn in dict.fromkeys(turns)],
    )


def _first_tries(rows: Sequence[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found


def _retold(old: Row, new: Row) -> Retold:
    passed = [{check for check, state in row.checks.items() if state.status == "passed"} for row in (old, new)]
    both = [check for check in new.checks if check in old.checks]
    return Retold(
        id=new.id,
        before=outcome(old),
        after=outcome(new),
        reason=new.reason,
        mended=[check for check in both if check in passed[1] - passed[0]],
        broken=[check for check in both if check in passed[0] - passed[1]],
        figures=[
            (figure, a, b)
            for name, figure in FIGURES.items()
            if name not in SPENT | {"passed", "delivered"}
            and _shown(figure, a := old.value(name)) != _shown(figure, b := new.value(name))
        ],
        diff=text_diff(old.article, new.article),
        language=new.language,
    )


def _shown(figure: Figure, value: float | None) -> str:
    return "" if value is None else figure.number(value)
