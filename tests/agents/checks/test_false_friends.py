"""A word that only looks like the source's is named; one that another word of the source led to is not."""

import csv
from importlib import resources

import pytest

from agents.checks.base import Subject, registered
from agents.checks.base import run as run_check
from agents.domain import Brief, Draft, Metadata, Section
from agents.reading.intake import parse_source
from agents.reading.language import SUPPORTED
from tests.agents.checks.fidelity.told_articles import NAMES, told

CHECK = next(item for item in registered() if item.id == "beyond.false-friends")
ROWS = list(
    csv.DictReader(
        resources.files("agents.checks").joinpath("data", "false_friends.csv").read_text("utf-8").split("\n")
    )
)


def judged(source: str, source_language: str, article: str, language: str):
    section = Section(id="s0", level=1, heading="…", body=article)
    origin = parse_source(source).model_copy(update={"language": source_language})
    return run_check(
        CHECK,
        Subject(
            draft=Draft(language=language, metadata=Metadata(), sections=[section]),
            brief=Brief(language=language),
            source=origin,
        ),
    )


def test_the_languages_of_every_pair_are_ones_that_the_checks_know():
    assert {row[key] for row in ROWS for key in ("source", "target")} <= set(SUPPORTED)
    assert len({(row["source"], row["word"], row["target"]) for row in ROWS}) == len(ROWS) > 80


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['source']}-{row['target']}-{row['word']}")
def test_every_pair_is_found_and_its_right_word_is_not(row):
    source = f"{row['word']}."
    wrong = judged(source, row["source"], f"{row['friend']}.", row["target"])
    assert wrong.status == "failed"
    assert row["meant"] in wrong.findings[0].fix
    assert judged(source, row["source"], f"{row['meant']}.", row["target"]).status == "passed"


def test_inflected_forms_are_found_with_their_sentence():
    review = judged("Die Fabriken schließen.", "de", "It is so. The fabrics close.", "en")
    assert [finding.place for finding in review.findings] == ["The fabrics close."]


def test_a_friend_is_no_finding_where_the_source_has_a_word_that_means_it():
    source = "The bookshop is next to the library."
    assert judged(source, "en", "La librairie jouxte la bibliothèque.", "fr").status == "passed"


def test_quotations_are_left_alone():
    assert judged("Eine Fabrik.", "de", "He said: “The fabric is old.”", "en").status == "passed"


@pytest.mark.parametrize("name", NAMES)
def test_articles_that_tell_their_source_well_have_none(name):
    assert run_check(CHECK, told(name)).status == "passed"
