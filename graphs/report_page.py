"""The report as a page for an editor: what the verdict is, what to mend, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.domain import Decision, Finding, Round, Usage
from graphs.pages import render
from graphs.report import CheckLine, Report, SectionLine

_VERDICTS = {"passed": "Passed", "needs_review": "Needs review", "failed": "Failed"}
_CHECK_ORDER = ("failed", "not_run", "passed")


@dataclass(frozen=True)
class Part:
    """One part of the article and the findings that can be mended in it."""

    target: str
    name: str
    findings: list[Finding]

    @property
    def size(self) -> int:
        return len(self.findings)

    @property
    def is_section(self) -> bool:
        return self.target not in ("article", "metadata")


@dataclass(frozen=True)
class RoundLine:
    """One review and how it differs from the one before. The entries are `check@target`."""

    round: Round
    mended: list[str]
    new: list[str]
    still_open: list[str]


def report_html(report: Report) -> str:
    """The page: complete in itself, without scripts and without requests to anywhere."""
    review = report.review
    findings = review.findings if review else []
    names = part_names(report)
    return render(
        "report.html",
        report=report,
        verdict=_VERDICTS[report.status],
        names=names,
        blocking=parts([f for f in findings if f.severity == "blocking"], names),
        advice=parts([f for f in findings if f.severity == "advice"], names),
        checks=_failed_first(review.checks) if review else [],
        unchecked=_unchecked(review.checks) if review else [],
        rounds=round_lines(report.rounds),
        cost=cost_text(report.usage),
        decision=decision_text(report.decision) if report.decision else "",
        slowest=max(report.seconds.values(), default=0.0) or 1.0,
        language=report.brief.language if report.brief else "",
    )


def part_names(report: Report) -> dict[str, str]:
    """What a person calls each target, in reading order."""
    planned = {section.id: section.name for section in report.plan.sections} if report.plan else {}
    sections = {section.id: section.heading or _unheaded(section, planned) for section in report.sections}
    return {"article": "The article as a whole", "metadata": "Title and description", **sections}


def _unheaded(section: SectionLine, planned: Mapping[str, str]) -> str:
    name = planned.get(section.id, f"section {section.id}") if section.level else "text before the title"
    return name[:1].upper() + name[1:]


def parts(findings: Sequence[Finding], names: dict[str, str]) -> list[Part]:
    """Findings grouped by the part they are about, the parts in reading order, unknown ones last."""
    order = [*names, *(f.target for f in findings if f.target not in names)]
    groups = {target: [f for f in findings if f.target == target] for target in order}
    return [Part(target, names.get(target, target), group) for target, group in groups.items() if group]


def round_lines(rounds: Sequence[Round]) -> list[RoundLine]:
    """Each round with what it mended and what it broke, measured against the round before."""
    lines = []
    before: list[str] | None = None
    for this in rounds:
        known = this.blocking if before is None else before
        lines.append(
            RoundLine(
                round=this,
                mended=[entry for entry in known if entry not in this.blocking],
                new=[entry for entry in this.blocking if entry not in known],
                still_open=[entry for entry in this.blocking if entry in known],
            )
        )
        before = this.blocking
    return lines


def cost_text(usage: Usage) -> str:
    """The cost for people. A price nobody knows is `unknown`, never zero."""
    if not usage.calls:
        return "none, no model was called"
    if usage.cost_usd is None:
        return "unknown"
    if 0 < usage.cost_usd < 0.0001:
        return "less than $0.0001"
    return f"${usage.cost_usd:.4f}" if usage.cost_usd else "$0"


def decision_text(decision: Decision) -> str:
    """What a person did with the draft, in one line."""
    done = {"approved": "Approved by a person", "rejected": "Rejected by a person", "": "Left undecided by a person"}
    steps = [f"{decision.edits} edit{'s' if decision.edits > 1 else ''}"] * bool(decision.edits)
    steps += [f"instructed {text}" for text in decision.instructions]
    open_ = f" Accepted knowingly: {', '.join(decision.accepted)}." if decision.accepted else ""
    after = f", after {'; '.join(steps)}" if steps else ""
    return f"{done[decision.choice]}{after}.{open_}"


def _failed_first(checks: Sequence[CheckLine]) -> list[CheckLine]:
    return sorted(checks, key=lambda c: (_CHECK_ORDER.index(c.status), c.severity != "blocking"))


def _unchecked(checks: Sequence[CheckLine]) -> list[CheckLine]:
    return [check for check in checks if check.status == "not_run" and check.severity == "blocking"]
