"""Word order copied from the source, as a verb in second place where the language wants it behind its subject.

Heuristic: per language a few orders that a native sentence does not have, as patterns of an opening, an auxiliary and
a determiner, and the verb form that follows within so many words (`agents/checks/data/word_order.json`). Into English
and the Romance languages they are German and Dutch ones: “Yesterday has the council decided”, “Hier a le conseil
décidé”, “ha la casa comprato”. Into German and Dutch they are those of all others: “Gestern der Rat hat entschieden”,
“heeft gekocht het huis”. Inversions that a language knows are left alone, as are questions and sentences that quote.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

import simplemma
from pydantic import BaseModel, ConfigDict, TypeAdapter

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.lexicon import lexicon
from agents.checks.passive import is_participle
from agents.checks.views import counted
from agents.reading.language import language_name

_MEND = {
    "second": "put the subject before the verb, and no part of it between auxiliary and verb",
    "brace": "put the verb form right behind its auxiliary, and the object after both",
    "third": "put the finite verb right behind the opening, and the subject after it",
    "behind": "put the object before the participle or infinitive, which closes the clause",
}
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_INFINITIVES = ("er", "ir", "re", "oir", "ar")


class Order(BaseModel):
    """An order that the language does not have: `head`, then `words` words at least and at most, then the `verb` form.

    What follows the verb must match `then`, and nothing of the rest of the sentence `unless`. A `bare participle` is
    one without an ending for feminine or plural. Unless `joined`, no function word may stand between head and verb.
    """

    model_config = ConfigDict(frozen=True)

    mend: Literal["second", "brace", "third", "behind"]
    head: str
    verb: Literal["", "participle", "bare participle", "infinitive"]
    words: tuple[int, int] = (0, 0)
    then: str = ""
    unless: str = "(?!)"
    joined: bool = True


class Orders(BaseModel):
    """What is looked for in one language, when the source is in one of `kin`. `stops` never stand before the verb."""

    model_config = ConfigDict(frozen=True)

    kin: tuple[str, ...]
    parts: dict[str, str]
    stops: frozenset[str]
    orders: tuple[Order, ...]


class _Ready:
    """An order with its patterns compiled."""

    def __init__(self, order: Order, parts: dict[str, str], stops: frozenset[str]) -> None:
        self.order, self.stops = order, stops
        self.head, self.then, self.unless = (
            re.compile(pattern.format(**parts), re.IGNORECASE) for pattern in (order.head, order.then, order.unless)
        )


@check(
    "beyond.word-order",
    severity="advice",
    measures="sentences in an order of words that only the source's language has, as “Hier a le conseil décidé”",
    threshold="0",
    source="a heuristic with patterns made by hand (agents/checks/data/word_order.json)",
    needs=("source",),
)
def no_copied_word_order(subject: Subject) -> Outcome:
    language, name = subject.language, language_name(subject.language)
    if subject.source_language not in _orders()[language].kin:
        return Outcome("no orders known that this source would lead to")
    flaws = []
    for sentence in subject.sentences:
        if sentence.own == sentence.text and (found := copied_order(sentence.text, language)):
            excerpt, mend = found
            message = f"“{excerpt}” has its words in an order that {name} does not know."
            fix = f"Say “{excerpt}” in {name} order: {_MEND[mend]}."
            flaws.append(Flaw(sentence.section, message, fix, place=sentence.text))
    return Outcome(counted(len(flaws), "sentence"), flaws)


@lru_cache(maxsize=8192)
def copied_order(sentence: str, language: str) -> tuple[str, str] | None:
    """The words of a sentence that stand in a copied order, and which order mends them."""
    text = " ".join(sentence.replace("’", "'").split())
    if "?" in text:
        return None
    return next(_found(text, language), None)


def _found(text: str, language: str) -> Iterator[tuple[str, str]]:
    for ready in _ready(language):
        for match in ready.head.finditer(text):
            end = _end(text, match.end(), ready, language)
            if end:
                yield text[match.start() : end].strip(), ready.order.mend


def _end(text: str, start: int, ready: _Ready, language: str) -> int:
    """Where the verb form ends that `ready` wants behind its head; 0 when there is none."""
    order = ready.order
    if not order.verb:
        return start
    least, most = order.words
    for passed in range(most + 1):
        found = _WORD.match(text, start)
        if found is None:
            return 0
        word = found[0].lower()
        if passed >= least and _is_form(word, order.verb, language):
            fits = ready.then.match(text, found.end()) and not ready.unless.search(text, found.end())
            return found.end() if fits else 0
        if word in ready.stops or not (order.joined or word not in lexicon(language).function_words):
            return 0
        start = found.end() + text[found.end() :].startswith(" ")
    return 0


def _is_form(word: str, form: str, language: str) -> bool:
    if form == "infinitive":
        return word.endswith("n") and any(
            simplemma.lemmatize(word.removesuffix("n").removesuffix("e") + ending, lang=language) == word
            for ending in ("t", "et")
        )
    rules = lexicon(language).passive
    if word not in rules.active and not is_participle(word, rules):
        return False
    if form == "participle":
        return True
    bare = word.endswith("o") if language in ("es", "it", "pt") else not word.endswith(("e", "s"))
    return bare and (word in rules.participles or _is_of_a_verb(word, language))


def _is_of_a_verb(word: str, language: str) -> bool:
    """Whether the dictionary has an infinitive to a word that ends like a participle: `mobilité` has none."""
    if simplemma.lemmatize(word, lang=language).endswith(_INFINITIVES):
        return True
    return any(simplemma.is_known(f"{word[:-3]}{ending}", lang=language) for ending in ("ar", "er", "ir"))


@cache
def _orders() -> dict[str, Orders]:
    file = resources.files("agents.checks").joinpath("data", "word_order.json")
    return TypeAdapter(dict[str, Orders]).validate_json(file.read_bytes())


@cache
def _ready(language: str) -> tuple[_Ready, ...]:
    known = _orders()[language]
    parts: dict[str, str] = {}
    for name, pattern in known.parts.items():
        parts[name] = pattern.format(**parts)
    return tuple(_Ready(order, parts, known.stops) for order in known.orders)
