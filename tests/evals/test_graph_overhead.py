from evals.benchmarks.graph_overhead import measure


async def test_what_the_graph_adds_is_measured_against_its_own_calls_made_by_hand(monkeypatch):
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "")
    figures = await measure(latency=0.01, runs=1)
    assert figures["waves"] == 3
    assert figures["sections"] == 8
    assert figures["verdict"] == "passed", "an article that did not pass is completed by code and judged once more"
    translators = 3
    assert figures["calls"] == 1 + translators + figures["sections"] + 1, "a call that is asked again waits for another"
    assert figures["graph, s"] > figures["by hand, s"] > 0.03
    assert 0 < figures["one revised section, share of the first draft's tokens"] < 1
