"""Names of languages and countries as requests write them, from the Unicode CLDR through Babel."""

import re
from functools import cache

from babel import Locale
from babel.languages import get_official_languages

from agents.asked.wording import fold, key_of, meanings
from agents.reading.language import SUPPORTED

_CODES = """
af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn
ko lb lo lt lv mk ml mn mr ms mt my nb ne nl pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi yo zh zu
"""
LANGUAGES = frozenset(_CODES.split())
"""Languages a request can name: those with newspapers of some size."""

_ENDINGS = {
    "en": (),
    "de": ("e", "er", "en", "es", "em", "sprachig", "sprachige", "sprachigen", "sprachiger"),
    "fr": ("e", "es", "s", "ne"),
    "es": ("a", "as", "es"),
    "it": (),
    "nl": ("e", "talig", "talige"),
    "pt": ("a", "as", "es"),
}
_SCRIPT_TAG = re.compile(r"\b([A-Za-z]{2,3})[-_]([A-Z][a-z]{3})(?:[-_]([A-Za-z]{2}))?(?![\w-])")
_REGION_TAG = re.compile(r"(?<![\w-])([A-Za-z]{2,3})[-_]([A-Za-z]{2}|419)(?![\w-])")
_SHORT_COUNTRIES = {"US": "US", "USA": "US", "UK": "GB", "GB": "GB", "EUA": "US", "VS": "US", "EEUU": "US"}


@cache
def language_names() -> dict[tuple[str, ...], str]:
    """BCP-47 tags by the words of the language's name, in the seven languages and their usual endings."""
    found = dict(meanings("language"))
    for ui in SUPPORTED:
        for code, name in Locale(ui).languages.items():
            base, _, region = code.partition("_")
            if (
                base not in LANGUAGES
                or "(" in name
                or (region and not re.fullmatch(r"[A-Z]{2}|419|[A-Z][a-z]{3}", region))
            ):
                continue
            tag = f"{base}-{region}" if region else base
            key = key_of(name)
            for words in _inflected(key, ui):
                found.setdefault(words, tag)
    return found


@cache
def countries() -> dict[tuple[str, ...], str]:
    """ISO 3166-1 codes by the words of the country's name, in the seven languages."""
    found: dict[tuple[str, ...], str] = {}
    for ui in SUPPORTED:
        for code, name in Locale(ui).territories.items():
            if re.fullmatch(r"[A-Z]{2}", code) and code not in ("EU", "UN", "ZZ", "XA", "XB", "QO", "EZ"):
                found.setdefault(key_of(name), code)
    for key, code in meanings("country").items():
        found.setdefault(key, code)
    return found


@cache
def common_language_words() -> frozenset[str]:
    """Words of the names of the seven languages: the ones whose misspellings are mended."""
    return frozenset(
        word
        for key, tag in language_names().items()
        if tag.split("-")[0] in SUPPORTED and len(key) == 1
        for word in key
    )


def country_at(words: tuple[str, ...], written: str) -> str | None:
    """The country that `words` name; codes such as `US` only when written in capitals."""
    if written in _SHORT_COUNTRIES:
        return _SHORT_COUNTRIES[written]
    if written.lower() in ("us", "vs"):
        return None
    return countries().get(words)


def official_languages(country: str, *, everywhere: bool = False) -> tuple[str, ...]:
    """Primary subtags of the languages a country uses officially, in all of it or in a part; no dialects."""
    spoken = get_official_languages(country, regional=not everywhere, de_facto=True)
    return tuple(code for code in spoken if code in LANGUAGES)


def is_language(code: str) -> bool:
    """True for the primary subtag of a language a request can name."""
    return code in LANGUAGES


def is_country(code: str) -> bool:
    """True for an ISO 3166-1 code."""
    return bool(re.fullmatch(r"[A-Z]{2}", code)) and code in Locale("en").territories


def tags_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and tag of each BCP-47 tag with a region or script in `text`: `fr-CA`, `pt_br`, `zh-Hant`."""
    found: list[tuple[int, int, str]] = []
    for match in _SCRIPT_TAG.finditer(text):
        tag = normal_tag(match[0])
        if tag:
            found.append((match.start(), match.end(), tag))
    for match in _REGION_TAG.finditer(text):
        tag = normal_tag(match[0])
        if tag and (match[2].isupper() or match[2] == "419" or _is_at_home(tag)):
            found.append((match.start(), match.end(), tag))
    return found


def normal_tag(text: str) -> str | None:
    """A BCP-47 tag as it is usually written, or None when `text` is none we know: `FR_ca` → `fr-CA`."""
    parts = text.strip().replace("_", "-").split("-")
    base = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}.get(parts[0].lower(), parts[0].lower())
    if not is_language(base) or len(parts) > 3:
        return None
    tag = [base]
    for part in parts[1:]:
        if re.fullmatch(r"[A-Za-z]{4}", part) and len(tag) == 1 and part.title() in Locale("en").scripts:
            tag.append(part.title())
        elif is_country(part.upper()) or part == "419":
            tag.append(part.upper())
        else:
            return None
    return "-".join(tag)


def tag_of_name(text: str) -> str | None:
    """The tag of a language named in words or by its code: `French`, `auf Französisch` gives None, `fr`."""
    return normal_tag(text) or language_names().get(key_of(text))


def _is_at_home(tag: str) -> bool:
    base, region = tag.split("-")[0], tag.split("-")[-1]
    return base in official_languages(region)


def _inflected(key: tuple[str, ...], ui: str) -> list[tuple[str, ...]]:
    """The name and its feminine, plural and declined forms; the ending goes to the first or last word."""
    forms = [key]
    last = key[-1]
    forms += [(*key[:-1], last + ending) for ending in _ENDINGS[ui]]
    if ui in ("es", "it", "pt") and last.endswith("o"):
        forms += [(*key[:-1], last[:-1] + ending) for ending in (("i", "a", "he") if ui == "it" else ("a", "os", "as"))]
        if ui == "pt" and last.endswith("ao"):
            forms.append((*key[:-1], last[:-1]))
    if ui == "it" and last.endswith("e"):
        forms.append((*key[:-1], last[:-1] + "i"))
    if ui in ("fr", "en") and len(key) == 1:
        forms += [(last, "language")] if ui == "en" else [(f"{last}ne",)]
    if ui == "en" and len(key) == 1:
        forms += [(last, "speaking")]
    return [tuple(map(fold, form)) for form in forms]
