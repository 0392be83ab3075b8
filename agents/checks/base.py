"""What a check is given, what it answers, and the register of all checks.

A check is a function from a `Subject` to an `Outcome`, registered where it is written:

    @check(
        "keyphrase.title",
        severity="blocking",
        measures="content words of the keyphrase that the title holds",
        threshold="all of them",
        source="Yoast SEO, keyphrase in SEO title",
    )
    def keyphrase_in_title(subject: Subject) -> Outcome:
        ...
        return Outcome("2 of 3 words", [Flaw("metadata", "…what is wrong", "…what to do")])

A flaw makes the check fail; an outcome without flaws is a pass. `Outcome.not_run("no keyphrase given")` is
neither, and the verdict then cannot be `passed`. Every module of `agents.checks` is imported when the
register is first read, so a new file needs no other line anywhere. Ids are `family.name`.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from typing import Literal, TypeVar, cast

from agents.checks.views import SectionView, Sentence
from agents.domain import Brief, CheckResult, Draft, Fact, FactCheck, Finding, Plan, Severity, Source
from agents.reading.language import SUPPORTED, base_language
from agents.reading.text import references
from knowledge.passages import Passage, Term

Found = TypeVar("Found")
Need = Literal["source", "page", "writers", "fact_check"]

LACKING: dict[Need, str] = {
    "source": "no source given",
    "page": "no page given",
    "writers": "not known which model wrote it",
    "fact_check": "no fact checker was asked",
}
"""What is said of a check whose subject lacks a field that it needs."""


@dataclass(frozen=True)
class Subject:
    """All that a check may look at. Only `draft` and `brief` are always there.

    `page` is the published or given HTML, when there is one, `writers` are the models that wrote, when that is known,
    and `fact_check` is what a model made of the draft, when one was asked. The properties below are computed once per
    subject and shared by all checks: read them instead of parsing `draft` again.
    """

    draft: Draft
    brief: Brief
    source: Source | None = None
    facts: tuple[Fact, ...] = ()
    plan: Plan | None = None
    terms: tuple[Term, ...] = ()
    passages: tuple[Passage, ...] = ()
    page: str | None = None
    writers: tuple[str, ...] = ()
    fact_check: FactCheck | None = None

    @property
    def language(self) -> str:
        """Primary subtag of the language the article shall be in."""
        return self.brief.base_language

    @property
    def source_language(self) -> str:
        """Primary subtag of the source's language, empty without a source."""
        return base_language(self.source.language) if self.source else ""

    @property
    def keyphrase(self) -> str:
        """The focus keyphrase: the draft's, else the brief's, else the plan's; empty when none is given."""
        planned = self.plan.keyphrase if self.plan else ""
        return (self.draft.metadata.keyphrase or self.brief.keyphrase or planned).strip()

    @cached_property
    def secondary_keyphrases(self) -> tuple[str, ...]:
        """The draft's, the brief's and the plan's secondary keyphrases, each once."""
        planned = self.plan.secondary_keyphrases if self.plan else []
        given = (*self.draft.metadata.secondary_keyphrases, *self.brief.secondary_keyphrases, *planned)
        return tuple(dict.fromkeys(phrase.strip() for phrase in given if phrase.strip()))

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """The sections in reading order, each with its blocks, sentences and words."""
        known = references("\n\n".join(section.body for section in self.draft.sections))
        return tuple(SectionView(section, self.language, known) for section in self.draft.sections)

    @cached_property
    def subheadings(self) -> tuple[SectionView, ...]:
        """The sections below an h2 or h3."""
        return tuple(view for view in self.sections if view.level in (2, 3))

    @cached_property
    def h1(self) -> str:
        """The text of the first h1, empty when there is none."""
        return next((view.heading for view in self.sections if view.level == 1), "")

    @cached_property
    def opening(self) -> SectionView | None:
        """The section that holds the first text of the article."""
        return next((view for view in self.sections if view.paragraphs), None)

    @cached_property
    def text(self) -> str:
        """The visible text of all bodies, a blank line between blocks, without headings."""
        return "\n\n".join(view.text for view in self.sections if view.text)

    @cached_property
    def full_text(self) -> str:
        """Headings and bodies as a reader meets them, a blank line between blocks."""
        parts = (part for view in self.sections for part in (view.heading, view.text))
        return "\n\n".join(part for part in parts if part)

    @cached_property
    def words(self) -> int:
        """Number of words of all bodies, without headings."""
        return sum(view.words for view in self.sections)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all bodies in reading order, without headings, tables and code."""
        return tuple(sentence for view in self.sections for sentence in view.sentences)


def once(compute: Callable[[Subject], Found]) -> Callable[[Subject], Found]:
    """What `compute` finds in a subject, computed for the first check that asks and kept with the subject."""
    key = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def found(subject: Subject) -> Found:
        kept = subject.__dict__
        if key not in kept:
            kept[key] = compute(subject)
        return cast(Found, kept[key])

    return found


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong.

    Args:
        target: The smallest part that can mend it: `metadata`, a section id, or `article`.
        message: What is wrong, a sentence for an editor.
        fix: What to do, given verbatim to a writer: a short imperative in English with the words and figures
            to use, e.g. `Write the phrase « réseau de chaleur » in the first sentence.`
        measured: What was found, with its unit; the outcome's when empty.
        threshold: What was wanted, with its unit; the check's when empty.
        place: Excerpt of the offending text.
        facts: Ids of the ledger facts it is about.
        amount: How many words, headings or occurrences: negative when too few, positive when too many. By it
            `agents.sharing` divides an article-wide flaw among sections.
    """

    target: str
    message: str
    fix: str
    measured: str = ""
    threshold: str = ""
    place: str = ""
    facts: Sequence[str] = ()
    amount: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What a check found: the figure it measured, and one flaw per complaint, none for a pass.

    `threshold` overrides the check's own text when it depends on the brief.
    """

    measured: str
    flaws: Sequence[Flaw] = ()
    threshold: str = ""
    reason: str = field(default="", kw_only=True)

    @classmethod
    def not_run(cls, reason: str) -> "Outcome":
        """The check has nothing to go on; `reason` says what is missing."""
        return cls("", reason=reason)


@dataclass(frozen=True)
class Check:
    """A registered check and all that `transcreate check --list` says of it."""

    id: str
    severity: Severity
    measures: str
    threshold: str | Mapping[str, str]
    source: str
    languages: tuple[str, ...] | None
    needs: tuple[Need, ...]
    judge: Callable[[Subject], Outcome]

    def threshold_for(self, language: str) -> str:
        """The threshold text that holds for `language`."""
        if isinstance(self.threshold, str):
            return self.threshold
        return self.threshold.get(language, "")


_register: dict[str, Check] = {}


def check(
    id: str,
    *,
    severity: Severity,
    measures: str,
    threshold: str | Mapping[str, str],
    source: str,
    languages: tuple[str, ...] | None = SUPPORTED,
    needs: tuple[Need, ...] = (),
) -> Callable[[Callable[[Subject], Outcome]], Callable[[Subject], Outcome]]:
    """Register a check.

    Args:
        id: `family.name`, unique.
        severity: `blocking` when an article with this flaw must not be published, else `advice`.
        measures: What is measured and how it is counted.
        threshold: What is wanted, with its unit; per primary subtag where it differs.
        source: Who says so: a guideline, a study, a house rule.
        languages: Primary subtags the check has data for; for others it is not run. None: any language.
        needs: Fields of the subject without which the check is listed as not run, as advice, so that an article can
            be judged alone.
    """

    def add(judge: Callable[[Subject], Outcome]) -> Callable[[Subject], Outcome]:
        if id in _register:
            raise ValueError(f"Two checks are called {id}.")
        _register[id] = Check(id, severity, measures, threshold, source, languages, needs, judge)
        return judge

    return add


@cache
def registered() -> tuple[Check, ...]:
    """All checks of all modules of `agents.checks`, by id."""
    package = importlib.import_module("agents.checks")
    for module in pkgutil.walk_packages(package.__path__, "agents.checks."):
        importlib.import_module(module.name)
    return tuple(_register[id] for id in sorted(_register))


def run(item: Check, subject: Subject) -> CheckResult:
    """Run one check. What it cannot judge, or raises on, is `not_run` with the reason."""
    threshold = item.threshold_for(subject.language)
    lacking = _lacking(item, subject)
    if lacking:
        return CheckResult(check=item.id, severity="advice", status="not_run", threshold=threshold, reason=lacking)
    if item.languages is not None and subject.language not in item.languages:
        outcome = Outcome.not_run(f"no data for the language {subject.language or 'unknown'!r}")
    else:
        try:
            outcome = item.judge(subject)
        except Exception as error:  # a broken check must never look like a passed one
            outcome = Outcome.not_run(f"the check failed: {type(error).__name__}: {error}"[:500])
    threshold = outcome.threshold or threshold
    status: Literal["passed", "failed", "not_run"] = "failed" if outcome.flaws else "passed"
    if outcome.reason:
        status = "not_run"
    return CheckResult(
        check=item.id,
        severity=item.severity,
        status=status,
        measured=outcome.measured,
        threshold=threshold,
        reason=outcome.reason,
        findings=[
            Finding(
                check=item.id,
                severity=item.severity,
                target=flaw.target,
                measured=flaw.measured or outcome.measured,
                threshold=flaw.threshold or threshold,
                message=flaw.message,
                fix=flaw.fix,
                place=flaw.place,
                facts=list(flaw.facts),
                amount=flaw.amount,
            )
            for flaw in outcome.flaws
        ],
    )


def _lacking(item: Check, subject: Subject) -> str:
    return next((LACKING[need] for need in item.needs if getattr(subject, need) in (None, ())), "")
