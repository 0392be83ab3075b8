"""Quotations in a text: where they stand, what they say, whether they are speech, and who speaks."""

import re
from dataclasses import dataclass
from functools import cache

from agents.values.mention import language_data

PAIRS = {
    "„": '“”"‟',
    "“": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‚": "‘’",
    "‘": "’",
    '"': '"',
    "”": "”",
}
LONGEST = 2000
LEAST_WORDS = 4
LEAST_WITH_VERB = 3
SURELY_SPEECH = 8
SENTENCE_END = re.compile(r"[.!?…]\W*$|[.!?…]\s")
UNMISTAKABLE = "„«“"
CLOSING = "»”“"
OPENERS = re.compile(f"[{''.join(PAIRS)}]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text between marks.

    `start` and `end` are the offsets of the marks, `direct` is speech and not a title. `closed` is false for
    speech of which one mark is missing, as when only a part of it was given: it runs to the paragraph's end.
    """

    text: str
    start: int
    end: int
    direct: bool
    closed: bool = True

    def moved(self, by: int) -> "Quotation":
        """The same quotation, `by` characters further on."""
        return Quotation(self.text, self.start + by, self.end + by, self.direct, self.closed)


def _opens(text: str, at: int) -> bool:
    """A mark opens when no letter stands before it and no blank after it (French spaces apart)."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    mark = text[at]
    if before.isalnum():
        return False
    if mark in "«‹":
        return True
    if mark in "»›”":
        return (after.isalnum() or after in "¿¡…([‚›") and before not in ".,!?…"
    return not after.isspace()


@cache
def _ends(opener: str) -> re.Pattern[str]:
    """What ends the search for the mark that closes `opener`: it, a second opener, or the paragraph."""
    return re.compile(rf"[{PAIRS[opener]}{opener}]|\n\s*\n")


def _close(text: str, at: int) -> int:
    """Offset of the mark that closes the one at `at`, in the same paragraph, or -1."""
    for match in _ends(text[at]).finditer(text, at + 1, min(len(text), at + LONGEST)):
        if match.group() not in PAIRS[text[at]]:
            return -1
        following = text[match.end() : match.end() + 1]
        if not (match.group() in "’‘" and following.isalnum()):
            return match.start()
    return -1


def _paragraph_end(text: str, at: int) -> int:
    """Offset of the end of the paragraph, or -1 when another opening mark comes first."""
    limit = min(len(text), at + LONGEST)
    again = text.find(text[at], at + 1, limit)
    end = text.find("\n\n", at + 1, limit if again < 0 else again)
    if end < 0:
        return limit if again < 0 else -1
    return end


@cache
def _verb() -> re.Pattern[str]:
    verbs = "|".join(language_data("speech").values())
    return re.compile(rf"\s*[,–—-]?\s*(?:\w+['’]?\s?){{0,2}}?(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE)


def _is_speech(inside: str, before: str, after: str) -> bool:
    """Long enough, a sentence of its own, introduced by a colon, or followed by a comma and a verb of saying."""
    words = len(re.findall(r"\w+", inside))
    if words < LEAST_WITH_VERB or (not inside.lstrip("¿¡([… ")[:1].isupper() and words < SURELY_SPEECH):
        return False
    attributed = bool((after.lstrip()[:1] in (",", "–", "—") or inside[-1] in ",!?") and _verb().match(after))
    if words < LEAST_WORDS:
        return attributed or inside.endswith(".")
    return words >= SURELY_SPEECH or attributed or bool(SENTENCE_END.search(inside)) or before.rstrip().endswith(":")


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of `text`, outermost only, and Markdown blockquotes, in order of place."""
    found: list[Quotation] = []
    position = 0
    while match := OPENERS.search(text, position):
        at = match.start()
        position = at + 1
        if not _opens(text, at):
            if not found and text[at] in CLOSING and at < LONGEST and "\n\n" not in text[:at]:
                found.append(Quotation(text[:at].strip(), 0, at + 1, direct=True, closed=False))
            continue
        end = _close(text, at)
        closed = end >= 0
        if not closed:
            end = _paragraph_end(text, at) if text[at] in UNMISTAKABLE else -1
        inside = text[at + 1 : max(end, at + 1)].strip()
        if not inside:
            continue
        direct = _is_speech(inside, text[max(0, at - 4) : at], text[end + 1 : end + 60])
        found.append(Quotation(inside, at, end + 1 if closed else end, direct, closed))
        position = end + 1
    return found
