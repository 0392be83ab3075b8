import shutil
from pathlib import Path

import pytest

from knowledge import Knowledge


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped knowledge; not to be written to."""
    folder = tmp_path_factory.mktemp("shipped")
    Knowledge.open(folder)
    return folder


@pytest.fixture(scope="session")
def shipped_store(built: Path) -> Knowledge:
    """The shipped knowledge, for reading."""
    return Knowledge.open(built)


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A folder of the test's own that holds the shipped knowledge."""
    copy = tmp_path / "store"
    shutil.copytree(built, copy)
    return copy
