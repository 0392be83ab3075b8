from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from agents.values.dates import find_dates
from agents.values.mention import LANGUAGES
from agents.values.times import find_times


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(LANGUAGES), st.sampled_from(["long", "medium"]))
def test_a_date_is_found_in_the_form_each_language_writes(day: date, language: str, style: str) -> None:
    written = format_date(day, style, locale=language)
    values = [value for mention in find_dates(f"– {written} –", language) for value in mention.readings]
    assert day.isoformat() in values, written


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "vom 3. bis 5. Juni 2024", ["2024-06-03", "2024-06-05"]),
        ("fr", "du 3 au 5 juin", ["--06-03", "--06-05"]),
        ("fr", "le 1er janvier", ["--01-01"]),
        ("en", "on May 3rd", ["--05-03"]),
        ("en", "by the end of March", ["--03"]),
        ("es", "desde enero", ["--01"]),
        ("pt", "1º de janeiro de 2020", ["2020-01-01"]),
        ("de", "am 3.5.", ["--05-03"]),
    ],
)
def test_days_months_and_spans_are_read(language: str, text: str, values: list[str]) -> None:
    assert [mention.readings[0] for mention in find_dates(text, language)] == values


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "they may march and may stay"),
        ("pt", "no Rio de Janeiro"),
        ("es", "agua de mar"),
        ("pt", "a mais de dez metros"),
        ("de", "Version 1.2.3 und Kapitel 4.1"),
    ],
)
def test_words_and_numbers_that_only_look_like_dates_are_left_alone(language: str, text: str) -> None:
    assert not [mention for mention in find_dates(text, language) if mention.firm]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "um 14.30 Uhr", "14:30"),
        ("fr", "à 14 h 30", "14:30"),
        ("fr", "vers 18 heures", "18:00"),
        ("en", "at 2:30 p.m.", "14:30"),
        ("en", "at 12 a.m.", "00:00"),
        ("es", "a las 2:30 de la tarde", "14:30"),
        ("it", "alle 9.15", "09:15"),
        ("nl", "om 10 uur", "10:00"),
        ("pt", "às 15h20", "15:20"),
        ("en", "at noon", "12:00"),
    ],
)
def test_a_time_of_day_is_read_on_the_24_hour_clock(language: str, text: str, value: str) -> None:
    assert [mention.readings[0] for mention in find_times(text, language)] == [value]
