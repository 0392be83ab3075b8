"""Datasets as rows: JSONL, CSV and folders of Markdown, each row with the place it stands at."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from knowledge.errors import InputError
from knowledge.tables import decode

LARGEST = 500_000_000
"""Bytes of a file: 100,000 articles of 800 words are about this much."""
LARGEST_CELL = 10_000_000
"""Characters of a CSV cell. Python's own limit, 131,072, is shorter than a long article."""

OPTIONAL = ("source_language", "expected", "reference", "tags")
"""Columns whose empty cell means that nothing is known."""

_FRONT = re.compile(r"\A\ufeff?\s*^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """The fields of one item as the file holds them, and where it stands."""

    line: int
    fields: dict[str, Any]
    file: str = ""
    front: tuple[str, ...] = ()

    def line_of(self, field: str) -> int:
        """The line a field stands on; in a Markdown file each field has its own."""
        name = field.split(".")[0]
        return next((number for number, text in enumerate(self.front, 1) if text.startswith(f"{name}:")), self.line)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a dataset, where, and what to do."""

    message: str
    line: int = 0
    field: str = ""
    file: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else ""
        place = f"{self.file}, {place}" if self.file and place else self.file or place
        what = f"{self.field}: {self.message}" if self.field else self.message
        return f"{place}: {what}" if place else what


def jsonl_rows(path: Path) -> Iterator[Row | Problem]:
    """One JSON object a line; empty lines are skipped."""
    text = _read(path)
    if text.lstrip("\ufeff \t\n").startswith("["):
        raise InputError(f"{path} holds one JSON list. Write one object a line: jq -c '.[]' {path.name} > items.jsonl")
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "it cannot be read")
            yield Problem(f"it is not valid JSON ({reason}). Write one object on one line.", number)
            continue
        if isinstance(fields, dict):
            yield Row(number, fields)
        else:
            yield Problem('it is not a JSON object. Write {"id": …, "request": …, "source": …}.', number)


def csv_rows(path: Path) -> Iterator[Row | Problem]:
    """A header and one item a row; `expected` is one JSON cell or columns such as `expected.language`."""
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
    text = _read(path).removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    header: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(f"the row cannot be read ({error}). Look at its quotation marks.", line)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            if twice := sorted({name for name in header if name and header.count(name) > 1}):
                raise InputError(f"{path} has two columns named {twice[0]}. Rename one of them.")
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            yield Problem(
                f"{len(cells)} cells stand under {len(header)} headers. Put text with commas in quotes.", line
            )
            continue
        yield _csv_row(line, dict(zip(header, cells, strict=False)))


def _csv_row(line: int, cells: dict[str, str]) -> Row | Problem:
    fields: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for name, cell in cells.items():
        if name.startswith("expected.") and cell.strip():
            expected[name.removeprefix("expected.")] = cell
        elif name and not name.startswith("expected.") and (cell.strip() or name not in OPTIONAL):
            fields[name] = cell
    try:
        if "expected" in fields:
            fields["expected"] = json.loads(fields["expected"])
        if "facts" in expected:
            expected["facts"] = _facts(expected["facts"])
    except (ValueError, RecursionError):
        return Problem(
            "it is not valid JSON. Write it as JSON, or use columns such as expected.language.", line, "expected"
        )
    if expected and isinstance(fields.setdefault("expected", {}), dict):
        fields["expected"] |= expected
    return Row(line, fields)


def _facts(cell: str) -> Any:
    return json.loads(cell) if cell.lstrip().startswith("[") else [part.strip() for part in cell.split("|")]


def folder_rows(folder: Path) -> Iterator[Row | Problem]:
    """Every Markdown file below `folder`, by path, without README files."""
    files = sorted(path for path in folder.rglob("*.md") if path.is_file() and path.stem.lower() != "readme")
    if not files:
        raise InputError(f"{folder} holds no Markdown file. Each item is one .md file with front matter.")
    for path in files:
        yield markdown_row(path, path.relative_to(folder).as_posix())


def markdown_row(path: Path, name: str) -> Row | Problem:
    """Front matter with `request` and the other fields; the text below it is the source, the file name the id."""
    text = _read(path)
    if not _FRONT.match(text):
        return Problem(
            "it does not begin with front matter. Begin with ---, request: …, --- and the article.", 1, file=name
        )
    try:
        page = frontmatter.loads(text.removeprefix("\ufeff"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it cannot be read"
        return Problem(f"the front matter is not valid YAML ({reason}).", mark.line + 1 if mark else 1, file=name)
    fields: dict[str, Any] = {"id": path.stem, **{str(key): value for key, value in page.metadata.items()}}
    if "source" in fields:
        return Problem("the text below the front matter is the source. Take this field out.", 1, "source", name)
    return Row(1, {**fields, "source": page.content}, name, tuple(text.split("\n")))


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is larger than {LARGEST // 1_000_000} MB. Split it.")
        return decode(path.read_bytes(), str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path} cannot be read: {reason}.") from error
