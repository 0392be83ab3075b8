"""What an article took: rounds, calls, tokens, cost and time."""

from evals.scorers.measure import Family, Given, Measure


def measure(given: Given) -> dict[str, Measure]:
    """Counted whether there is an article or not: what was paid for was paid for."""
    result = given.trial.result
    usage, seconds = result.usage, given.trial.seconds
    rounds = Measure(float(len(result.rounds) - 1), "after the first draft") if result.rounds else None
    cost = "the sum over all calls" if usage.cost_usd is not None else "the price of the model is not known"
    per_node = ", ".join(f"{node} {spent:.1f}" for node, spent in result.seconds.items())
    return {
        "rounds": rounds or Measure(None, "the system has no rounds of revision"),
        "calls": Measure(float(usage.calls), "answered calls"),
        "input_tokens": Measure(float(usage.input_tokens), "as the endpoint counts them"),
        "output_tokens": Measure(float(usage.output_tokens), "as the endpoint counts them"),
        "cost_usd": Measure(usage.cost_usd, cost),
        "seconds": Measure(seconds, f"wall time; per node, siblings added: {per_node}"),
    }


SPENDING = Family("spending", ("rounds", "calls", "input_tokens", "output_tokens", "cost_usd", "seconds"), measure)
