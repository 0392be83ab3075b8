"""Tests marked `browser` need a Chromium; where there is none they are left out, and the summary says so."""

import shutil

import pytest

_LEFT_OUT = pytest.StashKey[int]()


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    path = find_chromium()
    assert path, "no Chromium on this machine: apt-get install chromium"
    return path


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens a page in a real headless Chromium")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if find_chromium():
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    config.stash[_LEFT_OUT] = len(browser)
    config.hook.pytest_deselected(items=browser)
    items[:] = [item for item in items if item not in browser]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if count := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{count} browser tests did NOT run: no Chromium found. Install one (apt-get install chromium).",
            yellow=True,
        )
