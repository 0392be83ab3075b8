"""What a fact checker is shown of a draft, and when its doubt still stands."""

import pytest

from agents.checks.base import registered, run
from agents.checks.fact_check import statements
from agents.domain import Doubt, Draft, FactCheck, Metadata, Paragraph, Section, Source
from tests.agents.checks.corpus import subject

CHECK = next(item for item in registered() if item.id == "fact-check.sentences")
SOURCE = Source(language="de", paragraphs=[Paragraph(id="p1", text="Die Brücke kostet 3 Euro.")])


def draft(body):
    sections = [Section(id="s0", level=1, heading="Le **pont**", body=body)]
    return Draft(language="fr", metadata=Metadata(title="Le pont", description="Un pont."), sections=sections)


def judged(body, opinion):
    return run(CHECK, subject(draft(body), source=SOURCE, fact_check=opinion))


def test_it_is_shown_titles_and_sentences_without_markup_but_not_what_is_quoted():
    body = "Le pont coûte *3 euros*. « C’est cher. » La maire, elle, se tait.\n\n- Une liste aussi.\n\n> Une citation."
    assert statements(subject(draft(body))) == {
        "metadata": ("Le pont", "Un pont."),
        "s0": ("Le pont", "Le pont coûte 3 euros.", "La maire, elle, se tait.", "Une liste aussi."),
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Le pont coûte 3\N{NO-BREAK SPACE}euros par jour.", "failed"),
        ("Le pont coûte 3 euros.", "passed"),
    ],
)
def test_a_doubt_stands_as_long_as_its_sentence_does_whatever_its_spaces(body, status):
    opinion = FactCheck(doubts=[Doubt(statement="Le pont coûte 3 euros par jour.", why="no day is named.")])
    result = judged(body, opinion)
    assert result.status == status
    assert [finding.target for finding in result.findings] == (["s0"] if status == "failed" else [])


def test_a_failure_of_the_fact_checker_is_no_pass():
    result = judged("Le pont.", FactCheck(failure="It rambled."))
    assert (result.status, result.severity) == ("not_run", "blocking")
    assert "It rambled." in result.reason


def test_a_long_reason_reaches_the_writer_cut_short():
    opinion = FactCheck(doubts=[Doubt(statement="Le pont.", why="x " * 500)])
    (finding,) = judged("Le pont.", opinion).findings
    assert len(finding.fix) < 300
