"""How long the article shall be: numbers of words and the qualifiers around them."""

from dataclasses import dataclass
from typing import Literal

from text_to_num import text2num  # type: ignore[import-untyped]

from agents.asked.reading import Reading
from agents.reading.language import SUPPORTED
from knowledge.errors import InputError

MAX_WORDS = 20_000
"""Longest article that can be asked for."""

ABOUT = 0.10
"""“About 500 words” and “500 words” allow this share less and more."""

LEAST_BARE = 100
"""A number without the word “words” is a length only from here on, behind “at least” and the like or alone."""

_QUALIFIERS: tuple[Literal["min", "max", "about", "exact"], ...] = ("min", "max", "about", "exact")
_REACH = 5
_RANGE_MARKS = frozenset("-–—")


@dataclass(frozen=True)
class Length:
    """One length the request names, in words."""

    least: int | None
    greatest: int | None
    written: str
    is_loose: bool = False


def read_lengths(reading: Reading) -> list[Length]:
    """All lengths named in the request, in reading order; their tokens are marked as understood.

    Raises:
        InputError: A length of no words, or of more than `MAX_WORDS`.
    """
    found: list[Length] = []
    index = 0
    while index < len(reading.tokens):
        length, after = _length_at(reading, index)
        if length:
            found.append(length)
        index = max(index + 1, after)
    for length in found:
        _check(length)
    return found


def combine(lengths: list[Length], assumptions: list[str]) -> tuple[int | None, int | None]:
    """Least and greatest number of words. Firm bounds beat loose ones, the strictest of several holds.

    Raises:
        InputError: The bounds contradict each other.
    """
    firm = [length for length in lengths if not length.is_loose] or lengths
    loose = [length for length in lengths if length.is_loose and length not in firm]
    if len({(length.least, length.greatest) for length in loose or firm if length.is_loose}) > 1:
        named = " and ".join(f"“{length.written}”" for length in lengths)
        raise InputError(f"The request names different lengths: {named}. Name one.")
    least = max((length.least for length in firm if length.least is not None), default=None)
    greatest = min((length.greatest for length in firm if length.greatest is not None), default=None)
    if least is not None and greatest is not None and least > greatest:
        raise InputError(
            f"The request asks for at least {least} and at most {greatest} words, which no text can have. "
            "Name one of them, or a range."
        )
    for length in loose:
        assumptions.append(f"“{length.written}” gives way to the bounds the request also names.")
    for length in firm if not loose else []:
        if length.is_loose:
            assumptions.append(f"“{length.written}” was read as {length.least} to {length.greatest} words.")
    bounds = [(length.least, length.greatest) for length in firm]
    if len(set(bounds)) > 1 and (
        len({b[0] for b in bounds if b[0] is not None}) > 1 or len({b[1] for b in bounds if b[1] is not None}) > 1
    ):
        assumptions.append("The request names several lengths; the strictest bounds hold.")
    return least, greatest


def _length_at(reading: Reading, index: int) -> tuple[Length | None, int]:
    tokens = reading.tokens
    number, size = _number(reading, index)
    if number is None:
        return None, 0
    after = index + size
    second, after = _range_end(reading, index, after)
    unit_at = _skip(reading, after)
    unit = _unit(reading, unit_at)
    qualifier, start = _before(reading, index)
    label = _label_before(reading, start)
    if not unit:
        named = qualifier in ("min", "max") or label < start or _fills_its_clause(reading, start, after)
        if not named or number < LEAST_BARE or not _stands_alone(reading, after) or not tokens[index].is_number:
            return None, 0
        end = after
    else:
        end = unit_at + unit
    end, trailing = _after(reading, end)
    qualifier = qualifier or trailing
    between = reading.ends("between", start) if second is not None else 0
    start -= between
    start = _label_before(reading, start)
    reading.use(start, end - start)
    written = reading.text[tokens[start].start : tokens[end - 1].end]
    return _bounds(number, second, qualifier, written), end


def _bounds(number: int, second: int | None, qualifier: str, written: str) -> Length:
    if second is not None:
        return Length(min(number, second), max(number, second), written)
    if qualifier == "min":
        return Length(number, None, written)
    if qualifier == "max":
        return Length(None, number, written)
    if qualifier == "exact":
        return Length(number, number, written)
    return Length(round(number * (1 - ABOUT)), round(number * (1 + ABOUT)), written, is_loose=True)


def _number(reading: Reading, index: int) -> tuple[int | None, int]:
    token = reading.tokens[index]
    if token.is_number:
        digits = "".join(c for c in token.text if c.isdecimal())
        if len(digits) > 9:
            raise InputError(f"The request names the number {digits[:12]}…, which is no length of an article.")
        following = reading.tokens[index + 1 : index + 4]
        if following and following[0].norm == "k":
            return int(digits) * 1000, 2
        if len(following) > 1 and following[0].text in ".," and following[1].is_number:
            if following[1].start != token.end + 1:
                return int(digits), 1
            if following[-1].norm == "k":
                return round(float(f"{digits}.{following[1].text}") * 1000), 4
            return None, 1
        return int(digits), 1
    return _spelled(reading, index)


def _spelled(reading: Reading, index: int) -> tuple[int | None, int]:
    """A number written in words, when the word for “words” follows within six tokens."""
    tokens = reading.tokens
    if not tokens[index].is_word or (index and tokens[index - 1].is_word and reading.ends("unit", index)):
        return None, 0
    for size in range(min(6, len(tokens) - index - 1), 0, -1):
        run = tokens[index : index + size]
        if not _unit(reading, index + size) or not all(token.is_word or token.text == "-" for token in run):
            continue
        written = " ".join(token.text.lower() for token in run if token.is_word)
        for language in SUPPORTED:
            try:
                value = int(text2num(written, language))
            except ValueError:
                continue
            if value >= 20:
                return value, size
    return None, 0


def _range_end(reading: Reading, index: int, after: int) -> tuple[int | None, int]:
    tokens = reading.tokens
    if after + 1 < len(tokens) and tokens[index].is_number:
        joint = 1 if tokens[after].text in _RANGE_MARKS else reading.match("range", after)
        if joint and after + joint < len(tokens) and tokens[after + joint].is_number:
            number, size = _number(reading, after + joint)
            if number is not None and (number >= LEAST_BARE or _unit(reading, after + joint + size)):
                return number, after + joint + size
    return None, after


def _skip(reading: Reading, index: int) -> int:
    """Past what may stand between a number and its unit: `700-word`, `700+ words`, `1000 (at least) words`."""
    while index < len(reading.tokens) and reading.tokens[index].text in "+-–":
        index += 1
    return index


def _unit(reading: Reading, index: int) -> int:
    if index >= len(reading.tokens):
        return 0
    length = reading.match("unit", index)
    if not length and reading.tokens[index].norm in ("w", "mots", "wrd", "wrds"):
        return 1
    return length


def _before(reading: Reading, index: int) -> tuple[Literal["min", "max", "about", "exact", ""], int]:
    """The qualifier in front of a number and where it starts."""
    at = index
    for _ in range(_REACH):
        sizes = {kind: reading.ends(f"{kind}_before", at) for kind in _QUALIFIERS}
        longest = max(_QUALIFIERS, key=lambda kind: sizes[kind])
        if sizes[longest]:
            return longest, at - sizes[longest]
        if at == 0:
            break
        mark = reading.tokens[at - 1].text
        if mark in (">", "≥"):
            return "min", at - 1
        if mark in ("<", "≤"):
            return "max", at - 1
        if mark in ("~", "≈"):
            return "about", at - 1
        label = reading.ends("length_label", at) or reading.ends("unit", at)
        if label:
            at -= label
        elif mark in ":=." or reading.tokens[at - 1].norm in ("of", "a", "de", "d", "di", "von", "van", "is", "the"):
            at -= 1
        else:
            break
    return "", index


def _label_before(reading: Reading, start: int) -> int:
    at = start
    while at and reading.tokens[at - 1].text in ":=":
        at -= 1
    length = reading.ends("length_label", at)
    return at - length if length else start


def _after(reading: Reading, end: int) -> tuple[int, Literal["min", "max", "about", "exact", ""]]:
    tokens = reading.tokens
    at = end
    if at - 1 >= 0 and any(token.text == "+" for token in tokens[max(0, at - 2) : at + 1]):
        plus = end + 1 if at < len(tokens) and tokens[at].text == "+" else end
        return plus, "min"
    while at < len(tokens) and tokens[at].text in "(":
        at += 1
    if at < len(tokens):
        for kind in _QUALIFIERS:
            length = reading.match(f"{kind}_after", at)
            if length:
                return at + length, kind
    return end, ""


def _stands_alone(reading: Reading, after: int) -> bool:
    if after >= len(reading.tokens):
        return True
    token = reading.tokens[after]
    return not (token.text in "%€$£°" or reading.match("other_unit", after)) and (
        not token.is_word
        or reading.is_accounted(after)
        or any(reading.match(f"{kind}_before", after) for kind in _QUALIFIERS)
    )


def _fills_its_clause(reading: Reading, start: int, after: int) -> bool:
    tokens = reading.tokens
    return (start == 0 or tokens[start - 1].ends_clause) and (after == len(tokens) or tokens[after].ends_clause)


def _check(length: Length) -> None:
    for bound in (length.least, length.greatest):
        if bound is not None and not 0 < bound <= MAX_WORDS:
            raise InputError(
                f"“{length.written}” is no length of an article. Ask for a number of words from 1 to {MAX_WORDS:,}."
            )
