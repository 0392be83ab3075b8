"""The index of a batch: what it keeps, how it survives a kill, and folder names that stay below it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.batch_index import LINES, BatchSummary, Entry, Index, folder_name, write_summary
from knowledge.errors import SetupError


def entry(id, **fields):
    return Entry(**{"id": id, "folder": folder_name(id), "status": "passed", "reason": "r", "model": "m", **fields})


def lines(folder):
    return [json.loads(line) for line in (folder / LINES).read_text("utf-8").splitlines()]


@given(st.text(min_size=1, max_size=200).filter(lambda id: id.isprintable()))
def test_an_id_never_leaves_the_folder(id):
    name = folder_name(id)
    assert name not in ("", ".", "..")
    assert not set(name) & set("/\\:\0")
    assert len(name.encode()) <= 140


@given(st.lists(st.text(alphabet="aAbé-. /0", min_size=1, max_size=6), min_size=2, max_size=2, unique=True))
def test_two_ids_never_share_a_folder(ids):
    one, other = ids
    assert folder_name(one) != folder_name(other)
    assert folder_name(one).casefold() != folder_name(folder_name(other) + "x").casefold()


def test_an_id_that_looks_like_a_name_made_from_another_gets_a_name_of_its_own():
    assert folder_name(folder_name("A/b")) != folder_name("A/b")
    assert folder_name("plain-id") == "plain-id"


def test_the_last_line_of_an_article_counts_and_the_others_go_at_the_end(tmp_path):
    index = Index(tmp_path)
    index.put(entry("a", status="failed", calls=3, input_tokens=30, cost_usd=0.3))
    index.put(entry("b", calls=1, input_tokens=5, cost_usd=0.1))
    index.put(entry("a", calls=7, input_tokens=70, cost_usd=0.7))
    assert index.get("a").status == "passed"
    assert (index.usage.calls, index.usage.input_tokens) == (8, 75)
    assert index.usage.cost_usd == pytest.approx(0.8)
    assert len(lines(tmp_path)) == 3
    index.close()
    assert [line["id"] for line in lines(tmp_path)] == ["b", "a"]
    assert [path.name for path in tmp_path.iterdir()] == [LINES]


def test_half_a_line_that_a_kill_left_is_forgotten(tmp_path):
    index = Index(tmp_path)
    index.put(entry("a"))
    with (tmp_path / LINES).open("ab") as file:
        file.write(b'{"id": "b", "fol')
    again = Index(tmp_path)
    assert again.get("a") is not None
    assert again.get("b") is None
    again.put(entry("c"))
    assert Index(tmp_path).get("c") == entry("c")


def test_a_line_that_is_none_is_named(tmp_path):
    (tmp_path / LINES).write_text(entry("a").model_dump_json() + "\nnonsense\n", "utf-8")
    with pytest.raises(SetupError, match="Line 2"):
        Index(tmp_path)


def test_costs_are_unknown_as_soon_as_one_article_has_no_price(tmp_path):
    index = Index(tmp_path)
    index.put(entry("a", calls=1, cost_usd=0.5))
    assert index.usage.cost_usd == 0.5
    index.put(entry("b", calls=1, cost_usd=None))
    assert index.usage.cost_usd is None
    index.put(entry("b", calls=1, cost_usd=0.25))
    assert index.usage.cost_usd == 0.75


def test_the_summary_is_replaced_as_a_whole(tmp_path):
    for number in range(3):
        write_summary(tmp_path, BatchSummary(total=3, passed=number))
    assert BatchSummary.model_validate_json((tmp_path / "index.json").read_text("utf-8")).left == 1
    assert len(list(tmp_path.iterdir())) == 1
