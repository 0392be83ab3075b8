"""One round: what the writers delivered is put together and judged, and taken or refused.

Code completes a draft at once where the model takes small steps. A better one is asked first, with the findings; only
what is still open when its rounds are over is added by code, if that breaks nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from agents.checks.base import Subject
from agents.completion import complete
from agents.domain import Call, Draft, Review, Revision, Round
from agents.reading.language import base_language
from agents.repair import repair
from agents.revisions import Part, accept, broken, nearer, replaced
from agents.seo_reviewer import review as run_checks
from graphs.article_page import article_html
from graphs.ending import first_draft, goes_on
from graphs.state import Piece, State

EDITED = Revision(target="article", findings=[], accepted=True, reason="A person edited it.")
COMPLETED = Revision(target="article", findings=[], accepted=True, reason="Code added what no revision had brought.")


class Reviewed(NamedTuple):
    best: Draft
    review: Review
    round: Round
    goes_on: bool


def assembled(state: State, completed: bool) -> Draft:
    """The first draft of what the writers delivered."""
    draft = first_draft(state["plan"], state["pieces"], state["brief"].language)
    return repair(_completed(state, draft) if completed else draft, state["brief"])


def reviewed(state: State, max_revisions: int) -> Reviewed:
    """The best draft after this round, its review, and whether another round may help."""
    number = len(state["rounds"])
    fresh = [piece for piece in state["pieces"] if piece.round == number]
    best, review, revisions = _judged(state, fresh)
    failures = [piece.failed() for piece in fresh if piece.failure]
    round_ = new_round(state, review, [*revisions, *failures])
    if state.get("decision"):
        return Reviewed(best, review, round_, False)
    on = goes_on(review, [*state["rounds"], round_], max_revisions, state.get("stops", []))
    by_hand = bool(state.get("orders")) or EDITED in revisions
    if not on and review.blocking and not by_hand:
        tried, judged = _judge(state, _completed(state, best))
        if not broken(review, judged) and nearer((best, review), (tried, judged), state["brief"].min_words or 0):
            best, review = tried, judged
            round_ = new_round(state, review, [*revisions, *failures, COMPLETED])
    return Reviewed(best, review, round_, on)


def _judged(state: State, fresh: list[Piece]) -> tuple[Draft, Review, list[Revision]]:
    """The best draft so far with those of the fresh pieces that are taken."""
    best, review = state.get("best"), state.get("review")
    parts = [Part(p.target, new, p.findings) for p in fresh if (new := p.section or p.metadata)]
    if best is None or review is None:
        best = state["candidate"]
        return best, run_checks(subject_of(state, best)), [EDITED] if state["rounds"] else []
    if state.get("orders"):
        for part in parts:
            best = replaced(best, part)
        asked = [
            Revision(target=part.target, findings=part.findings, accepted=True, reason="A person asked for it.")
            for part in parts
        ]
        return *_judge(state, best), asked
    if not parts:
        return best, review, []
    least = state["brief"].min_words or 0
    return accept(best, review, parts, lambda draft: _judge(state, draft), least_words=least)


def _judge(state: State, draft: Draft) -> tuple[Draft, Review]:
    mended = repair(draft, state["brief"])
    return mended, run_checks(subject_of(state, mended))


def new_round(state: State, review: Review, revisions: list[Revision]) -> Round:
    """The record of a review, and of the calls since the one before."""
    paid = state["calls"][sum(round_.calls for round_ in state["rounds"]) :]
    return Round(
        number=len(state["rounds"]),
        blocking=[f"{finding.check}@{finding.target}" for finding in review.blocking],
        advice=[f"{f.check}@{f.target}" for f in review.findings if f.severity == "advice"],
        revisions=revisions,
        calls=len(paid),
        output_tokens=sum(call.output_tokens for call in paid),
    )


def _completed(state: State, draft: Draft) -> Draft:
    return complete(
        draft,
        state["plan"],
        state["told"],
        state["lines"],
        state["facts"],
        language=state["brief"].base_language,
        source_language=base_language(state["parsed"].language),
        terms=state["terms"],
    )


def subject_of(state: State, draft: Draft) -> Subject:
    """What the checks look at."""
    return Subject(
        draft=draft,
        brief=state["brief"],
        source=state["parsed"],
        facts=tuple(state["facts"]),
        plan=state["plan"],
        terms=tuple(state["terms"]),
        passages=tuple(state["passages"]),
        page=article_html(draft, state["brief"], state["parsed"]),
        writers=writers(state["calls"]),
        fact_check=state.get("fact_check"),
    )


def writers(calls: Sequence[Call]) -> tuple[str, ...]:
    """The models that had a part in the text."""
    return tuple(dict.fromkeys(call.model for call in calls if call.node != "fact_checker"))
