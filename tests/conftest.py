"""What every test gets: a clean environment, and the fake model endpoint for those who ask for it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fake_wire import FakeWire
from tests.needs import chromium, pytest_collection_modifyitems, pytest_configure, pytest_terminal_summary, site

__all__ = ["chromium", "pytest_collection_modifyitems", "pytest_configure", "pytest_terminal_summary", "site"]

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
"""No deadline for one example: a machine that is busy otherwise must not fail a test."""

PRIVATE = ("OPENAI_", "TRANSCREATE_", "LANGSMITH_", "LANGCHAIN_", "LANGGRAPH_", "CHROMA_")


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for what is costly to build (the knowledge store), for the whole session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, shared_cache: Path) -> None:
    """No key, address or setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith(PRIVATE)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    monkeypatch.setenv("TRANSCREATE_KNOWLEDGE", str(shared_cache / "knowledge"))


@pytest.fixture
def fake_wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWire]:
    """A running fake that this process takes for its model; set `fake_wire.responder` to script it."""
    with FakeWire() as wire:
        for name, value in wire.env.items():
            monkeypatch.setenv(name, value)
        yield wire
    assert not wire.errors, f"the test's responder raised: {wire.errors!r}"
