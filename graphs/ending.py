"""How a run ends: passed, needs_review or failed, and the sentence that says why."""

from collections.abc import Sequence

from agents.domain import Decision, Draft, Plan, Review, Round, Section, Status
from graphs.state import Piece, State, Stop

ROUNDS_WITHOUT_PROGRESS = 2
"""Rounds in a row without fewer blocking findings that end the loop."""


def first_draft(plan: Plan, pieces: Sequence[Piece], language: str) -> Draft:
    """The first draft from its pieces; a section or metadata that nobody could write stays empty."""
    sections = {piece.target: piece.section for piece in pieces if piece.section}
    metadata = next((piece.metadata for piece in pieces if piece.metadata), None)
    return Draft.model_validate(
        {
            "language": language,
            "metadata": metadata or {"keyphrase": plan.keyphrase},
            "sections": [
                sections.get(planned.id)
                or Section(id=planned.id, level=1 if planned.kind == "intro" else 2, heading=planned.heading)
                for planned in plan.sections
            ],
        }
    )


def goes_on(review: Review, rounds: Sequence[Round], max_revisions: int, stops: Sequence[Stop]) -> bool:
    """Whether another round of revision may help."""
    if stops or review.passed or not review.blocking or len(rounds) > max_revisions:
        return False
    counts = [len(round_.blocking) for round_ in rounds]
    recent = counts[-ROUNDS_WITHOUT_PROGRESS - 1 :]
    return len(recent) <= ROUNDS_WITHOUT_PROGRESS or min(recent[1:]) < recent[0]


def decided(decision: Decision, review: Review) -> tuple[Status, str]:
    """Status and reason of a run that a person ended. Approval does not make a failing draft `passed`."""
    note = f" {decision.note}" if decision.note else ""
    if decision.choice == "rejected":
        return "failed", f"A person rejected the draft.{note}"
    if review.passed:
        return "passed", f"All blocking checks passed, and a person approved the draft.{note}"
    count = len(decision.accepted)
    known = f"{count} open point{'s' if count != 1 else ''}: {', '.join(decision.accepted)}"
    return "needs_review", f"A person approved the draft, knowing of {known}.{note}"


def ending(state: State, max_revisions: int) -> tuple[Status, str]:
    """Status and reason of a finished run. Whatever was not proved good is not `passed`."""
    stop, review = next(iter(state.get("stops", [])), None), state.get("review")
    rounds, decision = state.get("rounds", []), state.get("decision")
    if decision and decision.choice and review:
        return decided(decision, review)
    if stop and stop.kind == "error":
        return "failed", stop.message
    if review is None or "best" not in state:
        problems = [p for translation in state.get("translations", []) for p in translation.problems]
        return "failed", (stop.message if stop else " ".join(["Nothing could be written.", *problems[:1]]))
    if stop:
        return "needs_review", f"{stop.message} The best draft so far is kept."
    if review.passed:
        return "passed", f"All {sum(c.severity == 'blocking' for c in review.checks)} blocking checks passed."
    if not review.blocking:
        names = "; ".join(f"{check.check} ({check.reason.rstrip('.')})" for check in review.not_run)
        return "needs_review", f"These checks gave no answer, so nobody vouches for them: {names}."
    count = len(review.blocking)
    open_ = f"{count} blocking finding{'s are' if count > 1 else ' is'} open"
    if len(rounds) > max_revisions:
        spent = f"after {max_revisions} round{'' if max_revisions == 1 else 's'} of revision"
    else:
        spent = f"and {ROUNDS_WITHOUT_PROGRESS} rounds in a row mended none"
    return "needs_review", f"{open_} {spent}."
