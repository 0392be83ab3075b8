"""Killed processes lose nothing: a real process, SIGKILL at random moments, and a call log beside it."""

from evals.benchmarks.kill_test import kill_and_resume


def test_killed_runs_end_with_the_same_article_and_no_recorded_answer_is_paid_for_twice(tmp_path):
    outcome = kill_and_resume(kills=3, seed=29, folder=tmp_path)
    assert [kill.same for kill in outcome.kills] == [True] * 3
    assert [kill.repeated for kill in outcome.kills] == [0] * 3
    assert sum(kill.recorded for kill in outcome.kills) > 0
    assert all(kill.made - kill.recorded <= 5 for kill in outcome.kills)
