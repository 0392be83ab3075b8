"""A Postgres server for the tests that keep runs in one."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.needs import find_postgres


@pytest.fixture(scope="session")
def postgres_folder():
    """Not below pytest's own folders: only the user who runs the tests may enter those."""
    with tempfile.TemporaryDirectory(prefix="transcreate-pg-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def postgres(postgres_folder):
    """Address of a server that listens on a socket of its own. Root may not run one, so `nobody` then does."""
    folder, binaries = postgres_folder, find_postgres()
    assert binaries is not None
    as_user = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        shutil.chown(folder, "nobody", "nogroup")
    subprocess.run(
        [*as_user, binaries / "initdb", "-D", folder / "data", "-U", "tester", "--auth=trust", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    options = [
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "fsync=off",
        "-c",
        "lc_messages=C",
    ]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*as_user, binaries / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, cwd=folder
        )
    deadline = time.monotonic() + 30
    while "ready to accept connections" not in (said := (folder / "log").read_text("utf-8")):
        assert server.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.05)
    yield f"postgresql://tester@/postgres?host={folder}"
    server.terminate()
    server.wait(30)
