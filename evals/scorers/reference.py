"""Likeness to a human reference, where the dataset has one."""

from agents.checks.base import Subject
from agents.reading.text import plain
from evals.datasets.items import Item
from evals.scorers.measure import Family, Measure, needs_article
from evals.trial import Trial


def measure(item: Item, trial: Trial, subject: Subject) -> dict[str, Measure]:
    """chrF (Popović 2015) and BLEU (Papineni and others 2002), each of the whole article, 0 to 100.

    BLEU is the sentence score with sacrebleu's exponential smoothing: an article is one segment.
    """
    if not item.reference:
        unknown = Measure(None, "the dataset has no reference")
        return {"chrf": unknown, "bleu": unknown}
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    reference, written = _flat(plain(item.reference)), _flat(subject.full_text)
    chrf, bleu = CHRF(), BLEU(effective_order=True)
    return {
        "chrf": Measure(chrf.sentence_score(written, [reference]).score, str(chrf.get_signature())),
        "bleu": Measure(bleu.sentence_score(written, [reference]).score, str(bleu.get_signature())),
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


FIGURES = ("chrf", "bleu")
REFERENCE = Family("reference", FIGURES, needs_article(measure, *FIGURES))
