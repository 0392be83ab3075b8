"""What code mends in a sentence of a small model, where a larger one is told and mends it itself."""

import re
from collections.abc import Sequence

from knowledge.passages import Term
from knowledge.termbase import forbidden_in

NOT_A_NAME = r"(?<![-\w])(?![A-Z]\w*\s[A-ZÀ-Ü])"
BEFORE_VOWEL = r"\s(?!(?:onz\w*|oui|ouï\w*|ouistitis?|uhlans?|une?|\w)\b)(?=[aeiouàâéèêëîïôûœAEIOUÀÂÉÈÊËÎÏÔÛŒ])"
"""A word before which French elides: one that begins with a vowel, but for those that `le` and `la` stand before whole
(Grevisse, Le bon usage, on elision), and letters."""

FRENCH = [
    (re.compile(NOT_A_NAME + before + BEFORE_VOWEL), after)
    for before, after in (
        (r"([Ll])[ea]", r"\1’"),
        (r"([DdJjMmTtSsNn]|[Qq]u)e", r"\1’"),
        (r"([Dd])u", r"\1e l’"),
        ("au", "à l’"),
        ("Au", "À l’"),
    )
]


def mended(text: str, language: str, terms: Sequence[Term] = ()) -> str:
    """A sentence without forbidden abbreviations, and with the elisions of French.

    Of forbidden forms only abbreviations are exchanged, since they are not inflected: of another form code cannot
    tell how the preferred one ends.

    Args:
        language: Primary subtag.
        terms: Of the termbase, into that language.
    """
    for form, term in forbidden_in(text, terms, language):
        if form.isupper() and term.preferred.isupper():
            text = re.sub(rf"\b{re.escape(form)}\b", term.preferred, text)
    if language == "fr":
        for pattern, elided in FRENCH:
            text = pattern.sub(elided, text)
    return text
