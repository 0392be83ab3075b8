"""Times of day in a text. Values are `HH:MM` on the 24-hour clock."""

import re
from functools import cache

from agents.values.mention import DIGIT, LANGUAGES, Mention, primary

SPACE = "[ \u00a0\u202f]?"
CLOCK = re.compile(
    r"(?<![\w.,:/])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?!\d|:\d|,\d)"
    rf"(?:{SPACE}(?P<half>[aApP])\.?{SPACE}[mM](?:\.|\b))?"
)
DOTTED = re.compile(r"(?<![\w.,:/+-])(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?![\w,:/]|\.\d|[ \u00a0\u202f]?[%€$£°])")
DOTTING = ("de", "en", "es", "it", "nl")
"""Languages in which `19.30` alone, as in a timetable, may be a time."""

# How each language writes an hour with or without minutes; `sure` forms cannot be a duration.
FORMS = {
    "de": [r"(?P<h>\d{1,2})(?:\.(?P<m>[0-5]\d))?{s}[uU]hr(?:{s}(?P<m2>[0-5]\d))?(?!\w)"],
    "en": [r"(?P<h>\d{1,2})(?:[.:](?P<m>[0-5]\d))?{s}(?P<half>[aApP])\.?{s}[mM](?:\.|(?!\w))"],
    "fr": [
        r"(?P<h>\d{1,2}){s}(?:h|heures?){s}(?P<m>[0-5]\d)(?!\d)",
        r"(?:\bà|\bdès|\bvers|\bavant|\baprès|\bjusqu['’]à|\bentre|\bet|\bde){s}(?P<h>\d{1,2}){s}(?:h|heures?)(?!\w|{s}[0-5]\d)",
    ],
    "es": [
        r"(?P<h>\d{1,2})[:.](?P<m>[0-5]\d){s}(?:h|horas)(?!\w)",
        r"\b(?:las|la){s}(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?(?!\d|[.,]\d)",
    ],
    "it": [
        r"\b(?:ore|alle|dalle|le|all['’]){s}(?P<h>\d{1,2})(?:[:.,](?P<m>[0-5]\d))?(?!\d|[.,]\d|\s?%)",
    ],
    "nl": [
        r"(?P<h>\d{1,2})[.:](?P<m>[0-5]\d){s}(?:uur|u)(?!\w)",
        r"\b(?:om|vanaf|rond|tot|voor|na|tussen|en){s}(?P<h>\d{1,2}){s}(?:uur|u)(?!\w)",
    ],
    "pt": [
        r"(?P<h>\d{1,2}){s}h{s}(?P<m>[0-5]\d)(?!\d)",
        r"(?:\bàs|\bas|\bdas|\baté|\bpelas){s}(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?{s}(?:h|horas?)?(?!\w|[.,]\d)",
    ],
}
AFTERNOON = re.compile(
    r"^\W{0,3}(?:de la tarde|de la noche|da tarde|da noite|del pomeriggio|di sera|della sera|"
    r"de l['’]après-midi|du soir|['’]s middags|['’]s avonds|nachmittags|abends|am nachmittag|am abend|"
    r"in the afternoon|in the evening|at night)",
    re.IGNORECASE,
)
WORDS = {
    "de": {"mittag": "12:00", "mittags": "12:00", "mitternacht": "00:00"},
    "en": {"noon": "12:00", "midday": "12:00", "midnight": "00:00"},
    "fr": {"midi": "12:00", "minuit": "00:00"},
    "es": {"mediodía": "12:00", "medianoche": "00:00"},
    "it": {"mezzogiorno": "12:00", "mezzanotte": "00:00"},
    "nl": {"middag": "12:00", "middernacht": "00:00"},
    "pt": {"meio-dia": "12:00", "meia-noite": "00:00"},
}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile((r"(?<![\w.,:/])" if form.startswith("(?P") else "") + form.replace("{s}", SPACE), re.IGNORECASE)
        for form in FORMS[language]
    )


@cache
def _words(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(WORDS[language])})(?!\w)", re.IGNORECASE)


def _mention(match: re.Match[str], text: str) -> Mention | None:
    groups = match.groupdict()
    hour, minute = int(groups["h"]), int(groups.get("m") or groups.get("m2") or 0)
    if hour > 24:
        return None
    half = (groups.get("half") or "").lower()
    later = AFTERNOON.match(text[match.end() : match.end() + 24])
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif later and hour < 12:
        hour += 12
    start = match.start("h")
    text = match.string[start : match.end()].rstrip(".") if not half else match.string[start : match.end()]
    return Mention("time", text, start, match.end(), (f"{hour % 24:02d}:{minute:02d}",))


def find_times(text: str, language: str) -> list[Mention]:
    """All times of day in `text`, in order of place; `noon` and its like, and `19.30` alone, are not firm."""
    language = primary(language)
    language = language if language in LANGUAGES else "en"
    in_digits = (*_patterns(language), CLOCK) if DIGIT.search(text) else ()
    found = [mention for pattern in in_digits for match in pattern.finditer(text) if (mention := _mention(match, text))]
    found += [
        Mention("time", m.group(), m.start(), m.end(), (WORDS[language][m.group().lower()],), True, False)
        for m in _words(language).finditer(text)
    ]
    if language in DOTTING and in_digits:
        found += [
            Mention("time", m.group(), m.start(), m.end(), (_value(m),), firm=False) for m in DOTTED.finditer(text)
        ]
    found.sort(key=lambda mention: (mention.start, -mention.end, not mention.firm))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def maybe_time(number: str) -> str | None:
    """`19:30` for the number `19.30`, which may be a time; None for one that cannot be."""
    match = DOTTED.fullmatch(number)
    return _value(match) if match else None


def _value(match: re.Match[str]) -> str:
    return f"{int(match['h']):02d}:{match['m']}"
