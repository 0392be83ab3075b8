"""Which language and which market the article is for."""

import re
from dataclasses import dataclass
from typing import Literal

from agents.asked.markets import country_named_at, language_of_market, names_people, read_market, use_around
from agents.asked.places import (
    countries,
    is_language,
    language_names,
    normal_tag,
    official_languages,
    tags_in,
)
from agents.asked.reading import Reading, key_at, longest
from knowledge.errors import LanguageUnclear

Strength = Literal["target", "plain", "given", "source", "refused", "readers"]

_GREETING = "hi"
"""The code of Hindi, and how many requests begin."""
_SAFE_CODES = {"fr", "de", "es", "nl", "pt", "en"}
_VERBS_IN_DISGUISE = {"polish"}
_JOINING = "and und et y e en or oder ou o of plus as well also sowie & /"
_AND = frozenset(_JOINING.split())
_CONNECTING = """
de du des d la le l il el os as o do da dal aus from of von van in uit the der die den het spoken wie gesprochen for
fur pour para per voor nach ( , -
"""
_BETWEEN_NAME_AND_COUNTRY = frozenset(_CONNECTING.split())
_ARROW = re.compile(r"(?<![\w-])([A-Za-z]{2,3})\s*(?:->|→|=>|⇒|>|»)\s*([A-Za-z]{2,3}(?:[-_][A-Za-z]{2})?)(?![\w-])")


@dataclass(frozen=True)
class Mention:
    """A language the request names, and in what role."""

    tag: str
    start: int
    length: int
    strength: Strength

    @property
    def base(self) -> str:
        return self.tag.split("-")[0]


def read_target(reading: Reading) -> tuple[str | None, str | None]:
    """Target language tag and market, each None when the request does not say.

    A language behind “in”, “into”, “auf”, “en” and the like is the target; one behind “from”, “aus”, “this” is
    the source's. Without such a word the only language named is the target.

    Raises:
        LanguageUnclear: Several target languages are named.
    """
    mentions = _mentions(reading)
    inside = {i for m in mentions for i in range(m.start, m.start + m.length)}
    market = read_market(reading, inside)
    tag = _resolve(reading, mentions)
    for mention in mentions:
        if mention.strength == "readers":
            region = mention.tag.split("-")[1] if "-" in mention.tag else None
            market = market or region or _country_of_readers(reading, mention)
            if tag is None:
                tag = mention.tag
                named = reading_text(reading, mention)
                reading.assumptions.append(f"The request names readers ({named}) but no language: theirs was taken.")
    if tag is None and market is not None:
        tag = language_of_market(reading, market)
    if tag is not None and market is not None and "-" not in tag and tag in official_languages(market):
        tag = f"{tag}-{market}"
    if tag is not None and "-" in tag and market is None:
        region = tag.split("-")[-1]
        market = region if len(region) == 2 else None
    return tag, market


def reading_text(reading: Reading, mention: Mention) -> str:
    """The words of the request that named the language."""
    last = reading.tokens[mention.start + mention.length - 1]
    return reading.text[reading.tokens[mention.start].start : last.end]


def _resolve(reading: Reading, mentions: list[Mention]) -> str | None:
    refused = {mention.base for mention in mentions if mention.strength == "refused"}
    for strength in ("target", "plain", "given"):
        chosen = [m for m in mentions if m.strength == strength and m.base not in refused]
        if strength == "plain":
            chosen = [m for m in chosen if _is_free_standing(reading, m)]
        elif strength == "target":
            chosen = _of_the_whole_article(reading, chosen)
        tags = {m.tag for m in chosen}
        tags -= {tag for tag in tags if any(other.startswith(f"{tag}-") for other in tags)}
        if len(tags) > 1:
            named = " and ".join(f"“{reading_text(reading, m)}”" for m in chosen if m.tag in tags)
            raise LanguageUnclear(
                f"The request names several target languages: {named}. An article is written in one; ask once for each."
            )
        if tags:
            for mention in chosen:
                reading.use(mention.start, mention.length)
            tag = tags.pop()
            if "swiss german" in " ".join(key_at(reading.tokens, 0, len(reading.tokens))) and tag == "de-CH":
                reading.assumptions.append("Swiss German was read as written Standard German for Switzerland (de-CH).")
            return tag
    return None


def _of_the_whole_article(reading: Reading, targets: list[Mention]) -> list[Mention]:
    """The targets without those of a part of the article: `in German, keep the quotes in Dutch`."""
    leads = {m: reading.ends("into", m.start) for m in targets}
    whole = [
        m
        for m in targets
        if m.start - leads[m] <= 0
        or reading.tokens[m.start - leads[m] - 1].ends_clause
        or reading.is_accounted(m.start - leads[m] - 1)
        or _is_known(reading, m.start - leads[m] - 1)
    ]
    if not whole:
        return targets
    for mention in targets:
        if mention not in whole:
            reading.used -= set(range(mention.start - leads[mention], mention.start + mention.length))
    return whole


def _mentions(reading: Reading) -> list[Mention]:
    tokens = reading.tokens
    found: list[Mention] = []
    taken: set[int] = set()

    def add(tag: str, start: int, length: int, strength: Strength) -> None:
        found.append(Mention(tag, start, length, strength))
        taken.update(range(start, start + length))
        if strength in ("source", "given", "target", "refused", "readers"):
            reading.use(start, length)
        if strength == "readers":
            use_around(reading, start, length)

    for match in _ARROW.finditer(reading.text):
        left, right = normal_tag(match[1]), normal_tag(match[2])
        if left and right:
            span = [i for i, t in enumerate(tokens) if match.start() <= t.start < match.end()]
            add(right, span[0], len(span), "target")
    for start, end, tag in tags_in(reading.text):
        span = [i for i, t in enumerate(tokens) if start <= t.start < end]
        if span and not taken & set(span):
            role = _role(reading, span[0], len(span))
            add(tag, span[0], len(span), role if role in ("source", "refused") else "target")
    for index in range(len(tokens)):
        if index in taken or index in reading.used:
            continue
        named = _name_at(reading, index) or _code_at(reading, index)
        if named:
            tag, start, length = named
            if taken & set(range(start, start + length)):
                continue
            add(tag, start, length, _joined(reading, found, start) or _role(reading, start, length))
    return found


def _name_at(reading: Reading, index: int) -> tuple[str, int, int] | None:
    tokens = reading.tokens
    names = language_names()
    country, size = country_named_at(reading, index)
    if country and index + size < len(tokens):
        length = longest(names, tokens, index + size)
        if length:
            tag = names[key_at(tokens, index + size, length)]
            if "-" not in tag and tag in official_languages(country):
                return f"{tag}-{country}", index, size + length
    length = longest(names, tokens, index)
    if not length:
        return None
    tag = names[key_at(tokens, index, length)]
    if tokens[index].norm in _VERBS_IN_DISGUISE and not (
        reading.ends("into", index) or (tokens[index].text[0].isupper() and index and not tokens[index - 1].ends_clause)
    ):
        return None
    if "-" not in tag:
        region, extra = _region_after(reading, index + length, tag)
        if region:
            return f"{tag}-{region}", index, length + extra
    return tag, index, length


def _region_after(reading: Reading, at: int, tag: str) -> tuple[str | None, int]:
    """The country behind a language's name: `French (Canada)`, `français de Belgique`, `Spanisch für Mexiko`."""
    tokens = reading.tokens
    index = at
    while index < len(tokens) and index - at <= 4:
        country, size = country_named_at(reading, index)
        if country and tag in official_languages(country):
            following = index + size
            if following < len(tokens) and names_people(reading, following):
                break
            closing = 1 if following < len(tokens) and tokens[following].text == ")" else 0
            return country, following - at + closing
        if tokens[index].norm not in _BETWEEN_NAME_AND_COUNTRY:
            break
        index += 1
    return None, 0


def _code_at(reading: Reading, index: int) -> tuple[str, int, int] | None:
    token = reading.tokens[index]
    if not token.is_word or len(token.text) > 3 or not is_language(token.text.lower()):
        return None
    code = token.text.lower()
    left = index
    while left and reading.tokens[left - 1].text in ':=(["“':
        left -= 1
    alone = (left == 0 or reading.tokens[left - 1].ends_clause) and (
        index + 1 == len(reading.tokens) or reading.tokens[index + 1].ends_clause
    )
    if alone and code == _GREETING and len(reading.tokens) > 1:
        return None
    labelled = left < index and reading.ends("language_label", left)
    capital = token.text.isupper() and not reading.text.isupper()
    if alone or labelled or (reading.ends("into", left) and (capital or code in _SAFE_CODES - {"de", "en"})):
        return code, index, 1
    if reading.ends("into", left) and reading.tokens[left - 1].norm in ("to", "into") and code in _SAFE_CODES:
        return code, index, 1
    return None


def _joined(reading: Reading, found: list[Mention], start: int) -> Strength | None:
    """The role of the mention that this one is joined to by “and” or “or”."""
    before = [m for m in found if m.start + m.length < start]
    if not before:
        return None
    last = max(before, key=lambda m: m.start)
    between = reading.tokens[last.start + last.length : start]
    if between and all(token.norm in _AND for token in between) and last.strength in ("target", "source", "refused"):
        return last.strength
    return None


def _role(reading: Reading, start: int, length: int) -> Strength:
    tokens = reading.tokens
    after = start + length
    while after < len(tokens) and is_mark(reading, after):
        after += 1
    if after < len(tokens) and names_people(reading, after):
        return "readers"
    at = start
    given = False
    for _ in range(4):
        label = reading.ends("language_label", at)
        into = reading.ends("into", at)
        if lead := into or label:
            refused = reading.ends("no", at - lead)
            reading.use(at - lead - refused, lead + refused)
            return "refused" if refused else "target"
        if lead := reading.ends("from", at):
            reading.use(at - lead, lead)
            return "source"
        if lead := reading.ends("no", at):
            reading.use(at - lead, lead)
            return "refused"
        given = given or bool(reading.ends("this", at))
        if at == 0 or tokens[at - 1].ends_clause or not reading.is_accounted(at - 1):
            break
        at -= 1
    if reading.ends("market_noun", start):
        return "readers"
    return "given" if given else "plain"


def is_mark(reading: Reading, index: int) -> bool:
    """True for quotation marks, brackets and hyphens."""
    token = reading.tokens[index]
    return not token.is_word and not token.is_number and not token.ends_clause


def _is_free_standing(reading: Reading, mention: Mention) -> bool:
    """False for a language's name inside another name: `Deutsche Bank`."""
    for index in (mention.start - 1, mention.start + mention.length):
        inside = 0 <= index < len(reading.tokens) and not reading.tokens[index].ends_clause
        if inside and not reading.is_accounted(index) and not _is_known(reading, index):
            return False
    return True


def _is_known(reading: Reading, index: int) -> bool:
    kinds = ("unit", "seo", "subheadings", "verb", "tone", "genre", "market_noun", "reader_noun", "for", "no")
    return any(reading.match(kind, index) for kind in kinds)


def _country_of_readers(reading: Reading, mention: Mention) -> str | None:
    return countries().get(key_at(reading.tokens, mention.start, mention.length))
