"""Families of figures as inspect scorers, with mean and standard error for each figure."""

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence

from inspect_ai.scorer import Metric, Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import TaskState

from evals.datasets.items import Item
from evals.logs import CheckState
from evals.scorers.facts import FACTS
from evals.scorers.length import LENGTH
from evals.scorers.measure import NO_ARTICLE, Family, Given, Measure
from evals.scorers.purity import PURITY
from evals.scorers.reading import READING
from evals.scorers.reference import REFERENCE
from evals.scorers.spending import SPENDING
from evals.scorers.verdict import VERDICT
from evals.trial import KEY, Trial

FAMILIES = (VERDICT, LENGTH, PURITY, FACTS, REFERENCE, READING, SPENDING)
CRASHED = "The system crashed; the sample's error says why."
UNKNOWN = math.nan
"""inspect leaves it out of means and standard errors."""


def _metrics() -> list[Metric]:
    return [mean(), stderr()]


def family_scorer(family: Family) -> Scorer:
    """One scorer for the figures of `family`. When it breaks, its figures have no value and the reason is kept."""

    @scorer(metrics={figure: _metrics() for figure in family.figures}, name=family.name)
    def build() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            return await asyncio.to_thread(_scored, family, state)

        return score

    return build()


def _scored(family: Family, state: TaskState) -> Score:
    return guarded(family.figures, state, lambda given: _score(family.measure(given)))


def guarded(figures: Sequence[str], state: TaskState, measure: Callable[[Given], Score]) -> Score:
    """What `measure` says of the sample. When it breaks, its figures have no value and the reason is kept."""
    if KEY not in state.metadata:
        return _crashed(figures)
    try:
        return measure(given_of(state))
    except Exception as error:  # a broken scorer must not look like a zero, nor end the run
        why = f"The scorer failed: {type(error).__name__}: {error}"[:500]
        return Score(
            value=dict.fromkeys(figures, UNKNOWN),
            explanation=why,
            metadata={"errors": dict.fromkeys(figures, why)},
        )


def _score(measured: Mapping[str, Measure]) -> Score:
    return Score(
        value={name: UNKNOWN if found.value is None else found.value for name, found in measured.items()},
        explanation="\n".join(f"{name}: {found.why}" for name, found in measured.items()),
        metadata={"explanations": {name: found.why for name, found in measured.items()}},
    )


def _crashed(figures: Sequence[str]) -> Score:
    """A system that broke delivered nothing and did not pass; nothing else is known of it."""
    values = {figure: 0.0 if figure in ("passed", "delivered") else UNKNOWN for figure in figures}
    return Score(value=values, explanation=CRASHED, metadata={"explanations": dict.fromkeys(figures, CRASHED)})


def given_of(state: TaskState) -> Given:
    """What the scorers look at, from the sample's metadata."""
    trial = Trial.model_validate(state.metadata[KEY])
    return Given(item=Item.model_validate(state.metadata["item"]), trial=trial, subject=trial.subject())


@scorer(metrics={"*": _metrics()})
def checks() -> Scorer:
    """Each check's pass rate. A blocking check that was not run is not passed; advice that was not run is left out."""

    async def score(state: TaskState, target: Target) -> Score:
        trial = state.metadata.get(KEY)
        review = Trial.model_validate(trial).result.review if trial else None
        if review is None:
            return Score.unscored(explanation=NO_ARTICLE if trial else CRASHED)
        values = {check.check: CheckState.of(check).value for check in review.checks}
        return Score(
            value={name: UNKNOWN if value is None else value for name, value in values.items()},
            explanation=f"not passed: {', '.join(name for name, value in values.items() if value == 0)}",
        )

    return score
