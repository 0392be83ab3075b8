"""An order of words that only the source's language has is named; inversions that the language knows are not."""

import pytest

from agents.checks.base import Subject, registered
from agents.checks.base import run as run_check
from agents.checks.word_order import copied_order
from agents.domain import Brief, CheckResult, Draft, Metadata, Paragraph, Section, Source
from agents.reading.language import SUPPORTED, base_language
from tests.agents.checks.corpus import NAMES as ARTICLES
from tests.agents.checks.corpus import article
from tests.agents.checks.fidelity.measure import pairs
from tests.agents.checks.fidelity.told_articles import NAMES, told
from tests.agents.checks.word_orders import COPIED, NATIVE

CHECK = next(item for item in registered() if item.id == "beyond.word-order")
KIN = {"en": "de", "fr": "de", "es": "nl", "it": "de", "pt": "nl", "de": "en", "nl": "fr"}


def judged(draft: Draft, source_language: str) -> CheckResult:
    source = Source(language=source_language, paragraphs=[Paragraph(id="p1", text="…")])
    return run_check(CHECK, Subject(draft=draft, brief=Brief(language=draft.language), source=source))


def of(text: str, language: str) -> Draft:
    return Draft(language=language, metadata=Metadata(), sections=[Section(id="s0", level=1, heading="…", body=text)])


def test_each_language_has_sentences_of_both_kinds() -> None:
    for sentences in (COPIED, NATIVE):
        assert set(sentences) == set(SUPPORTED)
        assert all(len(set(found)) >= 8 for found in sentences.values())


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in COPIED for text in COPIED[code]])
def test_a_copied_order_is_found_with_its_sentence_and_the_way_to_mend_it(language: str, text: str) -> None:
    native = NATIVE[language][0]
    [finding] = judged(of(f"{native} {text}", language), KIN[language]).findings
    assert finding.place == text
    assert finding.severity == "advice"
    assert "order: put the" in finding.fix


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in NATIVE for text in NATIVE[code]])
def test_an_order_that_the_language_knows_is_left_alone(language: str, text: str) -> None:
    assert judged(of(text, language), KIN[language]).status == "passed"


def test_a_source_that_would_not_lead_to_the_order_is_not_held_responsible() -> None:
    assert judged(of(COPIED["fr"][0], "fr"), "es").status == "passed"
    assert judged(of(COPIED["de"][0], "de"), "nl").status == "passed"


def test_questions_and_quotations_are_left_alone() -> None:
    assert judged(of("Yesterday has the council decided?", "en"), "de").status == "passed"
    assert judged(of("“Yesterday has the council decided”, said Ms Eder.", "en"), "de").status == "passed"


@pytest.mark.parametrize("name", ARTICLES)
def test_good_articles_have_none_whatever_the_source(name: str) -> None:
    draft = article(name)
    assert judged(draft, KIN[base_language(draft.language)]).status == "passed"


@pytest.mark.parametrize("name", NAMES)
def test_articles_that_tell_their_source_well_have_none(name: str) -> None:
    subject = told(name)
    assert run_check(CHECK, subject).status == "passed"


def test_no_side_of_the_labelled_pairs_has_one() -> None:
    every = [pair for file in ("pairs.jsonl", "held_out.jsonl") for pair in pairs(file)]
    sides = {(text, tag) for p in every for text, tag in ((p.source, p.source_language), (p.target, p.language))}
    assert [text for text, tag in sorted(sides) if copied_order(text, tag)] == []
