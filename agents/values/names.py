"""Names of people, organisations and places, found by marks that leave little doubt.

No model for names is at hand offline, and German capitalises every noun, so a name counts only by evidence:
a given name or a title before it, a legal form behind it, or a place in the table. A missed name costs a
check; a false one would block a good article for ever.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from agents.domain import FactKind
from agents.values.mention import LANGUAGES, Mention, language_data, primary

CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
LONGEST_RUN = 5


def fold(name: str) -> str:
    """`name` without accents, case and doubled spaces, so that `Zürich` meets `zurich`."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


@cache
def given_names() -> frozenset[str]:
    """First names of 26 countries, drawn from the locales of Faker (MIT licence)."""
    return frozenset(files(__package__).joinpath("given_names.txt").read_text("utf-8").split())


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Folded name of a city → every form it has in the seven languages."""
    groups: list[list[str]] = language_data("places")
    return {fold(form): tuple(group) for group in groups for form in group}


@cache
def _run() -> re.Pattern[str]:
    particles = "|".join(language_data("names")["particles"])
    further = rf"[ \u00a0](?:(?:{particles})[ \u00a0]){{0,2}}{CAPITALISED}"
    return re.compile(rf"(?<![\w’'-]){CAPITALISED}(?:{further}){{0,{LONGEST_RUN}}}")


@cache
def _titled(language: str) -> re.Pattern[str]:
    titles = "|".join(re.escape(t) for t in sorted(language_data("names")["titles"][language], key=len, reverse=True))
    particles = "|".join(language_data("names")["particles"])
    return re.compile(
        rf"(?<!\w)(?:{titles})[ \u00a0](?P<name>(?:(?:{particles})[ \u00a0])?{CAPITALISED}"
        rf"(?:[ \u00a0](?:(?:{particles})[ \u00a0]){{0,2}}{CAPITALISED}){{0,2}})"
    )


@cache
def _organisation() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in language_data("names")["legal_forms"])
    name = rf"(?P<name>{CAPITALISED}(?:[ \u00a0](?:& )?{CAPITALISED}){{0,3}}?)"
    return re.compile(rf"(?<![\w’'-]){name}[ \u00a0](?:& Co\.? )?(?:{forms})(?!\w)")


@cache
def _place() -> re.Pattern[str]:
    forms = {form for group in places().values() for form in group}
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})s?(?![\w-])")


def _people(text: str) -> list[Mention]:
    found = []
    for match in _run().finditer(text):
        tokens = list(re.finditer(r"[^ \u00a0]+", match.group()))
        for index, token in enumerate(tokens[:-1]):
            first = token.group().split("-")[0]
            if first in given_names() or token.group() in given_names():
                end = _person_end([t.group() for t in tokens], index)
                name = match.group()[token.start() : tokens[end].end()].rstrip("'’")
                name = re.sub(r"['’]s$", "", name)
                start = match.start() + token.start()
                if end > index:
                    found.append(Mention("person", name, start, start + len(name), (name,)))
                break
    return found


def _person_end(tokens: list[str], start: int) -> int:
    """Index of the last token of the person's name that begins at `start`: given names, then one surname."""
    index = start + 1
    particles = set(language_data("names")["particles"])
    while index < len(tokens) - 1 and (tokens[index] in particles or tokens[index] in given_names()):
        index += 1
    return index


def people(text: str, language: str) -> list[Mention]:
    """The persons among `find_names`."""
    return [mention for mention in find_names(text, language) if mention.kind == "person"]


@lru_cache(maxsize=512)
def find_names(text: str, language: str) -> tuple[Mention, ...]:
    """People, organisations and places that are surely named in `text`, in order of place."""
    language = primary(language)
    found = _people(text)
    kinds: list[tuple[FactKind, re.Pattern[str]]] = [("organisation", _organisation())]
    if language in LANGUAGES:
        kinds.insert(0, ("person", _titled(language)))
    for kind, pattern in kinds:
        for match in pattern.finditer(text):
            name = match["name"]
            found.append(Mention(kind, name, match.start("name"), match.end("name"), (name,)))
    for match in _place().finditer(text):
        found.append(Mention("name", match.group(), match.start(), match.end(), (match.group(),)))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
