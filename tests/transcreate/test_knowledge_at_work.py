"""A team's export, brand guide and sitemap: in by three commands, found again, and at work in an article."""

import json
import shutil
from pathlib import Path

import pytest

from evals.benchmarks.obedient_model import respond
from knowledge import Knowledge
from tests.fake_wire import prompt_of

EXPORTS = Path(__file__).parents[1] / "knowledge" / "exports"
DEMO = Path(__file__).parents[2] / "transcreate" / "demo"
PAGE = "https://www.example.org/fr/pompe-a-chaleur-fluviale.html"


@pytest.fixture
def place(tmp_path):
    """A store of the test's own that holds what is shipped."""
    return shutil.copytree(Knowledge.open().location, tmp_path / "knowledge")


def test_what_three_commands_put_in_is_found_and_shapes_the_article_and_its_report(cli, fake_wire, place, tmp_path):
    fake_wire.responder = respond
    own = ("--knowledge", place)
    for command in (
        ("add", EXPORTS / "keyword_planner.csv", "--language", "fr"),
        ("add", EXPORTS / "guide.md", "--brand", "acme"),
        ("add", EXPORTS / "sitemap.xml"),
    ):
        code, _, err = cli("knowledge", *command, *own)
        assert code == 0, err

    article = DEMO / "short.de.md"
    text = article.read_text("utf-8")
    _, printed, _ = cli("knowledge", "search", text, "--language", "fr", "--brand", "acme", *own, "--json")
    found = json.loads(printed)
    assert [item["text"] for item in found["keyword"]] == ["pompe à chaleur fluviale", "chauffage urbain"]
    assert {item["source"] for item in found["keyword"]} == {"keyword_planner.csv (fr)"}
    assert found["style_guide"][0]["source"] == "guide.md (acme)"
    assert PAGE in [item["metadata"]["url"] for item in found["page"]]

    request = (DEMO / "short.request.txt").read_text("utf-8")
    code, printed, err = cli(
        "write", article, "--request", request, "--brand", "acme", *own,
        "--max-revisions", 0, "--out", tmp_path / "out", "--json",
    )  # fmt: skip
    assert code == 3, err
    report = json.loads(printed)
    plan = report["plan"]
    assert (plan["keyphrase"], plan["keyphrase_origin"]) == ("chauffage urbain", "research")
    assert "searches a month" in plan["candidates"][0]["why"]
    assert PAGE in [page["url"] for page in plan["related"]]
    sources = {passage["source"] for passage in report["passages"]}
    assert {"keyword_planner.csv (fr)", "guide.md (acme)", "sitemap.xml"} <= sources
    assert any("Nous tutoyons le lecteur." in prompt_of(call.body) for call in fake_wire.calls)

    written = (tmp_path / "out" / "article.md").read_text("utf-8")
    assert written.partition("\n# ")[2].startswith("Chauffage urbain")
    assert "tu sais maintenant d’où vient la chaleur de ton logement" in written
    shown = (tmp_path / "out" / "report.html").read_text("utf-8")
    for what in ("chauffage urbain", "guide-acme#address", PAGE):
        assert what in shown
