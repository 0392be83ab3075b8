"""Which keyphrases of the research fit a topic, and in which order they recommend themselves."""

import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from knowledge.passages import Passage
from knowledge.search import Hit, passage

MIN_FIT = 0.28
"""Cosine similarity below which a keyphrase does not count as fitting. Calibrated on labelled articles in seven
languages by `python -m evals.benchmarks.retrieval --fit`: nothing off the topic gets this near."""


class Keyphrase(BaseModel):
    """A keyphrase that was considered, and why it stands where it stands."""

    model_config = ConfigDict(frozen=True)

    keyphrase: str
    score: float
    fit: float
    why: str
    passage: str
    sample: bool = False


def choose_keywords(hits: Sequence[Hit], query: str, *, limit: int) -> list[Passage]:
    """The fitting hits, one for each keyphrase."""
    seen: dict[str, Passage] = {}
    for hit in hits:
        if hit.similarity >= MIN_FIT:
            seen.setdefault(hit.record.text.casefold(), passage(hit, "keyword"))
    return list(seen.values())[:limit]


def rank_candidates(passages: Sequence[Passage], *, intent: str = "informational") -> list[Keyphrase]:
    """Keyphrases by fit first, then intent, volume and difficulty, best first."""
    ranked = [_judge(item, intent) for item in passages]
    return sorted(ranked, key=lambda item: (-item.score, item.keyphrase))


def _judge(item: Passage, intent: str) -> Keyphrase:
    fit = float(item.metadata.get("fit", 0.0))
    volume = item.metadata.get("volume")
    difficulty = item.metadata.get("difficulty")
    its_intent = str(item.metadata.get("intent", ""))
    reasons = [f"fit {fit:.2f}"]
    score = fit
    if its_intent:
        score += 0.05 if its_intent == intent else -0.05
        reasons.append(f"{its_intent} intent")
    if volume is not None:
        score += 0.05 * math.log10(1 + float(volume))
        reasons.append(f"{int(volume)} searches a month")
    if difficulty is not None:
        score -= 0.001 * float(difficulty)
        reasons.append(f"difficulty {int(difficulty)} of 100")
    return Keyphrase(
        keyphrase=item.text,
        score=round(score, 4),
        fit=fit,
        why=", ".join(reasons),
        passage=item.id,
        sample=bool(item.metadata.get("sample", False)),
    )
