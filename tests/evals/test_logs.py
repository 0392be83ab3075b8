"""What a log says comes back as rows, and what it does not say is never made up."""

import math

import pytest
from inspect_ai.log import EvalError
from inspect_ai.scorer import Score

from agents.domain import Round
from evals.logs import read_rows, read_runs
from knowledge.errors import InputError
from tests.evals.logbook import result_of, reviewed, sample_of, write_log


def test_an_article_comes_back_with_its_verdict_scores_checks_and_costs(tmp_path):
    result = result_of(reviewed(length__words="passed", fidelity__numbers="failed"))
    log = write_log(tmp_path / "a.eval", [sample_of("a1", result, {"passed": 0.0, "purity": 0.9})])
    (row,) = read_rows([log])
    assert (row.id, row.system, row.model, row.status) == ("a1", "workflow", "openai:x", "needs_review")
    assert row.scores == {"passed": 0.0, "purity": 0.9}
    assert row.explanations["purity"] == "because"
    assert row.checks["fidelity.numbers"].status == "failed"
    assert [finding.check for finding in row.findings] == ["fidelity.numbers"]
    assert (row.calls, row.input_tokens, row.output_tokens, row.cost_usd) == (1, 100, 50, 0.01)
    assert (row.seconds, row.seconds_per_node, row.rounds) == (2.0, {"writer": 1.5}, 1)
    assert (row.language, row.source_language, row.tags, row.finished) == ("fr", "", ["quick"], True)
    assert row.article.startswith("---\ntitle: Un titre")
    assert "Lindenau" in row.source


def test_a_figure_without_a_value_stays_without_one(tmp_path):
    log = write_log(tmp_path / "a.eval", [sample_of("a1", result_of(reviewed(x__y="passed")), {"chrf": math.nan})])
    (row,) = read_rows([log])
    assert row.scores == {"chrf": None}
    assert row.value("chrf") is None


def test_a_broken_scorer_is_told_from_a_figure_that_has_no_value(tmp_path):
    broken = Score(value={"purity": math.nan}, metadata={"errors": {"purity": "The scorer failed: KeyError"}})
    sample = sample_of("a1", result_of(reviewed(x__y="passed")), {}, scores={"purity": broken})
    (row,) = read_rows([write_log(tmp_path / "a.eval", [sample])])
    assert row.scores == {"purity": None}
    assert row.errors == {"purity": "The scorer failed: KeyError"}


def test_a_system_without_an_article_did_not_pass_and_has_no_quality(tmp_path):
    sample = sample_of("a1", result_of(None), {"passed": 0.0, "purity": math.nan})
    (row,) = read_rows([write_log(tmp_path / "a.eval", [sample])])
    assert (row.status, row.article, row.checks) == ("failed", "", {})
    assert row.scores == {"passed": 0.0, "purity": None}
    assert row.calls == 1


def test_a_crash_of_the_system_is_a_failure_with_its_reason(tmp_path):
    error = EvalError(message="KeyError: 'plan'", traceback="", traceback_ansi="")
    sample = sample_of("a1", None, {}, error=error, scores=None)
    (row,) = read_rows([write_log(tmp_path / "a.eval", [sample], status="error")])
    assert (row.status, row.finished) == ("failed", False)
    assert row.reason == "The system crashed: KeyError: 'plan'"
    assert row.errors == {"system": "KeyError: 'plan'"}
    assert row.scores == {"passed": 0.0, "delivered": 0.0}


def test_a_check_that_was_not_run_counts_as_not_passed_when_it_blocks_and_not_at_all_when_it_advises(tmp_path):
    review = reviewed(a__blocks="not_run", b__advises="not_run", c__passes="passed")
    review.checks[1].severity = "advice"
    (row,) = read_rows([write_log(tmp_path / "a.eval", [sample_of("a1", result_of(review), {})])])
    assert [row.value(name) for name in ("a.blocks", "b.advises", "c.passes", "d.unknown")] == [0.0, None, 1.0, None]


def test_of_a_run_that_was_retried_only_the_last_log_counts(tmp_path):
    good = result_of(reviewed(x__y="passed"))
    write_log(tmp_path / "1.eval", [sample_of("a1", None, {})], task_id="same", status="error")
    write_log(
        tmp_path / "2.eval",
        [sample_of("a1", good, {"passed": 1.0})],
        task_id="same",
        created="2026-01-02T10:00:00+00:00",
    )
    (row,) = read_rows([tmp_path])
    assert row.status == "passed"


def test_folders_and_files_are_read_together_and_runs_keep_the_order_of_time(tmp_path):
    good = result_of(reviewed(x__y="passed"))
    (tmp_path / "in").mkdir()
    late = write_log(tmp_path / "late.eval", [sample_of("a1", good, {})], created="2026-02-01T10:00:00+00:00")
    write_log(tmp_path / "in" / "early.eval", [sample_of("a1", good, {})], system="single_shot")
    assert [run.system for run in read_runs([late, tmp_path / "in"])] == ["single_shot", "workflow"]


def test_a_run_that_broke_before_its_first_article_is_a_run_with_its_reason(tmp_path):
    error = EvalError(message="no such key", traceback="", traceback_ansi="")
    write_log(tmp_path / "a.eval", [], status="error", error=error, articles=40)
    (run,) = read_runs([tmp_path])
    assert (run.rows, run.finished, run.error, run.wanted) == ([], False, "no such key", 40)
    assert read_rows([tmp_path]) == []


def test_a_run_tells_how_many_articles_it_was_to_write(tmp_path):
    good = sample_of("a1", result_of(reviewed(x__y="passed")), {})
    (run,) = read_runs([write_log(tmp_path / "a.eval", [good], status="cancelled", articles=40, epochs=2)])
    assert (run.status, len(run.rows), run.wanted, run.of) == ("cancelled", 1, 80, 40)


def test_what_each_round_left_open_is_counted(tmp_path):
    rounds = [Round(number=0, blocking=["a@s0", "b@s1"]), Round(number=1, blocking=["b@s1"])]
    sample = sample_of("a1", result_of(reviewed(x__y="failed"), rounds=rounds), {})
    (row,) = read_rows([write_log(tmp_path / "a.eval", [sample])])
    assert (row.open_by_round, row.rounds) == ([2, 1], 1)


@pytest.mark.parametrize("name", ["missing.eval", "empty", "broken.eval", "other.eval"])
def test_what_is_no_log_of_articles_is_refused_by_name(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.eval").write_bytes(b"no zip at all")
    write_log(tmp_path / "other.eval", [], task="other")
    with pytest.raises(InputError, match=name):
        read_rows([tmp_path / name])
