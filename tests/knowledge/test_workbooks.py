"""Keyword exports as Excel workbooks, written here as the tools write them."""

import io
import random
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from knowledge import workbooks
from knowledge.errors import InputError, TranscreateError
from knowledge.files import About, read_bytes
from knowledge.records import Document, Record, Shelf

ENGLISH = About(language="en")
SEMRUSH = ["Keyword", "Intent", "Volume", "Trend", "Keyword Difficulty", "CPC (USD)", "SERP Features"]
ROWS = [
    ["river heat pump", "Informational", 1300, "0.54,0.66", 38.0, 1.2, "Sitelinks\nPeople also ask"],
    ["district heating cost", "Commercial, Informational", 720, "1.00,0.81", 31, 2.1, "Reviews"],
]


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes) -> Document:
    return read_bytes("export.xlsx", data, ENGLISH)


def rows_of(document: Document) -> dict[str, Record]:
    return {record.text: record for record in document.shelves[Shelf("keyword", "en")]}


def test_a_semrush_workbook_is_read_as_its_csv_is() -> None:
    document = read(workbook(Keywords=[SEMRUSH, *ROWS]))
    rows = rows_of(document)
    assert document.format == "Semrush"
    assert list(rows) == ["river heat pump", "district heating cost"]
    metadata = rows["river heat pump"].metadata
    assert (metadata["volume"], metadata["difficulty"], metadata["intent"]) == (1300, 38, "informational")


def test_the_first_sheet_with_a_known_header_is_read_preamble_or_not() -> None:
    notes = [["Exported for Acme"], ["Nothing to see here"]]
    planner = [
        ["Keyword Stats 2026-11-28"],
        ["1 November 2025 - 31 October 2026"],
        ["Keyword", "Currency", "Avg. monthly searches", "Competition", "Competition (indexed value)"],
        ["heat network", "EUR", 5000, "Low", 17],
    ]
    document = read(workbook(Notes=notes, Ideas=planner, Other=[SEMRUSH, *ROWS]))
    assert document.format == "Google Keyword Planner"
    assert rows_of(document)["heat network"].metadata["volume"] == 5000


def test_a_row_that_cannot_be_read_is_reported_with_its_row_and_the_rest_goes_in() -> None:
    broken = [["", "Informational", 10], ["heat pump", "Informational", "many"]]
    document = read(workbook(Keywords=[SEMRUSH, ROWS[0], [], *broken, ROWS[1]]))
    assert list(rows_of(document)) == ["river heat pump", "district heating cost"]
    assert [(item.line, item.reason) for item in document.unread] == [
        (4, "no keyword"),
        (5, "'many' is not a search volume"),
    ]


def test_a_formula_is_never_worked_out() -> None:
    document = read(workbook(Keywords=[SEMRUSH, ['=HYPERLINK("https://evil.example")', "", 10], ROWS[0]]))
    assert list(rows_of(document)) == ["river heat pump"]
    assert [item.reason for item in document.unread] == ["no keyword"]


def test_a_workbook_without_a_known_header_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="is headed as keyword research"):
        read(workbook(Notes=[["Exported for Acme"]]))


def test_a_damaged_workbook_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="damaged"):
        read(with_part(workbook(Keywords=[SEMRUSH, *ROWS]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"))


def test_entities_in_a_sheet_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData/>&b;</worksheet>'
    with pytest.raises(InputError, match="damaged"):
        read(with_part(workbook(Keywords=[SEMRUSH, *ROWS]), "xl/worksheets/sheet1.xml", bomb))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.files.LARGEST", 100_000)
    with pytest.raises(InputError, match="unpacks to more"):
        read(workbook(Keywords=[SEMRUSH, *(["heat pump", "", 1] for _ in range(5000))]))


def test_a_row_numbered_beyond_what_excel_knows_ends_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "ROWS", 100)
    far = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>Keyword</t></is></c>
    <c r="B1" t="inlineStr"><is><t>Volume</t></is></c></row>
    <row r="2"><c r="A2" t="inlineStr"><is><t>heat pump</t></is></c><c r="B2"><v>90</v></c></row>
    <row r="99999999999"><c r="A3" t="inlineStr"><is><t>never</t></is></c></row></sheetData></worksheet>"""
    document = read(with_part(workbook(Keywords=[SEMRUSH]), "xl/worksheets/sheet1.xml", far))
    assert list(rows_of(document)) == ["heat pump"]


def test_no_damage_to_a_workbook_makes_the_importer_fall_over() -> None:
    whole, chance = workbook(Keywords=[SEMRUSH, *ROWS]), random.Random(1)
    refused = 0
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert read(bytes(data)).count > 0
        except TranscreateError:
            refused += 1
    assert refused > 100


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts exchanged."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()
