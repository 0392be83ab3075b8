"""The three commands of an editor, and what they print."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from knowledge import Knowledge
from transcreate.knowledge_commands import app

EXPORTS = Path(__file__).parent / "exports"
ARTICLE = "Heidelberg heizt mit dem Neckar: Eine Großwärmepumpe speist Wärme in das Fernwärmenetz."


def run(folder: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--knowledge", str(folder)])


def test_an_editor_gets_an_export_a_brand_guide_and_a_sitemap_in_and_finds_them_again(folder: Path) -> None:
    added = [
        run(folder, "add", EXPORTS / "keyword_planner.csv", "--language", "fr"),
        run(folder, "add", EXPORTS / "guide.md", "--brand", "acme"),
        run(folder, "import", EXPORTS / "sitemap.xml"),
    ]
    assert [result.exit_code for result in added] == [0, 0, 0], [result.output for result in added]
    found = run(folder, "search", ARTICLE, "--language", "fr", "--brand", "acme", "--json")
    data = json.loads(found.stdout)
    assert "réseau de chaleur" in [item["text"] for item in data["keyword"]]
    assert data["style_guide"][0]["metadata"]["brand"] == "acme"
    assert "https://www.example.org/fr/pompe-a-chaleur-fluviale.html" in [
        item["metadata"]["url"] for item in data["page"]
    ]
    assert [item["preferred"] for item in data["term"]] == ["grande pompe à chaleur", "réseau de chaleur"]


def test_the_same_file_twice_says_that_nothing_changed(folder: Path) -> None:
    first = run(folder, "add", EXPORTS / "semrush.csv", "--language", "en", "--json")
    second = run(folder, "add", EXPORTS / "semrush.csv", "--language", "en", "--json")
    assert [json.loads(result.stdout)[0]["changed"] for result in (first, second)] == [True, False]


def test_rows_left_out_are_told_with_their_lines(folder: Path) -> None:
    result = run(folder, "add", EXPORTS / "plain_broken.csv", "--json")
    assert result.exit_code == 0
    assert [item["line"] for item in json.loads(result.stdout)[0]["unread"]] == [2, 3, 4]


def test_a_file_that_cannot_be_used_ends_with_2_and_leaves_the_others_in(folder: Path) -> None:
    result = run(folder, "add", EXPORTS / "sitemap_broken.xml", EXPORTS / "terms.csv", "--json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    assert "not valid XML" in data[0]["error"]
    assert data[1]["changed"] is True
    assert "Traceback" not in result.output


def test_what_is_listed_can_be_removed_and_what_is_shipped_cannot(folder: Path) -> None:
    run(folder, "add", EXPORTS / "terms.csv")
    names = [source["name"] for source in json.loads(run(folder, "list", "--json").stdout)]
    assert "terms.csv" in names
    assert run(folder, "remove", "terms.csv").exit_code == 0
    refused = run(folder, "remove", "fr.md", "terms.csv", "--json")
    assert refused.exit_code == 2
    assert json.loads(refused.stdout) == {"removed": [], "missing": ["fr.md", "terms.csv"]}
    assert "fr.md" in [source.name for source in Knowledge.open(folder).sources()]


def test_stats_count_what_list_lists(folder: Path) -> None:
    listed = sum(source["records"] for source in json.loads(run(folder, "list", "--json").stdout))
    counted = json.loads(run(folder, "stats", "--json").stdout)
    assert sum(row["records"] for row in counted["records"]) == listed
    assert counted["embedding"] == "use-multilingual-3"


def test_a_rebuild_keeps_every_entry(folder: Path) -> None:
    run(folder, "add", EXPORTS / "terms.csv")
    before = json.loads(run(folder, "stats", "--json").stdout)["records"]
    assert run(folder, "rebuild").exit_code == 0
    assert json.loads(run(folder, "stats", "--json").stdout)["records"] == before


def test_tables_for_people_show_names_as_they_are(folder: Path) -> None:
    run(folder, "add", EXPORTS / "semrush.csv", "--language", "en")
    assert "semrush.csv (en)" in run(folder, "list").output
    assert run(folder, "stats").exit_code == 0
    shown = run(folder, "search", ARTICLE, "--language", "fr", "--kind", "keyword")
    assert "made up" in shown.output


def test_an_embedding_nobody_knows_is_named(folder: Path) -> None:
    result = run(folder, "rebuild", "--embedding", "nonsense")
    assert result.exit_code == 2
    assert "nonsense" in result.output
