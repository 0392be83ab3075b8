"""Loads a dataset whole, or says everything that is wrong with it."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from evals.datasets.hub import PREFIX, hub_rows
from evals.datasets.items import Expected, ExpectedFact, Item
from evals.datasets.rows import Problem, Row, csv_rows, folder_rows, jsonl_rows, markdown_row
from knowledge.errors import InputError

__all__ = ["SHIPPED", "Expected", "ExpectedFact", "Item", "Problem", "check", "examine", "load"]

SHIPPED = {"articles": Path(__file__).parent / "articles"}
"""Datasets that come with the project, by name."""
SHOWN = 20
"""Problems listed in an error; `check` gives all."""

_WORDING = {
    "missing": "it is missing. Add it.",
    "string_type": "it is not text. Write it as text, in quotes.",
    "list_type": "it is not a list. Write it in square brackets.",
    "int_type": "it is not a whole number.",
    "int_parsing": "it is not a whole number.",
    "int_from_float": "it is not a whole number.",
    "model_type": "it is not an object with fields.",
    "greater_than_equal": "it must be 1 or more.",
    "less_than_equal": "it must be 20,000 or less.",
}


def load(where: str | Path) -> list[Item]:
    """The items of a dataset, in its order.

    Args:
        where: A `.jsonl`, `.csv` or `.tsv` file, a folder of Markdown files or one of them, `articles` (the shipped
            set), or `hf:owner/name[:split]`.

    Raises:
        InputError: Nothing is there, or something is wrong in it: every bad line is named, up to `SHOWN`.
        SetupError: A dataset of the hub, without its library or without a hub that answers.
    """
    items, problems = examine(where)
    if problems:
        lines = [f"  {problem}" for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            lines.append(f"  and {len(problems) - SHOWN} more; `transcreate dataset check` lists them all")
        raise InputError("\n".join([f"The dataset {where} cannot be used:", *lines]))
    return items


def check(where: str | Path) -> list[Problem]:
    """Everything that keeps `load` from giving the dataset; an empty list means that it loads.

    Raises:
        InputError: Nothing is there, or it is no dataset at all.
        SetupError: See `load`.
    """
    return examine(where)[1]


def examine(where: str | Path) -> tuple[list[Item], list[Problem]]:
    """The items that can be used and everything that is wrong; raises as `check` does."""
    items: list[Item] = []
    problems: list[Problem] = []
    places: dict[str, Row] = {}
    for row in _rows(where):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        try:
            item = Item.model_validate(row.fields)
        except ValidationError as error:
            problems += _problems(row, error)
            continue
        first = places.setdefault(item.id, row)
        if first is not row:
            place = f"in {first.file}" if first.file else f"on line {first.line}"
            message = f"“{item.id}” stands {place} too. Give each item an id of its own."
            problems.append(Problem(message, row.line_of("id"), "id", row.file))
        items.append(item)
    if not items and not problems:
        raise InputError(f"The dataset {where} holds no items. Write one object with id, request and source a line.")
    return items, problems


def _rows(where: str | Path) -> Iterator[Row | Problem]:
    if isinstance(where, str) and where.startswith(PREFIX):
        return hub_rows(where)
    path = SHIPPED.get(where, Path(where)) if isinstance(where, str) else where
    try:
        if path.is_dir():
            return folder_rows(path)
        there = path.is_file()
    except (OSError, ValueError) as error:
        raise InputError(f"{where} cannot be read: {error}.") from error
    if not there:
        raise InputError(
            f"There is no dataset {where}. Give a file, a folder, {' or '.join(SHIPPED)}, or hf:owner/name."
        )
    kind = path.suffix.lower()
    if kind in (".jsonl", ".ndjson"):
        return jsonl_rows(path)
    if kind in (".csv", ".tsv"):
        return csv_rows(path)
    if kind in (".md", ".markdown"):
        return iter([markdown_row(path, path.name)])
    raise InputError(
        f"{where} is no dataset by its name. Datasets end in .jsonl, .csv, .tsv, or are folders of .md files."
    )


def _problems(row: Row, error: ValidationError) -> Iterator[Problem]:
    for found in error.errors(include_url=False, include_context=False):
        field = ".".join(map(str, found["loc"]))
        message = found["msg"].removeprefix("Value error, ").replace("Input should", "it should")
        yield Problem(_WORDING.get(found["type"], message), row.line_of(field), field, row.file)
