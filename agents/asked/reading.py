"""A request as tokens: what was understood, what was not, and words mended that were misspelt."""

import difflib
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from wordfreq import zipf_frequency

from agents.asked.places import common_language_words, countries, language_names
from agents.asked.wording import fillers, fold, lexicon, meanings, phrases
from agents.reading.language import SUPPORTED

TYPO_LENGTH = 5
"""Shorter words are never taken for misspelt: too many of them are one letter apart."""

TYPO_LIKENESS = 0.8
"""difflib ratio from which a word counts as a known one misspelt: `frensh` and `french` have 0.83."""

REAL_WORD = 2.8
"""wordfreq Zipf value from which a word is a word of its own and no typo; `frensh` has 1.1, `france` 5.6."""

_TOKEN = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+|[^\W\d_]+|[^\w\s]|_")
_CLAUSE_END = frozenset(".,;!?\n…")
_JOINTS = frozenset("-‐‑'’`´\"“”„«»‹›*_:()[]&+")


@dataclass(frozen=True)
class Token:
    """A word, a number or a mark of the request. `norm` is lower case without accents, typos mended."""

    text: str
    start: int
    end: int
    norm: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def ends_clause(self) -> bool:
        return self.text in _CLAUSE_END


@dataclass
class Reading:
    """A request as tokens, and which of them have been understood so far."""

    text: str
    tokens: list[Token]
    used: set[int] = field(default_factory=set)
    assumptions: list[str] = field(default_factory=list)

    def match(self, kind: str, at: int) -> int:
        """How many tokens from `at` on make up the longest known phrase of `kind`; 0 for none."""
        return longest(phrases(kind), self.tokens, at)

    def value(self, kind: str, at: int) -> tuple[str, int]:
        """What the longest phrase of `kind` at `at` stands for, and how many tokens it has; `("", 0)` for none."""
        length = longest(meanings(kind), self.tokens, at)
        return (meanings(kind)[key_at(self.tokens, at, length)], length) if length else ("", 0)

    def ends(self, kind: str, at: int) -> int:
        """How many tokens the longest known phrase of `kind` has that ends right before `at`; 0 for none."""
        for length in range(min(at, 6), 0, -1):
            start = at - length
            if not is_joint(self.tokens[start]) and key_at(self.tokens, start, length) in phrases(kind):
                return length
        return 0

    def use(self, start: int, length: int) -> None:
        """Note that `length` tokens from `start` on have been understood."""
        self.used.update(range(start, start + length))

    def is_accounted(self, index: int) -> bool:
        """True for tokens that carry no wish of their own: understood, filler, or a mark."""
        token = self.tokens[index]
        return index in self.used or not (token.is_word or token.is_number) or token.norm in fillers()


def read(text: str) -> Reading:
    """Tokens of `text`; line breaks and marks are tokens too."""
    reading = Reading(text, [])
    for match in re.finditer(rf"{_TOKEN.pattern}|\n", text):
        norm = fold(match[0])
        known = mended(norm)
        if known != norm:
            reading.assumptions.append(f"“{match[0]}” was read as “{known}”.")
        reading.tokens.append(Token(match[0], match.start(), match.end(), known))
    return reading


@lru_cache(maxsize=20_000)
def mended(word: str) -> str:
    """`word`, or the known word it is most likely a misspelling of."""
    if len(word) < TYPO_LENGTH or not word.isalpha() or word in _vocabulary():
        return word
    if any(zipf_frequency(word, code) >= REAL_WORD for code in SUPPORTED):
        return word
    near = [known for known in _mendable() if known[0] == word[0] and abs(len(known) - len(word)) <= 2]
    close = difflib.get_close_matches(word, near, n=1, cutoff=TYPO_LIKENESS)
    return close[0] if close else word


@cache
def _vocabulary() -> frozenset[str]:
    listed = {word for kind in lexicon()["en"] if kind != "filler" for key in phrases(kind) for word in key}
    named = {word for names in (language_names(), countries()) for key in names for word in key}
    return frozenset(listed | named | fillers())


@cache
def _mendable() -> tuple[str, ...]:
    kinds = ("unit", "min_before", "max_before", "about_before", "subheadings", "keyphrase", "keyphrases", "seo")
    listed = {word for kind in kinds for key in phrases(kind) for word in key}
    long_fillers = {word for word in fillers() if len(word) >= TYPO_LENGTH + 2}
    known = listed | common_language_words() | long_fillers
    return tuple(sorted(word for word in known if len(word) >= TYPO_LENGTH))


def is_joint(token: Token) -> bool:
    return token.text in _JOINTS


def key_at(tokens: list[Token], at: int, length: int) -> tuple[str, ...]:
    return tuple(token.norm for token in tokens[at : at + length] if not is_joint(token))


def longest(known: "frozenset[tuple[str, ...]] | dict[tuple[str, ...], str]", tokens: list[Token], at: int) -> int:
    if not tokens[at].is_word:
        return 0
    best = 0
    words: list[str] = []
    for index in range(at, min(len(tokens), at + 9)):
        token = tokens[index]
        if is_joint(token):
            continue
        if token.ends_clause:
            break
        words.append(token.norm)
        if tuple(words) in known:
            best = index - at + 1
    return best
