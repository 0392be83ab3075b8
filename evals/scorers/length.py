"""Length: how near an article is to the number of words that was asked for."""

from agents.checks.base import Subject
from agents.domain import Brief
from evals.datasets.items import Item
from evals.scorers.measure import Family, Measure, needs_article
from evals.trial import Trial


def length_score(actual: int, required: int) -> float:
    """100 for the required length, falling to 0 at four times and at a third of it.

    S_l of LongWriter (Bai and others 2024, arXiv 2408.07055, section 2; `evaluation/eval_length.py` of its
    repository): 100·max(0, 1 - (l/y - 1)/3) for l > y, else 100·max(0, 1 - (y/l - 1)/2).
    """
    if actual <= 0:
        return 0.0
    if actual > required:
        return 100 * max(0.0, 1 - (actual / required - 1) / 3)
    return 100 * max(0.0, 1 - (required / actual - 1) / 2)


def required_words(brief: Brief, actual: int) -> int | None:
    """The length an article is measured against: the bound it missed, or its own length between two bounds.

    With a least number alone that number is what was asked for, as in LongWriter.
    """
    least, most = brief.min_words, brief.max_words
    if least and most:
        return min(max(actual, least), most)
    return least or most


def measure(item: Item, trial: Trial, subject: Subject) -> dict[str, Measure]:
    actual = subject.words
    required = required_words(subject.brief, actual)
    if not required:
        unasked = Measure(None, f"{actual} words; no length was asked for")
        return {"length_score": unasked, "length_error": unasked}
    why = f"{actual} words where {required} are required"
    return {
        "length_score": Measure(length_score(actual, required), why),
        "length_error": Measure(actual / required - 1, why),
    }


FIGURES = ("length_score", "length_error")
LENGTH = Family("length", FIGURES, needs_article(measure, *FIGURES))
