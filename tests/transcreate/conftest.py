"""The command line as a fixture, and an article to give it."""

import sys

import pytest

from tests.graphs.library import REQUEST, SOURCE
from transcreate.cli import main


@pytest.fixture
def cli(monkeypatch, capsys):
    """Runs a command line; gives its exit code, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["transcreate", *map(str, arguments)])
        with pytest.raises(SystemExit) as ending:
            main()
        printed = capsys.readouterr()
        return ending.value.code or 0, printed.out, " ".join(printed.err.split())

    return run


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(f"{REQUEST}\n{SOURCE}", "utf-8")
    return file
