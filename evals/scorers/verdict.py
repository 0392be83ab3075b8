"""The verdict: passed or not, and how far an article is from it."""

from evals.scorers.measure import NO_ARTICLE, Family, Given, Measure


def measure(given: Given) -> dict[str, Measure]:
    """A system that delivered nothing did not pass. A blocking check that was not run counts as not passed."""
    result = given.trial.result
    found = {
        "passed": Measure(float(result.status == "passed"), f"{result.status}: {result.reason}"),
        "delivered": Measure(float(result.draft is not None), "an article" if result.draft else result.reason),
    }
    if result.review is None:
        missing = Measure(None, NO_ARTICLE)
        return found | {"checks_passed": missing, "open_findings": missing}
    blocking = [check for check in result.review.checks if check.severity == "blocking"]
    good = sum(check.status == "passed" for check in blocking)
    open_ = len(result.review.blocking)
    return found | {
        "checks_passed": Measure(good / len(blocking), f"{good} of {len(blocking)} blocking checks"),
        "open_findings": Measure(float(open_), f"{open_} blocking findings"),
    }


VERDICT = Family("verdict", ("passed", "delivered", "checks_passed", "open_findings"), measure)
