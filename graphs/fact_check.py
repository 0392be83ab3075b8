"""What the graph does with a fact checker: what it is shown, and what follows from its doubts."""

from collections.abc import Sequence
from typing import NamedTuple

from agents.checks.base import Subject
from agents.checks.fact_check import plain, statements
from agents.domain import Call, Draft, FactCheck, Review, Round
from agents.seo_reviewer import review as run_checks
from graphs.ending import goes_on
from graphs.rounds import new_round, subject_of
from graphs.state import State
from knowledge.records import digest


class Checked(NamedTuple):
    review: Review
    rounds: list[Round]
    goes_on: bool


def unread(state: State, draft: Draft, review: Review) -> dict[str, list[str]]:
    """What of a draft no fact checker has read yet, by part; nothing of one that does not pass anyway."""
    if not review.passed or state.get("stops"):
        return {}
    known = state.get("fact_check") or FactCheck()
    told = statements(Subject(draft=draft, brief=state["brief"]))
    return {target: list(texts) for target, texts in told.items() if texts and fingerprint(texts) not in known.read}


def checked(state: State, opinion: FactCheck, calls: list[Call], max_revisions: int) -> Checked:
    """The review of the best draft with the fact checker's opinion, in the place of the one without."""
    draft = state.get("best")
    assert draft is not None
    *earlier, last = state["rounds"]
    now: State = {**state, "fact_check": opinion, "rounds": earlier, "calls": [*state["calls"], *calls]}
    review = run_checks(subject_of(now, draft))
    rounds = [*earlier, new_round(now, review, last.revisions)]
    on = not state.get("decision") and goes_on(review, rounds, max_revisions, state.get("stops", []))
    return Checked(review, rounds, on)


def fingerprint(texts: Sequence[str]) -> str:
    """By this a part is known that was read before."""
    return digest(*map(plain, texts))
