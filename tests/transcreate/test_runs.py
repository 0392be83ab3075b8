"""`transcreate write` keeps its run; `runs`, `resume` and `show` find it again."""

import json
import re

import pytest

from agents.models.prices import load_prices
from tests.fake_wire import Fault
from tests.graphs.library import Newsdesk

DOWN = Fault(status=401, message="the account is closed")


def test_a_failed_run_is_listed_and_resumed_by_the_command_that_was_printed(cli, article, fake_wire, tmp_path):
    desk = Newsdesk(spoil={"s2": DOWN})
    fake_wire.responder = desk
    code, _, err = cli("write", article, "--out", tmp_path / "out" / "one")
    assert code == 1
    thread = re.search(r"transcreate resume (\w+) --out", err)[1]
    _, listed, _ = cli("runs", "--out", tmp_path / "out", "--json")
    [run] = json.loads(listed)
    assert (run["thread"], run["status"], run["resumable"], run["usage"]["calls"]) == (thread, "failed", True, 6)
    code, out, err = cli("resume", thread, "--out", tmp_path / "out", "--json")
    assert code == 0, err
    assert json.loads(out)["status"] == "passed"
    assert (tmp_path / "out" / "one" / "article.md").exists()
    assert desk.asked.count("s2") == 2
    assert len(desk.asked) == 8
    _, shown, _ = cli("show", thread, "--out", tmp_path / "out", "--json")
    assert json.loads(shown)["steps"][-1]["nodes"] == {"publish": 1}


def test_tables_are_for_people(cli, article, fake_wire, tmp_path):
    fake_wire.responder = Newsdesk()
    cli("write", article, "--out", tmp_path / "out")
    _, out, _ = cli("runs", "--out", tmp_path / "out")
    assert "passed" in out
    thread = re.search(r"\b[0-9a-f]{10}\b", out)[0]
    _, out, _ = cli("show", thread, "--out", tmp_path / "out")
    assert "section_writer × 4" in out


def test_a_run_that_is_not_there_is_refused(cli, tmp_path):
    code, _, err = cli("resume", "0123456789", "--out", tmp_path)
    assert code == 2
    assert "no run 0123456789" in err
    assert cli("runs", "--out", tmp_path, "--json")[1].strip() == "[]"


def test_ctrl_c_names_the_command_that_goes_on_and_it_does(cli, interrupted, article, fake_wire, tmp_path):
    desk = Newsdesk()
    fake_wire.responder = desk
    fake_wire.delay = 1.5
    code, err = interrupted("write", article, "--out", tmp_path / "out", calls=2)
    assert code == 130
    thread = re.search(r"transcreate resume (\w+) --out", err)[1]
    fake_wire.delay = 0.0
    _, listed, _ = cli("runs", "--out", tmp_path / "out", "--json")
    assert json.loads(listed)[0]["status"] == "unfinished"
    code, _, err = cli("resume", thread, "--out", tmp_path / "out")
    assert code == 0, err
    assert desk.asked.count("plan") == 1
    assert desk.asked.count("translate") <= 2


def test_an_estimate_spends_nothing_and_writes_nothing(cli, article, fake_wire, tmp_path):
    code, out, _ = cli("write", article, "--out", tmp_path / "out", "--estimate", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["least"]["calls"] == 7
    assert found["least"]["cost_usd"] is None
    _, out, _ = cli("write", article, "--estimate")
    assert "at most" in out
    assert load_prices().date in out
    assert fake_wire.calls == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("flag", "value", "sentence"),
    [
        ("--max-calls", 6, "budget of 6 calls"),
        ("--max-tokens", 3300, "budget of 3,300 tokens"),
        ("--max-cost-usd", 0.0008, "budget of 0.0008 USD"),
        ("--max-seconds", 0.0001, "time of 0 s is used up"),
    ],
)
def test_each_budget_ends_the_run_with_its_sentence(cli, article, fake_wire, tmp_path, flag, value, sentence):
    fake_wire.responder = Newsdesk()
    arguments = ("write", article, "--out", tmp_path / "out", "--model", "openai:gpt-4o-mini", flag, value, "--json")
    code, out, err = cli(*arguments)
    report = json.loads(out)
    assert sentence in report["reason"]
    if flag == "--max-seconds":
        assert (code, report["status"]) == (1, "failed")
        return
    assert (code, report["status"]) == (3, "needs_review"), err
    assert (tmp_path / "out" / "article.md").exists()
    spent = report["usage"]
    assert spent["calls"] <= 6 or flag != "--max-calls"
    assert spent["input_tokens"] + spent["output_tokens"] <= 3300 or flag != "--max-tokens"
    assert spent["cost_usd"] <= 0.0008 or flag != "--max-cost-usd"


@pytest.mark.parametrize("command", [("write", "a.md"), ("resume", "0123456789"), ("batch", "articles")])
@pytest.mark.parametrize("flag", ["--max-cost-usd", "--max-seconds"])
def test_a_limit_that_no_run_could_keep_is_refused_as_wrong_use(cli, fake_wire, command, flag):
    code, _, err = cli(*command, flag, "0")
    assert code == 2
    assert "has to be above 0" in err
    assert fake_wire.calls == []
