"""Which country the article is for."""

import re

from agents.asked.places import countries, country_at, official_languages
from agents.asked.reading import Reading, key_at, longest
from knowledge.errors import LanguageUnclear

HOW_TO_NAME_IT = "Name one, for instance “in French”, “auf Französisch” or “fr-CA”, or use --to fr."

_LOCATIVES = "in en au aux em no na aus from de of d"


def read_market(reading: Reading, inside: set[int]) -> str | None:
    """The ISO code of the country the request names as its market; `inside` are tokens of language names."""
    tokens = reading.tokens
    found: list[str] = []
    index = 0
    while index < len(tokens):
        country, size = country_named_at(reading, index) if index not in inside else (None, 0)
        labelled = index and tokens[index - 1].text in ":=" and reading.ends("market_label", index - 1)
        if labelled and not country and re.fullmatch(r"[A-Z]{2}", tokens[index].text):
            country, size = country_at((tokens[index].norm,), tokens[index].text) or tokens[index].text, 1
        if country and (labelled or _is_for(reading, index, size)):
            found.append(country)
            reading.use(index, size)
            use_around(reading, index, size)
        index += max(1, size)
    if len(set(found)) > 1:
        reading.assumptions.append(f"Several markets are named ({', '.join(found)}); the first one holds.")
    return found[0] if found else None


def _is_for(reading: Reading, index: int, size: int) -> bool:
    following = index + size
    if following < len(reading.tokens) and names_people(reading, following):
        return True
    at = index
    while at and reading.tokens[at - 1].norm in ("the", "la", "le", "el", "o", "a", "il", "l", "die", "der", "den"):
        at -= 1
    if reading.ends("for", index) or reading.ends("for", at):
        return True
    if at and reading.tokens[at - 1].norm in _LOCATIVES.split():
        return bool(reading.ends("reader_noun", at - 1) or reading.ends("market_noun", at - 1))
    return bool(reading.ends("market_noun", at))


def use_around(reading: Reading, index: int, size: int) -> None:
    """Mark as understood the words for “market”, “readers” and “for” around a country's name."""
    for kind in ("market_noun", "reader_noun"):
        if index + size < len(reading.tokens):
            reading.use(index + size, reading.match(kind, index + size))
        for back in (0, 1, 2):
            if index - back >= 0 and (length := reading.ends(kind, index - back)):
                reading.use(index - back - length, length + back)
    for back in (0, 1):
        for kind in ("for", "market_label"):
            if index - back >= 0 and (length := reading.ends(kind, index - back)):
                reading.use(index - back - length, length + back)


def country_named_at(reading: Reading, index: int) -> tuple[str | None, int]:
    """The country whose name starts at `index`, and how many tokens it has."""
    length = longest(countries(), reading.tokens, index)
    token = reading.tokens[index]
    if length:
        return country_at(key_at(reading.tokens, index, length), token.text), length
    return (country_at((token.norm,), token.text), 1) if token.is_word else (None, 0)


def names_people(reading: Reading, index: int) -> bool:
    """True where a word for a market or for readers starts."""
    return bool(reading.match("market_noun", index) or reading.match("reader_noun", index))


def language_of_market(reading: Reading, market: str) -> str:
    """The tag of the only language spoken in all of the market.

    Raises:
        LanguageUnclear: There are several, or none is known.
    """
    spoken = official_languages(market, everywhere=True)
    if len(spoken) == 1:
        tag = f"{spoken[0]}-{market}"
        reading.assumptions.append(f"The request names the market {market} but no language: {tag} was taken.")
        return tag
    named = ", ".join(f"{code}-{market}" for code in spoken[:6])
    raise LanguageUnclear(
        f"The request names the market {market} but no language"
        + (f", and several are spoken there: {named}. " if named else ". ")
        + HOW_TO_NAME_IT
    )
