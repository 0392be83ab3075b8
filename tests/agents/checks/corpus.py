"""The good articles of the corpus: real prose that an editor would publish as it stands."""

from functools import cache
from pathlib import Path

from agents.checks.base import Subject
from agents.domain import Brief, Draft
from agents.reading.markdown import parse_article

FOLDER = Path(__file__).parent / "articles"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))

# One article per language, with a keyphrase of two words, to plant defects in.
MODEL = {
    "en": "en_rain_garden",
    "de": "de_waermeplanung",
    "fr": "fr_reseau_de_chaleur",
    "es": "es_club_de_lectura",
    "it": "it_comunita_energetica",
    "nl": "nl_regenton",
    "pt": "pt_horta_comunitaria",
}


@cache
def article(name: str) -> Draft:
    """A good article by its file name without ending."""
    return parse_article((FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def subject(draft: Draft, **known: object) -> Subject:
    """The subject of a stand-alone review of `draft`; `known` are further fields of the subject."""
    fields: dict[str, object] = {"brief": Brief(language=draft.language), **known}
    return Subject(draft=draft, **fields)  # type: ignore[arg-type]


def other_of(name: str) -> Draft:
    """Another good article in the same language."""
    return next(article(other) for other in NAMES if other != name and other[:2] == name[:2])
