"""One process at a time in a folder: a second one would pay for the same calls again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import InputError


@contextmanager
def alone(path: Path, note: str, refusal: str) -> Iterator[None]:
    """Holds the lock file at `path`, with a note in it for those who find it taken.

    Raises:
        InputError: Another process holds it; says `refusal`.
    """
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(refusal) from None
    try:
        path.write_text(note, "utf-8")
        yield
    finally:
        lock.release()


def note_of_holder(path: Path) -> str:
    """The note of the process that holds the lock file at `path`; empty when none does."""
    if not path.exists():
        return ""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return path.read_text("utf-8")
    lock.release()
    return ""
