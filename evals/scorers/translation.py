"""Translations: what code finds wrong with their lines, and chrF and BLEU, paragraph by paragraph and of a corpus."""

import asyncio
import math
from collections.abc import Sequence
from typing import Literal, cast

import numpy as np
from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, mean, metric, scorer, stderr
from inspect_ai.solver import TaskState
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from agents.domain import Source
from agents.lines import facts_by_line, number_lines
from agents.reading.intake import parse_source
from agents.reading.language import base_language
from agents.reading.text import plain
from agents.translated import problems
from evals.datasets.items import Item
from evals.scorers.measure import NO_ARTICLE, Family, Given, Measure
from evals.scorers.scoring import UNKNOWN, guarded
from evals.systems.translator import block
from evals.trial import Trial

Name = Literal["chrf", "bleu"]

PARAGRAPHS = ("paragraph_chrf", "paragraph_bleu")
RESAMPLES = 1000
SEED = 2026

SHOWN = 3


def measure(given: Given) -> dict[str, Measure]:
    """The translator's own checks once more over the whole page: each line told, in the language, with its facts."""
    trial, result = given.trial, given.trial.result
    found = {
        "passed": Measure(float(result.status == "passed"), f"{result.status}: {result.reason}"),
        "delivered": Measure(float(result.draft is not None), "a translation" if result.draft else result.reason),
    }
    if result.draft is None or result.source is None or result.brief is None:
        return {**found, "lines_sound": Measure(None, NO_ARTICLE)}
    lines = number_lines(result.source)
    wrong = problems(
        trial.told,
        lines,
        result.brief,
        base_language(result.source.language),
        facts_by_line(result.facts, lines),
        trial.terms,
    )
    shown = "; ".join(f"line {number}: {rows[0]}" for number, rows in list(wrong.items())[:SHOWN])
    why = f"{len(lines) - len(wrong)} of {len(lines)} lines without a complaint"
    return {**found, "lines_sound": Measure(1 - len(wrong) / len(lines), f"{why}; {shown}" if shown else why)}


LINES = Family("lines", ("passed", "delivered", "lines_sound"), measure)


def pairs(item: Item, trial: Trial) -> list[tuple[str, str]]:
    """Translation and reference of each paragraph; of the whole text when they are not built alike."""
    source = trial.result.source
    if source is None or not item.reference:
        return []
    lines, reference = number_lines(source), parse_source(item.reference)
    ours, theirs = _blocks(source), _blocks(reference)
    told = [plain(block(id, lines, trial.told)) for id, _ in ours]
    wanted = [plain(text) for _, text in theirs]
    if len(told) == len(wanted):
        return list(zip(told, wanted, strict=True))
    return [("\n".join(told), "\n".join(wanted))]


def _blocks(source: Source) -> list[tuple[str, str]]:
    title = [("title", source.title)] if source.title else []
    return [*title, *((paragraph.id, paragraph.text) for paragraph in source.paragraphs)]


@metric
def corpus(name: Name) -> Metric:
    """The score over all paragraphs of all pages, and its standard error.

    Counts of matches are added up over the corpus before the score is taken of them, as sacrebleu does. The error is
    the standard deviation over resamples of whole pages (Koehn 2004), because paragraphs of a page are alike.
    """

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        if not scores:
            return {"score": math.nan}
        counts = np.array([score.score.metadata["counts"][name] for score in scores if score.score.metadata])
        drawn = np.random.default_rng(SEED).integers(0, len(counts), size=(RESAMPLES, len(counts)))
        again = [of_counts(name, counts[pages].sum(axis=0).tolist()) for pages in drawn] if len(counts) > 1 else []
        found = {"score": of_counts(name, counts.sum(axis=0).tolist())}
        return {**found, "stderr": float(np.std(again, ddof=1))} if again else found

    return cast(Metric, compute)


@scorer(
    name="paragraphs",
    metrics={
        "paragraph_chrf": [mean(), stderr(), corpus("chrf")],
        "paragraph_bleu": [mean(), stderr(), corpus("bleu")],
    },
)
def paragraphs() -> Scorer:
    """chrF and BLEU of each paragraph, averaged over the page, and the counts behind the corpus scores."""

    async def score(state: TaskState, target: Target) -> Score:
        return await asyncio.to_thread(guarded, PARAGRAPHS, state, _likeness)

    return score


def _likeness(given: Given) -> Score:
    found = pairs(given.item, given.trial) if given.subject else []
    if not found:
        return Score(value=dict.fromkeys(PARAGRAPHS, UNKNOWN), explanation=NO_ARTICLE)
    told, wanted = [pair[0] for pair in found], [pair[1] for pair in found]
    return Score(
        value={f"paragraph_{name}": float(np.mean(of_each(name, told, wanted))) for name in ("chrf", "bleu")},
        explanation=f"{len(found)} paragraphs",
        metadata={"counts": {name: counts_of(name, told, wanted) for name in ("chrf", "bleu")}},
    )


def of_each(name: Name, told: Sequence[str], wanted: Sequence[str]) -> list[float]:
    """The sentence score of each paragraph, 0 to 100."""
    return [_metric(name, True).sentence_score(own, [other]).score for own, other in zip(told, wanted, strict=True)]


def counts_of(name: Name, told: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """The counts of n-grams that a corpus score is taken of, added up over the paragraphs."""
    stats = _metric(name)._extract_corpus_statistics(told, [wanted])
    return [int(sum(column)) for column in zip(*stats, strict=True)]


def of_counts(name: Name, counts: list[int]) -> float:
    """The corpus score of added-up counts, 0 to 100."""
    return float(_metric(name)._compute_score_from_stats(list(counts)).score)


def _metric(name: Name, sentence: bool = False) -> BLEU | CHRF:
    return CHRF() if name == "chrf" else BLEU(effective_order=sentence)
