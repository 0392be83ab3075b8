"""What a check is given, what it answers, and the register of all checks."""

from dataclasses import dataclass

from agents.domain import Brief, Draft, Fact, Plan, Source
from knowledge.passages import Passage, Term


@dataclass(frozen=True)
class Subject:
    """All that a check may look at. Only `draft` and `brief` are always there."""

    draft: Draft
    brief: Brief
    source: Source | None = None
    facts: tuple[Fact, ...] = ()
    plan: Plan | None = None
    terms: tuple[Term, ...] = ()
    passages: tuple[Passage, ...] = ()
