"""The same article with and without knowledge: what retrieval changed in it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.checks.views import without_quotations
from agents.domain import Result
from agents.reading.markdown import body_markdown
from evals.report.diff import Piece, text_diff
from graphs.report import Report

ADDRESS = {
    "de": {"du": r"(?i:\b(?:du|dich|dir|dein\w*)\b)", "Sie": r"(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihr\w*)\b"},
    "en": {"you": r"(?i:\byou\w*)"},
    "es": {"tú": r"(?i:\b(?:tú|te|ti|tus?|tuy\w+)\b)", "usted": r"(?i:\busted\w*\b)"},
    "fr": {"tu": r"(?i:\b(?:tu|toi|ton|ta|tes)\b|\bt['’])", "vous": r"(?i:\b(?:vous|votre|vos)\b)"},
    "it": {"tu": r"(?i:\b(?:tu|ti|te|tu[oaei]|tuoi)\b)", "Lei": r"(?<=[a-zà-ù,] )(?:Lei|Le|Suo|Sua)\b"},
    "nl": {"je": r"(?i:\b(?:je|jij|jou|jouw)\b)", "u": r"(?i:\b(?:u|uw)\b)"},
    "pt": {"tu": r"(?i:\b(?:tu|te|ti|teu|tua)\b)", "você": r"(?i:\bvocês?\b)"},
}
"""Words by which a text speaks to its reader, by language and form of address."""

MARKS = {"\N{NO-BREAK SPACE}": "no-break space", "\N{NARROW NO-BREAK SPACE}": "narrow no-break space"}
TYPOGRAPHY = "«»„“”‘’'\"–—…" + "".join(MARKS)


@dataclass(frozen=True)
class Aspect:
    """One thing that knowledge may shape, as it came out without and with it."""

    name: str
    without: str
    given: str

    @property
    def differs(self) -> bool:
        return self.without != self.given


def aspects(without: Result, given: Result) -> list[Aspect]:
    """What two runs on one source and request came to, the first without knowledge."""
    readers: dict[str, Callable[[Report, str], str]] = {
        "status": lambda report, _: report.status,
        "keyphrase": _keyphrase,
        "why this keyphrase": _why,
        "runners-up": lambda report, _: _listed(_runners_up(report)),
        "secondary keyphrases": lambda report, _: _listed(report.plan.secondary_keyphrases if report.plan else []),
        "search title": lambda report, _: report.metadata.title if report.metadata else "",
        "form of address": _address,
        "typography": lambda _, text: _counted(Counter(mark for mark in text if mark in TYPOGRAPHY)),
        "terms": lambda report, _: _listed([_term(line.preferred, line.written) for line in report.terms]),
        "style guide sections": lambda report, _: _cited(report, "style_guide"),
        "keyword rows": lambda report, _: _cited(report, "keyword"),
        "pages to link to": lambda report, _: _listed(
            [page.url for page in report.plan.related] if report.plan else []
        ),
        "warnings": lambda report, _: _listed(report.plan.warnings if report.plan else []),
        "blocking findings": lambda report, _: _findings(report, "blocking"),
        "advice": lambda report, _: _findings(report, "advice"),
        "tokens": lambda report, _: f"{report.usage.input_tokens:,} in, {report.usage.output_tokens:,} out",
    }
    runs = [(Report.of(result), _text(result)) for result in (without, given)]
    return [Aspect(name, *(read(report, text) for report, text in runs)) for name, read in readers.items()]


def changes(without: Result, given: Result) -> list[Piece]:
    """The article without knowledge on its way to the one with it, word by word."""
    return text_diff(_text(without), _text(given))


def _text(result: Result) -> str:
    return body_markdown(result.draft) if result.draft else ""


def _keyphrase(report: Report, _: str) -> str:
    return f"{report.plan.keyphrase} (from the {report.plan.keyphrase_origin})" if report.plan else ""


def _why(report: Report, _: str) -> str:
    chosen = [c for c in report.plan.candidates if c.keyphrase == report.plan.keyphrase] if report.plan else []
    return _listed([candidate.why for candidate in chosen])


def _runners_up(report: Report) -> list[str]:
    if report.plan is None:
        return []
    return [c.keyphrase for c in report.plan.candidates if c.keyphrase != report.plan.keyphrase]


def _address(report: Report, text: str) -> str:
    language = report.brief.base_language if report.brief else ""
    own = without_quotations(text)
    return _counted({form: len(re.findall(words, own)) for form, words in ADDRESS.get(language, {}).items()})


def _term(preferred: str, written: Sequence[str]) -> str:
    return f"{preferred}: {' and '.join(written) or 'not'} written"


def _cited(report: Report, kind: str) -> str:
    return _listed([passage.id for passage in report.passages if passage.kind == kind])


def _findings(report: Report, severity: str) -> str:
    findings = report.review.findings if report.review else []
    return _counted(Counter(finding.check for finding in findings if finding.severity == severity))


def _counted(counts: "Counter[str] | dict[str, int]") -> str:
    return _listed([f"{MARKS.get(name, name)} × {count}" for name, count in sorted(counts.items()) if count])


def _listed(items: Sequence[str]) -> str:
    return "; ".join(items) or "none"
