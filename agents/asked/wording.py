"""The phrases requests are made of, in seven languages, as the files in `words/` list them."""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from agents.reading.language import SUPPORTED


def fold(text: str) -> str:
    """Lower case without accents: `Français` and `FRANCAIS` become one."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return bare or text


@lru_cache(maxsize=20_000)
def key_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared: `mots-clés` and `mots clés` are the same."""
    return tuple(fold(word) for word in re.findall(r"[^\W\d_]+|\d+", phrase))


@cache
def lexicon() -> dict[str, dict[str, object]]:
    """The word lists, by language of the request."""
    folder = files("agents.asked") / "words"
    return {code: json.loads((folder / f"{code}.json").read_text(encoding="utf-8")) for code in SUPPORTED}


@cache
def phrases(kind: str) -> frozenset[tuple[str, ...]]:
    """The phrases of one kind in all seven languages."""
    if kind in _MEANINGFUL:
        return frozenset(meanings(kind))
    lists = [str(words[kind]).split("|") for words in lexicon().values() if kind in words]
    return frozenset(key for entries in lists for entry in entries if (key := key_of(entry)))


_MEANINGFUL = ("tone", "genre", "audience", "country", "language")


@cache
def meanings(kind: str) -> dict[tuple[str, ...], str]:
    """What the phrases of one kind stand for; where two languages differ, the earlier of SUPPORTED holds."""
    found: dict[tuple[str, ...], str] = {}
    for words in lexicon().values():
        entries = words[kind]
        assert isinstance(entries, dict)
        for phrase, meaning in entries.items():
            found.setdefault(key_of(phrase), str(meaning))
    return found


@cache
def fillers() -> frozenset[str]:
    """Words that carry no wish of their own."""
    return frozenset(
        part for words in lexicon().values() for word in str(words["filler"]).split() for part in key_of(word)
    )
