"""What holds for any text whatever."""

import string
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agents.checks.base import Subject
from agents.checks.keyphrase import focus, occurrences
from agents.checks.matching import keyphrase
from agents.domain import Brief, Draft, Metadata, Section
from agents.reading.language import SUPPORTED
from agents.reading.markdown import body_markdown
from agents.reading.text import count_words, paragraphs, plain, sentences, words
from agents.repair import make_slug, repair, typography
from agents.seo_reviewer import review
from agents.sharing import share_out
from tests.agents.checks.corpus import MODEL, article

ANY_TEXT = st.text(max_size=400)
MARKS = st.text(alphabet="#*_[]()<>`|-!\"'«»„“ .\n\\&;:ab1é", max_size=300)
PIECES = [*'a #*_[<`|"«„.{é', "\n", "](", "! ", "1 000 ", "- ", "> ", "ab. ", "\u202f"]
MEGABYTE = 1_000_000
LARGE = {
    "marks on one letter": "\u0301\u0323",
    "letters beyond the first plane": "𝒜😀𐍈 ",
    "control characters": "\x00\x07\x1b\x85 a",
    "two directions of writing": "\u202e\u2067אב \u2069",
    "one endless word": "é",
    "endless nesting": "> - ",
    "rows of a table": "| a " * 50 + "|\n",
}
LANGUAGES = st.sampled_from([*SUPPORTED, "pl", "ja", "und"])
settings.register_profile("checks", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("checks")


def any_subject(language: str, heading: str, body: str, metadata: Metadata) -> Subject:
    sections = [Section(id="s1", level=1, heading=heading, body=body), Section(id="s2", level=2, heading="", body=body)]
    return Subject(draft=Draft(language=language, metadata=metadata, sections=sections), brief=Brief(language=language))


@settings(max_examples=60)
@given(LANGUAGES, ANY_TEXT, st.one_of(ANY_TEXT, MARKS), ANY_TEXT)
def test_any_article_is_judged_shared_out_and_mended_without_an_exception(
    language: str, heading: str, body: str, phrase: str
) -> None:
    metadata = Metadata(title=heading, description=body, slug=phrase, keyphrase=phrase)
    subject = any_subject(language, heading, body, metadata)
    result = review(subject)
    assert [check.reason for check in result.checks if "check failed" in check.reason] == []
    share_out(result, None, subject.draft)
    review(any_subject(language, heading, body, repair(subject.draft, subject.brief).metadata))


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_thousand_signs_of_anything_are_judged_in_time(piece: str) -> None:
    body = piece * (100_000 // len(piece))
    started = time.monotonic()
    result = review(any_subject("fr", "Titre", body, Metadata(title="Titre", keyphrase="réseau de chaleur")))
    assert [check.reason for check in result.checks if "check failed" in check.reason] == []
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("piece", LARGE.values(), ids=LARGE)
def test_a_megabyte_of_what_is_hard_to_read_is_judged_in_time(piece: str) -> None:
    judge_in_time(piece * (MEGABYTE // len(piece)))


def test_a_quarter_of_a_megabyte_of_link_definitions_is_judged_in_time() -> None:
    judge_in_time("".join(f"[a{number}]: http://b.example\n\n[a{number}] " for number in range(MEGABYTE // 4 // 38)))


@settings(max_examples=6)
@example("Ab é. ", MEGABYTE)
@given(st.text(min_size=1, max_size=20), st.integers(0, MEGABYTE))
def test_any_string_of_up_to_a_megabyte_is_judged_in_time(piece: str, size: int) -> None:
    judge_in_time((piece * (size // len(piece) + 1))[:size])


def judge_in_time(body: str) -> None:
    """Without an exception and in less than a minute of this process's own time."""
    started = time.process_time()
    section = Section(id="s1", level=1, heading="Titre", body=body)
    draft = Draft(language="fr", metadata=Metadata(title="Titre", keyphrase="réseau"), sections=[section])
    result = review(Subject(draft=draft, brief=Brief(language="fr")))
    assert [check.reason for check in result.checks if "check failed" in check.reason] == []
    assert time.process_time() - started < 60


@given(st.sampled_from(sorted(MODEL)), st.integers(0, 5), st.data())
@settings(max_examples=40)
def test_adding_the_keyphrase_never_lowers_its_count(language: str, number: int, data: st.DataObject) -> None:
    draft = article(MODEL[language])
    section = draft.sections[number]
    parts = section.body.split(" ")
    at = data.draw(st.integers(0, len(parts)))
    body = " ".join([*parts[:at], draft.metadata.keyphrase, *parts[at:]])
    sections = [s if s.id != section.id else s.model_copy(update={"body": body}) for s in draft.sections]
    longer = draft.model_copy(update={"sections": sections})
    counts = []
    for version in (draft, longer):
        subject = Subject(draft=version, brief=Brief(language=version.language))
        phrase = focus(subject)
        assert phrase is not None
        counts.append(occurrences(subject, phrase))
    assert counts[1] >= counts[0]


@given(st.sampled_from(SUPPORTED), ANY_TEXT, ANY_TEXT)
def test_the_count_in_a_longer_sentence_is_never_lower(language: str, text: str, more: str) -> None:
    phrase = keyphrase("rain garden", language)
    assert phrase.count(f"{text} {more}") >= phrase.count(text)


@given(LANGUAGES, st.one_of(ANY_TEXT, MARKS))
def test_typography_set_twice_is_typography_set_once(language: str, text: str) -> None:
    once = typography(text, language)
    assert typography(once, language) == once


@given(LANGUAGES, ANY_TEXT)
def test_typography_keeps_every_letter_and_digit(language: str, text: str) -> None:
    assert [c for c in typography(text, language) if c.isalnum()] == [c for c in text if c.isalnum()]


@given(LANGUAGES, ANY_TEXT)
def test_a_slug_is_short_ascii_whatever_the_text(language: str, text: str) -> None:
    slug = make_slug(text, language)
    assert len(slug) <= 75
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@given(LANGUAGES, st.one_of(ANY_TEXT, MARKS))
def test_sentences_lose_no_word_of_a_text(language: str, text: str) -> None:
    assert sum(map(count_words, sentences(text, language))) >= count_words(text)
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())


@given(st.one_of(ANY_TEXT, MARKS))
def test_words_are_counted_as_they_are_listed(text: str) -> None:
    assert count_words(text) == len(words(text))


@given(MARKS)
def test_plain_text_of_plain_text_loses_no_paragraph(text: str) -> None:
    assert plain(text) == "\n\n".join(paragraphs(text))


@given(st.sampled_from(sorted(MODEL)))
def test_mending_a_mended_draft_changes_nothing(language: str) -> None:
    draft = article(MODEL[language])
    brief = Brief(language=draft.language)
    shouting = draft.model_copy(
        update={
            "sections": [s.model_copy(update={"body": s.body.replace("’", "'"), "level": 1}) for s in draft.sections]
        }
    )
    once = repair(shouting, brief)
    assert repair(once, brief) == once
    assert body_markdown(once) == body_markdown(draft)
