"""What a scorer is: a family of figures, measured on one trial by a pure function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from agents.checks.base import Subject
from evals.datasets.items import Item
from evals.trial import Trial


class Measure(NamedTuple):
    """A figure's value in the unit of `evals.figures`, None when there is none, and how it came about."""

    value: float | None
    why: str


@dataclass(frozen=True)
class Given:
    """What a family looks at. `subject` is None when there is no article to look at."""

    item: Item
    trial: Trial
    subject: Subject | None


@dataclass(frozen=True)
class Family:
    """Figures that are measured together.

    Args:
        figures: Ids in `evals.figures`; `measure` answers for each of them.
        measure: A pure function. What it raises is recorded as the scorer's failure.
    """

    name: str
    figures: tuple[str, ...]
    measure: Callable[[Given], dict[str, Measure]]


NO_ARTICLE = "There is no article that could be judged."


def needs_article(
    measure: Callable[[Item, Trial, Subject], dict[str, Measure]], *figures: str
) -> Callable[[Given], dict[str, Measure]]:
    """`measure` for those trials that have an article; for the others its figures have no value, and say so."""

    def measured(given: Given) -> dict[str, Measure]:
        if given.subject is None:
            return dict.fromkeys(figures, Measure(None, NO_ARTICLE))
        return measure(given.item, given.trial, given.subject)

    return measured
