"""Words compared with words, and what is remembered between questions."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import Knowledge, words
from knowledge.embedding import Vectors, embedding
from knowledge.keyword_exports import read_keywords
from knowledge.words import WordVectors, content_words


class Counting:
    """The shipped encoder, with a list of what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return embedding().encode(texts)


def test_words_without_meaning_of_their_own_do_not_count_in_any_language() -> None:
    assert content_words("Was kostet eine Wärmepumpe?") == ["kostet", "wärmepumpe"]
    assert content_words("Combien coûte une pompe à chaleur ?") == ["coûte", "pompe", "chaleur"]
    assert content_words("iPhone 15 Pro 128") == ["iphone", "pro"]


def test_a_question_of_nothing_but_small_words_keeps_them() -> None:
    assert content_words("Wer ist das?") == ["wer", "ist", "das"]
    assert content_words("?!") == []


def test_the_word_that_matters_decides_between_texts_on_one_subject() -> None:
    cost, grant = WordVectors(embedding().encode).agreement(
        "Is there a subsidy for a heat pump?", ["heat pump cost", "heat pump grant"]
    )
    assert grant > cost


def test_a_question_or_a_text_without_words_agrees_with_nothing() -> None:
    vectors = WordVectors(embedding().encode)
    assert vectors.agreement("?", ["heat pump"]) == [0.0]
    assert vectors.agreement("heat pump", ["15 %", "heat pump"]) == [0.0, 1.0]
    assert vectors.agreement("heat pump", []) == []


def test_a_word_is_embedded_once() -> None:
    counting = Counting()
    vectors = WordVectors(counting.encode)
    first = vectors.agreement("pump grant", ["heat pump", "pump cost"])
    assert vectors.agreement("pump grant", ["heat pump", "pump cost"]) == first
    assert counting.asked == [["pump", "grant", "heat", "cost"]]


def test_remembered_words_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "KEPT", 3)
    vectors = WordVectors(lambda texts: np.eye(8, dtype=np.float32)[: len(texts)])
    vectors.agreement("alpha beta gamma", ["delta epsilon"])
    assert len(vectors._known) == 3
    assert vectors.agreement("alpha", ["alpha"]) == [1.0]


def test_a_short_question_finds_the_phrase_with_the_right_aspect_first(folder: Path) -> None:
    store = Knowledge.open(folder)
    phrases = ["heat pump", "heat pump cost", "heat pump reviews", "heat pump grant", "heat pump near me"]
    store.put(read_keywords("own.csv", "keyword,language\n" + "".join(f"{phrase},en\n" for phrase in phrases)))
    found = store.keywords("Is there public money, a subsidy, for a heat pump?", language="en")
    assert found[0].text == "heat pump grant"
    assert [passage.score for passage in found] == sorted((passage.score for passage in found), reverse=True)


def test_a_source_is_embedded_once_for_all_that_is_looked_up_for_it(
    shipped_store: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = shipped_store.embedding
    asked: list[Sequence[str]] = []
    encode = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts: asked.append(texts) or encode(texts))
    source = " ".join(f"Im Viertel {n} testet die Stadt eine neue Wärmepumpe und misst deren Ertrag." for n in range(9))
    first = shipped_store.keywords(source, language="fr")
    assert shipped_store.keywords(source, language="fr") == first
    shipped_store.keywords(source, language="nl")
    texts = [text for several in asked for text in several]
    assert len(set(texts)) == len(texts)


def test_a_small_and_a_large_source_are_searched_alike(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"pompe à chaleur {place},fr\n" for place in ("Lyon", "Lille", "Nantes", "Brest", "Metz", "Dijon"))
    questions = ("pompe à chaleur Brest", "Großwärmepumpe in Nantes. " + "Die Stadt heizt mit dem Fluss. " * 12)
    answers = []
    for exact in (6, 5):
        monkeypatch.setattr("knowledge.store.EXACT", exact)
        store = Knowledge.open(folder)
        store.put(read_keywords(f"{exact}.csv", "keyword,language\n" + rows))
        answers.append([store.keywords(question, language="fr") for question in questions])
        store.remove(f"{exact}.csv")
    small, large = ([[(p.id, round(p.score, 4), p.text) for p in found] for found in way] for way in answers)
    assert small == large
    assert all(small)
