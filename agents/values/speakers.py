"""Who speaks a quotation: the person named in the words that introduce it or follow it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from agents.values.mention import Mention
from agents.values.places import fold
from agents.values.quotes import Quotation

BEFORE, AFTER = 160, 120
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bDr)(?<!\bProf)(?<!\bM)(?<!\bMr)(?<!\bMrs)(?<!\bSr)(?<!\bSra)[.!?]\s")


def attribution(text: str, quotation: Quotation, quotations: Sequence[Quotation]) -> tuple[str, str]:
    """The words before and after a quotation, up to the end of the sentence or the next quotation."""
    place = bisect_left(quotations, quotation.start, key=lambda other: other.start)
    earlier = quotations[place - 1].end if place else 0
    later = quotations[place + 1].start if place + 1 < len(quotations) else len(text)
    before = text[max(earlier, quotation.start - BEFORE) : quotation.start].rpartition("\n")[2]
    after = text[quotation.end : min(later, quotation.end + AFTER)].partition("\n")[0]
    start = max((match.end() for match in SENTENCE_END.finditer(before)), default=0)
    if re.match(r"\s*[A-ZÀ-Þ]", after) and re.search(r"[.!?…]$", quotation.text):
        after = ""
    end = SENTENCE_END.search(after)
    return before[start:], after[: end.start()] if end else after


def speakers(
    text: str, quotation: Quotation, quotations: Sequence[Quotation], people: Sequence[Mention], known: Sequence[str]
) -> list[str]:
    """Names in the attribution of `quotation`, the likeliest speaker first; empty when nobody is named.

    `people` are the persons found in the text, `known` full names of which a surname alone counts too.
    """
    names = {fold(person.text): person.text for person in people}
    for name in known:
        names.setdefault(fold(name), name)
        names.setdefault(fold(name).split()[-1], name)
    before, after = attribution(text, quotation, quotations)
    found: list[tuple[int, int, str]] = []
    for rank, part in enumerate((after, before)):
        folded = f" {fold(part)}"
        for form, name in names.items():
            at = folded.find(form)
            if at > 0 and not folded[at - 1].isalnum():
                found.append((rank, -at if part is before else at, name))
    return list(dict.fromkeys(name for _, _, name in sorted(found)))
