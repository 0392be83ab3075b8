"""`transcreate write` in a process of its own that reaches nobody but who it is allowed to."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import PRIVATE
from tests.fake_wire import FakeWire
from tests.graphs.library import REQUEST, SOURCE

KEY = "sk-planted-7f3a9c1d2b"

SITE = """
import os, socket, sys
allowed = {int(port) for port in os.environ["ALLOWED_PORTS"].split()}
denied = os.environ["DENIED_LOG"]
connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

def check(address):
    if isinstance(address, tuple) and (address[0] not in ("127.0.0.1", "localhost") or address[1] not in allowed):
        with open(denied, "a") as file:
            file.write(f"{address}\\n")
        raise ConnectionRefusedError(f"denied: {address}")

def guarded(original):
    def call(self, address):
        check(address)
        return original(self, address)
    return call

def resolve(host, port, *more, **options):
    check((host if isinstance(host, str) else (host or b"").decode(), int(port or 0)))
    return getaddrinfo(host, port, *more, **options)

socket.socket.connect, socket.socket.connect_ex = guarded(connect), guarded(connect_ex)
socket.getaddrinfo = resolve
"""


def run(
    home: Path, wire: FakeWire, knowledge: Path, *, ports: tuple[int, ...] = (), **settings: str
) -> subprocess.CompletedProcess[str]:
    """One article in a folder of its own, with all logged that there is to log.

    Args:
        ports: Of this machine, besides the one of the model: these may be connected to.
        settings: Environment variables besides those of the model.
    """
    home.mkdir(exist_ok=True)
    (home / "article.txt").write_text(f"{REQUEST}\n{SOURCE}", "utf-8")
    (home / "sitecustomize.py").write_text(SITE, "utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
    env |= wire.env | settings
    env |= {
        "OPENAI_API_KEY": KEY,
        "ALLOWED_PORTS": " ".join(map(str, (wire.port, *ports))),
        "DENIED_LOG": str(home / "denied"),
        "PYTHONPATH": os.pathsep.join([str(home), os.getcwd()]),
        "HOME": str(home),
        "TRANSCREATE_KNOWLEDGE": str(knowledge),
    }
    command = [sys.executable, "-m", "transcreate", "--log", "debug", "--log-json", "write", "article.txt"]
    return subprocess.run(
        [*command, "--out", "out", "--json"], cwd=home, env=env, capture_output=True, text=True, timeout=240
    )


def holding(folder: Path, text: str) -> list[str]:
    """The files below `folder` in which `text` stands."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
