"""Finding a keyphrase in its inflected forms.

Words are compared by stem (Snowball) and by the stem of their lemma (simplemma), both without accents, so
that `réseaux` finds `réseau` and `ações` finds `ação`. Function words (`de`, `the`, `für`) are ignored, as
are the order of the words and what stands between them within one sentence.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from threading import Lock
from typing import Any

import simplemma
import snowballstemmer  # type: ignore[import-untyped]

from agents.checks.lexicon import lexicon
from agents.reading.text import SHORT, composed

_ALGORITHMS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 60
_STEMMING = Lock()


@dataclass(frozen=True)
class Keyphrase:
    """A keyphrase as a check looks for it. `content` are its content words, one key set each."""

    phrase: str
    language: str
    content: tuple[frozenset[str], ...]
    words: tuple[str, ...]

    def present(self, text: str) -> list[str]:
        """The content words of the keyphrase that `text` holds in any form."""
        counts = self._counts(text)
        return [word for word, count in zip(self.words, counts, strict=True) if count]

    def absent(self, text: str) -> list[str]:
        """The content words of the keyphrase that `text` does not hold."""
        counts = self._counts(text)
        return [word for word, count in zip(self.words, counts, strict=True) if not count]

    def count(self, text: str) -> int:
        """How often `text`, one sentence or heading, holds the whole keyphrase.

        Each occurrence needs every content word once, so the rarest word decides.
        """
        return _short_count(self, text) if len(text) <= SHORT else min(self._counts(text), default=0)

    def count_in(self, sentences: Iterable[str]) -> int:
        """How often the whole keyphrase stands in these sentences."""
        return sum(map(self.count, sentences))

    def exact(self, text: str) -> int:
        """How often `text` holds the phrase letter by letter, capitals and white space aside."""
        return _spaced(text).count(f" {' '.join(tokens(self.phrase))} ")

    def _counts(self, text: str) -> list[int]:
        found = Counter(keys(word, self.language) for word in tokens(text) if _initial(word[0]) in self._initials)
        return [sum(times for forms, times in found.items() if forms & wanted) for wanted in self.content]

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(fold(word)[:1] for word in self.words)


@lru_cache(maxsize=8192)
def _short_count(phrase: Keyphrase, text: str) -> int:
    return min(phrase._counts(text), default=0)


def keyphrase(phrase: str, language: str) -> Keyphrase:
    """Prepare `phrase` for search. `language` is a primary subtag that the checks know.

    A phrase of function words alone keeps them all, so that it still can be searched for.
    """
    content = content_words(phrase, language) or list(tokens(phrase))
    words = tuple(dict.fromkeys(content))
    return Keyphrase(phrase, language, tuple(keys(word, language) for word in words), words)


def tokens(text: str) -> tuple[str, ...]:
    """Lower-case runs of letters and digits: hyphens and apostrophes part words."""
    return _short_tokens(text) if len(text) <= SHORT else _tokens(text)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(composed(text).lower()))


_short_tokens = lru_cache(maxsize=16_384)(_tokens)


def content_words(text: str, language: str) -> list[str]:
    """The tokens of `text` that are no function words."""
    function_words = lexicon(language).function_words
    return [word for word in tokens(text) if word not in function_words]


@lru_cache(maxsize=50_000)
def keys(word: str, language: str) -> frozenset[str]:
    """What two forms of one word have in common: stems of the word and of its lemma, without accents."""
    if len(word) > _LONGEST_WORD:
        return frozenset((word,))
    forms = {word, fold(word), simplemma.lemmatize(word, lang=language).lower()}
    if language == "de":  # German nouns are in the dictionary with their capital
        forms.add(simplemma.lemmatize(word.capitalize(), lang=language).lower())
    return frozenset(stem(form, language) for form in forms)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a lower-case word, without accents."""
    if len(word) > _LONGEST_WORD:
        return word
    with _STEMMING:  # a Snowball stemmer holds the word it works on
        return fold(str(_stemmer(language).stemWord(word)))


def fold(text: str) -> str:
    """`text` without accents: `réseau` becomes `reseau`, `größe` becomes `große`."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def _initial(letter: str) -> str:
    return fold(letter)


def _spaced(text: str) -> str:
    return f" {' '.join(tokens(text))} "


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_ALGORITHMS[language])
