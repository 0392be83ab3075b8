"""Who watches a run learns which of several like nodes works."""

from typing import Any

import pytest
from langgraph.runtime import Runtime

from agents.domain import Line, PlannedSection, SectionKind
from graphs.measured import measured


async def told(state: dict[str, Any]) -> list[str]:
    """The labels of the events of a node that gets `state`."""
    events: list[dict[str, Any]] = []

    @measured("section_writer")
    async def node(state: Any, runtime: Runtime[Any]) -> dict[str, Any]:
        return {}

    await node(state, Runtime(stream_writer=events.append))
    return [event["label"] for event in events]


@pytest.mark.parametrize(
    ("kind", "heading", "label"),
    [
        ("faq", "", "questions and answers"),
        ("summary", "", "summary"),
        ("intro", "", "introduction"),
        ("body", "", "section s5"),
        ("faq", "Häufige Fragen", "Häufige Fragen"),
    ],
)
async def test_a_section_is_called_by_its_heading_or_by_what_it_is(kind: SectionKind, heading: str, label: str) -> None:
    planned = PlannedSection(id="s5", kind=kind, heading=heading, words=50)
    assert await told({"planned": planned}) == [label, label]


async def test_a_part_of_the_translation_is_called_by_its_lines() -> None:
    lines = [Line(number=number, paragraph="p1", text="Text.") for number in (3, 4, 5)]
    assert await told({"before": [], "lines": lines}) == ["lines 3 to 5"] * 2
