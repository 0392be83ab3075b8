"""The gate opens only for what was judged and did not get worse."""

import pytest

from evals.compare import compare
from evals.gate import complaints, read_gate
from knowledge.errors import InputError
from tests.evals.test_compare import row, rows


def shut(base, new, *gate, figure="purity"):
    before, after = rows(figure, base), rows(figure, new)
    wanted = read_gate(gate)
    names = {figure, *wanted} - {"all"}
    return complaints(compare(before, after, sorted(names)), wanted, before, after)


def test_a_figure_that_got_worse_beyond_its_interval_shuts_the_gate_and_is_named():
    (complaint,) = shut([0.9] * 8, [0.5] * 8, "purity")
    assert complaint.startswith("purity: worse by 40.0 % on 8 articles (95 % interval -40.0 to -40.0 %)")


def test_a_figure_that_got_better_or_only_scatters_opens_it():
    assert shut([0.5] * 8, [0.9] * 8, "purity") == []
    assert shut([0.1, 0.9] * 5, [0.9, 0.1] * 5, "purity") == []


def test_a_loss_within_what_is_allowed_opens_it():
    assert shut([0.9] * 8, [0.88] * 8, "purity=0.05") == []
    assert "where a loss of 0.01 is allowed" in shut([0.9] * 8, [0.88] * 8, "purity=0.01")[0]


def test_too_few_articles_cannot_open_it():
    assert "5 articles have a value in both runs; 6 are needed" in shut([0.5] * 5, [0.9] * 5, "purity")[0]


def test_a_figure_that_the_new_run_does_not_have_cannot_open_it():
    assert shut([0.5] * 8, [None] * 8, "purity")
    assert shut([0.5] * 8, [0.9] * 8, "chrf") == [
        "chrf: 0 articles have a value in both runs; 6 are needed to judge it."
    ]


def test_a_broken_scorer_cannot_open_it():
    before, after = rows("purity", [0.5] * 8), rows("purity", [0.9] * 7 + [None])
    after[7].errors["purity"] = "The scorer failed."
    assert "its scorer broke on 1" in complaints(compare(before, after), {"purity": 0.0}, before, after)[0]


def test_a_run_that_did_not_finish_cannot_open_it():
    before, after = rows("purity", [0.5] * 8), rows("purity", [0.9] * 8, system="late")
    after[0].finished = False
    assert complaints(compare(before, after), {"purity": 0.0}, before, after) == [
        "The run late 2026-01-01 did not finish."
    ]


def test_a_run_that_delivers_fewer_articles_shuts_any_gate_however_good_the_others_are():
    before, after = ([row(f"a{i}", delivered=1.0, purity=0.5) for i in range(12)] for _ in range(2))
    for lost in after[:6]:
        lost.scores.update({"delivered": 0.0, "purity": None})
    (complaint,) = complaints(compare(before, after), {"purity": 0.0}, before, after)
    assert complaint.startswith("delivered: worse by 50.0 %")
    assert complaints(compare(before, after), {"purity": 0.0, "delivered": 0.9}, before, after) == []


def test_all_looks_at_every_figure_with_a_better_side_that_a_run_has():
    assert len(shut([0.9] * 8, [0.5] * 8, "all")) == 1
    assert shut([0.9] * 8, [0.5] * 8, "all", figure="length_error") == []
    assert shut([0.9] * 8, [0.5] * 8, "all,purity=0.5") == []


@pytest.mark.parametrize("text", ["purty", "passed=x", "passed=-1", "length_error", "", "passed=inf"])
def test_a_gate_that_cannot_be_read_is_refused(text):
    with pytest.raises(InputError):
        read_gate([text])


def test_checks_can_be_gated_by_their_id():
    assert read_gate(["seconds.planner=2"]) == {"seconds.planner": 2.0}
    assert read_gate(["fidelity.numbers", "passed=0.1,calls"]) == {"fidelity.numbers": 0.0, "passed": 0.1, "calls": 0.0}
    assert row("a").value("fidelity.numbers") is None
