import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from agents.values.mention import LANGUAGES
from agents.values.numbers import find_numbers, read_digits
from agents.values.reading import holds_number, read


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "25.000 Haushalte", "25000"),
        ("en", "25,000 households", "25000"),
        ("fr", "25\u202f000 foyers", "25000"),
        ("de", "fünfundzwanzigtausend Haushalte", "25000"),
        ("en", "twenty-five thousand households", "25000"),
        ("fr", "vingt-cinq mille foyers", "25000"),
        ("es", "veinticinco mil hogares", "25000"),
        ("it", "venticinquemila famiglie", "25000"),
        ("it", "per vent'anni", "20 year"),
        ("it", "centoquarant’anni fa", "140 year"),
        ("nl", "vijfentwintigduizend huishoudens", "25000"),
        ("pt", "vinte e cinco mil famílias", "25000"),
        ("de", "1,5 Mio. Euro", "1500000 EUR"),
        ("fr", "1,5 million d’euros", "1500000 EUR"),
        ("en", "€1.5m", "1500000 EUR"),
        ("es", "4.000 millones de euros", "4000000000 EUR"),
        ("es", "mil millones de dólares", "1000000000 USD"),
        ("en", "$3.2 billion", "3200000000 USD"),
        ("pt", "R$ 2,3 bilhões", "2300000000 BRL"),
        ("pt", "3 mil milhões de euros", "3000000000 EUR"),
        ("it", "2,8 miliardi di euro", "2800000000 EUR"),
        ("nl", "1,1 miljoen pond", "1100000 GBP"),
        ("fr", "soixante et onze pour cent", "71%"),
        ("en", "12.5 per cent", "12.5%"),
        ("de", "minus 20 Grad", "20 °c"),
        ("fr", "au XXIe siècle", "21"),
        ("de", "im 18. Jahrhundert", "18"),
        ("en", "in the 1990s", "1990"),
        ("es", "los años noventa", "1990"),
        ("it", "95 metri", "95 m"),
        ("de", "drei Tage", "3 day"),
        ("en", "a 34-year-old", "34 year"),
    ],
)
def test_a_number_has_one_value_however_it_is_written(language: str, text: str, value: str) -> None:
    readings = {reading for mention in find_numbers(text, language) for reading in mention.readings}
    assert value in readings


def test_an_ambiguous_separator_is_read_first_as_the_language_writes_it() -> None:
    assert [str(number) for number in read_digits("25.000", ",")] == ["25000", "25.000"]
    assert [str(number) for number in read_digits("25.000", ".")] == ["25.000", "25000"]


@pytest.mark.parametrize("text", ["5G", "CO2", "B2B", "MP3"])
def test_digits_inside_a_name_are_no_measure(text: str) -> None:
    assert all(mention.readings[0].isdigit() for mention in find_numbers(text, "en"))


def test_go_is_a_unit_only_when_written_as_one() -> None:
    assert find_numbers("5 Go de mémoire", "fr")[0].readings == ("5 gb",)
    assert find_numbers("seven to ten", "en")[0].readings == ("7",)


def test_the_first_number_of_a_range_takes_the_unit_of_the_second() -> None:
    first, second = find_numbers("zwischen 5 und 7 Prozent", "de")
    assert (first.readings[0], second.readings[0]) == ("5%", "7%")


def test_small_numbers_in_words_are_firm_only_with_a_unit() -> None:
    assert [mention.firm for mention in find_numbers("deux amis, deux jours", "fr")] == [False, True]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("deux jours", "fr", "48 hour"),
        ("une quinzaine de jours", "fr", "15 day"),
        ("la moitié", "fr", "50%"),
        ("half a year", "en", "6 month"),
        ("0,5 km", "de", "500 m"),
        ("1,2 GW", "de", "1200 mw"),
    ],
)
def test_measures_that_writers_exchange_hold_each_other(text: str, language: str, value: str) -> None:
    assert holds_number(read(text, language), value)


@pytest.mark.parametrize(("text", "value"), [("5 dollars", "5 EUR"), ("95 feet", "95 m"), ("6,8 kW", "6.8 mw")])
def test_another_unit_is_another_value(text: str, value: str) -> None:
    assert not holds_number(read(text, "en" if "," not in text else "de"), value)


@given(
    st.integers(13, 10**9) | st.decimals(13, 10**6, places=1).filter(lambda d: d % 1 != 0),
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
)
def test_writing_a_number_in_another_locale_never_loses_it(number: object, language: str, other: str) -> None:
    written, again = (format_decimal(number, locale=tag) for tag in (language, other))
    (mention,) = (m for m in find_numbers(f"x {written} y", language) if m.firm)
    assert any(holds_number(read(f"x {again} y", other), reading) for reading in mention.readings[:1])


@pytest.mark.parametrize("text", ["25.000 osób", "25,000 osób", "25 000 osób"])
def test_thousands_are_read_in_a_language_without_data(text: str) -> None:
    assert find_numbers(text, "pl")[0].readings[0] == "25000"
