"""All values of one text at once, and whether a value of another language is among them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from agents.values.dates import find_dates
from agents.values.mention import Mention
from agents.values.numbers import canonical, find_numbers
from agents.values.places import fold
from agents.values.quotes import Quotation, find_quotations
from agents.values.times import find_times

URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'«»“”„]+[^\s<>()\[\]\"'«»“”„.,;:!?…]")
VALUE = re.compile(r"(?P<number>-?\d+(?:\.\d+)?)\s?(?P<unit>\S.*)?")
LONGEST_MEASURE = 12
FRENCH_WEEKS = {
    ("1", "week"): [("8", "day")],
    ("2", "week"): [("15", "day")],
    ("8", "day"): [("1", "week")],
    ("15", "day"): [("2", "week")],
}
SCALES: tuple[dict[str, int], ...] = (
    {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800},
    {"month": 1, "year": 12},
    {"mm": 1, "cm": 10, "m": 1000, "km": 1_000_000},
    {"mg": 1, "g": 1000, "kg": 1_000_000, "t": 1_000_000_000},
    {"m2": 1, "ha": 10_000, "km2": 1_000_000},
    {"kw": 1, "mw": 1000, "gw": 1_000_000},
    {"kwh": 1, "mwh": 1000, "gwh": 1_000_000, "twh": 1_000_000_000},
)
"""Units that a writer may exchange: 48 hours are two days, 500 metres half a kilometre."""


@dataclass(frozen=True)
class Reading:
    """What was found in a text: spans in reading order, and the same values ready to be looked up."""

    text: str
    dates: tuple[Mention, ...]
    times: tuple[Mention, ...]
    numbers: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    links: tuple[Mention, ...]
    folded: str
    units: dict[str, frozenset[str]]


def _blank(text: str, mentions: list[Mention]) -> str:
    """`text` with the mentions' spans replaced by as many stops that no pattern reads."""
    pieces, position = [], 0
    for mention in mentions:
        if mention.start >= position:
            pieces += [text[position : mention.start], "\x00" * (mention.end - mention.start)]
            position = mention.end
    return "".join([*pieces, text[position:]])


def split_value(value: str) -> tuple[str, str]:
    """`25 km` → (`25`, `km`); `12.5%` → (`12.5`, `%`)."""
    match = VALUE.fullmatch(value)
    return (match["number"], match["unit"] or "") if match else (value, "")


@lru_cache(maxsize=16)
def read(text: str, language: str) -> Reading:
    """Every value of `text`, read in the way of `language`. Linear in the length of `text`.

    Blocks between blank lines are read once for the process while they are in the cache, so that an article
    of which one paragraph was rewritten costs one paragraph.
    """
    blocks = text.split("\n\n")
    if len(blocks) == 1:
        return _read_block(text, language)
    offset = 0
    placed: list[tuple[int, Reading]] = []
    for block in blocks:
        placed.append((offset, _read_block(block, language)))
        offset += len(block) + 2
    units: dict[str, set[str]] = {}
    for _, reading in placed:
        for number, found in reading.units.items():
            units.setdefault(number, set()).update(found)
    return Reading(
        text=text,
        dates=tuple(mention.moved(by) for by, reading in placed for mention in reading.dates),
        times=tuple(mention.moved(by) for by, reading in placed for mention in reading.times),
        numbers=tuple(mention.moved(by) for by, reading in placed for mention in reading.numbers),
        quotations=tuple(quotation.moved(by) for by, reading in placed for quotation in reading.quotations),
        links=tuple(mention.moved(by) for by, reading in placed for mention in reading.links),
        folded="\n\n".join(reading.folded for _, reading in placed),
        units={number: frozenset(found) for number, found in units.items()},
    )


@lru_cache(maxsize=8192)
def _read_block(text: str, language: str) -> Reading:
    links = [Mention("link", m.group(), m.start(), m.end(), (m.group(),)) for m in URL.finditer(text)]
    rest = _blank(text, links)
    dates = find_dates(rest, language)
    rest = _blank(rest, dates)
    times = find_times(rest, language)
    rest = _blank(rest, [mention for mention in times if mention.firm])
    numbers = find_numbers(rest, language)
    return Reading(
        text=text,
        dates=tuple(dates),
        times=tuple(times),
        numbers=tuple(numbers),
        quotations=tuple(find_quotations(text)),
        links=tuple(links),
        folded=fold(text),
        units=_units(dates, times, numbers),
    )


def _units(dates: list[Mention], times: list[Mention], numbers: list[Mention]) -> dict[str, frozenset[str]]:
    """Each number of a text → the units it stands with; hours and years are numbers too."""
    units: dict[str, set[str]] = {}
    for mention in numbers:
        for value in mention.readings:
            number, unit = split_value(value)
            units.setdefault(number, set()).add(unit)
    for mention in times:
        hour, minute = mention.readings[0].split(":")
        if minute == "00":
            units.setdefault(str(int(hour)), set()).add("hour")
    for mention in dates:
        for value in mention.readings:
            year = value.partition("-")[0]
            if year:
                units.setdefault(year, set()).add("year")
    return {number: frozenset(found) for number, found in units.items()}


def _converted(number: str, unit: str) -> list[tuple[str, str]]:
    """The same measure in other units of its scale; French counts 8 days to a week and 15 to two."""
    same = []
    for scale in SCALES:
        if unit in scale and len(number) <= LONGEST_MEASURE:
            base = Decimal(number) * scale[unit]
            same += [(canonical(base / size), other) for other, size in scale.items() if other != unit]
    return same + FRENCH_WEEKS.get((number, unit), [])


def holds_number(reading: Reading, value: str) -> bool:
    """True when the number stands in the text with the same unit, or with none."""
    number, unit = split_value(value)
    for candidate, wanted in [(number, unit), *_converted(number, unit)]:
        units = reading.units.get(candidate)
        same = candidate == number
        if units and (not wanted or wanted in units or (same and "" in units)):
            return True
    negative = number.startswith("-") and number[1:] in reading.units
    return bool(negative)


def holds_date(reading: Reading, value: str) -> bool:
    """True when a date of the text names the same day or month and does not name another year."""
    year, month, day = _date_parts(value)
    for mention in reading.dates:
        for other in mention.readings:
            other_year, other_month, other_day = _date_parts(other)
            if month == other_month and day in ("", other_day) and (not year or other_year in ("", year)):
                return True
    return False


def _date_parts(value: str) -> tuple[str, str, str]:
    """(year, month, day), empty strings for what is not named."""
    if value.startswith("--"):
        month, _, day = value[2:].partition("-")
        return "", month, day
    parts = [*value.split("-"), "", ""]
    return parts[0], parts[1], parts[2]


def holds_time(reading: Reading, value: str) -> bool:
    """True when the time of day stands in the text; `14:00` also as a bare hour."""
    if any(value in mention.readings for mention in reading.times):
        return True
    hour, minute = value.split(":")
    return minute == "00" and str(int(hour)) in reading.units
