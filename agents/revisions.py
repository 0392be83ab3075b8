"""Decides which rewritten parts are taken: none that breaks what passed, only those that bring the draft nearer."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from agents.domain import Draft, Metadata, Review, Revision, Section
from agents.reading.text import count_words


class Part(NamedTuple):
    """A rewritten section or the rewritten metadata, and the checks it was to mend."""

    target: str
    new: Section | Metadata
    findings: list[str]


class Outcome(NamedTuple):
    draft: Draft
    review: Review
    revisions: list[Revision]


def accept(
    best: Draft,
    review: Review,
    parts: Sequence[Part],
    judge: Callable[[Draft], tuple[Draft, Review]],
    *,
    least_words: int = 0,
) -> Outcome:
    """Take the parts that improve the draft: all at once when they do so together, else one after the other.

    A part is refused when a blocking check that passed, or passed at that place, fails with it, and when the draft
    is no nearer with it: not fewer open findings, and no more of the words that are still missing.

    Args:
        judge: Mends by code what code can, and reviews: returns the mended draft and its review.
        least_words: The least number of words of the body, 0 when none is asked.
    """
    together = best
    for part in parts:
        together = replaced(together, part)
    together, judged = judge(together)
    if not broken(review, judged) and nearer((best, review), (together, judged), least_words):
        return Outcome(together, judged, [_taken(part) for part in parts])
    if len(parts) == 1:
        return Outcome(best, review, [_refused(parts[0], review, judged)])
    revisions = []
    for part in parts:
        tried, judged = judge(replaced(best, part))
        if not broken(review, judged) and nearer((best, review), (tried, judged), least_words):
            best, review = tried, judged
            revisions.append(_taken(part))
        else:
            revisions.append(_refused(part, review, judged))
    return Outcome(best, review, revisions)


def replaced(draft: Draft, part: Part) -> Draft:
    """The draft with one part exchanged."""
    if isinstance(part.new, Metadata):
        return draft.model_copy(update={"metadata": part.new})
    sections = [part.new if section.id == part.target else section for section in draft.sections]
    return draft.model_copy(update={"sections": sections})


def broken(old: Review, new: Review) -> list[str]:
    """Blocking checks that passed before, at that place or for that fact, and do not now."""
    failing = {key for finding in old.blocking for key in _keys(finding.check, finding.target, finding.facts)}
    status = {check.check: check.status for check in old.checks if check.severity == "blocking"}
    fell = [
        f"{finding.check}@{finding.target}"
        for finding in new.blocking
        if not failing.intersection(_keys(finding.check, finding.target, finding.facts))
    ]
    fell += [c.check for c in new.not_run if status.get(c.check) == "passed"]
    return list(dict.fromkeys(fell))


def nearer(old: tuple[Draft, Review], new: tuple[Draft, Review], least_words: int) -> bool:
    """Fewer blocking findings; or as many and fewer words missing; or as many and less advice."""
    return _distance(*new, least_words) < _distance(*old, least_words)


def _distance(draft: Draft, review: Review, least_words: int) -> tuple[int, int, int]:
    have = sum(count_words(section.body) for section in draft.sections)
    blocking = len(review.blocking)
    return blocking, max(0, least_words - have), len(review.findings) - blocking


def _keys(check: str, target: str, facts: Sequence[str]) -> set[str]:
    return {f"{check}#{fact}" for fact in facts} or {f"{check}@{target}"}


def _taken(part: Part) -> Revision:
    return Revision(target=part.target, findings=part.findings, accepted=True)


def _refused(part: Part, old: Review, new: Review) -> Revision:
    fell = broken(old, new)
    said = dict.fromkeys(finding.message for finding in new.blocking if f"{finding.check}@{finding.target}" in fell)
    reason = " ".join([f"It would break {', '.join(fell)}.", *said]) if fell else "It mends nothing."
    return Revision(target=part.target, findings=part.findings, accepted=False, reason=reason)
