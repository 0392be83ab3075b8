"""What the tasks share: datasets as inspect's samples, and how many are in work at the same time."""

import os
from collections.abc import Sequence
from pathlib import Path

from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import GenerateConfig

from agents.models.factory import address, is_embedded
from evals.datasets.items import Item
from evals.datasets.loading import load
from knowledge.errors import InputError

ARTICLES_AT_ONCE = 8
"""Articles in work at the same time; the endpoint's own limit of calls holds besides. Embedded weights get one."""


def items_of(dataset: str, tags: str | Sequence[str] = ()) -> list[Item]:
    """The items of a dataset that have one of `tags`, or all.

    Raises:
        InputError: There is no such dataset, something is wrong in it, or no item has one of the tags.
        SetupError: A dataset of the hub, without its library or without a hub that answers.
    """
    wanted = {tag for tag in ([tags] if isinstance(tags, str) else tags) if tag}
    items = [item for item in load(_place(dataset)) if not wanted or wanted & set(item.tags)]
    if not items:
        raise InputError(f"No article of {dataset} has one of the tags {', '.join(sorted(wanted))}.")
    return items


def samples(items: Sequence[Item], dataset: str) -> MemoryDataset:
    return MemoryDataset(
        [
            Sample(
                id=item.id,
                input=f"{item.request}\n\n{item.source}",
                target=item.reference or "",
                metadata={"item": item.model_dump(mode="json")},
            )
            for item in items
        ],
        name=dataset,
    )


def reachable(*specs: str | None) -> None:
    """Raises SetupError when one of these models needs a key or an address."""
    for spec in filter(None, specs):
        if not is_embedded(spec):
            address(spec)


def settings(spec: str) -> GenerateConfig:
    return GenerateConfig(max_connections=1 if is_embedded(spec) else ARTICLES_AT_ONCE)


def _place(dataset: str) -> str:
    """The dataset as the caller's folder names it: inspect makes tasks in the folder of their file."""
    there = Path(os.environ.get("PWD", "")) / dataset
    return str(there) if there.exists() else dataset
