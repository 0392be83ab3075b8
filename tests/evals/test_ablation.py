"""What knowledge changes in an article, by a model that does as its prompt says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.ablation import ADDRESS, aspects, changes
from evals.benchmarks import knowledge_ablation
from tests.graphs.example import EXAMPLE


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    with knowledge_ablation.house() as folder:
        yield folder


@pytest.fixture(autouse=True)
def restored_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command points this process at its own fake."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "TRANSCREATE_MODEL"):
        monkeypatch.setenv(name, "")


def ablate(place: str, folder: Path, *more: str) -> dict[str, Any]:
    """What the command keeps of a run with the knowledge at `place`."""
    knowledge_ablation.main(["--knowledge", place, *more, "--out", str(folder)])
    kept = json.loads((folder / "ablation.json").read_text())
    kept["aspects"] = {aspect["name"]: (aspect["without"], aspect["given"]) for aspect in kept["aspects"]}
    return kept


def test_retrieval_changes_keyphrase_address_terms_pages_and_the_text_itself(place: str, tmp_path: Path):
    kept = ablate(place, tmp_path, "--brand", knowledge_ablation.BRAND)
    found = kept["aspects"]
    assert found["keyphrase"] == ("chaleur du fleuve (from the source)", "chauffage urbain (from the research)")
    assert "searches a month" in found["why this keyphrase"][1]
    assert found["secondary keyphrases"] == ("none", "pompe à chaleur fluviale")
    assert [form.split(" × ")[0] for form in found["form of address"]] == ["vous", "tu"]
    assert found["terms"][0] == "none"
    assert "réseau de chaleur: réseau de chaleur written" in found["terms"][1]
    assert "https://www.example.org/fr/pompe-a-chaleur-fluviale.html" in found["pages to link to"][1]
    assert "guide:guide-energie-plus#address" in found["style guide sections"][1]
    pieces = [(piece["kind"], piece["text"].strip()) for piece in kept["diff"]]
    assert ("old", "thermique.") in pieces
    assert ("new", "à chaleur.") in pieces
    for name, keyphrase in zip(("without", "with"), found["keyphrase"], strict=True):
        report = json.loads((tmp_path / name / "report.json").read_text())
        assert keyphrase.startswith(report["plan"]["keyphrase"])


def test_typography_is_set_by_code_with_or_without_guides(place: str, tmp_path: Path):
    without, given = ablate(place, tmp_path)["aspects"]["typography"]
    assert "narrow no-break space" in without
    assert without == given


def test_without_the_brand_its_form_of_address_does_not_come(place: str, tmp_path: Path):
    found = ablate(place, tmp_path)["aspects"]
    assert found["form of address"] == ("vous × 2", "vous × 2")
    assert "energie-plus" not in found["style guide sections"][1]


def test_without_retrieval_nothing_differs(tmp_path: Path):
    kept = ablate("none", tmp_path)
    assert [name for name, (without, given) in kept["aspects"].items() if without != given] == []
    assert kept["diff"] == []


def test_two_equal_runs_differ_in_nothing():
    assert not [aspect.name for aspect in aspects(EXAMPLE, EXAMPLE) if aspect.differs]
    assert changes(EXAMPLE, EXAMPLE) == []


@pytest.mark.parametrize(
    ("language", "form", "text", "count"),
    [
        ("de", "du", "Du kannst deine Heizung prüfen.", 2),
        ("de", "Sie", "Sie läuft. Prüfen Sie, ob Ihnen die Heizung hilft.", 2),
        ("es", "usted", "¿Quiere usted saber más?", 1),
        ("fr", "tu", "Tu vois, ta ville t’attend.", 3),
        ("fr", "vous", "Vous voyez votre ville.", 2),
        ("it", "Lei", "Come Lei sa, lei dorme.", 1),
        ("nl", "je", "Kijk in je huis, jij.", 2),
        ("pt", "você", "Se você quiser.", 1),
    ],
)
def test_a_form_of_address_is_told_by_its_words(language: str, form: str, text: str, count: int):
    assert len(re.findall(ADDRESS[language][form], text)) == count


def test_the_command_prints_what_changed_and_keeps_it_as_a_page(place: str, tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setattr(knowledge_ablation.console, "_width", 400)
    ablate(place, tmp_path)
    printed = " ".join(capsys.readouterr().out.split())
    page = " ".join((tmp_path / "ablation.html").read_text(encoding="utf-8").split())
    for shown in (printed, page):
        assert "chauffage urbain (from the research)" in shown
        assert "{+à chaleur.+}" in shown
    assert (tmp_path / "with" / "article.md").exists()


def test_another_article_needs_a_model_that_can_read_it(tmp_path: Path, capsys):
    with pytest.raises(SystemExit) as ending:
        knowledge_ablation.main([str(tmp_path / "other.md")])
    assert ending.value.code == 2
    assert "--model" in capsys.readouterr().err
