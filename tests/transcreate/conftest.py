"""The command line as a fixture, and an article to give it."""

import os
import signal
import subprocess
import sys
import time
from functools import partial

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
def interrupted(fake_wire):
    """Runs a command line in a process of its own, presses Ctrl-C at its `calls`th model call; code and standard error.

    A shell that started the tests in the background told its children to ignore Ctrl-C: this one heeds it.
    """

    def run(*arguments, calls=1):
        process = subprocess.Popen(
            [sys.executable, "-m", "transcreate", *map(str, arguments)],
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        deadline = time.monotonic() + 200
        while len(fake_wire.calls) < calls and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        return process.returncode, " ".join(err.split())

    return run


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(f"{REQUEST}\n{SOURCE}", "utf-8")
    return file
