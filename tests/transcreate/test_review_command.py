"""`--review`: deciding on the terminal."""

import io
import json
import sys

import pytest

from tests.graphs.library import REQUEST, SECTIONS, SOURCE, Newsdesk
from transcreate.cli import main

WRONG = SECTIONS["s1"].replace("260", "620")


@pytest.fixture
def answer(monkeypatch, capsys, tmp_path, fake_wire):
    """Writes an article whose s1 is wrong, answering the prompts; gives exit code, report and standard error."""
    fake_wire.responder = Newsdesk(spoil={"s1": WRONG}, times=99)
    article = tmp_path / "article.txt"
    article.write_text(f"{REQUEST}\n{SOURCE}", "utf-8")

    def run(*typed, command=()):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        written = [
            "write",
            article,
            "--out",
            tmp_path / "out",
            "--review",
            "on_failure",
            "--max-revisions",
            0,
            "--json",
        ]
        monkeypatch.setattr(sys, "argv", ["transcreate", *map(str, command or written)])
        with pytest.raises(SystemExit) as ending:
            main()
        printed = capsys.readouterr()
        return ending.value.code or 0, json.loads(printed.out) if printed.out else None, " ".join(printed.err.split())

    return run


def test_an_approval_is_kept_with_its_note_and_what_was_open(answer):
    code, report, err = answer("a", "It is 620 by now.")
    assert code == 3
    assert report["decision"]["choice"] == "approved"
    assert report["decision"]["accepted"]
    assert "It is 620 by now." in report["reason"]
    assert "620" in err


def test_an_edit_in_the_editor_is_checked_again(answer, monkeypatch):
    monkeypatch.setenv("EDITOR", "sed -i s/620/260/g")
    code, report, err = answer("e")
    assert (code, report["status"]) == (0, "passed"), err
    assert report["decision"]["edits"] == 1


def test_an_instruction_goes_to_the_named_part_and_the_person_is_asked_again(answer, fake_wire):
    code, report, _ = answer("i", "Count again.", "s1", "r", "Still wrong.")
    assert code == 1
    assert report["decision"]["instructions"] == ["s1: Count again."]
    assert "Still wrong." in report["reason"]


def test_a_key_that_means_nothing_is_asked_for_again(answer):
    assert answer("x", "", "s", "r", "")[0] == 1


def test_leaving_the_prompt_keeps_the_run_and_resume_asks_again(answer, fake_wire, tmp_path):
    code, report, err = answer()
    assert (code, report) == (130, None)
    command = err.partition("transcreate resume ")[2].split()
    calls = len(fake_wire.calls)
    code, report, err = answer("a", "", command=["resume", command[0], "--out", tmp_path / "out", "--json"])
    assert (code, report["decision"]["choice"]) == (3, "approved"), err
    assert len(fake_wire.calls) == calls


def test_review_and_standard_input_do_not_go_together(answer):
    code, _, err = answer(command=["write", "-", "--review", "always"])
    assert code == 2
    assert "file" in err
