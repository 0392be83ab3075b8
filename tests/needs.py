"""Tests marked `browser` need a Chromium, those marked `postgres` a Postgres server's programs.

Where these are not installed the tests are left out, and the summary says so.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Site

_LEFT_OUT = pytest.StashKey[dict[str, int]]()
_NEEDS = {
    "browser": "no Chromium found. Install one (apt-get install chromium).",
    "postgres": "no Postgres server found. Install one (apt-get install postgresql).",
}


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def find_postgres() -> Path | None:
    """The folder of `initdb` and `postgres`; Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site of the test's own, on this machine."""
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    path = find_chromium()
    assert path, "no Chromium on this machine: apt-get install chromium"
    return path


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens a page in a real headless Chromium")
    config.addinivalue_line("markers", "postgres: starts a real Postgres server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    found = {"browser": find_chromium(), "postgres": find_postgres()}
    missing = [marker for marker, program in found.items() if program is None]
    left_out = {m: [item for item in items if item.get_closest_marker(m)] for m in missing}
    config.stash[_LEFT_OUT] = {marker: len(tests) for marker, tests in left_out.items() if tests}
    gone = [item for tests in left_out.values() for item in tests]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in gone]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for marker, count in config.stash.get(_LEFT_OUT, {}).items():
        terminalreporter.write_line(f"{count} {marker} tests did NOT run: {_NEEDS[marker]}", yellow=True)
