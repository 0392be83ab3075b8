"""Termbases: one row for each concept, one column for each language.

A cell lists the terms of one language, split by `|`: the preferred one first, then those admitted, and with
a leading `!` those that must not be written: `RGPD|règlement général sur la protection des données|!GDPR`.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.errors import InputError
from knowledge.lexical import tokens
from knowledge.passages import Term
from knowledge.records import Document, Record, Shelf, Unread, digest, primary

_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")
_WORD = re.compile(r"[^\W_]+")
RESERVED = ("concept", "source", "note")


@dataclass(frozen=True)
class Entry:
    """The terms of one concept in one language."""

    preferred: str
    admitted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(form for form in (self.preferred, *self.admitted, *self.forbidden) if form)


def read_termbase(name: str, text: str) -> Document:
    """Read a termbase in CSV (comma, semicolon or tab).

    Raises:
        InputError: fewer than two language columns, or no row that can be used.
    """
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = [(field or "").strip() for field in reader.fieldnames or []]
    reader.fieldnames = columns
    languages = [c for c in columns if _LANGUAGE.match(c) and c not in RESERVED]
    if len(languages) < 2:
        raise InputError(f"{name} is not a termbase: it needs two columns or more headed by language codes (de, fr …).")
    rows, unread = [], []
    for row in reader:
        entries = {lang: cell for lang in languages if (cell := parse_cell(row.get(lang) or ""))}
        if len(entries) < 2:
            unread.append(Unread(reader.line_num, "terms in fewer than two languages"))
            continue
        rows.append((row.get("concept") or "", entries, row.get("source") or ""))
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
    data = json.loads(str(record.metadata["entry"]))
    source = data.get(source_language) or data.get(primary(source_language))
    target = data.get(target_language) or data.get(primary(target_language))
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


def occurring(text: str, terms: Sequence[Term], language: str) -> list[Term]:
    """The terms whose source form occurs in `text`, in the order they first occur.

    Whole words only; inflected forms count (they share a stem); abbreviations must match in case; a longer
    term hides the shorter one inside it (`KI-Verordnung` hides `KI`).
    """
    language = primary(language)
    words = _WORD.findall(text)
    stems = [_key(word, language) for word in words]
    starts: dict[str, list[tuple[list[str], list[str], int]]] = {}
    for number, term in enumerate(terms):
        for form in term.source_terms:
            parts = _WORD.findall(form)
            keys = [_key(part, language) for part in parts]
            if keys:
                starts.setdefault(keys[0], []).append((keys, parts, number))
    for options in starts.values():
        options.sort(key=lambda option: (-len(option[0]), option[2]))
    found: dict[int, None] = {}
    position = 0
    while position < len(words):
        step = 1
        for keys, parts, number in starts.get(stems[position], ()):
            end = position + len(keys)
            if stems[position:end] == keys and _same_case(words[position:end], parts):
                found[number] = None
                step = len(keys)
                break
        position += step
    return [terms[number] for number in found]


def _key(word: str, language: str) -> str:
    if _abbreviation(word):
        return word.removesuffix("s").lower()
    stemmed = tokens(word, language)
    return stemmed[0] if stemmed else word.lower()


def _abbreviation(word: str) -> bool:
    return sum(letter.isupper() for letter in word) >= 2


def _same_case(words: Sequence[str], parts: Sequence[str]) -> bool:
    return all(
        word.removesuffix("s") == part.removesuffix("s")
        for word, part in zip(words, parts, strict=True)
        if _abbreviation(part)
    )
