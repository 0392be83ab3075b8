"""What stands beside each other on the page: each system by its last run, and the runs to compare it with."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.logs import Row, Run
from knowledge.errors import InputError

COLOURS = 8
"""Colours and marks there are; further systems begin again with the first."""


@dataclass(frozen=True)
class Entry:
    """One system with one model on one dataset, by its last run.

    Args:
        number: Its place, which chooses its colour and mark.
    """

    run: Run
    label: str
    number: int

    @property
    def colour(self) -> int:
        return self.number % COLOURS

    @property
    def rows(self) -> list[Row]:
        return self.run.rows


def entries(runs: Sequence[Run], base: str | None = None) -> list[Entry]:
    """Each system by its last run, in order of these; `base` first. What tells two of a name apart is in the label.

    Raises:
        InputError: There is no system `base`.
    """
    last: dict[tuple[str, str, str], Run] = {}
    for run in sorted(runs, key=_age):
        last[run.system, run.model, run.dataset] = run
    chosen = sorted(last.values(), key=lambda run: (run.system != base, _age(run)))
    if base and base not in (run.system for run in chosen):
        raise InputError(f"There is no run of {base!r}, but of: {', '.join(run.system for run in chosen)}.")
    return [Entry(run, _label(run, chosen), number) for number, run in enumerate(chosen)]


def changes(runs: Sequence[Run], shown: Sequence[Entry]) -> list[tuple[Run, Run]]:
    """For each system that is shown, an earlier run of it on the same articles and the one that is shown.

    The earlier one is the last of an earlier folder; without one, the last before it with the same model.
    """
    pairs = []
    for entry in shown:
        new = entry.run
        ids = {row.id for row in new.rows}
        earlier = [
            run
            for run in runs
            if run.system == new.system
            and _age(run) < _age(new)
            and (run.place < new.place or run.model == new.model)
            and ids & {row.id for row in run.rows}
        ]
        if earlier:
            pairs.append(
                (max(earlier, key=lambda run: (run.place < new.place, run.model == new.model, _age(run))), new)
            )
    return pairs


def _age(run: Run) -> tuple[int, str]:
    return run.place, run.created


def _label(run: Run, all_: Sequence[Run]) -> str:
    same = [other for other in all_ if other.system == run.system]
    parts = [run.system]
    if len({other.model for other in same}) > 1:
        parts.append(run.model)
    if len({other.dataset for other in same}) > 1:
        parts.append(run.dataset)
    return " · ".join(parts)


def how_it_ended(run: Run) -> str:
    """What kept a run from its end, or from the whole dataset, in a sentence; empty when nothing did."""
    have, what = len(run.rows), counted(run)
    done = f"{have} of {run.wanted} {what}" if run.wanted else f"{have} {what}"
    why = f": {run.error}" if run.error else "."
    crashed = sum("system" in row.errors for row in run.rows)
    match run.status:
        case "started":
            return f"Unfinished: {done} are in its log, which has no end. It still runs or was killed."
        case "cancelled":
            return f"Unfinished: stopped after {done}."
        case "error" if have < run.wanted or not crashed:
            return f"Unfinished: broke off after {done}{why}"
        case "error":
            return f"Ended with errors: the system crashed on {crashed} of {have} {what}."
        case "success":
            chosen = run.of and have < run.of and have == run.wanted
            return f"Chosen: {have} of the {run.of} articles of the dataset." if chosen else ""


def counted(run: Run) -> str:
    """What a run counts: articles, or tries when an article was written several times."""
    return "tries" if any(row.epoch > 1 for row in run.rows) else "articles"
