"""Datasets load whole, or every bad line is named."""

import json
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.datasets.loading import SHOWN, Item, check, load
from knowledge.errors import InputError, SetupError

GOOD = {"id": "a1", "request": "in French, 300 words", "source": "The mill of Orrin was sold."}


def jsonl(folder, *lines):
    file = folder / "set.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return file


def test_the_three_needed_fields_are_enough(tmp_path):
    (item,) = load(jsonl(tmp_path, GOOD))
    assert (item.id, item.request, item.source) == tuple(GOOD.values())
    assert item.expected.language is None
    assert item.tags == []


def test_all_that_is_known_of_a_good_answer_is_read(tmp_path):
    expected = {
        "language": "pt-BR",
        "min_words": 300,
        "max_words": 500,
        "keyphrase": "moinho de água",
        "facts": ["Orrin", {"kind": "amount", "text": "3 million euros", "value": "3000000 EUR"}],
        "note": "kept",
    }
    more = {"source_language": "en", "expected": expected, "reference": "O moinho.", "tags": ["news"]}
    (item,) = load(jsonl(tmp_path, {**GOOD, **more}))
    assert item.expected.language == "pt-BR"
    assert [fact.text for fact in item.expected.facts] == ["Orrin", "3 million euros"]
    assert item.expected.facts[1].value == "3000000 EUR"
    assert item.expected.model_extra == {"note": "kept"}
    assert (item.reference, item.tags) == ("O moinho.", ["news"])


def test_other_fields_are_carried_along_untouched(tmp_path):
    extra = {"brand": "acme", "nested": {"n": [1, None, "x"]}, "extra": 3, "model_config": "x"}
    (item,) = load(jsonl(tmp_path, {**GOOD, **extra}))
    assert item.extra == extra
    assert Item.model_validate(item.model_dump()) == item


def test_the_order_of_the_file_is_kept_and_empty_lines_are_skipped(tmp_path):
    ids = ["z", "a", "m"]
    file = jsonl(tmp_path, *[line for name in ids for line in ({**GOOD, "id": name}, "")])
    assert [item.id for item in load(file)] == ids


def test_every_bad_line_is_named_with_its_number_its_field_and_what_to_do(tmp_path):
    file = jsonl(
        tmp_path,
        GOOD,
        "{not json",
        {"id": "a2", "request": "in French"},
        {**GOOD, "id": "a3", "expected": {"language": "Frensh", "min_words": "many"}},
        {**GOOD, "id": "a4", "expected": {"min_words": 900, "max_words": 500}},
        ["a5"],
        {**GOOD, "id": "a6", "source": " \n"},
    )
    with pytest.raises(InputError) as error:
        load(file)
    text = str(error.value)
    for part in (
        "line 2: it is not valid JSON",
        "line 3: source: it is missing. Add it.",
        "line 4: expected.language: “Frensh” is no language tag. Write one such as fr, pt-BR or de-CH.",
        "line 4: expected.min_words: it is not a whole number.",
        "line 5: expected: min_words 900 is more than max_words 500. Mend one of them.",
        "line 6: it is not a JSON object",
        "line 7: source: it holds no words.",
    ):
        assert part in text
    assert "line 1" not in text


def test_an_id_that_stands_twice_is_an_error_on_the_second_line(tmp_path):
    (problem,) = check(jsonl(tmp_path, GOOD, {**GOOD, "source": "Another text."}))
    assert (problem.line, problem.field) == (2, "id")
    assert "line 1" in problem.message


def test_an_error_lists_so_many_lines_and_says_how_many_more_there_are(tmp_path):
    file = jsonl(tmp_path, *["{"] * (SHOWN + 7))
    assert len(check(file)) == SHOWN + 7
    with pytest.raises(InputError, match="and 7 more"):
        load(file)


def test_a_facts_list_names_the_entry_that_is_wrong(tmp_path):
    facts = ["fine", {"text": "12", "kind": "colour"}]
    (problem,) = check(jsonl(tmp_path, {**GOOD, "expected": {"facts": facts}}))
    assert problem.field == "expected.facts.1.kind"


CSV = """id;request;source;expected.language;expected.min_words;expected.facts;tags;brand
a1;in French;"Line one.

Line; three with ""quotes"".";fr;300;Orrin | 12 mills;news, quick;acme
a2;auf Deutsch;Text.;;;;;
"""


def test_a_csv_file_has_the_same_fields_as_columns(tmp_path):
    (tmp_path / "set.csv").write_text(CSV, "utf-8-sig")
    first, second = load(tmp_path / "set.csv")
    assert first.source == 'Line one.\n\nLine; three with "quotes".'
    assert (first.expected.language, first.expected.min_words) == ("fr", 300)
    assert [fact.text for fact in first.expected.facts] == ["Orrin", "12 mills"]
    assert (first.tags, first.extra) == (["news", "quick"], {"brand": "acme"})
    assert (second.expected.language, second.tags) == (None, [])


def test_a_csv_cell_may_hold_all_of_expected_as_json(tmp_path):
    cell = json.dumps({"language": "nl", "facts": [{"text": "Orrin", "kind": "name"}]}).replace('"', '""')
    (tmp_path / "set.csv").write_text(f'id,request,source,expected\na,b,c,"{cell}"\n', "utf-8")
    (item,) = load(tmp_path / "set.csv")
    assert item.expected.language == "nl"
    assert item.expected.facts[0].kind == "name"


def test_a_csv_error_names_the_line_of_the_file_and_not_of_the_row(tmp_path):
    (tmp_path / "set.csv").write_text(CSV + "a3;only a request;\na4;b;c;fr;1;;;;one too many\n", "utf-8")
    assert [(problem.line, problem.field) for problem in check(tmp_path / "set.csv")] == [(6, "source"), (7, "")]


def test_a_long_article_fits_a_csv_cell(tmp_path):
    source = "word " * 60_000
    (tmp_path / "set.csv").write_text(f"id,request,source\na,b,{source}\n", "utf-8")
    assert len(load(tmp_path / "set.csv")[0].source) > 200_000


PAGE = """---
request: mach das auf englisch bitte
source_language: de
expected:
  language: en
  facts:
    - {kind: date, text: 3. Mai 2024, value: "2024-05-03"}
tags: [news, quick]
---

# Die Mühle

Am 3. Mai 2024 wurde sie verkauft.
"""


def test_in_a_folder_each_markdown_file_is_an_item_named_after_it(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "muehle.md").write_text(PAGE, "utf-8")
    (tmp_path / "a.md").write_text(PAGE.replace("tags: [news, quick]", "id: own"), "utf-8")
    (tmp_path / "README.md").write_text("About this folder.", "utf-8")
    first, second = load(tmp_path)
    assert (first.id, second.id) == ("own", "muehle")
    assert second.source == "# Die Mühle\n\nAm 3. Mai 2024 wurde sie verkauft."
    assert second.expected.facts[0].value == "2024-05-03"
    assert load(tmp_path / "b" / "muehle.md") == [second]


def test_in_a_folder_errors_name_the_file_and_the_line_of_the_field(tmp_path):
    (tmp_path / "a.md").write_text(PAGE.replace("language: de", "language: Deutsch"), "utf-8")
    (tmp_path / "b.md").write_text("# No front matter\n", "utf-8")
    (tmp_path / "c.md").write_text(PAGE.replace("tags: [news", "tags: [news]]"), "utf-8")
    (tmp_path / "d.md").write_text(PAGE.replace("request:", "source:"), "utf-8")
    found = [(problem.file, problem.line, problem.field) for problem in check(tmp_path)]
    assert found == [("a.md", 3, "source_language"), ("b.md", 1, ""), ("c.md", 8, ""), ("d.md", 1, "source")]


@pytest.mark.parametrize("name", ["missing.jsonl", "set.docx", "empty.jsonl", "list.jsonl", "binary.csv", "folder"])
def test_what_is_no_dataset_is_said_to_be_none(tmp_path, name):
    (tmp_path / "set.docx").write_bytes(b"PK")
    (tmp_path / "empty.jsonl").write_text("\n", "utf-8")
    (tmp_path / "list.jsonl").write_text("[{}]", "utf-8")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=name):
        load(tmp_path / name)


def test_a_name_of_the_hub_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(SetupError, match=r"pip install 'transcreate\[hub\]'"):
        load("hf:owner/name")


@pytest.fixture
def hub(monkeypatch):
    """The hub's library as far as it is used, with two datasets behind it."""

    class DatasetDict(dict):
        pass

    def load_dataset(name, config, split=None):
        if name != "owner/name":
            raise ConnectionError(f"Couldn't reach '{name}'\non the Hub.")
        rows = [{**GOOD, "tags": None, "config": config}, {"id": 7, "request": "in French"}]
        return (
            rows if split else DatasetDict(train=rows, test=rows[:1]) if config is None else DatasetDict(only=rows[:1])
        )

    library = SimpleNamespace(DatasetDict=DatasetDict, load_dataset=load_dataset)
    monkeypatch.setitem(sys.modules, "datasets", library)


def test_a_dataset_of_the_hub_is_read_by_its_split_and_errors_name_the_record(hub):
    (item,) = load("hf:owner/name/small")
    assert (item.id, item.tags, item.extra) == ("a1", [], {"config": "small"})
    (problem,) = check("hf:owner/name:train")
    assert (problem.line, problem.field) == (2, "source")


def test_a_dataset_of_the_hub_with_several_splits_asks_for_one(hub):
    with pytest.raises(InputError, match=r"several splits. Name one, such as hf:owner/name:train \(train, test\)"):
        load("hf:owner/name")


def test_where_no_hub_answers_a_sentence_says_so(hub):
    with pytest.raises(SetupError, match=r"loaded from the hub: Couldn't reach 'no/where' on the Hub\. Check its name"):
        load("hf:no/where")


@pytest.mark.parametrize("name", ["hf:", "hf:name", "hf:a/b/c/d", "hf:/b", "hf:a/:train"])
def test_a_malformed_name_of_the_hub_is_said_to_be_one(name):
    with pytest.raises(InputError, match="hf:owner/name"):
        load(name)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(["id", "request", "source", "source_language", "expected", "reference", "tags", "brand"])
expected = st.dictionaries(st.sampled_from(["language", "min_words", "max_words", "keyphrase", "facts"]), values)
rows = st.dictionaries(fields, st.text() | values | expected)


def loads_or_says_why(file):
    try:
        items = load(file)
    except InputError:
        return
    assert all(isinstance(item, Item) for item in items)
    assert len({item.id for item in items}) == len(items)


@given(lines=st.lists(rows | values | st.text(), max_size=5))
def test_any_json_lines_load_or_raise_an_input_error(tmp_path_factory, lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    file = tmp_path_factory.mktemp("any") / "set.jsonl"
    file.write_bytes(text.encode("utf-8", "replace"))
    loads_or_says_why(file)


@pytest.mark.parametrize("name", ["set.jsonl", "set.csv", "set.md"])
@given(data=st.binary() | st.text().map(lambda text: f"---\n{text}".encode("utf-8", "replace")))
def test_any_bytes_load_or_raise_an_input_error(tmp_path_factory, name, data):
    file = tmp_path_factory.mktemp("any") / name
    file.write_bytes(data)
    loads_or_says_why(file)


@given(items=st.lists(rows, max_size=4))
def test_what_was_loaded_loads_again_the_same(tmp_path_factory, items):
    folder = tmp_path_factory.mktemp("any")
    good = [{**row, **GOOD, "id": f"i{number}"} for number, row in enumerate(items)]
    good = [{key: value for key, value in row.items() if key in (*GOOD, "brand")} for row in good]
    if good:
        first = load(jsonl(folder, *good))
        again = load(jsonl(folder, *[item.model_dump_json() for item in first]))
        assert [item.id for item in again] == [row["id"] for row in good]
        assert [item.source for item in again] == [item.source for item in first]
