"""What a model wrote, without its wrapping, and nothing of the text itself lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from agents.models.replies import clean, parse, parse_loosely, schema_for_wire


class Item(BaseModel):
    title: str
    kind: str = "a"


class Items(BaseModel):
    """Several of them."""

    items: list[Item]
    note: str | None = None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<think>First, I …</think>\n\nLe maire parle.", "Le maire parle."),
        ("<think>cut before its end", ""),
        ("```markdown\n## Titre\n\nTexte.\n```", "## Titre\n\nTexte."),
        ("```\nTexte.\n```\n", "Texte."),
        ("Sure! Here is the translation:\n\nLe maire parle.", "Le maire parle."),
        ("Voici la section :\n\nLe maire parle.", "Le maire parle."),
        ("Hier ist der Text:\nDer Rat tagt.", "Der Rat tagt."),
        ("Aquí tienes la traducción:\n\nEl alcalde habla.", "El alcalde habla."),
    ],
)
def test_wrapping_around_the_answer_goes(text: str, kept: str):
    assert clean(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Le maire parle : « C’est fini. »",
        "Voici ce que dit le maire : « C’est fini. »",
        "Here is what the council decided: the bridge stays.",
        "Voici les points essentiels :\n\n- le pont\n- la gare",
        "Hier sind die Folgen im Überblick:\n\n- Staus",
        "Of course the bridge stays.\n\nIt was built in 1912.",
        "Text before\n\n```\ncode\n```\n\nand after.",
        "```\na\n```\n\ntext\n\n```\nb\n```",
        "Hier ist die Luft besser.\nDas sagt der Arzt.",
    ],
)
def test_text_that_only_looks_like_wrapping_stays(text: str):
    assert clean(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more_of_plain_text(text: str):
    once = clean(f"A {text.replace('<', '').replace('`', '')}")
    assert clean(once) == once


@given(st.lists(st.text(max_size=20), max_size=4), st.sampled_from(["{}", "```json\n{}\n```", "Here it is:\n{}"]))
def test_every_right_answer_is_read_as_it_was_meant(titles: list[str], wrapping: str):
    meant = Items(items=[Item(title=title) for title in titles])
    assert parse(wrapping.replace("{}", meant.model_dump_json()), Items) == meant


@given(st.text(max_size=80))
def test_loose_reading_of_anything_gives_the_data_or_nothing(text: str):
    for attempt in (text, "{" + text, '{"items": ' + text):
        found = parse_loosely(attempt, Items)
        assert found is None or isinstance(found, Items)


def test_an_empty_object_is_no_answer_even_where_every_field_is_optional():
    class Optional(BaseModel):
        note: str | None = None

    assert parse_loosely("{}", Optional) is None
    assert parse_loosely('{"else": 1}', Optional) is None


def test_the_schema_keeps_properties_that_are_named_like_keywords():
    schema = schema_for_wire(Items)
    item = schema["properties"]["items"]["items"]
    assert set(item["properties"]) == {"title", "kind"}
    assert item["required"] == ["title", "kind"]
    assert "default" not in json.dumps(schema)
