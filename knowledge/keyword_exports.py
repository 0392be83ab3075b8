"""Keyword research as the tools export it, recognised by its headers.

Google Keyword Planner, Google Search Console, Ahrefs, Semrush, and a plain table
`keyword,language,market,volume,difficulty,intent,topic,sample`. Volume is searches per month, difficulty 0-100
as the tool gives it. Search Console counts impressions of one site, not searches, and is kept apart as such;
Keyword Planner's competition is that of advertisers, not a difficulty, and is kept under its own name.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from knowledge.errors import InputError
from knowledge.keyword_headers import NAMES
from knowledge.records import Document, Record, Scalar, Shelf, Unread, digest, primary, region
from knowledge.tables import Table, find_table, number, pick, span

INTENTS = ("informational", "commercial", "transactional", "navigational")
_LETTERS = dict(zip("ictn", INTENTS, strict=True))
_CODES = dict(zip("1032", INTENTS, strict=True))
"""Semrush's number codes: 0 commercial, 1 informational, 2 navigational, 3 transactional."""
_BUCKETS = {0, 50, 500, 5_000, 50_000, 500_000, 5_000_000}
"""What Keyword Planner writes into its file where its page shows only ranges (`5000` for 1K – 10K)."""
_MARKETS = {"UK": "GB"}
LONGEST = 120
"""Characters; what is longer is no keyphrase."""


@dataclass(frozen=True)
class Given:
    """What the caller says about a file; it holds for rows that do not say otherwise."""

    language: str | None = None
    market: str | None = None


def keyword_table(text: str) -> Table | None:
    """The table of keywords in `text`, None when it has no keyword column."""

    def known(header: Sequence[str]) -> int:
        roles = [role for role, names in NAMES.items() if any(name in names for name in header)]
        return len(roles) if "keyword" in roles else 0

    return find_table(text, known)


def tool(header: Sequence[str]) -> str:
    """Whose export it is, by its header."""

    def has(role: str) -> bool:
        return any(name in NAMES[role] for name in header)

    if has("impressions") and has("clicks"):
        return "Google Search Console"
    if has("competition") or (has("planner") and has("volume")):
        return "Google Keyword Planner"
    if has("ahrefs"):
        return "Ahrefs"
    if has("semrush"):
        return "Semrush"
    return "plain keyword table"


def read_keywords(name: str, text: str, *, language: str | None = None, market: str | None = None) -> Document:
    """Read one export.

    Raises:
        InputError: there is no keyword column, or no row that can be used.
    """
    table = keyword_table(text)
    if table is None:
        raise InputError(
            f"{name} has no keyword column among its headers. Known are exports of Google Keyword Planner, "
            "Google Search Console, Ahrefs and Semrush, and a table headed keyword,language,volume."
        )
    maker = tool(table.header)
    given = Given(language, market)
    shelves: dict[Shelf, dict[str, Record]] = {}
    unread: list[Unread] = []
    for line, row in table.rows():
        try:
            if isinstance(row, str):
                raise ValueError(row)
            shelf, record = _record(row, maker, given)
        except ValueError as error:
            unread.append(Unread(line, str(error)))
            continue
        kept = shelves.setdefault(shelf, {})
        kept[record.id] = _richer(kept.get(record.id), record)
    if not shelves:
        reasons = Counter(item.reason for item in unread).most_common(1)
        detail = f" Most often: {reasons[0][0]}." if reasons else ""
        raise InputError(f"{name} ({maker}) holds no row that could be used.{detail}")
    return Document(
        name=name,
        digest=digest(text, language or "", market or ""),
        shelves={shelf: list(records.values()) for shelf, records in shelves.items()},
        format=maker,
        unread=tuple(unread),
    )


def _record(row: Mapping[str, str], maker: str, given: Given) -> tuple[Shelf, Record]:
    keyword = " ".join(pick(row, NAMES["keyword"]).split())
    if not keyword:
        raise ValueError("no keyword")
    if len(keyword) > LONGEST:
        raise ValueError(f"a keyword of {len(keyword)} characters, more than {LONGEST}")
    tag = pick(row, NAMES["language"]) or given.language or ""
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", tag):
        raise ValueError(
            f"{tag!r} is not a language code" if tag else "no language: say it with --language, for example fr"
        )
    shelf = Shelf("keyword", primary(tag), _market(row, tag, given))
    metadata: dict[str, Scalar] = {
        "sample": pick(row, NAMES["sample"]).lower() in ("true", "1", "yes"),
        "tool": maker,
        **_figures(row, maker),
    }
    if intent := _intent(pick(row, NAMES["intent"])):
        metadata["intent"] = intent
    if topic := pick(row, NAMES["topic"]):
        metadata["topic"] = topic
    key = f"keyword:{shelf.language}:{digest(keyword.casefold(), shelf.market)[:8]}"
    return shelf, Record(key, keyword, keyword, metadata)


def _market(row: Mapping[str, str], tag: str, given: Given) -> str:
    code = (pick(row, NAMES["market"]) or given.market or region(tag)).upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError(f"{code!r} is not a country code of two letters")
    return _MARKETS.get(code, code)


def _figures(row: Mapping[str, str], maker: str) -> dict[str, Scalar]:
    figures: dict[str, Scalar] = {}
    cell = pick(row, NAMES["volume"])
    try:
        volume = span(cell) if cell else None
    except ValueError:
        raise ValueError(f"{cell!r} is not a search volume") from None
    if volume:
        low, high = volume
        figures["volume"] = round(low if low == high else sqrt(max(low, 1) * high))
        if low != high:
            figures |= {"volume_low": int(low), "volume_high": int(high), "estimated": True}
        elif maker == "Google Keyword Planner" and low in _BUCKETS and not _monthly(row):
            figures["estimated"] = True
    for role, count in (
        ("difficulty", False),
        ("competition", False),
        ("clicks", True),
        ("impressions", True),
        ("position", False),
    ):
        cell = pick(row, NAMES[role])
        try:
            value = number(cell, count=count) if cell else None
        except ValueError:
            raise ValueError(f"{cell!r} is not a number ({role})") from None
        if value is not None:
            figures[role] = round(value, 1) if role == "position" else round(value)
    if not 0 <= float(figures.get("difficulty", 0)) <= 100:
        raise ValueError(f"difficulty {figures['difficulty']} is not between 0 and 100")
    return figures


def _monthly(row: Mapping[str, str]) -> bool:
    return any(name.startswith("searches:") and cell for name, cell in row.items())


def _intent(cell: str) -> str:
    """The first intent named; `Non-branded` and the like are none."""
    for part in re.split(r"[,;|/]", cell.lower()):
        word = part.strip()
        found = word if word in INTENTS else _LETTERS.get(word) or _CODES.get(word)
        if found:
            return found
    return ""


def _richer(known: Record | None, new: Record) -> Record:
    """Of two rows for one keyphrase, the one with the greater volume: tools list one per ranking page."""
    if known is None or float(new.metadata.get("volume", 0)) > float(known.metadata.get("volume", 0)):
        return new
    return known
