"""`transcreate dataset check`: what is wrong with a dataset, before anything is spent on it."""

import json

from tests.evals.datasets.test_parallel import DOCUMENT, ENGLISH, GERMAN, PAGE

LINE = json.dumps({"id": "a", "request": "in French", "source": "The mill was sold.", "source_language": "en"})


def test_a_good_dataset_ends_with_0_and_its_size(cli, tmp_path):
    (tmp_path / "set.jsonl").write_text(LINE, "utf-8")
    code, out, _ = cli("dataset", "check", tmp_path / "set.jsonl")
    assert code == 0
    assert "Items that can be used: 1. Problems: 0. Source languages: en 1." in out


def test_a_bad_dataset_ends_with_2_and_every_line(cli, tmp_path):
    (tmp_path / "set.jsonl").write_text("\n".join([LINE, *["{"] * 30]), "utf-8")
    code, out, _ = cli("dataset", "check", tmp_path / "set.jsonl")
    assert code == 2
    assert "line 31: it is not valid JSON" in out
    assert out.count("✗") == 30


def test_with_json_there_is_data_and_nothing_else(cli, tmp_path):
    (tmp_path / "set.jsonl").write_text(f"{LINE}\n{LINE}", "utf-8")
    code, out, _ = cli("dataset", "check", tmp_path / "set.jsonl", "--json")
    assert code == 2
    (problem,) = json.loads(out)["problems"]
    assert (problem["line"], problem["field"]) == (2, "id")


def test_what_is_not_there_is_wrong_use(cli, tmp_path):
    code, _, err = cli("dataset", "check", tmp_path / "none.jsonl")
    assert code == 2
    assert "There is no dataset" in err


def test_without_help_pages_the_parallel_dataset_says_what_to_install(cli, tmp_path):
    code, _, err = cli(
        "dataset", "parallel", "--from", "de", "--to", "fr", "--out", tmp_path / "x", "--pages", tmp_path
    )
    assert code == 1
    assert "apt-get install gnome-user-docs" in err


def test_a_parallel_dataset_is_built_and_what_was_left_out_is_said(cli, tmp_path):
    for folder, pages in (("C", ENGLISH), ("de", GERMAN)):
        place = tmp_path / "help" / folder / DOCUMENT
        place.mkdir(parents=True)
        for name, text in {"lamp": pages, "note": {**ENGLISH, "point": "Once more the very same."}}.items():
            (place / f"{name}.page").write_text(PAGE.format(id=name, **text), "utf-8")
    out = tmp_path / "set.jsonl"
    code, told, _ = cli("dataset", "parallel", "--from", "en", "--to", "de", "--out", out, "--pages", tmp_path / "help")
    assert code == 0
    assert f"1 items from en into de are in {out}." in told
    assert "left out:    1 not translated in de" in told
    assert "CC BY-SA" in told
    assert cli("dataset", "check", out)[0] == 0
