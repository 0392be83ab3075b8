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


def choose_guides(hits: Sequence[Hit], *, role: str, max_tokens: int, own_tokens: int) -> list[Passage]:
    """The sections for `role`, a team's own first and stronger shelves first, then by relevance.

    They are as many as `max_tokens` holds; a team's own may take `own_tokens`. A section that a stronger shelf, or the
    team on the same shelf, holds under the same key is left out. Sections whose meaning is near the query come first;
    then those of the genre, those made for fewer roles, and the order of the guide.
    """
    mine = [hit for hit in hits if role in str(hit.record.metadata.get("roles", role)).split()]
    strongest: dict[str, tuple[int, bool]] = {}
    for hit in mine:
        key = _section(hit)
        strongest[key] = max(strongest.get(key, (0, False)), _strength(hit))
    standing = [hit for hit in mine if _strength(hit) == strongest[_section(hit)]]
    standing.sort(key=_standing)
    taken: list[Passage] = []
    used = 0
    for hit in standing:
        cost = guide_tokens(hit.record.id, hit.record.text)
        if used + cost <= (own_tokens if hit.own else max_tokens):
            taken.append(passage(hit, "style_guide"))
            used += cost
    return taken


def guide_line(key: str, text: str) -> str:
    """A section as it stands in a prompt: what it is cited by, and its text."""
    return f"- {key.removeprefix('guide:')}: {text}\n"


def guide_tokens(key: str, text: str) -> int:
    """Tokens of a section in a prompt."""
    return count_tokens(guide_line(key, text))


def _strength(hit: Hit) -> tuple[int, bool]:
    return strength(hit.shelf), hit.own


def _section(hit: Hit) -> str:
    return str(hit.record.metadata.get("section", hit.record.id))


def _standing(hit: Hit) -> tuple[float, ...]:
    metadata = hit.record.metadata
    near = -hit.score if hit.similarity >= NEAR else 0.0
    roles = len(str(metadata.get("roles", "")).split())
    return (not hit.own, -strength(hit.shelf), near, not hit.shelf.genre, roles, int(metadata.get("order", 0)))
