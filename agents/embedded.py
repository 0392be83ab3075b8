"""Embedded weights, served on the OpenAI wire by llama.cpp inside this process."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import WeightsError

SLOT_TOKENS = 8192


@dataclass(frozen=True)
class Running:
    """A llama.cpp server in this process: where it answers, and how many calls it takes at once."""

    base_url: str
    model: str
    slots: int


def serve(path: Path | None = None) -> Running:
    raise WeightsError("The extra `embedded` is not installed: pip install 'transcreate[embedded]'.")
