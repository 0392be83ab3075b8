"""Datasets of the Hugging Face hub: `hf:owner/name`, `hf:owner/name:split`, `hf:owner/name/config:split`."""

from collections.abc import Iterator
from typing import Any

from evals.datasets.rows import Row
from knowledge.errors import InputError, SetupError

PREFIX = "hf:"


def hub_rows(where: str) -> Iterator[Row]:
    """Every record of a split, its place being its number from 1.

    Raises:
        InputError: The name is malformed, or the dataset has several splits and none is named.
        SetupError: The `datasets` library is missing, or no hub answers.
    """
    address, _, split = where.removeprefix(PREFIX).partition(":")
    parts = address.split("/")
    if len(parts) not in (2, 3) or not all(parts):
        raise InputError(f"“{where}” is no name of a dataset. Write hf:owner/name or hf:owner/name:split.")
    for number, record in enumerate(_records("/".join(parts[:2]), parts[2] if len(parts) == 3 else None, split), 1):
        yield Row(number, {name: value for name, value in record.items() if value is not None})


def _records(name: str, config: str | None, split: str) -> Any:
    try:
        import datasets
    except ImportError as error:
        raise SetupError(
            "Datasets of the Hugging Face hub are read with its library. Install it: pip install 'transcreate[hub]'"
        ) from error
    try:
        found = datasets.load_dataset(name, config, split=split or None)
    except Exception as error:  # the library lets through whatever its HTTP client, its cache and its readers raise
        reason = " ".join(str(error).split())[:300].rstrip(".")
        raise SetupError(
            f"The dataset {name} could not be loaded from the hub: {reason}. "
            "Check its name and the connection, or download it and give the file."
        ) from error
    if not isinstance(found, datasets.DatasetDict):
        return found
    if len(found) == 1:
        return next(iter(found.values()))
    raise InputError(
        f"{name} has several splits. Name one, such as hf:{name}:{next(iter(found))} ({', '.join(found)})."
    )
