"""The word lists of `agents/checks/data/`, one file per language."""

from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from agents.language import SUPPORTED


class Passive(BaseModel):
    """How a language forms the passive: an auxiliary, and a participle within `reach` words of it.

    `participle` matches regular participles, `participles` lists the others. `not_participles` look like one;
    `active` form their active perfect with the same auxiliary, as does any verb after a `reflexive` word.
    """

    model_config = ConfigDict(frozen=True)

    auxiliaries: frozenset[str]
    reach: int
    participle: str
    participles: frozenset[str]
    not_participles: frozenset[str]
    active: frozenset[str]
    reflexive: frozenset[str]


class Lexicon(BaseModel):
    """The words a check knows of one language, all lower case."""

    model_config = ConfigDict(frozen=True)

    language: str
    function_words: frozenset[str]
    transitions: tuple[str, ...]
    assistant_talk: tuple[str, ...]
    vague_anchors: frozenset[str]
    passive: Passive


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a primary subtag.

    Raises:
        KeyError: There is no file for the language; it is not in `agents.language.SUPPORTED`.
    """
    if language not in SUPPORTED:
        raise KeyError(language)
    file = resources.files("agents.checks").joinpath("data", f"{language}.json")
    return Lexicon.model_validate_json(file.read_text(encoding="utf-8"))
