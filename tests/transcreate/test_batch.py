"""`transcreate batch` as people use it: its folders, its exit codes, its progress, and going on."""

import json

import pytest

from graphs.batch_index import BatchSummary
from tests.fake_wire import Fault
from tests.graphs.library import REQUEST, SECTIONS, SOURCE, Newsdesk
from transcreate.batching import described, exit_code


@pytest.fixture
def dataset(tmp_path):
    file = tmp_path / "articles.jsonl"
    rows = [{"id": id, "request": REQUEST, "source": SOURCE} for id in ("first", "../second")]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def test_a_batch_that_passes_ends_with_code_0_and_again_costs_nothing(cli, dataset, fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    code, out, err = cli("batch", dataset, "--out", tmp_path / "out", "--concurrency", 2, "--json")
    assert code == 0, err
    assert json.loads(out)["passed"] == 2
    folders = sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_dir())
    assert len(folders) == 2
    assert all((tmp_path / "out" / name / "article.md").exists() for name in folders)
    assert not (tmp_path / "second").exists()
    fake_wire.clear()
    code, out, err = cli("batch", dataset, "--out", tmp_path / "out", "--json")
    assert (code, json.loads(out)["skipped"]) == (0, 2)
    assert fake_wire.calls == []
    assert "2 were finished before" in err


def test_articles_to_review_end_with_code_3(cli, dataset, fake_wire, tmp_path):
    fake_wire.responder = Newsdesk(spoil={"s1": SECTIONS["s1"].replace("260", "620")}, times=99)
    code, _, err = cli("batch", dataset, "--out", tmp_path / "out", "--max-revisions", 0)
    assert code == 3, err
    assert "2 need a review" in err


def test_a_failed_article_ends_with_code_1_and_the_others_are_written(cli, dataset, fake_wire, tmp_path):
    fake_wire.responder = Newsdesk(spoil={"translate": Fault(status=400, message="no")})
    code, _, err = cli("batch", dataset, "--out", tmp_path / "out", "--concurrency", 1)
    assert code == 1
    assert "1 passed, 0 need a review, 1 failed" in err


def test_a_refused_key_is_one_sentence_and_code_1(cli, dataset, fake_wire, tmp_path):
    fake_wire.responder = lambda body: Fault(status=401, message="no")
    code, out, err = cli("batch", dataset, "--out", tmp_path / "out", "--concurrency", 1)
    assert code == 1
    assert "refuses the key" in err
    assert "Traceback" not in err
    assert out == ""


def test_a_budget_of_the_batch_leaves_articles_unstarted_and_ends_with_code_3(cli, dataset, fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    arguments = ("batch", dataset, "--out", tmp_path / "out", "--concurrency", 1, "--max-total-tokens", 100)
    code, _, err = cli(*arguments)
    assert code == 3
    assert "100 tokens are used up" in err
    assert "1 not started" in err


def test_wrong_use_ends_with_code_2(cli, dataset, tmp_path):
    assert cli("batch", dataset)[0] == 2
    assert cli("batch", tmp_path / "none.jsonl", "--out", tmp_path / "out")[0] == 2
    dataset.write_text('{"id": "a"}\n', "utf-8")
    code, _, err = cli("batch", dataset, "--out", tmp_path / "out")
    assert code == 2
    assert "line 1" in err


def test_ctrl_c_says_how_to_go_on(interrupted, dataset, fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    fake_wire.delay = 30.0
    code, err = interrupted("batch", dataset, "--out", tmp_path / "out")
    assert code == 130
    assert "The same command goes on" in err
    assert json.loads((tmp_path / "out" / "index.json").read_text("utf-8"))["ended"] == "interrupted"


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"passed": 3}, 0),
        ({"passed": 2, "needs_review": 1}, 3),
        ({"passed": 1, "needs_review": 1, "failed": 1}, 1),
        ({"passed": 2}, 3),
    ],
)
def test_exit_codes_say_how_the_batch_ended(counts, code):
    assert exit_code(BatchSummary(total=3, **counts)) == code


def test_the_rate_counts_only_what_this_start_has_written():
    summary = BatchSummary(total=100, passed=58, needs_review=2, skipped=40, running=4)
    assert described(summary, 120) == "58 passed, 2 need a review, 4 running, 10.0 a minute, 0:04:00 left"
