"""`transcreate dataset check`: what is wrong with a dataset, before anything is spent on it."""

import json

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
