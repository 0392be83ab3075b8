"""`transcreate compare`: what a team's CI sees of two evaluation runs."""

import json
import subprocess
import sys

import pytest

from tests.evals.logbook import result_of, reviewed, sample_of, write_log

GOOD, BAD = reviewed(fidelity__numbers="passed"), reviewed(fidelity__numbers="failed")


@pytest.fixture
def log(tmp_path):
    def write(name, figures, *, review=GOOD, articles=8, **more):
        samples = [sample_of(f"a{i}", result_of(review), figures) for i in range(articles)]
        return write_log(tmp_path / name, samples, **more)

    return write


def test_a_run_that_is_no_worse_exits_with_0(cli, log):
    code, out, err = cli(
        "compare", log("1.eval", {"purity": 0.9}), log("2.eval", {"purity": 0.9}), "--fail-under", "all"
    )
    assert (code, err) == (0, "")
    assert "sentences in the language, %" in out
    assert "90.0 ± 0.0" in out


def test_a_run_that_is_worse_exits_with_1_and_says_where(cli, log):
    base, new = log("1.eval", {"purity": 0.9, "calls": 3.0}), log("2.eval", {"purity": 0.4, "calls": 3.0})
    code, out, _ = cli("compare", base, new, "--fail-under", "purity", "--fail-under", "calls")
    assert code == 1
    assert "✗ purity: worse by 50.0 % on 8 articles" in out
    assert "✗ calls" not in out


def test_without_a_gate_a_worse_run_is_only_shown(cli, log):
    code, out, _ = cli("compare", log("1.eval", {"purity": 0.9}), log("2.eval", {"purity": 0.4}))
    assert code == 0
    assert "worse" in out


def test_a_check_can_be_the_gate(cli, log):
    code, out, _ = cli(
        "compare", log("1.eval", {}), log("2.eval", {}, review=BAD), "--fail-under", "fidelity.numbers", "--checks"
    )
    assert code == 1
    assert "✗ fidelity.numbers: worse by 100.0 %" in out


def test_two_systems_of_one_folder_are_compared(cli, log, tmp_path):
    log("1.eval", {"purity": 0.4}, system="single_shot")
    log("2.eval", {"purity": 0.9}, system="workflow")
    code, out, _ = cli("compare", tmp_path, tmp_path, "--base-system", "single_shot", "--system", "workflow")
    assert code == 0
    assert "base: single_shot openai:x" in out
    assert "better" in out


def test_a_run_is_not_compared_with_itself(cli, log):
    file = log("1.eval", {"purity": 0.4})
    code, _, err = cli("compare", file, file, "--fail-under", "all")
    assert code == 2
    assert "Both are the same run" in err


def test_the_times_of_the_nodes_are_compared_when_asked_for(cli, log):
    code, out, _ = cli("compare", log("1.eval", {}), log("2.eval", {}), "--nodes")
    assert code == 0
    assert "time of writer, s" in out
    assert "1.5 ± 0.0" in out


def test_the_figures_come_as_data(cli, log):
    code, out, _ = cli(
        "compare", log("1.eval", {"purity": 0.9}), log("2.eval", {"purity": 0.4}), "--json", "--fail-under", "purity"
    )
    data = json.loads(out)
    (figure,) = [figure for figure in data["figures"] if figure["figure"] == "purity"]
    assert code == 1
    assert figure["change"] == "worse"
    assert figure["interval"] == {"low": pytest.approx(-0.5), "high": pytest.approx(-0.5)}
    assert figure["base"] == {"value": pytest.approx(0.9), "stderr": pytest.approx(0.0), "count": 8}
    assert data["base"].startswith("workflow openai:x")
    assert len(data["complaints"]) == 1


def test_a_run_that_broke_off_cannot_pass_the_gate(cli, log):
    code, out, _ = cli(
        "compare",
        log("1.eval", {"purity": 0.9}),
        log("2.eval", {"purity": 0.9}, status="cancelled"),
        "--fail-under",
        "purity",
    )
    assert code == 1
    assert "did not finish" in out


@pytest.mark.parametrize("wrong", [["--fail-under", "nope"], ["--system", "nope"], ["--fail-under", "passed=x"]])
def test_wrong_use_exits_with_2(cli, log, wrong):
    code, _, err = cli("compare", log("1.eval", {"purity": 0.9}), log("2.eval", {"purity": 0.9}), *wrong)
    assert code == 2
    assert err


def test_a_log_that_is_not_there_exits_with_2(cli, tmp_path):
    code, _, err = cli("compare", tmp_path / "no.eval", tmp_path / "no.eval")
    assert code == 2
    assert "no.eval" in err


def test_several_systems_must_be_named(cli, log, tmp_path):
    log("1.eval", {}, system="single_shot")
    log("2.eval", {})
    code, _, err = cli("compare", tmp_path, tmp_path)
    assert code == 2
    assert "several systems: single_shot, workflow" in err


def test_other_commands_do_not_wait_for_the_evaluation_s_libraries():
    heavy = {"inspect_ai", "sacrebleu", "matplotlib", "evals.article", "evals.compare"}
    code = "import sys, transcreate.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(done.stdout.split())


def test_without_inspect_the_extra_to_install_is_named(cli, log, monkeypatch):
    file = log("1.eval", {})
    monkeypatch.setitem(sys.modules, "inspect_ai.log", None)
    code, _, err = cli("compare", file, file)
    assert code == 1
    assert "transcreate[evals]" in err
