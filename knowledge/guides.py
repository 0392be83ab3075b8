"""Which sections of the style guides a role gets to read."""

from collections.abc import Sequence

from knowledge.passages import Passage
from knowledge.records import Shelf
from knowledge.search import Hit, passage
from knowledge.tokens import count_tokens

NEAR = 0.3
"""Cosine similarity from which a section is about what was asked. A query that is the topic of an article says
nothing about style and stays below it."""


def strength(shelf: Shelf) -> int:
    """Brand beats market beats language beats general."""
    if shelf.brand:
        return 3
    if shelf.market:
        return 2
    return 1 if shelf.language else 0


def choose_guides(hits: Sequence[Hit], *, role: str, max_tokens: int) -> list[Passage]:
    """The sections for `role`, strongest shelf first, then by relevance, as many as `max_tokens` holds.

    A section that a stronger shelf holds under the same key is left out. Sections whose meaning is near the
    query come first; then those made for fewer roles, those of the genre, and the order of the guide.
    """
    mine = [hit for hit in hits if role in str(hit.record.metadata.get("roles", role)).split()]
    strongest: dict[str, int] = {}
    for hit in mine:
        key = _section(hit)
        strongest[key] = max(strongest.get(key, 0), strength(hit.shelf))
    standing = [hit for hit in mine if strength(hit.shelf) == strongest[_section(hit)]]
    standing.sort(key=_standing)
    taken: list[Passage] = []
    left = max_tokens
    for hit in standing:
        cost = guide_tokens(hit.record.title, hit.record.text)
        if cost <= left:
            taken.append(passage(hit, "style_guide"))
            left -= cost
    return taken


def guide_tokens(title: str, text: str) -> int:
    """Tokens of a section as it stands in a prompt: heading and text."""
    return count_tokens(f"{title}: {text}\n")


def _section(hit: Hit) -> str:
    return str(hit.record.metadata.get("section", hit.record.id))


def _standing(hit: Hit) -> tuple[float, ...]:
    metadata = hit.record.metadata
    near = -hit.score if hit.similarity >= NEAR else 0.0
    roles = len(str(metadata.get("roles", "")).split())
    return (-strength(hit.shelf), near, roles, not hit.shelf.genre, int(metadata.get("order", 0)))
