"""How far the ledger that code draws holds what people wrote down, on the shipped set."""

import pytest

from agents.domain import Fact
from evals.datasets.agreement import compare, extent, misread
from evals.datasets.items import Item
from evals.datasets.loading import ExpectedFact, load


def drawn(kind, text, value=None):
    return Fact(id="f1", kind=kind, text=text, value=value or text, paragraph="p1")


@pytest.mark.parametrize(
    ("by_hand", "by_code", "found"),
    [
        (("18 Megawatt", "number", "18"), ("number", "18", "18 mw"), "whole"),
        (("54,90", "amount", "54.90 EUR"), ("amount", "x", "54.9 EUR"), "whole"),
        (("18", "number", "18"), ("number", "180", "180"), "none"),
        (("100", "number", "100"), ("number", "1", "1"), "none"),
        (("12.5", "number", "12.5"), ("number", "12", "12"), "none"),
        (("Orrin", "name", None), ("quote", "Orrin", None), "none"),
        (("Ada Pell", "person", None), ("name", "Ada", None), "part"),
        (("Pell", "name", None), ("person", "Ada Pell", None), "whole"),
        (("Pell", "name", None), ("person", "Ada Pellworm", None), "none"),
        (("We walk. We wait", "quote", None), ("quote", "We wait.", None), "whole"),
    ],
)
def test_a_fact_is_found_whole_in_part_or_not(by_hand, by_code, found):
    text, kind, value = by_hand
    assert extent(ExpectedFact(text=text, kind=kind, value=value), drawn(*by_code)) == found


def test_a_lost_fact_and_a_quote_without_its_speaker_are_told_apart():
    source = (
        "# The mill\n\nOn 3 May 2024 the old mill by the river was sold for 40,000 euros to a family of bakers.\n\n"
        "“We shall grind what the fields give us.” That was all anybody said on the day of the sale."
    )
    facts = [
        "3 May 2024",
        {"kind": "number", "text": "none", "value": "77"},
        {"kind": "quote", "text": "We shall grind what the fields give us", "speaker": "Ada Pell"},
    ]
    item = Item.model_validate({"id": "a", "request": "in French", "source": source, "expected": {"facts": facts}})
    assert [(match.extent, match.spoken) for match in compare(item)] == [
        ("whole", True),
        ("none", True),
        ("whole", False),
    ]


def test_a_request_read_otherwise_than_meant_is_said():
    item = {"id": "a", "request": "in French, 300 words min", "source": "Text."}
    meant = {"language": "fr", "min_words": 400}
    assert misread(Item.model_validate({**item, "expected": {"language": "fr", "min_words": 300}})) == ""
    assert misread(Item.model_validate({**item, "expected": meant})) == "min_words 300, meant 400"


@pytest.fixture(scope="module")
def matches():
    return [match for item in load("articles") for match in compare(item)]


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (("date", "time", "percentage", "link"), 0.95),
        (("amount",), 0.95),
        (("number",), 0.85),
        (("quote",), 0.95),
    ],
)
def test_the_ledger_holds_nearly_all_values_and_quotes_that_were_written_down_by_hand(matches, kinds, least):
    of = [match for match in matches if match.fact.kind in kinds]
    assert len(of) >= 30
    assert sum(match.extent == "whole" for match in of) / len(of) >= least


def test_nearly_every_request_is_read_as_meant_without_a_model():
    items = load("articles")
    assert sum(not misread(item) for item in items) >= 34
