"""The task as inspect runs it: offline, with our model behind it, and a log that tells what happened."""

import json
import os
import socket

import pytest
from inspect_ai import eval_async

from evals.article import article
from evals.logs import read_rows
from evals.scorers import length
from evals.scorers.measure import Family
from evals.scorers.scoring import FAMILIES
from knowledge.errors import InputError, SetupError
from tests.evals.desk import GOOD, WholeDesk
from tests.fake_wire import Answer
from tests.graphs.library import REQUEST, SOURCE
from tests.graphs.test_article import SPOILT

MARKS = {
    "adequacy_reason": "All is there.",
    "adequacy": 5,
    "fluency_reason": "It reads well.",
    "fluency": 4,
    "usefulness_reason": "A title is missing.",
    "usefulness": 3,
}


@pytest.fixture
def dataset(tmp_path):
    lines = [
        {"id": "one", "request": REQUEST, "source": SOURCE, "tags": ["quick"], "source_language": "de"},
        {"id": "two", "request": REQUEST, "source": SOURCE, "tags": ["slow", "hostile"], "note": "kept"},
        {"id": "none", "request": "in a language of your choice", "source": SOURCE, "expected": {"language": "fr"}},
    ]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return file


@pytest.fixture
def run(fake_wire, dataset, tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECT_DISPLAY", "none")

    async def go(desk=None, **settings):
        fake_wire.responder = desk or WholeDesk()
        known = {"dataset": str(dataset), "model": "openai:scripted", "tags": ["quick", "slow"]}
        logs = await eval_async(article(**(known | settings)), model="none", log_dir=str(tmp_path / "logs"))
        return logs[0], read_rows([tmp_path / "logs"])

    return go


async def test_the_workflow_is_run_judged_and_measured(run, fake_wire):
    log, rows = await run()
    assert log.status == "success"
    assert [(row.id, row.status, row.errors) for row in rows] == [("one", "passed", {}), ("two", "passed", {})]
    assert rows[0].scores["passed"] == rows[0].scores["fact_recall"] == 1.0
    assert rows[0].scores["chrf"] is None
    assert rows[0].seconds_per_node.keys() >= {"planner", "section_writer", "seo_reviewer"}
    assert sum(row.calls for row in rows) == len(fake_wire.answered)
    assert log.samples[1].metadata["item"]["note"] == "kept"
    assert log.samples[0].model_usage == {}


async def test_each_figure_has_a_mean_and_a_standard_error_and_each_check_its_pass_rate(run):
    log, _ = await run(WholeDesk(GOOD, GOOD.replace("260", "620")), system="single_shot")
    figures = {score.name: score for score in log.results.scores}
    assert (figures["passed"].metrics["mean"].value, figures["passed"].metrics["stderr"].value) == (0.5, 0.5)
    assert figures["fidelity.numbers"].metrics["mean"].value == 0.5
    assert figures["structure.h1"].metrics["mean"].value == 1.0
    assert (figures["chrf"].scored_samples, figures["chrf"].unscored_samples) == (0, 2)


async def test_only_articles_with_a_tag_are_run(run):
    _, rows = await run(tags="hostile", system="single_shot")
    assert [row.id for row in rows] == ["two"]


async def test_a_request_that_a_system_cannot_read_is_its_failure_and_not_the_runs(run):
    log, rows = await run(tags=(), system="workflow", desk=_silent_on_clauses())
    assert log.status == "success"
    assert {row.id: row.status for row in rows} == {"one": "passed", "two": "passed", "none": "failed"}
    failed = next(row for row in rows if row.id == "none")
    assert "language" in failed.reason
    assert failed.scores["passed"] == 0.0
    assert failed.scores["purity"] is None


def _silent_on_clauses():
    desk = WholeDesk()

    def answer(body):
        return "{}" if "You sort the clauses" in str(body["messages"]) else desk(body)

    return answer


async def test_a_scorer_that_breaks_is_a_failure_of_the_scorer_alone(run, monkeypatch):
    def broken(given):
        raise KeyError("gone")

    families = [Family("length", length.FIGURES, broken) if f.name == "length" else f for f in FAMILIES]
    monkeypatch.setattr("evals.article.FAMILIES", families)
    log, rows = await run(system="single_shot")
    assert log.status == "success"
    assert rows[0].scores["length_score"] is None
    assert rows[0].errors.keys() == {"length_score", "length_error"}
    assert "KeyError: 'gone'" in rows[0].errors["length_score"]
    assert rows[0].scores["purity"] == 1.0
    figures = {score.name: score for score in log.results.scores}
    assert figures["length_score"].scored_samples == 0


async def test_a_system_that_breaks_did_not_pass_and_the_others_go_on(run, monkeypatch):
    monkeypatch.setattr("evals.article.system_called", lambda name: _breaks_once())
    log, rows = await run(system="single_shot")
    assert log.status == "error"
    assert sorted((row.status, row.errors.get("system", "")[:12], row.scores["passed"]) for row in rows) == [
        ("failed", "IndexError('", 0.0),
        ("passed", "", 1.0),
    ]
    crashed = next(row for row in rows if row.errors)
    assert crashed.scores["purity"] is None
    assert not crashed.finished


def _breaks_once():
    from evals.systems import SYSTEMS

    seen = []

    async def system(request, source, context):
        seen.append(request)
        if len(seen) == 1:
            raise IndexError("a defect")
        return await SYSTEMS["single_shot"](request, source, context)

    return system


async def test_what_a_request_cost_that_could_not_be_read_is_counted(run, fake_wire):
    _, rows = await run(tags=(), system="workflow", desk=_silent_on_clauses())
    failed = next(row for row in rows if row.id == "none")
    assert failed.calls == failed.scores["calls"] == 1
    assert sum(row.calls for row in rows) == len(fake_wire.answered)


def test_articles_that_nobody_could_judge_are_refused_before_anything_runs(dataset):
    lines = [json.loads(line) for line in dataset.read_text("utf-8").splitlines()]
    del lines[2]["expected"]
    dataset.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with pytest.raises(InputError, match=r"1 articles of .* cannot be judged, the first is none: .*expected\.language"):
        article(dataset=str(dataset), model="embedded")


async def test_rounds_are_limited_as_asked(run):
    _, rows = await run(WholeDesk(spoil=SPOILT, times=99), max_revisions=1)
    assert [row.rounds for row in rows] == [1, 1]


async def test_a_judge_marks_apart_from_what_code_measures(run, fake_wire):
    desk = WholeDesk(marks=[json.dumps(MARKS), json.dumps(MARKS | {"fluency": 9}), json.dumps(MARKS | {"fluency": 2})])
    _, rows = await run(desk, system="single_shot", judge="openai:scripted")
    assert sorted(row.judged["fluency"] for row in rows) == [2.0, 4.0]
    assert {row.judged["adequacy"] for row in rows} == {5.0}
    assert rows[0].explanations["usefulness"] == "A title is missing."
    assert "fluency" not in rows[0].scores
    assert [row.calls for row in rows] == [1, 1]
    assert desk.asked.count("judge") == 3


async def test_a_judge_without_marks_is_a_failure_of_the_judge(run):
    _, rows = await run(
        WholeDesk(marks=[Answer("", refusal="No.")]), system="single_shot", judge="openai:scripted", tags="quick"
    )
    assert rows[0].judged == {"adequacy": None, "fluency": None, "usefulness": None}
    assert "The judge failed" in rows[0].errors["fluency"]
    assert rows[0].status == "passed"


async def test_nothing_but_the_models_address_is_ever_called(run, monkeypatch):
    called = []
    connect = socket.socket.connect

    def watched(self, address):
        called.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    await run(system="single_shot")
    assert {address[0] for address in called if isinstance(address, tuple)} <= {"127.0.0.1", "::1"}


async def test_a_dataset_is_found_from_the_callers_folder_though_inspect_goes_elsewhere(run, dataset, monkeypatch):
    monkeypatch.setenv("PWD", str(dataset.parent))
    monkeypatch.chdir("/")
    _, rows = await run(dataset="set.jsonl", system="single_shot", tags="quick")
    assert [row.id for row in rows] == ["one"]


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"system": "nope"}, InputError, "single_shot"),
        ({"dataset": "/no/such.jsonl"}, InputError, "no dataset"),
        ({"tags": "nope"}, InputError, "nope"),
    ],
)
async def test_wrong_arguments_are_refused_before_anything_runs(run, fake_wire, wrong, error, says):
    with pytest.raises(error, match=says):
        await run(**wrong)
    assert not fake_wire.answered


def test_a_model_that_needs_a_key_is_refused_before_anything_runs(dataset):
    assert "OPENAI_API_KEY" not in os.environ
    with pytest.raises(SetupError, match="OPENAI_API_KEY"):
        article(dataset=str(dataset), model="openai:gpt-4.1-mini")
