"""The sheets of an Excel workbook as text, so that they are read as the same table in a CSV file would be."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date

from openpyxl import load_workbook

from knowledge.errors import InputError

MAIN = "xl/workbook.xml"
"""The part of an archive by which a workbook is known."""
COLUMNS, ROWS = 200, 1_048_576
"""What is read of a sheet; Excel knows no row beyond."""

Cell = object


def is_workbook(archive: zipfile.ZipFile) -> bool:
    return MAIN in archive.namelist()


def sheets(name: str, data: bytes) -> Iterator[str]:
    """Each sheet as tab-separated text, line by line as it stands. Of a formula the value that was last calculated.

    Raises:
        InputError: the workbook is damaged.
    """
    try:
        with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)) as book:
            for sheet in book.worksheets:
                yield _text(sheet.iter_rows(max_col=COLUMNS, max_row=ROWS, values_only=True))
    except Exception as error:  # openpyxl lets through whatever its parsers and a broken part make it raise
        raise InputError(f"{name} is a damaged workbook: {error}. Export it as CSV.") from error


def _text(rows: Iterable[tuple[Cell, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in rows:
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        writer.writerow(cells or [""])
    return text.getvalue()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())
