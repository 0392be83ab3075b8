"""Publishing: which files there are, what stands in them, what happens when they cannot be written."""

import json
import os
from pathlib import Path

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.names import safe_name
from graphs.publish import check_writable, publish
from knowledge.errors import SetupError
from tests.graphs.example import DRAFT, EXAMPLE, FAILED

NAMES = ["article.md", "article.html", "report.json", "report.html"]


def test_a_result_with_a_draft_becomes_four_files_in_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "lausen"
    written = publish(EXAMPLE, folder)
    assert written == [folder / name for name in NAMES]
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_a_run_that_failed_before_a_draft_still_gets_its_reports(tmp_path: Path) -> None:
    publish(FAILED, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.json"]
    assert json.loads((tmp_path / "report.json").read_text())["files"] == ["report.json", "report.html"]


def test_the_front_matter_holds_the_metadata_and_the_verdict(tmp_path: Path) -> None:
    publish(EXAMPLE, tmp_path)
    post = frontmatter.load(str(tmp_path / "article.md"))
    assert post.metadata == {
        **DRAFT.metadata.model_dump(),
        "lang": "fr",
        "status": "needs_review",
    }
    assert post.content.startswith("# Chauffage à distance\u00a0: Lausen")


def test_publishing_again_replaces_what_was_there(tmp_path: Path) -> None:
    publish(EXAMPLE, tmp_path)
    publish(EXAMPLE.model_copy(update={"status": "passed", "reason": "All checks passed."}), tmp_path)
    assert json.loads((tmp_path / "report.json").read_text())["status"] == "passed"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(SetupError, match=r"cannot be written to .*Name another one"):
        publish(EXAMPLE, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system nobody may write to")
def test_a_folder_nobody_may_write_to_is_refused_in_a_sentence() -> None:
    with pytest.raises(SetupError, match="cannot be written to"):
        publish(EXAMPLE, Path("/proc/transcreate"))


def test_a_folder_can_be_tried_before_a_model_is_paid_and_stays_empty(tmp_path: Path) -> None:
    check_writable(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SetupError, match="cannot be written to"):
        check_writable(tmp_path / "file")


@pytest.mark.parametrize("blocked", NAMES)
def test_when_one_file_has_no_place_none_is_written(tmp_path: Path, blocked: str) -> None:
    (tmp_path / blocked).mkdir()
    with pytest.raises(SetupError):
        publish(EXAMPLE, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [blocked]


def test_a_full_disk_leaves_the_old_files_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(EXAMPLE, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    syncs = iter(range(10))

    def full_at_the_third(handle: int) -> None:
        if next(syncs) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_at_the_third)
    with pytest.raises(SetupError, match="No space left on device"):
        publish(EXAMPLE.model_copy(update={"status": "passed"}), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("chauffage-a-distance", "chauffage-a-distance"),
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/passwd", "etc-passwd"),
        ("..", "article"),
        ("", "article"),
        ("C:\\Windows\\system32", "c-windows-system32"),
        ("a\x00b\nc", "a-b-c"),
        ("con", "con-"),
        ("ＣＯＮ", "con-"),
        ("～/.ssh", "ssh"),
        ("отопление", "отопление"),
        ("‮gpj.exe", "gpj-exe"),
    ],
)
def test_a_slug_becomes_a_name_that_stays_in_its_folder(slug: str, name: str) -> None:
    assert safe_name(slug) == name


@given(st.text())
def test_no_slug_leaves_the_folder(slug: str) -> None:
    name = safe_name(slug)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0.')
    assert len(name.encode()) <= 121
    assert (Path("/out") / name).resolve().parent == Path("/out")
