"""Dates in a text, with month names from the CLDR data that Babel carries.

Values are ISO 8601: `2024-05-03`, `2024-05`, `--05-03` when no year is named, `--05` for a month alone.
"""

import re
from datetime import date
from functools import cache

from babel import Locale

from agents.values.mention import DIGIT, LANGUAGES, Mention, language_data, primary

ISO = re.compile(r"(?<![\w.-])(?P<y>[12]\d{3})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
NUMERIC = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[./-])[ \u00a0\u202f]?(?P<b>\d{1,2})(?P=sep)[ \u00a0\u202f]?"
    r"(?P<y>[12]\d{3}|\d{2})(?![\w/-]|\.\d)"
)
DAY_MONTH_DE = re.compile(r"(?<![\w./-])(?P<a>\d{1,2})\.[ \u00a0]?(?P<b>0?[1-9]|1[0-2])\.(?!\d)")
SPACE = "[ \u00a0\u202f]"


@cache
def months(language: str, *, short: bool = True) -> dict[str, int]:
    """Month names, with abbreviations when `short`, in lower case, without final stops, to 1-12."""
    locale = Locale(language)
    names: dict[str, int] = dict(language_data("dates")[language]["extra_months"]) if short else {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated") if short else ("wide",):
            for number, name in locale.months[context][width].items():
                names[name.lower().rstrip(".")] = number
    return names


def _month(language: str, short: bool) -> str:
    """English and German write months with a capital: without it, `may` and `march` are verbs."""
    names = sorted(map(re.escape, months(language, short=short)), key=len, reverse=True)
    if language in ("en", "de"):
        return f"(?-i:{'|'.join(name.title() for name in names)})"
    return "|".join(names)


@cache
def _named_month(language: str) -> re.Pattern[str]:
    """A month, which all patterns but the first need: to look for it alone costs a fifth."""
    initials = "".join(sorted({name[0] for name in months(language)}))
    return re.compile(rf"\b(?=[{initials}])(?:{_month(language, True)})(?!\w)", re.IGNORECASE)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    data = language_data("dates")[language]
    month, long_month = (_month(language, short) for short in (True, False))
    of = f"(?:{data['of']})?" if data["of"] else ""
    year = rf"(?:,?{SPACE}(?:de{SPACE}|del{SPACE}|of{SPACE})?(?P<y>[12]\d{{3}})(?![\d.,]*\d))?"
    suffix = r"(?:\.º|er|re|ère|e|st|nd|rd|th|º|ª|°|\.)?"
    first = "|".join(data["first"]) or r"(?!)"
    article = r"(?:(?:el|il|le|the|den|dem|dia|o)[ \u00a0])?"
    between = rf"(?:{SPACE}?[-–—/]{SPACE}?|{SPACE}(?:{data['range']}){SPACE})"
    earlier = rf"(?:(?P<d0>\d{{1,2}}){suffix}{between}{article})?"
    day_first = (
        rf"(?<![\w.,]){earlier}(?:(?P<d>\d{{1,2}}){suffix}|(?P<first>{first}))(?:{SPACE}|(?=de))"
        rf"(?:{of})(?P<m>{month})(?!\w)\.?{year}"
    )
    month_first = (
        rf"(?<!\w)(?P<m>{month})\.?{SPACE}(?P<d0>\d{{1,2}}){suffix}(?:{SPACE}?[-–—]{SPACE}?(?P<d>\d{{1,2}})"
        rf"{suffix})?(?![\d.,:]*\d)(?!{SPACE}*(?:%|[ap]\.?m)){year}"
    )
    month_year = rf"(?<!\w)(?P<m>{month})\.?{SPACE}(?:de{SPACE}|del{SPACE}|of{SPACE})?(?P<y>[12]\d{{3}})(?![\d.,]*\d)"
    introduced = rf"(?<!\w)(?<!\bR[ií]o )(?:{data['in']})(?:{SPACE}|-|(?<=['’]))"
    month_alone = rf"(?P<introduced>{introduced})?(?<!\w)(?P<m>{long_month})(?!\w|\.?{SPACE}(?:de |of )?\d)"
    parts = (
        [day_first, month_first, month_year, month_alone] if language == "en" else [day_first, month_year, month_alone]
    )
    return tuple(re.compile(part, re.IGNORECASE) for part in parts)


def _iso(day: int, month: int, year: str | None) -> str | None:
    try:
        date(int(year) if year else 2024, month, day)
    except ValueError:
        return None
    return f"{int(year):04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _full_year(written: str) -> str:
    return written if len(written) == 4 else f"20{written}" if int(written) < 50 else f"19{written}"


def _numeric(text: str, language: str) -> list[Mention]:
    found = []
    for match in ISO.finditer(text):
        value = _iso(int(match["d"]), int(match["m"]), match["y"])
        if value:
            found.append(Mention("date", match.group(), match.start(), match.end(), (value,)))
    for match in NUMERIC.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), _full_year(match["y"])
        orders = [(a, b), (b, a)] if match["sep"] == "/" or language == "en" else [(a, b)]
        readings = [value for day, month in orders if (value := _iso(day, month, year))]
        if language == "en" and match["sep"] == "/":
            readings.reverse()
        if readings:
            unique = tuple(dict.fromkeys(readings))
            found.append(Mention("date", match.group(), match.start(), match.end(), unique))
    if language == "de":
        for match in DAY_MONTH_DE.finditer(text):
            value = _iso(int(match["a"]), int(match["b"]), None)
            if value:
                found.append(Mention("date", match.group(), match.start(), match.end(), (value,)))
    return found


def _named(match: re.Match[str], language: str) -> list[Mention]:
    groups = match.groupdict()
    month = months(language)[groups["m"].lower()]
    days = [int(groups[name]) for name in ("d0", "d") if groups.get(name)]
    if groups.get("first"):
        days.append(1)
    if days:
        values = [_iso(day, month, groups.get("y")) for day in days]
    else:
        values = [f"{groups['y']}-{month:02d}" if groups.get("y") else f"--{month:02d}"]
    alone = not days and not groups.get("y")
    start = match.start("m") if alone else match.start()
    text = match.group()[start - match.start() :].rstrip(".")
    firm = not alone or bool(groups["introduced"])
    return [Mention("date", text, start, match.end(), (value,), firm=firm) for value in values if value]


def find_dates(text: str, language: str) -> list[Mention]:
    """All dates of `text` that name a month, in order of place; years alone are numbers.

    A month alone is firm behind a word such as `in` or `since`: without one it may be a name or a verb.
    """
    language = primary(language)
    language = language if language in LANGUAGES else "en"
    found = _numeric(text, language) if DIGIT.search(text) else []
    day_first, *others = _patterns(language)
    for pattern in (day_first, *others) if _named_month(language).search(text) else (day_first,):
        for match in pattern.finditer(text):
            found.extend(_named(match, language))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        inside = kept and mention.start < kept[-1].end
        if not inside or (mention.start, mention.end) == (kept[-1].start, kept[-1].end):
            kept.append(mention)
    return kept
