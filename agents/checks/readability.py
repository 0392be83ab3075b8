"""Readability: sentences, transitions, passives and beginnings, judged without what is quoted."""

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from agents.checks.base import Flaw, Outcome, Subject, check, once
from agents.checks.lexicon import lexicon
from agents.checks.matching import tokens
from agents.checks.passive import is_passive
from agents.checks.syllables import count_syllables
from agents.checks.transitions import has_transition
from agents.checks.views import Sentence, counted, excerpt
from agents.reading.text import count_words

LONGEST_SENTENCE = {"en": 20, "de": 20, "fr": 20, "nl": 20, "es": 25, "it": 25, "pt": 25}
_LONG_SHARE = 0.25
_TRANSITION_SHARE = 0.30
_PASSIVE_SHARE = 0.10
_SENTENCES = 5
_ROW = 3
_EASE = 30
_EASE_WORDS = 100

Ease = Callable[[float, float], float]
_FORMULAS: dict[str, tuple[str, Ease]] = {
    "en": ("Flesch (1948)", lambda length, syllables: 206.835 - 1.015 * length - 84.6 * syllables),
    "de": ("Amstad (1978)", lambda length, syllables: 180 - length - 58.5 * syllables),
    "fr": ("Kandel and Moles (1958)", lambda length, syllables: 207 - 1.015 * length - 73.6 * syllables),
    "es": ("Fernández Huerta (1959)", lambda length, syllables: 206.84 - 1.02 * length - 60 * syllables),
    "it": ("Franchina and Vacca (1972)", lambda length, syllables: 206 - length - 65 * syllables),
    "nl": ("Douma (1960)", lambda length, syllables: 206.84 - 0.93 * length - 77 * syllables),
    "pt": ("Martins and others (1996)", lambda length, syllables: 248.835 - 1.015 * length - 84.6 * syllables),
}


@check(
    "readability.sentence-length",
    severity="advice",
    measures="share of sentences longer than 20 words (es, it, pt: 25), quotations not counted",
    threshold={
        language: f"at most 25 % with more than {longest} words" for language, longest in LONGEST_SENTENCE.items()
    },
    source="Yoast SEO, sentence length",
)
def sentences_are_short(subject: Subject) -> Outcome:
    limit = LONGEST_SENTENCE[subject.language]
    own = _own(subject)
    long = [sentence for sentence in own if count_words(sentence.own) > limit]
    share = len(long) / len(own) if own else 0.0
    flaws: list[Flaw] = []
    if share > _LONG_SHARE and len(own) >= _SENTENCES:
        for section, sentences in _by_section(long).items():
            fix = f"Divide the sentences of more than {limit} words, such as “{excerpt(sentences[0].text)}”."
            found = counted(len(sentences), "sentence")
            message = f"{found} of this section with more than {limit} words; {share:.0%} of all are so long."
            flaws.append(Flaw(section, message, fix, place=excerpt(sentences[0].text), amount=len(sentences)))
    return Outcome(f"{share:.0%} of {counted(len(own), 'sentence')}", flaws)


@check(
    "readability.transitions",
    severity="advice",
    measures="share of sentences with a transition word of the language's list",
    threshold="at least 30 %",
    source="Yoast SEO, transition words; lists in agents/checks/data",
)
def sentences_are_linked(subject: Subject) -> Outcome:
    language = subject.language
    own = _own(subject)
    linked = [sentence for sentence in own if has_transition(sentence.own, language)]
    share = len(linked) / len(own) if own else 1.0
    flaws: list[Flaw] = []
    if share < _TRANSITION_SHARE and len(own) >= _SENTENCES:
        few = ", ".join(lexicon(language).transitions[::12][:6])
        with_one = _by_section(linked)
        for section, sentences in _by_section(own).items():
            here = len(with_one.get(section, []))
            wanted = round(len(sentences) * _TRANSITION_SHARE + 0.5)
            if here < wanted:
                fix = f"Link {counted(wanted - here, 'more sentence')} by transition words, such as: {few}."
                read = counted(len(sentences), "sentence")
                message = f"Of {read}, {here or 'none'} with a transition word; {share:.0%} of all have one."
                flaws.append(Flaw(section, message, fix, amount=here - wanted))
    return Outcome(f"{share:.0%} of {counted(len(own), 'sentence')}", flaws)


@check(
    "readability.passive",
    severity="advice",
    measures="share of sentences with a passive clause, by the heuristic of agents/checks/passive.py",
    threshold="at most 10 %",
    source="Yoast SEO, passive voice",
)
def few_passives(subject: Subject) -> Outcome:
    own = _own(subject)
    passive = [sentence for sentence in own if is_passive(sentence.own, subject.language)]
    share = len(passive) / len(own) if own else 0.0
    flaws: list[Flaw] = []
    if share > _PASSIVE_SHARE and len(own) >= _SENTENCES and len(passive) > 1:
        for section, sentences in _by_section(passive).items():
            fix = f"Say who acts, in the active voice, in “{excerpt(sentences[0].text)}”."
            message = f"{counted(len(sentences), 'sentence')} of this section in the passive; {share:.0%} of all are."
            flaws.append(Flaw(section, message, fix, place=excerpt(sentences[0].text), amount=len(sentences)))
    return Outcome(f"{share:.0%} of {counted(len(own), 'sentence')}", flaws)


@check(
    "readability.beginnings",
    severity="advice",
    measures="sentences in a row that begin with the same word (the same two when the first is a function word)",
    threshold="at most 2",
    source="Yoast SEO, consecutive sentences",
)
def beginnings_vary(subject: Subject) -> Outcome:
    function_words = lexicon(subject.language).function_words
    flaws: list[Flaw] = []
    longest = row = 1 if subject.sentences else 0
    for above, sentence in pairwise(subject.sentences):
        first, second = (_beginning(item.own, function_words) for item in (above, sentence))
        row = row + 1 if first and first == second and above.section == sentence.section else 1
        longest = max(longest, row)
        if row == _ROW:
            fix = f"Begin the sentence “{excerpt(sentence.text)}” with another word than “{' '.join(second)}”."
            message = f"{_ROW} sentences in a row begin with “{' '.join(second)}”."
            flaws.append(Flaw(sentence.section, message, fix, place=excerpt(sentence.text)))
    return Outcome(f"at most {longest} in a row", flaws)


@check(
    "readability.ease",
    severity="advice",
    measures="reading ease by the language's own formula, from 100 words on",
    threshold={language: f"at least {_EASE}, by {name}" for language, (name, _) in _FORMULAS.items()},
    source="Flesch (1948): below 30 is very difficult; formula per language as named",
)
def reads_easily(subject: Subject) -> Outcome:
    text = " ".join(sentence.text for sentence in subject.sentences)
    words = len(tokens(text))
    if words < _EASE_WORDS:
        return Outcome("a short text", threshold="judged from 100 words on")
    ease = reading_ease(words, len(subject.sentences), count_syllables(text, subject.language), subject.language)
    if ease >= _EASE:
        return Outcome(f"{ease:.0f}")
    longest = max(subject.sentences, key=lambda sentence: count_words(sentence.own))
    fix = f"Use shorter words and sentences; begin with “{excerpt(longest.text)}”."
    flaw = Flaw(longest.section, f"Reading ease is {ease:.0f}: very difficult.", fix, place=excerpt(longest.text))
    return Outcome(f"{ease:.0f}", [flaw])


def reading_ease(words: int, sentences: int, syllables: int, language: str) -> float:
    """Ease by the language's formula: 100 is very easy, 30 difficult, below 30 very difficult."""
    return _FORMULAS[language][1](words / max(1, sentences), syllables / max(1, words))


@once
def _own(subject: Subject) -> list[Sentence]:
    """The sentences of two own words or more."""
    return [sentence for sentence in subject.sentences if count_words(sentence.own) > 1]


def _by_section(sentences: list[Sentence]) -> dict[str, list[Sentence]]:
    found: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        found[sentence.section].append(sentence)
    return dict(found)


def _beginning(text: str, function_words: frozenset[str]) -> tuple[str, ...]:
    found = tokens(text[:120])
    return tuple(found[:2] if found and found[0] in function_words else found[:1])
