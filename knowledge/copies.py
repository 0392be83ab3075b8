"""Segments as files made for reading: ten records by their ids take Chroma 3 ms, and these a hundredth of it.

A segment never changes once written, so neither does its copy. Where one is missing (on another machine that uses
the same Chroma server, say) it is made again from the store.
"""

import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np

from knowledge.embedding import Vectors
from knowledge.lexical import LexicalIndex
from knowledge.records import Record

PART = ".part-"

Add = Callable[[Sequence[Record], Vectors], None]


class Copy:
    """One segment, read where it lies on disk. Records have places: the order in which they were written."""

    def __init__(self, folder: Path) -> None:
        self.ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        self.words = LexicalIndex.load(folder, len(self.ids))
        rows = np.memmap(folder / "vectors.f32", dtype="<f4", mode="r")
        self.vectors: Vectors = np.asarray(rows.reshape(len(self.ids), -1))
        self._ends = np.fromfile(folder / "ends.i64", dtype="<i8")
        with (folder / "records.jsonl").open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def record(self, place: int) -> Record:
        start = int(self._ends[place - 1]) if place else 0
        key, title, text, metadata = json.loads(self._lines[start : int(self._ends[place])])
        return Record(key, text, title, metadata)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where the record with an id stands."""
        return {key: place for place, key in enumerate(self.ids)}


@contextmanager
def new_copy(folder: Path, language: str) -> Iterator[Add]:
    """Write a copy to `folder`, whole or not at all: batch by batch, in the order of the segment."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=PART))
    written: list[Record] = []
    lengths: list[int] = []
    try:
        with (part / "records.jsonl").open("wb") as lines, (part / "vectors.f32").open("wb") as rows:

            def add(batch: Sequence[Record], vectors: Vectors) -> None:
                rows.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
                lengths.extend(lines.write(_line(record)) for record in batch)
                written.extend(batch)

            yield add
        np.cumsum(lengths, dtype="<i8").tofile(part / "ends.i64")
        LexicalIndex.build([searchable(record) for record in written], language).save(part)
        (part / "ids.json").write_text(json.dumps([record.id for record in written]), encoding="utf-8")
        try:
            os.replace(part, folder)
        except OSError:  # another process was faster; its copy is the same
            shutil.rmtree(part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def searchable(record: Record) -> str:
    """What is embedded and indexed: the title and the text."""
    return f"{record.title}. {record.text}" if record.title and record.title != record.text else record.text


def _line(record: Record) -> bytes:
    fields = [record.id, record.title, record.text, dict(sorted(record.metadata.items()))]
    return json.dumps(fields).encode() + b"\n"
