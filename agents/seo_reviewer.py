"""The reviewer: every registered check on one draft. Its verdict decides when the loop ends."""

from dataclasses import dataclass

from agents.checks.base import Subject, registered, run
from agents.domain import Review, Severity


@dataclass(frozen=True)
class CheckDescription:
    """One line of `transcreate check --list`. `thresholds` has one entry, `any`, or one per language."""

    id: str
    severity: Severity
    measures: str
    thresholds: dict[str, str]
    source: str
    languages: tuple[str, ...]
    needs_source: bool


def review(subject: Subject) -> Review:
    """Judge a draft. Without `subject.source` the checks that compare with it are listed as not run."""
    return Review(checks=[run(item, subject) for item in registered()])


def describe_checks() -> list[CheckDescription]:
    """Every check: what it measures, its thresholds per language, severity and the source of the figure."""
    return [
        CheckDescription(
            id=item.id,
            severity=item.severity,
            measures=item.measures,
            thresholds={"any": item.threshold} if isinstance(item.threshold, str) else dict(item.threshold),
            source=item.source,
            languages=item.languages if item.languages is not None else ("any",),
            needs_source="source" in item.needs,
        )
        for item in registered()
    ]
