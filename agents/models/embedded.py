"""Local weights on the OpenAI wire: llama.cpp as a server inside this process, started at the first call."""

import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from agents.models import weights
from knowledge.errors import WeightsError

SLOTS = 1
"""Calls at once. On 2 cores, 4 calls of 680 tokens in and 130 out took 45 s in one slot and 49 s in two."""

SLOT_TOKENS = 8192
KEPT_PROMPTS_MIB = 512
"""Memory for prompts that are not in a slot, so that their beginning need not be read again."""

QUIET_THREADS = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
"""Threads that sleep while they wait. On 2 cores with another busy process that made 16 tokens/s of 8; alone, 17 of 18.
OpenMP reads them when llama.cpp is first imported."""


@dataclass(frozen=True)
class Running:
    """A server in this process: where it answers, to which key, and how many calls it takes at once."""

    base_url: str
    model: str
    key: SecretStr
    slots: int = SLOTS


_lock = threading.Lock()
_running: dict[Path, tuple[Running, Any]] = {}


def serve(path: Path | None = None) -> Running:
    """The server for the weights at `path` (GGUF), or for those of the extra. Blocks while they load.

    Raises:
        WeightsError: the extra is not installed, or the weights are missing, damaged or no GGUF.
    """
    with _lock:
        file = path if path is not None else weights.join()
        if file not in _running:
            _running[file] = _start(file)
        return _running[file][0]


def installed() -> bool:
    """True when llama.cpp can be imported; says nothing of the weights."""
    from importlib.util import find_spec

    return find_spec("xllamacpp") is not None


def check_gguf(path: Path) -> None:
    """Raises WeightsError, in a sentence, when there is no GGUF file at `path`."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise WeightsError(f"The weights {path} cannot be read: {error.strerror}.") from error
    if magic != b"GGUF":
        raise WeightsError(f"{path} is not a GGUF file; llama.cpp reads no other format.")


def _start(path: Path) -> tuple[Running, Any]:
    check_gguf(path)
    for name, value in QUIET_THREADS.items():
        os.environ.setdefault(name, value)
    try:
        import xllamacpp
    except ImportError as error:
        raise WeightsError(f"llama.cpp is not installed. {weights.INSTALL}") from error

    key = secrets.token_urlsafe(16)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * SLOT_TOKENS
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = len(os.sched_getaffinity(0))
    params.cache_ram_mib = KEPT_PROMPTS_MIB
    params.verbosity = -1
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        raise WeightsError(f"llama.cpp cannot load {path}: {error}.") from error
    running = Running(base_url=f"{server.listening_address}/v1", model=path.stem, key=SecretStr(key))
    return running, server
