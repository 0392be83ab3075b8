"""Paired differences: what the interval promises, and that nothing is claimed from too little."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.compare import LEAST_PAIRS, bootstrap, compare, latest, mean_of
from evals.figures import FIGURES
from evals.logs import CheckState, Row, Run
from knowledge.errors import InputError

few = st.floats(-50, 50).map(lambda x: round(x, 3))
enough = st.lists(few, min_size=LEAST_PAIRS, max_size=25)


def row(id, system="new", created="2026-01-01", **scores):
    return Row(
        id=id,
        system=system,
        model="openai:x",
        run=f"{system} {created}",
        log=f"{system}{created}.eval",
        created=created,
        finished=True,
        status="passed",
        reason="",
        scores=scores,
        source=f"Article {id}",
    )


def rows(figure, values, **more):
    return [row(f"a{i}", **{figure: value}, **more) for i, value in enumerate(values)]


def one(base, new, figure):
    (found,) = compare(rows(figure, base), rows(figure, new), [figure])
    return found


@settings(deadline=None)
@given(enough)
def test_the_interval_lies_around_the_mean_and_within_what_was_seen(values):
    interval, mean = bootstrap(values, resamples=400), sum(values) / len(values)
    assert min(values) - 1e-9 <= interval.low <= mean + 1e-9
    assert mean - 1e-9 <= interval.high <= max(values) + 1e-9


@settings(deadline=None)
@given(enough, st.randoms())
def test_the_order_of_the_articles_does_not_matter(values, random):
    shuffled = random.sample(values, len(values))
    assert bootstrap(values, resamples=200) == bootstrap(shuffled, resamples=200)


@settings(deadline=None)
@given(enough, few)
def test_a_constant_added_to_every_difference_moves_the_interval_by_it(values, constant):
    interval, moved = bootstrap(values, resamples=200), bootstrap([v + constant for v in values], resamples=200)
    assert moved.low == pytest.approx(interval.low + constant, abs=1e-6)
    assert moved.high == pytest.approx(interval.high + constant, abs=1e-6)


@settings(deadline=None)
@given(st.lists(few, max_size=LEAST_PAIRS - 1))
def test_fewer_than_six_pairs_have_no_interval(values):
    assert bootstrap(values) is None


def test_the_same_seed_gives_the_same_interval_and_another_one_nearly_the_same():
    values = [0.113, -0.231, 0.407, 0.322, 0.031, 0.194, 0.128, -0.117]
    first, again, other = bootstrap(values), bootstrap(values), bootstrap(values, seed=7)
    assert first == again != other
    assert other.low == pytest.approx(first.low, abs=0.02)


def test_the_interval_covers_the_true_mean_about_as_often_as_it_says():
    import numpy as np

    random = np.random.default_rng(1)
    samples = [random.normal(0.3, 1.0, 30).tolist() for _ in range(200)]
    intervals = [bootstrap(sample, resamples=500) for sample in samples]
    covered = sum(interval.low <= 0.3 <= interval.high for interval in intervals)
    assert 180 <= covered <= 198


def test_the_interval_of_six_articles_is_wide_enough_for_so_few():
    import numpy as np

    random = np.random.default_rng(4)
    intervals = [bootstrap(random.normal(0.3, 1.0, 6).tolist(), resamples=1000) for _ in range(400)]
    assert 0.9 <= sum(interval.low <= 0.3 <= interval.high for interval in intervals) / 400 <= 0.97


def test_what_is_higher_is_better_for_quality_and_worse_for_cost():
    low, high = [0.1] * 8, [0.9] * 8
    assert one(low, high, "purity").change == "better"
    assert one(high, low, "purity").change == "worse"
    assert one(low, high, "seconds").change == "worse"
    assert one(high, low, "seconds").change == "better"


def test_the_same_values_are_the_same_and_scattered_ones_are_not_called_different():
    assert one([0.5] * 8, [0.5] * 8, "purity").change == "same"
    assert one([0.1, 0.9] * 5, [0.9, 0.1] * 5, "purity").change == "same"


def test_a_clear_difference_on_five_articles_is_still_unclear():
    found = one([0.1] * 5, [0.9] * 5, "purity")
    assert (found.change, found.interval) == ("unclear", None)
    assert found.difference == pytest.approx(0.8)


def test_a_figure_that_only_describes_is_never_better_or_worse():
    assert one([0.0] * 8, [0.9] * 8, "length_error").change == "unclear"


def test_only_articles_with_a_value_in_both_runs_are_paired_but_each_mean_takes_all_it_has():
    found = one([1.0, 0.0, None, 0.5], [0.5, None, 1.0, 0.5], "purity")
    assert found.pairs == 2
    assert found.difference == pytest.approx(-0.25)
    assert (found.base.count, found.new.count) == (3, 3)


def test_repetitions_of_an_article_count_once():
    base = [*rows("purity", [0.0, 1.0]), *rows("purity", [1.0, 1.0])]
    (found,) = compare(base, rows("purity", [1.0, 1.0]), ["purity"])
    assert (found.base.value, found.base.count, found.pairs) == (0.75, 2, 2)


def test_a_checks_pass_rate_is_compared_like_a_figure():
    def checked(status):
        return [
            row(f"a{i}").model_copy(update={"checks": {"x.y": CheckState(status=status, severity="blocking")}})
            for i in range(8)
        ]

    (found,) = compare(checked("passed"), checked("not_run"), ["x.y"])
    assert (found.base.value, found.new.value, found.change) == (1.0, 0.0, "worse")


def test_the_time_of_a_node_is_compared_like_a_figure_and_less_of_it_is_better():
    def timed(seconds):
        return [row(f"a{i}").model_copy(update={"seconds_per_node": {"planner": seconds}}) for i in range(8)]

    (found,) = compare(timed(2.0), timed(1.5), ["seconds.planner"])
    assert (found.difference, found.change) == (-0.5, "better")
    (found,) = compare(timed(2.0), timed(1.5), ["seconds.writer"])
    assert (found.base, found.pairs) == (None, 0)


def test_broken_scorers_of_the_new_run_are_counted():
    new = rows("purity", [None] * 3)
    new[1].errors["purity"] = "The scorer failed."
    (found,) = compare(rows("purity", [1.0] * 3), new, ["purity"])
    assert (found.broken, found.pairs, found.new) == (1, 0, None)


def test_figures_that_neither_run_has_are_left_out():
    assert [found.figure for found in compare(rows("purity", [1.0]), rows("calls", [3.0]))] == ["purity", "calls"]


def test_the_standard_error_is_that_of_the_mean_and_unknown_for_one_article():
    assert mean_of([1.0, 2.0, 3.0, 4.0]).stderr == pytest.approx(0.6455, abs=1e-4)
    assert mean_of([1.0]).stderr is None
    assert mean_of([]) is None


def test_runs_without_a_common_article_and_articles_that_changed_are_refused():
    with pytest.raises(InputError, match="no article in common"):
        compare([row("a")], [row("b")])
    for field in ("source", "request"):
        with pytest.raises(InputError, match="request or source of a differ"):
            compare([row("a")], [row("a").model_copy(update={field: "Another text"})])


def run(*ids, system="new", created="2026-01-01"):
    made = [row(id, system, created) for id in ids]
    return Run(
        name=f"{system} {created}", system=system, model="x", log="l", created=created, status="success", rows=made
    )


def test_of_several_runs_of_a_system_the_last_one_counts():
    seen = [run("a"), run("b", created="2026-01-02"), run("c", system="other", created="2026-01-03")]
    assert [r.id for r in latest(seen, "new").rows] == ["b"]
    with pytest.raises(InputError, match="several systems: new, other"):
        latest(seen)
    with pytest.raises(InputError, match="no run of 'nope'"):
        latest(seen, "nope")


def test_a_last_run_without_an_article_is_refused_and_no_older_one_taken_for_it():
    with pytest.raises(InputError, match="new 2026-01-02 ended before its first article"):
        latest([run("a"), run(created="2026-01-02")], "new")


def test_every_figure_can_be_shown():
    assert FIGURES["passed"].show(0.625) == "62.5 %"
    assert FIGURES["input_tokens"].show(12345.4) == "12,345"
    assert FIGURES["cost_usd"].show(-0.01, signed=True) == "-0.0100 USD"
    assert all(figure.show(1.0) for figure in FIGURES.values())
