"""`transcreate report`: a page for a folder of logs."""

import sys

from tests.evals.logbook import result_of, reviewed, sample_of, write_log


def log(folder, name="1.eval", **more):
    folder.mkdir(exist_ok=True)
    made = [sample_of(f"a{i}", result_of(reviewed(x__y="passed")), {"passed": 1.0}) for i in range(3)]
    return write_log(folder / name, made, **more)


def test_a_folder_of_logs_becomes_one_page(cli, tmp_path):
    log(tmp_path / "logs")
    out = tmp_path / "new" / "page.html"
    code, _, err = cli("report", tmp_path / "logs", "--out", out)
    assert code == 0
    assert "page.html (0." in err
    assert "3 of 3 articles passed with workflow" in out.read_text("utf-8")


def test_without_a_name_the_page_lies_where_the_command_was_given(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, _ = cli("report", log(tmp_path / "logs"))
    assert code == 0
    assert (tmp_path / "evaluation.html").exists()


def test_two_folders_show_what_changed(cli, tmp_path):
    log(tmp_path / "old")
    log(tmp_path / "new", "2.eval", created="2026-01-02T10:00:00+00:00")
    code, _, _ = cli("report", tmp_path / "old", tmp_path / "new", "--out", tmp_path / "page.html", "--articles", 1)
    page = (tmp_path / "page.html").read_text("utf-8")
    assert code == 0
    assert "What changed" in page
    assert "1 of 3 articles, those with most trouble" in page


def test_the_base_must_be_a_system_of_the_logs(cli, tmp_path):
    code, _, err = cli("report", log(tmp_path / "logs"), "--base", "nope", "--out", tmp_path / "page.html")
    assert code == 2
    assert "There is no run of 'nope', but of: workflow." in err
    assert not (tmp_path / "page.html").exists()


def test_a_folder_without_logs_exits_with_2(cli, tmp_path):
    code, _, err = cli("report", tmp_path)
    assert code == 2
    assert "holds no log" in err


def test_a_place_that_cannot_be_written_to_exits_with_1_and_says_so(cli, tmp_path):
    code, _, err = cli("report", log(tmp_path / "logs"), "--out", tmp_path)
    assert code == 1
    assert "cannot be written" in err


def test_without_matplotlib_the_extra_to_install_is_named(cli, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("evals.report", "matplotlib"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, _, err = cli("report", log(tmp_path / "logs"), "--out", tmp_path / "page.html")
    assert code == 1
    assert "transcreate[evals]" in err
