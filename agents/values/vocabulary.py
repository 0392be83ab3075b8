"""Which words a language has: known, in use, left over from another language, or made up.

Frequencies are those of the wordfreq library, on its Zipf scale: 3 is once in a million words, 6 once in a thousand.
"""

import re
from functools import lru_cache

import simplemma
from wordfreq import zipf_frequency

HARDLY, RARE, IN_USE = 1.5, 2.5, 3.0
"""From the first a language has a word; below, it may be a slip or a loan. Below the second it is rare, from the third
on in use."""

STRANGE = 1.0
"""Below it a word of a translation is made up or left over."""

COMMONER = 2.0
"""How much commoner in the other language a left-over word is: `quando` has 6.2 in Italian and 2.4 in French, `tapas`
3.6 in Spanish and 2.9 in French."""

RARER = 1.5
"""How much rarer than in another language a shared word may be: `gazpacho` has 2.7 in Spanish and 1.8 in Portuguese,
`hace` 6.0 and 2.5."""

_PART_LETTERS = 3
"""A coined compound, as `vélobus`, is made of words at least so long and in use."""

_JOINTS = ("", "s", "es", "n", "en", "er", "e")
"""Letters that may join the parts of a compound."""

_LOWER = re.compile(r"(?<![\w.@/’'-])[^\W\d_A-ZÀ-ÞŒ][^\W\d_]{3,40}(?![\w@/’'-]|\.\w)")
_LONG = re.compile(r"[^\W\d_]{3,}")
_WORD = re.compile(r"[^\W\d_]+")


def lower_words(text: str) -> list[str]:
    """The lower-case words of four letters or more, those in addresses and beside hyphens and apostrophes left out."""
    return _LOWER.findall(text)


@lru_cache(maxsize=32_768)
def is_known(word: str, language: str) -> bool:
    """Whether a lower-case word stands in a list of the language, or is joined of two that are in use."""
    if zipf_frequency(word, language) > 0 or simplemma.is_known(word, lang=language):
        return True
    cuts = range(_PART_LETTERS, len(word) - _PART_LETTERS + 1)
    return any(_in_use(word[cut:], language) and _begins(word[:cut], language) for cut in cuts)


def is_left_over(word: str, language: str, other: str) -> bool:
    """Whether a lower-case word is in use in the `other` language, and rare or unknown in `language`.

    Of the 4,200 different words of 20 good articles none would be, whichever the other of the seven languages.
    """
    theirs, known = zipf_frequency(word, other), zipf_frequency(word, language)
    return theirs >= IN_USE and known < RARE and theirs - known >= COMMONER


def may_be_of(phrase: str, language: str, other: str) -> bool:
    """Whether each word of a phrase of the `other` language, as `gazpacho`, is also one of `language`."""
    words = (word.casefold() for word in _WORD.findall(phrase))
    return all(
        (known := zipf_frequency(word, language)) >= HARDLY and known >= zipf_frequency(word, other) - RARER
        for word in words
    )


def is_coined(phrase: str, language: str) -> bool:
    """Whether no word of a phrase is in use in its language: the name of a product, say, as `Nordwarm 1200`."""
    words = [word for word in _WORD.findall(phrase) if word.isalpha()]
    return bool(words) and not any(_in_use(word.casefold(), language) for word in words)


def strange_words(text: str, line: str, target: str, source: str) -> list[str]:
    """Words of `text` that the target language does not know: made up, or left over from the `line` it translates.

    Names stay: capitalised words that stand in the line and that its language does not use as words.
    """
    said = {word.casefold() for word in _LONG.findall(line)}
    found = []
    for word in _LONG.findall(text):
        folded = word.casefold()
        is_name = word[0].isupper() and folded in said and not _in_use(folded, source)
        if not is_name and zipf_frequency(folded, target) < STRANGE:
            found.append(word)
    return found


def _begins(start: str, language: str) -> bool:
    parts = (start.removesuffix(joint) for joint in _JOINTS if start.endswith(joint))
    return any(len(part) >= _PART_LETTERS and _in_use(part, language) for part in parts)


def _in_use(word: str, language: str) -> bool:
    return zipf_frequency(word, language) >= IN_USE
