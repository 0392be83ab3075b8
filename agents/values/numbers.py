"""Numbers in a text: digits in any locale's writing, words, magnitudes, percentages, amounts, units."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from text_to_num import text2num  # type: ignore[import-untyped]

from agents.domain import FactKind
from agents.values.mention import LANGUAGES, Mention, alternatives, language_data, primary

SHORT_MAGNITUDES = {"k": "1e3", "m": "1e6", "mn": "1e6", "bn": "1e9", "md": "1e9", "b": "1e9"}
SPACES = " \u00a0\u202f\u2009"
DIGITS = (
    rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?"
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}\.\d{3},\d+|\d{1,3},\d{3}\.\d+"
    r"|\d+(?:[.,]\d+)?"
)
LARGEST_SMALL_WORD = 12
LONGEST_NUMBER = 25
"""Characters: longer runs of digits are keys and checksums, no values."""
LONGEST_RANGE = 20
"""Characters between the two numbers of a range."""
DECADE_BEFORE = re.compile(r"(?:années|años|anni|jaren|anos)\s['’]?$", re.IGNORECASE)
CENTURY_WORD = re.compile(r"(?:Due|Tre|Quattro|Cinque|Sei|Sette|Otto|Nove)cento")
ROMAN = re.compile(
    r"(?<![\w’'])(?P<roman>[IVX]{1,6})(?P<suffix>er|e|ème|º|\.)?(?![\w’'])"
    r"(?P<century>\s+(?:siècles?|century|[Jj]ahrhunderts?|secolo|siglo|século|eeuw))?|"
    r"(?:[Ss]iglo|[Ss]ecolo|[Ss]éculo)\s+(?P<after>[IVX]{1,6})(?![\w’'])",
)


def canonical(number: Decimal) -> str:
    """`25000`, `12.5`: no exponent, no trailing zeros."""
    return format(number.normalize(), "f") if number else "0"


def read_digits(written: str, decimal: str) -> list[Decimal]:
    """Every number `written` can stand for, the one usual where `decimal` is the decimal sign first.

    An empty `decimal` means that the sign is not known.

    `25.000` is 25000 and 25 in German order, 25 and 25000 in English order.
    """
    compact = re.sub(rf"[{SPACES}'’]", "", written)
    separators = [character for character in compact if character in ".,"]
    if not separators:
        return [Decimal(compact)]
    if len(set(separators)) == 2:
        return [Decimal(compact.replace(separators[0], "").replace(separators[-1], "."))]
    separator = separators[0]
    if len(separators) > 1:
        return [Decimal(compact.replace(separator, ""))]
    fraction = Decimal(compact.replace(separator, "."))
    whole_part, decimals = compact.split(separator)
    if len(decimals) != 3 or len(whole_part) > 3 or whole_part.startswith("0"):
        return [fraction]
    grouped = Decimal(compact.replace(separator, ""))
    return [fraction, grouped] if separator == decimal else [grouped, fraction]


@cache
def _units() -> dict[str, str]:
    """Written form in lower case → unit; symbols that differ by case keep theirs."""
    data = language_data("units")
    return {form.lower(): unit for group in data.values() for unit, forms in group.items() for form in forms}


@cache
def _symbols() -> dict[str, frozenset[str]]:
    """Unit symbols of one or two letters by their lower case: `Go` is a unit and `go` a word."""
    forms = [form for names in language_data("units")["units"].values() for form in names if len(form) <= 2]
    return {form.lower(): frozenset(f for f in forms if f.lower() == form.lower()) for form in forms}


def currencies() -> frozenset[str]:
    """The currency codes the ledger knows; `ct` is the hundredth of any of them."""
    return frozenset(language_data("units")["currencies"])


def _word_run(data: dict[str, Any]) -> str:
    stems = alternatives(data["words"])
    word = f"(?:{stems})++" if data["compound"] else f"(?:{stems})"
    joins = "".join(rf"|[{SPACES}-]{join}[{SPACES}-]" for join in data["joins"])
    return rf"{word}(?![^\W\d_])(?:(?:[{SPACES}-]{joins}){word}(?![^\W\d_]))*"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    data = language_data("numbers")[language]
    currency_forms = [form for forms in language_data("units")["currencies"].values() for form in forms]
    symbols = "€|US\\$|R\\$|\\$|£|¥|EUR|USD|CHF|GBP|BRL|JPY|PLN|SEK|Fr\\."
    units = alternatives([*_units()])
    magnitudes = alternatives([*data["magnitudes"]])
    percent = "|".join(data["percent"])
    short = "|".join(sorted(SHORT_MAGNITUDES, key=len, reverse=True))
    of = f"(?:{data['of']})?" if data["of"] else ""
    return re.compile(
        rf"(?<![\w.,])(?P<before>(?:{symbols})[{SPACES}]?)?"
        rf"(?P<sign>(?<![\w)\]])[-−](?=\d))?"
        rf"(?:(?P<digits>{DIGITS})|(?P<words>{_word_run(data)}))"
        rf"(?:(?P<ordinal>{data['ordinal_suffix']}|er|s|['’]s)(?![^\W_])|"
        rf"(?:[{SPACES}]?(?:(?P<magnitude>{magnitudes})(?![^\W_])\.?"
        rf"|(?P<short>{short})(?:(?![^\W_])|(?=[€$£]))))?"
        rf"(?:[{SPACES}-]?(?P<percent>%|{percent})(?![^\W_])"
        rf"|[{SPACES}'’-]?{of}(?P<unit>{alternatives(currency_forms)}|{units})(?![^\W_]))?)"
        r"(?![^\W_])",
        re.IGNORECASE,
    )


@cache
def _loose_words(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Ordinals and words like "half": they prove a number is there but are never asked for."""
    data = language_data("numbers")[language]
    values = {**data["soft"], **{word: str(value) for word, value in data["ordinals"].items()}}
    ending = data["ordinal_ending"] or "s?"
    pattern = rf"(?<!\w)(?P<word>{alternatives([*values])}){ending}(?!\w)"
    return re.compile(pattern, re.IGNORECASE), {word.lower(): value for word, value in values.items()}


@lru_cache(maxsize=4096)
def _spelled(written: str, language: str, *, elided: bool) -> Decimal | None:
    """The value of a number in words; an `elided` one has lost the vowel it ends in (`vent'anni`)."""
    data = language_data("numbers")[language]
    if written in data["extra"]:
        return Decimal(data["extra"][written])
    for ending in ("", *(data["elided"] if elided else "")):
        try:
            return Decimal(text2num(written + ending, language))
        except (ValueError, InvalidOperation):
            continue
    return None


def _is_decade(match: re.Match[str], number: Decimal) -> bool:
    """`1990er`, `1990s`, `the '90s`, `années 90`, `años noventa`: a decade of the last century or its last digits."""
    if number % 10 or not (20 <= number <= 90 or 1920 <= number <= 1990):
        return False
    marked = (match["ordinal"] or "").strip("'’").lower() in ("er", "s")
    return marked or bool(DECADE_BEFORE.search(match.string[max(0, match.start() - 12) : match.start()]))


def _one(match: re.Match[str], language: str, data: dict[str, Any]) -> Mention | None:
    groups = match.groupdict()
    if groups["short"] and not (groups["before"] or groups["unit"] in ("€", "$", "£")):
        return None
    if groups["words"]:
        elided = match.string[match.end("words") : match.end("words") + 1] in ("'", "’")
        number = _spelled(groups["words"].lower(), language, elided=elided)
        if number is None:
            return None
        numbers = [number]
    elif len(groups["digits"]) > LONGEST_NUMBER:
        return None
    else:
        numbers = read_digits(groups["digits"], data["decimal"])
    factor = Decimal(1)
    if groups["magnitude"]:
        factor = Decimal(data["magnitudes"][re.sub(rf"[{SPACES}]", " ", groups["magnitude"].lower())])
        numbers = numbers[:1]
    elif groups["short"]:
        factor = Decimal(SHORT_MAGNITUDES[groups["short"].lower()])
    if not (factor != 1 or groups["percent"] or groups["unit"] or groups["before"]) and _is_decade(match, numbers[0]):
        numbers = [numbers[0], numbers[0] % 100 or numbers[0], 1900 + numbers[0] % 100]
    sign = -1 if groups["sign"] else 1
    kind: FactKind = "number"
    suffix = ""
    end = match.end()
    if groups["unit"] and groups["unit"] not in _symbols().get(groups["unit"].lower(), groups["unit"]):
        end, groups["unit"] = match.start("unit"), None
    unit_form = groups["unit"] or (groups["before"] or "").strip()
    if groups["percent"]:
        kind, suffix = "percentage", "%"
    elif unit_form:
        unit = _units()[re.sub(rf"[{SPACES}]", " ", unit_form.lower())]
        kind = "amount" if unit in currencies() else "number"
        suffix = f" {unit}"
    readings = tuple(f"{canonical(number * factor * sign)}{suffix}" for number in numbers)
    small_word = groups["words"] and numbers[0] <= LARGEST_SMALL_WORD and not groups["magnitude"]
    if groups["words"] and CENTURY_WORD.fullmatch(groups["words"]):
        return Mention(kind, match.group(), match.start(), end, readings, True, False)
    firm = not small_word or (bool(suffix) and numbers[0] > 1)
    text = match.string[match.start() : end].rstrip(f".{SPACES}")
    return Mention(kind, text, match.start(), end, readings, bool(groups["words"]), firm)


@cache
def _range(language: str) -> re.Pattern[str]:
    joins = "|".join(re.escape(word) for word in language_data("numbers")[language]["range"])
    return re.compile(rf"[{SPACES}]?(?:[-–—]|{joins})[{SPACES}]?(?:à\s|a\s)?", re.IGNORECASE)


def _share_units(text: str, mentions: list[Mention], language: str) -> list[Mention]:
    """`10 bis 15 Prozent`: the first number of a range takes the unit of the second."""
    between = _range(language)
    shared = list(mentions)
    for index, (first, second) in enumerate(pairwise(mentions)):
        if second.start - first.end > LONGEST_RANGE:
            continue
        if first.kind != "number" or not first.readings[0].lstrip("-").replace(".", "").isdigit():
            continue
        suffix = re.sub(r"^-?[\d.]+", "", second.readings[0])
        if suffix and between.fullmatch(text[first.end : second.start]):
            readings = (*(f"{value}{suffix}" for value in first.readings), *first.readings)
            shared[index] = Mention(
                second.kind, first.text, first.start, first.end, readings, first.spelled, first.firm
            )
    return shared


def _roman(match: re.Match[str]) -> Mention | None:
    letters = match["roman"] or match["after"]
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters]
    total = sum(-a if a < b else a for a, b in pairwise([*values, 0]))
    certain = bool(match["century"] or match["after"])
    if not certain and len(letters) == 1 and not match["suffix"]:
        return None
    return Mention("number", match.group(), match.start(), match.end(), (str(total),), firm=certain)


def find_numbers(text: str, language: str) -> list[Mention]:
    """All numbers of `text`, in order of place.

    In a language without data English words are read, and three digits behind a separator are thousands.
    """
    known = primary(language) in LANGUAGES
    language = primary(language) if known else "en"
    data = language_data("numbers")[language]
    data = data if known else {**data, "decimal": ""}
    found = [mention for match in _pattern(language).finditer(text) if (mention := _one(match, language, data))]
    firm = _share_units(text, found, language)
    loose_pattern, loose_values = _loose_words(language)
    loose = [
        Mention("number", m.group(), m.start(), m.end(), (loose_values[m["word"].lower()],), True, False)
        for m in loose_pattern.finditer(text)
    ]
    roman = [mention for match in ROMAN.finditer(text) if (mention := _roman(match))]
    return sorted([*firm, *loose, *roman], key=lambda mention: mention.start)
