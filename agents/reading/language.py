"""Which language a text is in, by the lingua detector limited to the languages that can be meant."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from agents.reading.text import SHORT, well_formed

SUPPORTED = ("en", "de", "fr", "es", "it", "nl", "pt")
"""Primary subtags of the languages whose word lists the checks know."""

SAMPLE = 3000
"""Characters that decide."""
_LONG = 120
# lingua has no Norwegian macro language and no Filipino; these tags stand for the ones it knows.
_ALIASES = {"no": "nb", "fil": "tl", "iw": "he", "in": "id"}


def base_language(tag: str) -> str:
    """The primary subtag of a BCP-47 tag: `pt` of `pt-BR`, empty for an empty tag."""
    return tag.replace("_", "-").split("-")[0].strip().lower()


def language_name(tag: str) -> str:
    """The English name of a BCP-47 tag: `French (Canada)` for `fr-CA`; the tag itself when unknown."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (ValueError, UnknownLocaleError):
        return tag


def in_language(form: str, tag: str) -> str:
    """A text of that form with its language, in a prompt's words: `a French article`, `an English interview`."""
    name = language_name(tag)
    return f"{'an' if name[0] in 'AEIOU' and not name.startswith('Uk') else 'a'} {name} {form}"


def identify(text: str, candidates: Sequence[str] = ()) -> str | None:
    """The primary subtag of the language `text` is in, or None when it cannot be told.

    With two or more `candidates` (tags) only these are considered, which makes short texts such as headings
    reliable (95 % on titles). Otherwise every language lingua knows is: the first such call loads their
    models, a few seconds. The first 3,000 characters decide.
    """
    sample = well_formed(text[:SAMPLE]).strip()
    if not any(map(str.isalpha, sample)):
        return None
    known = sorted({code for tag in candidates if (code := _known(tag))})
    if len(known) >= 2:
        detector = _detector(tuple(known))
    elif len(sample) >= _LONG:
        detector = _any_language()
    else:
        detector = _detector(tuple(sorted({*SUPPORTED, *known})))
    found = detector.detect_language_of(sample)
    return found.iso_code_639_1.name.lower() if found else None


def confidence(text: str, language: str, candidates: Sequence[str]) -> float:
    """How sure it is, from 0 to 1, that `text` is in `language` and in none of the other `candidates`.

    0 when lingua does not know `language`, or when there is no letter in the text.
    """
    code = _known(language)
    known = sorted({other for tag in (*candidates, language) if (other := _known(tag))})
    if not code or len(known) < 2:
        return 0.0
    measure = _line_confidence if len(text) <= SHORT else _confidence
    return measure(text[:SAMPLE], code, tuple(known))


def _confidence(text: str, code: str, known: tuple[str, ...]) -> float:
    return _detector(known).compute_language_confidence(well_formed(text), _LANGUAGES[code])


_line_confidence = lru_cache(maxsize=4096)(_confidence)


def is_known(tag: str) -> bool:
    """True when the detector knows the language of `tag`."""
    return bool(_known(tag))


_LANGUAGES: dict[str, Language] = {language.iso_code_639_1.name.lower(): language for language in Language.all()}


def _known(tag: str) -> str:
    base = base_language(tag)
    base = _ALIASES.get(base, base)
    return base if base in _LANGUAGES else ""


@lru_cache(maxsize=32)
def _detector(codes: tuple[str, ...]) -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*(_LANGUAGES[code] for code in codes)).build()


@lru_cache(maxsize=1)
def _any_language() -> LanguageDetector:
    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()
