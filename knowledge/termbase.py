"""Termbases: one row for each concept, one column for each language.

A cell lists the terms of one language, split by `|`: the preferred one first, then those admitted, and with
a leading `!` those that must not be written: `RGPD|règlement général sur la protection des données|!GDPR`.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from knowledge.errors import InputError
from knowledge.lexical import fold, tokens
from knowledge.passages import Term
from knowledge.records import Document, Record, Shelf, Unread, digest, primary
from knowledge.tables import Table, find_table

_LANGUAGE = re.compile(r"^[a-z]{2}(-[a-z]{2})?$")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Entry:
    """The terms of one concept in one language."""

    preferred: str
    admitted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(form for form in (self.preferred, *self.admitted, *self.forbidden) if form)


def term_table(text: str) -> Table | None:
    """The termbase in `text`, None when fewer than two columns are headed by language codes."""

    def known(header: Sequence[str]) -> int:
        languages = sum(bool(_LANGUAGE.match(name)) for name in header)
        return languages if languages >= 2 else 0

    return find_table(text, known)


def read_termbase(name: str, text: str) -> Document:
    """Read a termbase in CSV (comma, semicolon or tab).

    Raises:
        InputError: fewer than two language columns, or no row that can be used.
    """
    table = term_table(text)
    if table is None:
        raise InputError(f"{name} is not a termbase: it needs two columns or more headed by language codes (de, fr …).")
    rows, unread = [], []
    for line, row in table.rows():
        if isinstance(row, str):
            unread.append(Unread(line, row))
            continue
        entries = {column: entry for column in row if _LANGUAGE.match(column) and (entry := parse_cell(row[column]))}
        if len(entries) < 2:
            unread.append(Unread(line, "terms in fewer than two languages"))
            continue
        rows.append((row.get("concept", ""), entries, row.get("source", "")))
    return termbase_document(name, text, rows, unread, "termbase (CSV)")


def termbase_document(
    name: str,
    text: str,
    rows: Iterable[tuple[str, dict[str, Entry], str]],
    unread: Sequence[Unread],
    form: str,
) -> Document:
    """A document of (concept, terms by language, source) rows.

    Raises:
        InputError: there is no row.
    """
    records: dict[str, Record] = {}
    for concept, entries, source in rows:
        shown = " | ".join(dict.fromkeys(form for entry in entries.values() for form in entry.forms))
        key = f"term:{digest(concept, shown)[:8]}"
        data = {lang: [e.preferred, e.admitted, e.forbidden] for lang, e in entries.items()}
        records[key] = Record(
            key,
            shown,
            concept or shown.split(" | ")[0],
            {"entry": json.dumps(data, ensure_ascii=False), "authority": source},
        )
    if not records:
        raise InputError(f"{name} holds no row that could be used as a term.")
    return Document(name, digest(text), {Shelf("term"): list(records.values())}, form, tuple(unread))


def parse_cell(cell: str) -> Entry | None:
    """The terms of one cell, None when it names none that may be written."""
    forms = [form.strip() for form in cell.split("|") if form.strip()]
    allowed = [form for form in forms if not form.startswith("!")]
    forbidden = tuple(form[1:].strip() for form in forms if form.startswith("!") and form[1:].strip())
    if not allowed:
        return None
    return Entry(allowed[0], tuple(allowed[1:]), forbidden)


def entry_terms(record: Record, source_language: str, target_language: str) -> Term | None:
    """The entry in one direction; None when it lacks one of the languages. `pt-BR` falls back to `pt`."""
    data = {language.lower(): entry for language, entry in json.loads(str(record.metadata["entry"])).items()}
    source, target = (_in(data, language) for language in (source_language, target_language))
    if not source or not target:
        return None
    return Term(
        source_language=source_language,
        target_language=target_language,
        source_terms=Entry(source[0], tuple(source[1]), tuple(source[2])).forms,
        preferred=target[0],
        admitted=tuple(target[1]),
        forbidden=tuple(target[2]),
        source=str(record.metadata.get("authority", "")),
    )


def _in(data: dict[str, list[Any]], language: str) -> list[Any] | None:
    """The terms of `language`: of the very tag, else of the bare language, else of any of its regions."""
    exact = data.get(language.lower()) or data.get(primary(language))
    return exact or next((entry for tag, entry in data.items() if primary(tag) == primary(language)), None)


def occurring(text: str, terms: Sequence[Term], language: str) -> list[Term]:
    """The terms whose source form occurs in `text`, in the order they first occur.

    Whole words only; inflected forms count (they share a stem); abbreviations and names of one word must match in
    case; a longer term hides the shorter one inside it (`KI-Verordnung` hides `KI`).
    """
    language = primary(language)
    starts: dict[str, list[tuple[list[str], list[str], int]]] = {}
    for number, term in enumerate(terms):
        for form in term.source_terms:
            parts = _WORD.findall(form)
            keys = [_key(part, language) for part in parts]
            if keys:
                starts.setdefault(keys[0], []).append((keys, parts, number))
    initials = {fold(key[0]) for options in starts.values() for keys, _, _ in options for key in keys}
    words = _WORD.findall(text) if starts else []
    stems = [_key(word, language) if fold(word[0].lower()) in initials else "" for word in words]
    for options in starts.values():
        options.sort(key=lambda option: (-len(option[0]), option[2]))
    found: dict[int, None] = {}
    position = 0
    while position < len(words):
        step = 1
        for keys, parts, number in starts.get(stems[position], ()):
            end = position + len(keys)
            if stems[position:end] == keys and _same_case(words[position:end], parts, language):
                found[number] = None
                step = len(keys)
                break
        position += step
    return [terms[number] for number in found]


def forbidden_in(text: str, terms: Sequence[Term], language: str) -> list[tuple[str, Term]]:
    """The forms that `terms` forbid and `text` uses in whatever inflection, each with its term.

    A form inside a longer one that may be written is hidden by it. A form that differs from such a one only in
    inflection or case must stand in the text to the letter.
    """
    forms = {form: term for term in terms for form in term.forbidden}
    allowed = [term.model_copy(update={"source_terms": (term.preferred, *term.admitted)}) for term in terms]
    banned = [term.model_copy(update={"source_terms": (form,)}) for form, term in forms.items()]
    used = {term.source_terms[0] for term in occurring(text, [*allowed, *banned], language) if term in banned}
    may = {_keys(form, language) for term in terms for form in (term.preferred, *term.admitted)}
    used |= {
        form for form in forms if _keys(form, language) in may and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)
    }
    return [(form, term) for form, term in forms.items() if form in used]


def _keys(form: str, language: str) -> tuple[str, ...]:
    return tuple(_key(word, primary(language)) for word in _WORD.findall(form))


@lru_cache(maxsize=16_384)
def _key(word: str, language: str) -> str:
    if _abbreviation(word):
        return word.removesuffix("s").lower()
    stemmed = tokens(word, language)
    return stemmed[0] if stemmed else word.lower()


def _abbreviation(word: str) -> bool:
    return sum(letter.isupper() for letter in word) >= 2


def _same_case(words: Sequence[str], parts: Sequence[str], language: str) -> bool:
    """Abbreviations as they are written; a name of one word has its capital, where not every noun has one: English
    `land` and `landing` are no `Land`."""
    if len(parts) == 1 and parts[0][0].isupper() and language != "de" and not words[0][0].isupper():
        return False
    return all(
        word.removesuffix("s") == part.removesuffix("s")
        for word, part in zip(words, parts, strict=True)
        if _abbreviation(part)
    )
