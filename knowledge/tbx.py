"""Termbases in TBX (ISO 30042), in both its old (martif) and its new (tbx) element names."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.records import Document, Unread
from knowledge.site_pages import local
from knowledge.termbase import Entry, termbase_document

CONCEPTS = ("termentry", "conceptentry")
LANGUAGES = ("langset", "langsec")
TERMS = ("tig", "ntig", "termsec")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_tbx(name: str, root: Element, text: str) -> Document:
    """Read a TBX file: `preferredTerm` is written, `deprecatedTerm` and `supersededTerm` are forbidden.

    Raises:
        InputError: no concept has terms in two languages.
    """
    rows, unread = [], []
    for number, concept in enumerate((e for e in root.iter() if local(e.tag) in CONCEPTS), start=1):
        entries = {language: entry for language, entry in _languages(concept) if entry}
        if len(entries) < 2:
            unread.append(Unread(number, "terms in fewer than two languages"))
            continue
        rows.append((concept.get("id", ""), entries, _source(concept)))
    return termbase_document(name, text, rows, unread, "termbase (TBX)")


def _languages(concept: Element) -> Iterator[tuple[str, Entry | None]]:
    for section in (e for e in concept.iter() if local(e.tag) in LANGUAGES):
        language = section.get(LANG) or section.get("lang") or ""
        terms = [(_status(e), _term(e)) for e in section.iter() if local(e.tag) in TERMS]
        ranked = sorted(((s, t) for s, t in terms if t), key=lambda pair: pair[0])
        allowed = [term for status, term in ranked if status < 2]
        forbidden = tuple(term for status, term in ranked if status == 2)
        entry = Entry(allowed[0], tuple(allowed[1:]), forbidden) if allowed else None
        if language:
            yield language, entry


def _term(section: Element) -> str:
    return next((" ".join("".join(e.itertext()).split()) for e in section.iter() if local(e.tag) == "term"), "")


def _status(section: Element) -> int:
    """0 preferred, 1 admitted or not said, 2 not to be written."""
    for note in section.iter():
        if note.get("type") in ("administrativeStatus", "normativeAuthorization"):
            word = (note.text or "").strip().lower()
            if word.startswith("preferred"):
                return 0
            if word.startswith(("deprecated", "superseded")):
                return 2
    return 1


def _source(concept: Element) -> str:
    return next(
        (
            (e.text or "").strip()
            for e in concept.iter()
            if e.get("type") in ("source", "xSource") or local(e.tag) == "source"
        ),
        "",
    )
