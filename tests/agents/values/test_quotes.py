import pytest

from agents.values.names import people
from agents.values.quotes import find_quotations
from agents.values.reading import read
from agents.values.speakers import speakers
from agents.values.statements import quoted_from, same_statement, told


@pytest.mark.parametrize(
    "text",
    [
        "„Wir fangen im Herbst an“, sagt sie.",
        "« Nous commencerons à l’automne », dit-elle.",
        "“We will start in the autumn,” she says.",
        '"We will start in the autumn," she says.',
        "‘We beginnen in de herfst’, zegt ze.",
        "»Wir fangen im Herbst an«, sagt sie.",
    ],
)
def test_speech_is_found_in_any_quotation_marks(text: str) -> None:
    assert [quotation.direct for quotation in find_quotations(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Das nennt man „Emotionserkennung“ im Fachjargon.",
        "Der Roman „Im Westen nichts Neues“ wurde verfilmt.",
        "les « données à caractère personnel » des clients",
        "It's the dogs' bone and the cat's milk.",
    ],
)
def test_single_words_titles_and_apostrophes_are_no_speech(text: str) -> None:
    assert not [quotation for quotation in find_quotations(text) if quotation.direct]


def test_the_speaker_is_named_after_before_or_with_the_quotation() -> None:
    for text in (
        "„Das ist zu teuer für uns alle“, sagte Klaus Eder. Anna Meier schwieg.",
        "Klaus Eder sagte: „Das ist zu teuer für uns alle.“ Anna Meier schwieg.",
        "Anna Meier schwieg. „Das ist zu teuer für uns alle“, so Eder.",
    ):
        reading = read(text, "de")
        named = speakers(text, reading.quotations[0], reading.quotations, people(text, "de"), ["Klaus Eder"])
        assert named[0] == "Klaus Eder", text


def test_a_quotation_may_be_told_sentence_by_sentence() -> None:
    source = "Der Winter war lang. Die Heizung hat nie versagt."
    parts = ["L’hiver a été long", "Le chauffage n’est jamais tombé en panne."]
    assert told(source, "de", parts, "fr")
    assert not told(source, "de", parts[:1], "fr")


def test_a_part_of_a_quotation_has_an_origin_but_does_not_tell_the_whole() -> None:
    source = "The bridge will open in May, and the toll will be lower than planned."
    part = "Le pont ouvrira en mai"
    assert quoted_from(part, "fr", [source], "en")
    assert not same_statement(source, "en", part, "fr")


def test_a_negation_makes_another_statement() -> None:
    assert same_statement("The water is safe to drink.", "en", "L’eau est potable.", "fr")
    assert not same_statement("The water is safe to drink.", "en", "L’eau n’est pas potable.", "fr")


@pytest.mark.parametrize(
    "text", ["« L’hiver a été très long et froid.", "Le chauffage a tenu bon », a déclaré Anna Meier."]
)
def test_half_of_a_quotation_is_still_a_quotation_though_not_a_closed_one(text: str) -> None:
    assert [quotation.closed for quotation in find_quotations(text)] == [False]
