"""The slug of an article: ASCII, in the spelling a language uses when it has no accents."""

import re

from slugify import slugify

from agents.reading.language import base_language

LONGEST = 75
"""Characters; Yoast SEO's limit before it called slugs too long, and what result pages show."""

_TRANSLITERATION: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")),
}
_ELISION: dict[str, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:[ldjnsmct]|qu|lorsqu|puisqu|jusqu)['’]", re.IGNORECASE),
    "it": re.compile(r"\b(?:[lcd]|un|dell|all|nell|dall|sull|quest|quell)['’]", re.IGNORECASE),
}
_MARKS = re.compile(r"(?<=\w)['’](?=\w)")


def make_slug(text: str, language: str) -> str:
    """`text` as a slug: lower-case ASCII words joined by hyphens, at most 75 characters, cut between words.

    German umlauts become `ae oe ue ss`; other accents are dropped. French and Italian elided articles go.
    """
    base = base_language(language)
    bare = _ELISION[base].sub("", text[:1000]) if base in _ELISION else text[:1000]
    bare = _MARKS.sub("", bare) if base == "en" else bare
    return slugify(
        bare,
        max_length=LONGEST,
        word_boundary=True,
        save_order=True,
        replacements=_TRANSLITERATION.get(base, ()),
    )
