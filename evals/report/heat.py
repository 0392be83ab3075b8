"""The heat map: how often each check passes with each system."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.compare import Mean, figure_mean
from evals.report.entries import Entry


@dataclass(frozen=True)
class Heat:
    """One check with one system.

    Args:
        mean: Pass rate over the articles that have an answer; None when none has.
        tries: That the check counts on.
        failed: Tries that did not pass.
        unanswered: Tries on which the check gave no answer. Of a blocking check these count as not passed.
    """

    mean: Mean | None
    tries: int
    failed: int
    unanswered: int


@dataclass(frozen=True)
class CheckLine:
    check: str
    blocking: bool
    cells: list[Heat]

    @property
    def spotless(self) -> bool:
        """Every article of every system passed it."""
        return all(cell.mean is not None and cell.mean.value == 1 and not cell.unanswered for cell in self.cells)

    @property
    def name(self) -> str:
        return self.check.partition(".")[2] or self.check


def heat_map(shown: Sequence[Entry]) -> list[CheckLine]:
    """Every check that was part of a review, in the order of the reviews."""
    checks = dict.fromkeys(check for entry in shown for row in entry.rows for check in row.checks)
    return [_line(check, shown) for check in checks]


def families(lines: Sequence[CheckLine]) -> dict[str, list[CheckLine]]:
    """Lines by the first part of the check's id."""
    found: dict[str, list[CheckLine]] = {}
    for line in lines:
        found.setdefault(line.check.partition(".")[0], []).append(line)
    return found


def _line(check: str, shown: Sequence[Entry]) -> CheckLine:
    states = [[row.checks[check] for row in entry.rows if check in row.checks] for entry in shown]
    return CheckLine(
        check=check,
        blocking=any(state.severity == "blocking" for own in states for state in own),
        cells=[
            Heat(
                mean=figure_mean(entry.rows, check),
                tries=sum(state.value is not None for state in own),
                failed=sum(state.value == 0 for state in own),
                unanswered=sum(state.status == "not_run" for state in own),
            )
            for entry, own in zip(shown, states, strict=True)
        ],
    )
