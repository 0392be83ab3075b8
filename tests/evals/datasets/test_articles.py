"""The shipped set `articles`: forty sources over seven languages and five genres, with facts written by hand."""

import re
from collections import Counter

import pytest

from agents.reading.intake import parse_source
from agents.reading.language import SUPPORTED
from agents.reading.text import count_words
from evals.datasets.loading import SHIPPED, check, load

GENRES = ("news", "how-to", "product", "interview", "science")
STYLES = ("terse", "polite", "misspelt", "contradictory", "detailed", "rewrite")
ITEMS = load("articles")
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


def words_of(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def tagged(tag):
    return [item for item in ITEMS if tag in item.tags]


def test_the_set_has_forty_items_and_no_problem():
    assert check("articles") == []
    assert len(ITEMS) == 40
    assert len(list(SHIPPED["articles"].glob("*.md"))) == 40


def test_seven_source_languages_have_five_articles_or_more():
    counts = Counter(item.source_language for item in ITEMS)
    assert set(counts) == set(SUPPORTED)
    assert min(counts.values()) >= 5


def test_every_language_has_every_genre_and_each_article_one():
    assert {(item.source_language, tag) for item in ITEMS for tag in item.tags if tag in GENRES} == {
        (language, genre) for language in SUPPORTED for genre in GENRES
    }
    assert all(sum(tag in GENRES for tag in item.tags) == 1 for item in ITEMS)


def test_seven_target_languages_are_asked_for_and_three_articles_are_rewritten_in_their_own():
    counts = Counter(item.expected.language.split("-")[0] for item in ITEMS)
    assert set(counts) == set(SUPPORTED)
    assert min(counts.values()) >= 4
    own = [item for item in ITEMS if item.expected.language.split("-")[0] == item.source_language]
    assert [item.id for item in own] == [item.id for item in tagged("rewrite")]
    assert len(own) == 3


def test_requests_are_written_in_many_ways_and_none_twice():
    assert len({item.request for item in ITEMS}) == 40
    assert all(any(style in item.tags for style in STYLES) for item in ITEMS)
    assert all(len(tagged(style)) >= 3 for style in STYLES)
    assert len(tagged("foreign")) >= 10


def test_eight_articles_are_hostile_in_the_named_ways():
    assert len(tagged("hostile")) == 8
    ways = ("injection", "table", "empty-quotes", "long", "mixed-languages", "scraped")
    assert [len(tagged(way)) for way in ways] == [3, 1, 1, 1, 1, 1]
    assert all(any(way in item.tags for way in ways) for item in tagged("hostile"))


def test_the_six_quick_ones_are_short_and_harmless():
    assert len(tagged("quick")) == 6
    assert all(count_words(item.source) < 200 and "hostile" not in item.tags for item in tagged("quick"))


def test_the_twelve_short_ones_hold_the_quick_ones():
    assert len(tagged("short")) == 12
    assert {item.id for item in tagged("quick")} < {item.id for item in tagged("short")}
    assert all(count_words(item.source) < 210 for item in tagged("short"))


@each_item
def test_a_source_has_150_to_900_words_unless_it_is_the_long_one(item):
    if "long" in item.tags:
        assert count_words(item.source) > 2000
    else:
        assert 150 <= count_words(item.source) <= 900


@each_item
def test_the_length_asked_for_suits_the_source(item):
    assert 250 <= item.expected.min_words <= 800
    assert "long" in item.tags or 0.9 < item.expected.min_words / count_words(item.source) <= 2.05


@each_item
def test_the_source_is_read_as_an_article_in_its_language(item):
    source = parse_source(item.source)
    assert source.language == item.source_language
    assert source.title


@each_item
def test_every_fact_written_by_hand_stands_in_the_source(item):
    assert len(item.expected.facts) >= 5
    assert [fact.text for fact in item.expected.facts if fact.text not in item.source] == []
    assert all(fact.kind for fact in item.expected.facts)


@each_item
def test_every_quote_has_a_speaker_whom_the_source_names(item):
    quotes = [fact for fact in item.expected.facts if fact.kind == "quote"]
    assert all(fact.speaker in item.source for fact in quotes)


@each_item
def test_no_fact_is_written_down_twice(item):
    written = [(fact.kind, fact.text) for fact in item.expected.facts]
    assert len(set(written)) == len(written)


def test_no_sentence_stands_in_two_articles():
    sentences = [
        sentence
        for item in ITEMS
        for sentence in {words_of(part) for part in re.split(r"(?<=[.!?])\s+|\n+", item.source)}
        if len(sentence.split()) >= 5
    ]
    assert len(sentences) > 800
    assert [text for text, count in Counter(sentences).items() if count > 1] == []


def test_addresses_lead_nowhere():
    hosts = re.findall(r"(?:https?://|@)([\w.-]+)", " ".join(item.source for item in ITEMS))
    assert hosts
    assert all(host.rstrip(".").split("/")[0].endswith(".example") for host in hosts)


def test_an_instruction_in_a_source_is_never_a_fact():
    for item in tagged("injection"):
        facts = " ".join(fact.text for fact in item.expected.facts)
        assert not re.search(r"example|555|mayor|premio|hotline", facts, re.IGNORECASE)
