"""The article that the project ships is a fair sample of the job."""

from importlib import resources

import pytest

from agents.domain import Fact, Source
from agents.ledger import draw_ledger
from agents.read_brief import parse_request
from agents.reading.intake import parse_source

SHELF = resources.files("transcreate") / "demo"
COUNTED = {"number", "percentage", "amount", "date", "time"}
NAMED = {"person", "organisation", "name"}


def shipped(name: str) -> tuple[Source, list[Fact]]:
    source = parse_source((SHELF / name).read_text("utf-8"))
    return source, draw_ledger(source)


@pytest.mark.parametrize(
    ("name", "words", "figures", "people", "quotes", "headings"),
    [("article.de.md", (300, 400), 6, 3, 2, 2), ("short.de.md", (100, 140), 4, 1, 1, 1)],
)
def test_the_demo_articles_hold_what_makes_the_job_hard(
    name: str, words: tuple[int, int], figures: int, people: int, quotes: int, headings: int
):
    source, facts = shipped(name)
    assert source.language == "de"
    assert source.title
    assert words[0] <= len(source.text.split()) <= words[1]
    assert sum(fact.kind in COUNTED for fact in facts) >= figures
    assert sum(fact.kind in NAMED for fact in facts) >= people
    assert [fact.kind for fact in facts].count("quote") >= quotes
    assert [paragraph.kind for paragraph in source.paragraphs].count("heading") == headings


@pytest.mark.parametrize(("name", "least"), [("request.txt", 500), ("short.request.txt", 200)])
def test_the_demo_requests_need_no_model_to_be_understood(name: str, least: int):
    asked = parse_request((SHELF / name).read_text("utf-8"))
    assert (asked.language, asked.min_words, asked.subheadings, asked.leftover) == ("fr", least, True, [])
