"""Which keyphrases of the research fit a topic, and in which order they recommend themselves."""

import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from knowledge.lexical import tokens
from knowledge.passages import Passage
from knowledge.records import primary
from knowledge.search import Hit, passage

MIN_FIT = 0.28
"""Cosine similarity below which a keyphrase does not count as fitting. Calibrated on labelled articles in seven
languages by `python -m evals.benchmarks.retrieval --fit`: nothing off the topic gets this near."""
INTENT = 0.05
VOLUME = 0.05
DIFFICULTY = 0.001
"""What the search intent, ten times the volume, and one point of difficulty weigh against the fit, whose useful
range is about 0.3 to 0.6: the fit leads, and the figures decide between phrases that fit alike."""


class Keyphrase(BaseModel):
    """A keyphrase that was considered, and why it stands where it stands."""

    model_config = ConfigDict(frozen=True)

    keyphrase: str
    score: float
    fit: float
    why: str
    passage: str
    sample: bool = False


def choose_keywords(hits: Sequence[Hit], *, limit: int) -> list[Passage]:
    """The fitting hits, one for each keyphrase. Rows of a sample count only while there is nothing else."""
    fitting = [hit for hit in hits if hit.similarity >= MIN_FIT]
    real = [hit for hit in fitting if not hit.record.metadata.get("sample")]
    seen: dict[str, Hit] = {}
    for hit in real or fitting:
        seen.setdefault(hit.record.text.casefold(), hit)
    return [passage(hit, "keyword") for hit in list(seen.values())[:limit]]


def rank_candidates(passages: Sequence[Passage], *, intent: str = "informational") -> list[Keyphrase]:
    """Keyphrases by fit first, then intent, volume and difficulty, best first."""
    ranked = [_judge(item, intent) for item in passages]
    return sorted(ranked, key=lambda item: (-item.score, item.keyphrase))


def competing(keyphrase: str, articles: Sequence[Passage], language: str) -> list[Passage]:
    """Past articles whose keyphrase says the same: all words of one are among the other's, by stem."""
    words = set(tokens(keyphrase, primary(language)))
    found = []
    for article in articles:
        theirs = set(tokens(str(article.metadata.get("keyphrase", "")), primary(language)))
        if words and theirs and (words <= theirs or theirs <= words):
            found.append(article)
    return found


def _judge(item: Passage, intent: str) -> Keyphrase:
    facts = item.metadata
    fit = float(facts.get("fit", 0.0))
    sample = bool(facts.get("sample", False))
    score = fit
    reasons = [f"fit {fit:.2f}"]
    if its_intent := str(facts.get("intent", "")):
        score += INTENT if its_intent == intent else -INTENT
        reasons.append(f"{its_intent} intent")
    if "volume" in facts:
        score += VOLUME * math.log10(1 + float(facts["volume"]))
        about = "about " if facts.get("estimated") else ""
        reasons.append(f"{about}{int(facts['volume']):,} searches a month")
    elif "impressions" in facts:
        reasons.append(f"{int(facts['impressions']):,} impressions of the site")
    if "difficulty" in facts:
        score -= DIFFICULTY * float(facts["difficulty"])
        reasons.append(f"difficulty {int(facts['difficulty'])} of 100")
    if sample:
        reasons.append("made-up figures of the shipped sample")
    return Keyphrase(
        keyphrase=item.text,
        score=round(score, 4),
        fit=fit,
        why=", ".join(reasons),
        passage=item.id,
        sample=sample,
    )
