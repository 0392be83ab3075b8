"""Names of people, organisations and places, found by marks that leave little doubt.

No model for names is at hand offline, and German capitalises every noun, so a name counts only by evidence:
a given name or a title before it, a legal form behind it, a table that holds it, or, where only names are
written with a capital, a capital in mid-sentence on a word no dictionary knows. A missed name costs a check;
a false one would block a good article for ever.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files

import simplemma
from babel import Locale

from agents.domain import FactKind
from agents.values.mention import LANGUAGES, Mention, alternatives, language_data, primary
from agents.values.places import cities, fold

CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
BLANK = "[ \u00a0]"
LONGEST_RUN = 5
LEAST_UNKNOWN = 4
"""Letters of the shortest unknown word that counts as a name: shorter ones are mostly abbreviations."""
OPENS = re.compile(r"(?:^|[.!?:;…«»“”„\"‚‘(\[–—•*#>|\n/]|\s-)[\s\u00a0\u202f*_]*$")
ELISION = re.compile(r"^(?:[dlnmtscjDLNMTSCJ]|qu|Qu|all|dall|dell|nell|sull|un|Un|Dell|All|Nell|L)['’]")


GIVEN_NAME_LOCALES = (
    *("de_AT", "de_CH", "de_DE", "en_GB", "en_IE", "en_US", "es_AR", "es_CO", "es_ES", "es_MX", "fr_BE", "fr_CH"),
    *("fr_FR", "fr_QC", "it_IT", "nl_BE", "nl_NL", "pt_BR", "pt_PT", "cs_CZ", "da_DK", "hr_HR", "no_NO", "pl_PL"),
    *("ro_RO", "sv_SE", "tr_TR"),
)


@cache
def given_names() -> frozenset[str]:
    """First names of one word, from the lists that Faker keeps for `GIVEN_NAME_LOCALES`."""
    found: set[str] = set()
    for locale in GIVEN_NAME_LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in ("first_names", "first_names_female", "first_names_male"):
            found.update(getattr(provider, kind, ()))
    return frozenset(name for name in found if " " not in name)


@cache
def _particles() -> str:
    return "|".join(language_data("names")["particles"])


@cache
def _run() -> re.Pattern[str]:
    further = rf"{BLANK}(?:(?:{_particles()}){BLANK}){{0,2}}(?:d['’])?{CAPITALISED}"
    return re.compile(rf"(?<![\w’'-]){CAPITALISED}(?:{further}){{0,{LONGEST_RUN}}}")


@cache
def _titled(language: str, which: str) -> re.Pattern[str]:
    """A name behind an honorific (`Frau`, `Mme`) or an office (`ministre`)."""
    titles = sorted(language_data("names")[which][language], key=len, reverse=True)
    noble = rf"(?:(?:von|van|zu|[VD]an|[VD]e[rn]?|L[ea]){BLANK}){{0,2}}"
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, titles))}){BLANK}"
        rf"(?P<name>{noble}{CAPITALISED}(?:{BLANK}(?:(?:{_particles()}){BLANK}){{0,2}}{CAPITALISED})?)"
    )


def _people_by_title(text: str, language: str) -> Iterator[Mention]:
    for which in ("honorifics", "offices"):
        for match in _titled(language, which).finditer(text):
            name = re.sub(r"['’]s?$", "", match["name"])
            if which == "offices" and any(_in_dictionary(word, language) for word in name.split()):
                continue
            start = match.start("name")
            yield Mention("person", name, start, start + len(name), (name,))


@cache
def _registered() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in language_data("names")["legal_forms"])
    name = rf"(?P<name>{CAPITALISED}(?:{BLANK}(?:& )?{CAPITALISED}){{0,3}}?)"
    article = rf"(?:(?:D(?:er|ie|as|em|es|en)|The|L[aeo]s?|Els?|Il|I|Gli|De|Het|[OA]s?|Bei|Von|Mit|Für){BLANK})?"
    return re.compile(rf"(?<![\w’'-]){article}{name}{BLANK}(?:& Co\.? )?(?:{forms})(?!\w)")


@cache
def _well_known() -> re.Pattern[str]:
    names = files(__package__).joinpath("organisations.txt").read_text("utf-8").splitlines()
    return re.compile(rf"(?<![\w@#/.-])(?P<name>{alternatives(names)})(?=s?(?!\w))")


@cache
def _cities(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<name>{alternatives(cities(language))})(?=s?(?![\w-]))")


@cache
def _roles(language: str) -> re.Pattern[str]:
    data = language_data("names")
    articles, roles = "|".join(data["articles"][language]), "|".join(data["roles"][language])
    return re.compile(rf"(?<!\w)(?:{articles})\s(?:\w+(?:n|e|er)\s)?(?:{roles})\s(?P<name>{CAPITALISED})", re.UNICODE)


@lru_cache(maxsize=20_000)
def _in_dictionary(word: str, language: str) -> bool:
    known = word and (simplemma.is_known(word.lower(), lang=language) or simplemma.is_known(word, lang=language))
    return bool(known)


@cache
def _translated() -> frozenset[str]:
    """Countries, languages and a few everyday words in the seven languages, folded: they are translated."""
    names: set[str] = set(language_data("names")["everyday"])
    for language in LANGUAGES:
        locale = Locale(language)
        names.update(fold(word) for name in locale.territories.values() for word in name.split())
        names.update(fold(name) for name in locale.languages.values())
    return frozenset(names)


def _people(text: str, language: str) -> Iterator[Mention]:
    for run in _run().finditer(text):
        tokens = list(re.finditer(rf"[^{BLANK[1:-1]}]+", run.group()))
        words = [token.group() for token in tokens]
        index = 0
        while index < len(words) - 1:
            bare = ELISION.sub("", words[index])
            if not _is_given_name(bare, language):
                index += 1
                continue
            last = _surname(words, index)
            first = tokens[index].start() + len(words[index]) - len(bare)
            name = re.sub(r"['’]s?$", "", run.group()[first : tokens[last].end()])
            start = run.start() + first
            yield Mention("person", name, start, start + len(name), (name,))
            index = last + 1


def _is_given_name(word: str, language: str) -> bool:
    """A first name of the lists that is no everyday word of the language, as `An`, `El` and `Una` are."""
    known = word in given_names() or word.split("-")[0] in given_names()
    return known and word not in language_data("names")["everyday_words"].get(language, ())


def _surname(words: list[str], start: int) -> int:
    """Index of the last surname of the person whose given name stands at `start`: `Maria da Luz dos Santos`."""
    particles = set(language_data("names")["particles"])
    index = start + 1
    while index < len(words) - 1 and (words[index].lower() in particles or words[index] in given_names()):
        index += 1
    for second in (["dos"], ["das"], ["de", "los"], ["de", "las"], ["de", "la"]):
        last = index + len(second) + 1
        if words[index + 1 : last] == second and last < len(words):
            return last
    return index


def _unknown(text: str, language: str) -> Iterator[Mention]:
    """Capitalised words in mid-sentence that no dictionary knows, in a text not written in title case."""
    for run in _run().finditer(text):
        if OPENS.search(text[max(0, run.start() - 6) : run.start()]):
            continue
        for token in re.finditer(rf"[^{BLANK[1:-1]}]+", run.group()):
            word = ELISION.sub("", token.group())
            word = re.sub(r"['’]s?$", "", word)
            if len(word) < LEAST_UNKNOWN or not word[0].isupper() or word.isupper():
                continue
            parts = word.split("-")
            if any(_in_dictionary(part, language) for part in parts) or fold(word) in _translated():
                continue
            start = run.start() + token.end() - len(token.group()) + token.group().find(word)
            yield Mention("name", word, start, start + len(word), (word,))


def _by_role(text: str, language: str) -> Iterator[Mention]:
    for match in _roles(language).finditer(text):
        name = match["name"]
        if len(name) >= LEAST_UNKNOWN and not _in_dictionary(name, language) and not _compound(name, language):
            yield Mention("organisation", name, match.start("name"), match.end("name"), (name,))


def _compound(word: str, language: str) -> bool:
    """True when `word` can be parted into two words of the dictionary, as German compounds can."""
    return any(
        _in_dictionary(word[:cut], language)
        and (_in_dictionary(word[cut:].title(), language) or _in_dictionary(word[cut:].removeprefix("s"), language))
        for cut in range(3, len(word) - 2)
    )


def people(text: str, language: str) -> list[Mention]:
    """The persons among `find_names`."""
    return [mention for mention in find_names(text, language) if mention.kind == "person"]


def find_names(text: str, language: str) -> list[Mention]:
    """People, organisations and places that are surely named in `text`, in order of place."""
    found: list[Mention] = []
    offset = 0
    for block in text.split("\n\n"):
        found += [mention.moved(offset) for mention in _names_of_block(block, primary(language))]
        offset += len(block) + 2
    return found


@lru_cache(maxsize=8192)
def _names_of_block(text: str, language: str) -> tuple[Mention, ...]:
    found = list(_people(text, language))
    patterns: list[tuple[FactKind, re.Pattern[str]]] = [
        ("organisation", _well_known()),
        ("organisation", _registered()),
    ]
    if language in LANGUAGES:
        found += _people_by_title(text, language)
        patterns.append(("name", _cities(language)))
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            found.append(Mention(kind, match["name"], match.start("name"), match.end("name"), (match["name"],)))
    if language == "de":
        found += _by_role(text, language)
    elif language in LANGUAGES and not _title_case(text):
        found += _unknown(text, language)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _title_case(text: str) -> bool:
    """True for a heading in which most longer words have a capital."""
    if len(text) > 150 or text.rstrip().endswith((".", "!", "?")):
        return False
    long = re.findall(r"[^\W\d_]{4,}", text)[1:]
    return bool(long) and sum(word[0].isupper() for word in long) > len(long) / 2
