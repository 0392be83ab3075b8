"""Sharing out findings: each goes to the smallest part that can mend it, and to no more parts than needed."""

from collections.abc import Callable, Iterable
from math import ceil

from agents.checks.keyphrase import focus_count
from agents.checks.views import SectionView
from agents.domain import Draft, Finding, Plan, PlannedSection, Review
from agents.reading.language import base_language

_LEAST_GROWTH = 60
_LARGEST_CUT = 0.3


def share_out(review: Review, plan: Plan | None, draft: Draft) -> dict[str, list[Finding]]:
    """What each part is to mend: `metadata` or section id to its findings, blocking ones first.

    Only parts with a blocking finding appear; their advice comes with them, since they are rewritten anyway.
    Article-wide blocking findings are divided: missing facts go to the section whose plan lists them, missing
    words to the sections furthest below their budget, surplus words to those furthest above it, the
    keyphrase to sections and headings that lack it (or hold most of it). The shares of a finding have their
    own `fix` and `amount`. Article-wide advice is left out: no single part can act on it.
    """
    parts = _Parts(plan, draft)
    shared: dict[str, list[Finding]] = {}
    for finding in review.blocking:
        for share in parts.divide(finding):
            shared.setdefault(share.target, []).append(share)
    for finding in review.findings:
        if finding.severity == "advice" and finding.target in shared:
            shared[finding.target].append(finding)
    return shared


class _Parts:
    """The sections of a draft with their budgets, and who of them should take a share."""

    def __init__(self, plan: Plan | None, draft: Draft) -> None:
        language = base_language(draft.language)
        self.views = [SectionView(section, language) for section in draft.sections]
        self.ids = [view.id for view in self.views]
        self.planned: dict[str, PlannedSection] = {s.id: s for s in plan.sections} if plan else {}
        self.phrase = draft.metadata.keyphrase or (plan.keyphrase if plan else "")
        self.language = language
        mean = sum(view.words for view in self.views) // max(1, len(self.views))
        self.budgets = {id: self.planned[id].words if id in self.planned else mean for id in self.ids}
        self.dividers: dict[str, Callable[[Finding], list[Finding]]] = {
            "length.words": self._words,
            "keyphrase.headings": self._headings,
            "keyphrase.density": self._occurrences,
        }

    def divide(self, finding: Finding) -> list[Finding]:
        """The shares of a finding, one per section that is to act; the finding itself when it has a place."""
        if finding.target == "metadata" or finding.target in self.ids or not self.ids:
            return [finding]
        if finding.facts and self.planned:
            return self._facts(finding)
        divider = self.dividers.get(finding.check)
        if divider and finding.amount:
            return divider(finding)
        return [finding.model_copy(update={"target": self._likeliest(finding)})]

    def _facts(self, finding: Finding) -> list[Finding]:
        by_section: dict[str, list[str]] = {}
        for fact in finding.facts:
            owners = [id for id, planned in self.planned.items() if fact in planned.facts and id in self.ids]
            by_section.setdefault(owners[0] if owners else self._roomiest(), []).append(fact)
        return [finding.model_copy(update={"target": target, "facts": facts}) for target, facts in by_section.items()]

    def _words(self, finding: Finding) -> list[Finding]:
        amount = finding.amount or 0
        shares: list[Finding] = []
        if amount < 0:
            remaining = -amount
            for view in sorted(self.views, key=self._room, reverse=True):
                if remaining <= 0:
                    break
                more = min(remaining, max(self._room(view), _LEAST_GROWTH))
                fix = f"Lengthen this section from {view.words} to about {view.words + more} words; invent nothing."
                shares.append(_share(finding, view.id, fix, -more))
                remaining -= more
            return shares
        remaining = amount
        for view in sorted(self.views, key=self._room):
            fewer = min(remaining, ceil(view.words * _LARGEST_CUT))
            if remaining <= 0 or not fewer:
                break
            fix = f"Shorten this section from {view.words} to about {view.words - fewer} words; keep every fact."
            shares.append(_share(finding, view.id, fix, fewer))
            remaining -= fewer
        return shares

    def _headings(self, finding: Finding) -> list[Finding]:
        amount = finding.amount or 0
        headed = [view for view in self.views if view.level in (2, 3)]
        bearing = [view for view in headed if self._count([view.heading])]
        if amount < 0:
            chosen = sorted((view for view in headed if view not in bearing), key=self._is_framing)[:-amount]
            fix = f"Put the phrase « {self.phrase} » into the heading of this section."
            return [_share(finding, view.id, fix, -1, view.heading) for view in chosen]
        fix = f"Write the heading of this section without « {self.phrase} »."
        return [_share(finding, view.id, fix, 1, view.heading) for view in bearing[-amount:]]

    def _occurrences(self, finding: Finding) -> list[Finding]:
        amount = finding.amount or 0
        with_text = [view for view in self.views if view.words] or self.views
        counts = {view.id: self._count(s.text for s in view.sentences) for view in with_text}
        shares: dict[str, int] = {}
        order = sorted(counts, key=lambda id: counts[id], reverse=amount > 0)
        for turn in range(abs(amount)):
            if amount < 0:
                target = order[turn % len(order)]
            else:
                left = {id: counts[id] - shares.get(id, 0) for id in order}
                target = max(left, key=lambda id: left[id])
            shares[target] = shares.get(target, 0) + 1
        return [
            _share(finding, id, self._occurrence_fix(n, amount), n if amount > 0 else -n) for id, n in shares.items()
        ]

    def _occurrence_fix(self, times: int, amount: int) -> str:
        if amount < 0:
            more = "once more" if times == 1 else f"{times} more times"
            return f"Write « {self.phrase} » {more} in this section, in another sentence."
        often = "once" if times == 1 else f"{times} times"
        return f"Replace « {self.phrase} » {often} in this section by a pronoun or another word."

    def _count(self, texts: Iterable[str]) -> int:
        return focus_count(self.phrase, self.language, texts)

    def _room(self, view: SectionView) -> int:
        return self.budgets[view.id] - view.words

    def _roomiest(self) -> str:
        return max(self.views, key=self._room).id

    def _is_framing(self, view: SectionView) -> bool:
        planned = self.planned.get(view.id)
        return planned is not None and planned.kind != "body"

    def _likeliest(self, finding: Finding) -> str:
        place = finding.place.rstrip("…").strip()
        holding = [view.id for view in self.views if place and (place in view.text or place in view.heading)]
        return holding[0] if holding else self.ids[0]


def _share(finding: Finding, target: str, fix: str, amount: int, place: str = "") -> Finding:
    return finding.model_copy(update={"target": target, "fix": fix, "amount": amount, "place": place})
