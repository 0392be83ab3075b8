"""Telling passive clauses by an auxiliary and a participle near it.

Heuristic: an auxiliary of the passive (`be`, `werden`, `être`, `ser`, `essere` and `venire`, `worden`), and a
word that looks like a participle. In en, fr, es, it and pt the participle follows within two words that may
stand between (adverbs, `not`); in de and nl it stands anywhere in the same clause, before or after. Verbs that
form their active perfect with the same auxiliary, adjectives that look like participles, and reflexives are
listed per language in `agents/checks/data` and do not count.
"""

import re
from functools import cache

from agents.checks.lexicon import Passive, lexicon

_CLAUSE = re.compile(r"[,;:()–—]")
_WORD = re.compile(r"[^\W\d_]+")
_VERB_LAST = ("de", "nl")
_PRONOUN = re.compile(r"\b(?:s|m|t)['’](?=est|était|étaient|é|è)", re.IGNORECASE)


def is_passive(sentence: str, language: str) -> bool:
    """True when a clause of the sentence is in the passive. `language` is one the checks know."""
    rules = lexicon(language).passive
    return any(
        _clause_is_passive(_WORD.findall(clause.lower()), rules, language in _VERB_LAST)
        for clause in _CLAUSE.split(_PRONOUN.sub("se ", sentence))
    )


def _clause_is_passive(found: list[str], rules: Passive, anywhere: bool) -> bool:
    for position, word in enumerate(found):
        if word not in rules.auxiliaries:
            continue
        if anywhere:
            if any(is_participle(other, rules) for other in found if other != word):
                return True
        elif not (position and found[position - 1] in rules.reflexive) and _participle_follows(found, position, rules):
            return True
    return False


def _participle_follows(found: list[str], position: int, rules: Passive) -> bool:
    for word in found[position + 1 : position + 2 + rules.reach]:
        if word in rules.active:
            return False
        if is_participle(word, rules):
            return True
        if word in rules.auxiliaries:
            continue
        if word not in rules.between and not word.endswith(("ly", "ment", "mente")):
            return False
    return False


def is_participle(word: str, rules: Passive) -> bool:
    """Whether a lower-case word looks like a participle that may stand in a passive."""
    if word in rules.not_participles or word in rules.active or word in rules.auxiliaries:
        return False
    return word in rules.participles or bool(_pattern(rules.participle).fullmatch(word))


@cache
def _pattern(participle: str) -> re.Pattern[str]:
    return re.compile(participle)
