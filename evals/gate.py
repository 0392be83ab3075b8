"""The gate: whether a new run may follow a base, figure by figure. What cannot be judged does not pass.

Quality has a value only where there is an article, so a run that delivers fewer of them could look better than it is:
any gate looks at `delivered`, too.
"""

import math
from collections.abc import Mapping, Sequence

from agents.seo_reviewer import describe_checks
from evals.compare import LEAST_PAIRS, Comparison
from evals.figures import FIGURES, NODE, figure_called
from evals.logs import Row
from knowledge.errors import InputError

ALL = "all"
ALWAYS = "delivered"


def read_gate(texts: Sequence[str]) -> dict[str, float]:
    """Figure, check or `all` to the loss that is allowed, from `passed`, `fact_recall=0.02` or `passed,purity`.

    Raises:
        InputError: There is no such figure, it has no better side, or the loss is no number.
    """
    gate: dict[str, float] = {}
    for part in (part.strip() for text in texts for part in text.split(",")):
        name, equals, loss = part.partition("=")
        if name.strip() != ALL:
            _known(name.strip())
        gate[name.strip()] = _loss(part, loss) if equals else 0.0
    return gate


def _loss(part: str, text: str) -> float:
    try:
        loss = float(text)
    except ValueError:
        loss = math.nan
    if not 0 <= loss < math.inf:
        raise InputError(f"{part}: the loss that is allowed must be a number from 0 on, as in passed=0.05.")
    return loss


def _known(name: str) -> None:
    if name.startswith(NODE):
        return
    figure = FIGURES.get(name)
    if figure and figure.better == "neither":
        raise InputError(f"{name} describes an article; neither more nor less of it is better, so it cannot be gated.")
    if figure is None and name not in {check.id for check in describe_checks()}:
        raise InputError(f"There is no figure or check called {name!r}. Figures: {', '.join(FIGURES)}.")


def complaints(
    compared: Sequence[Comparison], gate: Mapping[str, float], base: Sequence[Row], new: Sequence[Row]
) -> list[str]:
    """Why the gate stays shut, a sentence each; empty when it opens."""
    runs = {rows[0].run: rows for rows in (base, new)}
    found = [f"The run {run} did not finish." for run, rows in runs.items() if not all(row.finished for row in rows)]
    for one in compared:
        allowed = _allowed(one, gate)
        if allowed is not None and (complaint := _complaint(one, allowed)):
            found.append(f"{one.figure}: {complaint}")
    return found


def _allowed(one: Comparison, gate: Mapping[str, float]) -> float | None:
    """The loss allowed for this figure; None when the gate does not look at it. `all` means figures, not checks."""
    if one.figure in FIGURES and one.better != "neither":
        return gate.get(one.figure, gate.get(ALL, 0.0 if one.figure == ALWAYS else None))
    return gate.get(one.figure)


def _complaint(one: Comparison, allowed: float) -> str:
    if one.broken:
        return f"its scorer broke on {one.broken} of the new run's articles."
    if one.interval is None or one.difference is None:
        return f"{one.pairs} articles have a value in both runs; {LEAST_PAIRS} are needed to judge it."
    if one.beyond(allowed) != "worse":
        return ""
    loss = f", where a loss of {allowed:g} is allowed" if allowed else ""
    figure = figure_called(one.figure)
    low, high = figure.number(one.interval.low, signed=True), figure.show(one.interval.high, signed=True)
    return f"worse by {figure.show(abs(one.difference))} on {one.pairs} articles (95 % interval {low} to {high}){loss}."
