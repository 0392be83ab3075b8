"""`transcreate check`: the reviewer alone, without model or network."""

import json

from tests.graphs.library import METADATA, OUTLINE, SECTIONS, SOURCE

GOOD = "\n".join(
    [
        "---",
        f'title: "{METADATA["title"]}"',
        f'description: "{METADATA["description"]}"',
        "slug: bibliotheque-d-objets-lindenau",
        "lang: fr",
        "keyphrase: bibliothèque d'objets",
        "---",
        *(
            f"\n{'#' if index == 0 else '##'} {section['heading']}\n\n{SECTIONS[f's{index}']}"
            for index, section in enumerate(OUTLINE["sections"])
        ),
    ]
)


def judge(cli, tmp_path, text, *flags):
    (tmp_path / "article.md").write_text(text, "utf-8")
    (tmp_path / "source.md").write_text(SOURCE, "utf-8")
    code, out, err = cli("check", tmp_path / "article.md", *flags, "--json")
    return code, json.loads(out), err


def test_a_good_article_passes_against_its_source(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD, "--source", tmp_path / "source.md")
    failed = [c for c in review["checks"] if c["severity"] == "blocking" and c["status"] != "passed"]
    assert failed == []
    assert code == 0


def test_a_good_article_passes_without_a_source_and_says_what_was_not_compared(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD)
    assert code == 0
    assert any(c["status"] == "not_run" and "source" in c["reason"] for c in review["checks"])


def test_a_changed_number_is_named_with_its_place_and_mend(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD.replace("1 450", "1 540"), "--source", tmp_path / "source.md")
    findings = [f for c in review["checks"] for f in c["findings"] if f["severity"] == "blocking"]
    assert code == 3
    assert any("1.450" in f["message"] + f["fix"] for f in findings)
    assert any("1" in f["place"] and "540" in f["place"] for f in findings)


def test_a_request_sets_what_the_article_is_held_to(cli, tmp_path):
    code, review, _ = judge(cli, tmp_path, GOOD, "--request", "in French, at least 2000 words")
    assert code == 3
    assert any(c["check"] == "length.words" and c["status"] == "failed" for c in review["checks"])


def test_every_check_is_listed_with_its_threshold_and_source(cli):
    code, out, _ = cli("check", "--list", "--json")
    assert code == 0
    listed = json.loads(out)
    assert len(listed) > 40
    assert all(item["measures"] and item["thresholds"] and item["source"] for item in listed)
