"""How well the ledger tells faithful from broken sentences, on pairs labelled by hand."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from agents.domain import Paragraph, Source
from agents.ledger import draw_ledger, inventions, missing, origins

FAMILY = {"percentage": "number", "amount": "number", "time": "number", "person": "name", "organisation": "name"}
KINDS = ("number", "date", "name", "quote")


class Pair(NamedTuple):
    """A source sentence, its telling in another language, and the families of facts the telling breaks."""

    source_language: str
    language: str
    source: str
    target: str
    broken: frozenset[str]
    change: str


class Score(NamedTuple):
    """Breaks that were found, breaks that were not, and alarms without a break."""

    found: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


def pairs(name: str = "pairs.jsonl") -> list[Pair]:
    rows = map(json.loads, Path(__file__).with_name(name).read_text("utf-8").splitlines())
    return [Pair(r["from"], r["to"], r["source"], r["target"], frozenset(r["broken"]), r["change"]) for r in rows]


def alarms(pair: Pair) -> frozenset[str]:
    """The families in which the ledger finds something missing or invented."""
    source = Source(language=pair.source_language, paragraphs=[Paragraph(id="p1", text=pair.source)])
    facts = draw_ledger(source)
    tags = {"language": pair.language, "source_language": pair.source_language}
    kinds = [fact.kind for fact in missing(pair.target, facts, **tags)]
    kinds += [mention.kind for mention in inventions(pair.target, origins(facts, allowed_text=pair.source, **tags))]
    return frozenset(FAMILY.get(kind, kind) for kind in kinds)


def score(judged: Iterable[tuple[Pair, frozenset[str]]], kind: str) -> Score:
    found = missed = false = 0
    for pair, raised in judged:
        found += kind in pair.broken and kind in raised
        missed += kind in pair.broken and kind not in raised
        false += kind not in pair.broken and kind in raised
    return Score(found, missed, false)


def report(name: str) -> str:
    """One line a family: the figures of docs/fidelity.md."""
    judged = [(pair, alarms(pair)) for pair in pairs(name)]
    lines = [f"{name}: {len(judged)} pairs"]
    for kind in KINDS:
        result = score(judged, kind)
        figures = f"precision {result.precision:.3f} recall {result.recall:.3f}"
        lines.append(f"{kind:7}{figures}  found {result.found} missed {result.missed} false {result.false}")
    return "\n".join(lines)


if __name__ == "__main__":
    for file in ("pairs.jsonl", "held_out.jsonl", "relative_clauses.jsonl"):
        print(report(file))  # noqa: T201
