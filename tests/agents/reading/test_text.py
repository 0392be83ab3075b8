"""Sentences, words and visible text are what an editor would say they are."""

import time
import unicodedata

import pytest

from agents.reading.text import blocks, composed, count_words, paragraphs, plain, sentences, words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Cela a du sens. Il part.", ["Cela a du sens.", "Il part."]),
        ("fr", "M. Dupont arrive, p. ex. demain. Mme. Roux reste.", 2),
        ("fr", "« Vraiment\u202f? » Il rit. « Oui\u202f! » répond-il.", 3),
        ("fr", "Il a payé 3,5 M€. Elle, 12.5 en tout.", 2),
        ("de", "Dr. Müller kam am 3. Mai, z. B. mit Nr. 5. Es regnete.", 2),
        ("de", "Der 2. Weltkrieg endete 1945. Danach begann der Aufbau.", 2),
        ("de", "Er wurde 12. Sie gewann.", 2),
        ("de", "„Das ist gut.“ Danach ging er.", 2),
        ("de", "Es kostet 1,5 Mio. Euro bzw. 25.000 Franken usw. Danach sank der Preis.", 2),
        ("de", "z.B. Köln ist groß.", 1),
        ("en", "The U.S. Senate met at 5 p.m. The vote, e.g. on No. 5, passed.", 2),
        ("en", "J. R. Smith left. “Yes.” He said so.", 3),
        ("en", "Is it? Yes! It is…", 3),
        ("en", "He said “no.” and left.", 1),
        ("es", "El Sr. Ruiz vive en la Avda. Sol núm. 3. ¿Quién lo sabe? Nadie.", 3),
        ("it", "Il dott. Rossi abita qui. «Bene.» Poi uscì.", 3),
        ("nl", "Dhr. Jansen kwam, bijv. op maandag. Hij bleef.", 2),
        ("pt", "O Dr. Silva mora na av. Central, n. 5. Ele saiu.", 2),
        ("pl", "To jest zdanie. To drugie.", 2),
        ("ja", "これは文です。これも文です。", 2),
        ("en", "", 0),
    ],
)
def test_sentences_end_where_a_reader_hears_them_end(language: str, text: str, expected: int | list[str]) -> None:
    found = sentences(text, language)
    assert found == expected if isinstance(expected, list) else len(found) == expected, found


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("A heading\n\nA line.", "en") == ["A heading", "A line."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’article coûte 25 000 €.", ["L’article", "coûte", "25 000"]),
        ("Fernwärme-Netz und/oder 25\u202f000", ["Fernwärme-Netz", "und/oder", "25\u202f000"]),
        ("Prix : 12,5 % — oui !", ["Prix", "12,5", "oui"]),
        ("« Non », dit-il…", ["Non", "dit-il"]),
        ("word—word", ["word", "word"]),
        ("– : ! «", []),
    ],
)
def test_words_are_what_white_space_and_dashes_part(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert count_words(text) == len(expected)


def test_plain_text_shows_what_a_reader_sees() -> None:
    markdown = "Read **this** [page](http://a.b), `code` &amp; more.\nNext line.\n\n- one\n- two\n\n![alt](x.jpg)"
    assert plain(markdown) == "Read this page, code & more. Next line.\n\none\n\ntwo"


def test_html_is_shown_without_its_tags() -> None:
    assert plain("<div>Hello <b>you</b></div>") == "Hello you"
    assert plain("a<br>b <i>c</i> <!-- hidden -->d") == "a b c d"


def test_decomposed_accents_are_composed() -> None:
    assert plain("e\u0301te\u0301") == "été"


def test_blocks_say_of_what_kind_they_are() -> None:
    markdown = "# T\n\nP\n\n> Q\n\n- L\n  - M\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nC\n```"
    found = [(block.kind, block.text, block.level) for block in blocks(markdown)]
    assert found == [
        ("heading", "T", 1),
        ("paragraph", "P", 0),
        ("quote", "Q", 0),
        ("list", "L", 0),
        ("list", "M", 0),
        ("table", "a b", 0),
        ("table", "1 2", 0),
        ("code", "C", 0),
    ]
    assert paragraphs("\n\n") == []


def test_the_marks_of_footnotes_are_not_read() -> None:
    markdown = "Le vélo coûte 12 €[^1].\n\n[^1]: Tarif 2026."
    assert paragraphs(markdown) == ["Le vélo coûte 12 €.", "Tarif 2026."]


def test_endless_marks_on_a_letter_are_composed_in_linear_time() -> None:
    assert composed("e\u0301") == "é"
    assert composed("→" * 99) == "→" * 99
    marks = "\u0301\u0323" * 250_000
    started = time.process_time()
    text = composed(f"e{marks}")
    assert time.process_time() - started < 5
    assert unicodedata.normalize("NFD", text).count("\u0301") == marks.count("\u0301")
