"""How far code agrees with the people who wrote a dataset: `python -m evals.datasets.agreement [DATASET]`.

For each fact that a person wrote down: does the ledger that code draws from the same source hold it? For each
request: does code read the language and the lengths that were meant, before any model is asked?
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table

from agents.asked.parse import BriefFlags, parse_request
from agents.domain import Fact
from agents.ledger import NAMES, draw_ledger
from agents.reading.intake import parse_source
from agents.values.places import fold
from evals.datasets.loading import ExpectedFact, Item, load
from knowledge.errors import InputError

Extent = Literal["whole", "part", "none"]

_WORD = re.compile(r"\w+")
_ZEROS = re.compile(r"(?<=\.)(\d*?)0+(?!\d)")


@dataclass(frozen=True)
class Match:
    """A fact as a person wrote it, and how much of it the ledger holds; `spoken` is False for a lost speaker."""

    fact: ExpectedFact
    extent: Extent
    spoken: bool = True


def compare(item: Item) -> list[Match]:
    """Each fact of `item.expected` against `draw_ledger` of the item's source."""
    ledger = draw_ledger(parse_source(item.source))
    return [_match(fact, ledger) for fact in item.expected.facts]


def _match(fact: ExpectedFact, ledger: list[Fact]) -> Match:
    drawn = next((one for one in ledger if extent(fact, one) == "whole"), None)
    if drawn:
        return Match(fact, "whole", not fact.speaker or fold(drawn.speaker or "") == fold(fact.speaker))
    return Match(fact, "part" if any(extent(fact, one) == "part" for one in ledger) else "none")


def extent(fact: ExpectedFact, drawn: Fact) -> Extent:
    """How much of the person's fact the ledger's fact holds.

    Values are compared without the unit the ledger adds (`18 mw` and `18`). Of a name the ledger may hold a part:
    `Aldermoor` of `University of Aldermoor`. Of a long quotation a person may have written down one sentence, and
    the ledger holds each sentence by itself.
    """
    if _family(fact.kind or drawn.kind) != _family(drawn.kind):
        return "none"
    if fact.value:
        return "whole" if _plain(fact.value) in (_plain(drawn.value), _plain(drawn.value.split(" ")[0])) else "none"
    ours, theirs = (f" {' '.join(_WORD.findall(fold(text)))} " for text in (fact.text, drawn.text))
    if ours in theirs or (theirs in ours and drawn.kind == "quote"):
        return "whole"
    return "part" if theirs in ours else "none"


def _family(kind: str) -> str:
    return "name" if kind in NAMES else "value" if kind not in ("quote", "link") else kind


def _plain(value: str) -> str:
    """The value without trailing zeros of its decimals: `54.90 EUR` is `54.9 EUR`."""
    return _ZEROS.sub(r"\1", value).replace(". ", " ").removesuffix(".")


def misread(item: Item) -> str:
    """How code's reading of the request differs from what was meant; empty when it does not."""
    expected = item.expected
    meant = {"language": expected.language, "min_words": expected.min_words, "max_words": expected.max_words}
    try:
        asked = parse_request(item.request, BriefFlags())
    except InputError as error:
        return str(error)
    got = {name: getattr(asked, name) for name in meant}
    return ", ".join(f"{name} {got[name]}, meant {value}" for name, value in meant.items() if got[name] != value)


def main() -> None:
    """Print both agreements, kind by kind, and every disagreement."""
    items = load(sys.argv[1] if len(sys.argv) > 1 else "articles")
    matches = {item.id: compare(item) for item in items}
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(_table([match for found in matches.values() for match in found]))
    for name, found in matches.items():
        for match in found:
            if match.extent != "whole" or not match.spoken:
                what = "without its speaker" if match.extent == "whole" else f"in the ledger: {match.extent}"
                console.print(f"{name}: {match.fact.kind} “{match.fact.text}”: {what}")
    readings = {item.id: misread(item) for item in items}
    for name, difference in readings.items():
        if difference:
            console.print(f"{name}: request: {difference}")
    console.print(f"{sum(not text for text in readings.values())} of {len(items)} requests are read as meant by code.")


def _table(matches: list[Match]) -> Table:
    table = Table("kind", "facts by hand", "whole in the ledger", "share", "in part", "without speaker")
    kinds = Counter(str(match.fact.kind) for match in matches)
    for kind in [*sorted(kinds), "all"]:
        of = [match for match in matches if kind in ("all", str(match.fact.kind))]
        whole = sum(match.extent == "whole" for match in of)
        part = sum(match.extent == "part" for match in of)
        share = f"{whole / len(of):.3f}" if of else "-"
        lost = sum(not match.spoken for match in of)
        table.add_row(kind, str(len(of)), str(whole), share, str(part), str(lost))
    return table


if __name__ == "__main__":
    main()
