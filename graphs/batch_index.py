"""The index of a batch: one line per article, how many ended how, and what they cost.

`index.jsonl` grows by a line as each article ends. Where an article was written again its last line counts; when the
batch ends, the others go. `index.json` is the summary. Memory holds a position per article, not the lines.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel, Field, ValidationError

from agents.domain import Status, Usage
from graphs.names import safe_name
from knowledge.errors import SetupError

LINES, SUMMARY = "index.jsonl", "index.json"
Ended = Literal["running", "complete", "budget", "error", "interrupted"]
_MARKED = re.compile(r"-[0-9a-f]{10}\Z")


class Entry(BaseModel):
    """How one article ended: a line of `index.jsonl`."""

    id: str
    folder: str = Field(description="Its folder, below that of the batch.")
    status: Status
    reason: str = Field(description="Why it ended so, in one sentence.")
    model: str = Field(description="Spec of the model.")
    calls: int = Field(default=0, description="Model calls of all starts together, as tokens and cost are.")
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = Field(default=None, description="None when the model's price is unknown.")
    seconds: float = Field(default=0.0, description="Wall time of the last start.")
    stopped_by: str = Field(default="", description="Class of the error that ended it early.")
    thread: str = Field(default="", description="Name of its run.")
    asked: str = Field(default="", description="Digest of request, source and flags.")
    limits: str = Field(default="", description="Digest of limits and model.")


class BatchSummary(BaseModel):
    """How a batch stands or ended; `index.json` and the return value of `run_batch`."""

    ended: Ended = Field(
        default="running",
        description="`complete`: every article of the data set was dealt with. `budget`: a limit of the whole batch "
        "was reached. `error`: the surroundings need mending. `interrupted`: by the user. "
        "`running`: it runs, or its process was killed.",
    )
    reason: str = Field(default="", description="Why it ended before every article was dealt with.")
    total: int | None = Field(default=None, description="Articles of the data set, when known.")
    passed: int = 0
    needs_review: int = 0
    failed: int = 0
    skipped: int = Field(default=0, description="Of these three, how many had ended in an earlier start.")
    changed: int = Field(default=0, description="Written again, since request, source or flags are others now.")
    running: int = Field(default=0, description="Articles being written now.")
    usage: Usage = Field(default_factory=Usage, description="Of all articles that ended, in whichever start.")
    seconds: float = Field(default=0.0, description="Wall time of this start.")

    @property
    def dealt_with(self) -> int:
        return self.passed + self.needs_review + self.failed

    @property
    def left(self) -> int | None:
        """Articles that have not ended; None when the size of the data set is not known."""
        return None if self.total is None else self.total - self.dealt_with


def folder_name(id: str) -> str:
    """The folder of the article `id`: one path component that cannot leave the batch's folder.

    Ids that are no safe names, or look like a name made here, get a digest behind them, so that two ids never share
    a folder.
    """
    name = safe_name(id)
    if name == id and not _MARKED.search(id):
        return name
    return f"{name}-{sha256(id.encode()).hexdigest()[:10]}"


class Index:
    """The lines in `folder`. Made once for each start of a batch, since it mends and reads what an earlier one left."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LINES
        self._lock = threading.Lock()
        self._places: dict[str, int] = {}
        self._file = self._path.open("a+b", buffering=0)
        self._end = 0
        self._spent = Usage(cost_usd=0.0)
        self._unpriced = 0
        for number, line in enumerate(self._lines(), start=1):
            entry = _parsed(line, self._path, number)
            self._count(entry)
            self._places[entry.id] = self._end
            self._end += len(line)
        self._file.truncate(self._end)

    @property
    def usage(self) -> Usage:
        """What the articles of all lines cost, each counted once."""
        return self._spent.model_copy(update={"cost_usd": None if self._unpriced else self._spent.cost_usd})

    def get(self, id: str) -> Entry | None:
        """The last line of an article."""
        with self._lock:
            place = self._places.get(id)
            return None if place is None else self._read(place)

    def put(self, entry: Entry) -> None:
        """Adds a line. A killed process loses none; the article's own run outlives a power cut."""
        line = entry.model_dump_json().encode() + b"\n"
        with self._lock:
            self._file.write(line)
            self._count(entry)
            self._places[entry.id] = self._end
            self._end += len(line)

    def close(self) -> None:
        """Leaves one line per article."""
        beside = self._path.with_name(f".{LINES}.{uuid4().hex}")
        with self._lock, self._file:
            try:
                with beside.open("xb") as file:
                    for place in sorted(self._places.values()):
                        file.write(self._line(place))
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(self._path)
            finally:
                beside.unlink(missing_ok=True)

    def _count(self, entry: Entry) -> None:
        """Adds the entry's costs in place of those of an earlier line of the article: they are its costs so far."""
        spent, place = self._spent, self._places.get(entry.id)
        for sign, one in ((-1, self._read(place) if place is not None else None), (1, entry)):
            if one is not None:
                spent.calls += sign * one.calls
                spent.input_tokens += sign * one.input_tokens
                spent.output_tokens += sign * one.output_tokens
                spent.cost_usd = (spent.cost_usd or 0.0) + sign * (one.cost_usd or 0.0)
                self._unpriced += sign * (one.cost_usd is None and one.calls > 0)

    def _lines(self) -> Iterator[bytes]:
        """The whole lines; what a kill left of a last one is none."""
        with self._path.open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))

    def _read(self, place: int) -> Entry:
        return Entry.model_validate_json(self._line(place))

    def _line(self, place: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(place)
            return file.readline()


def write_summary(folder: Path, summary: BatchSummary) -> None:
    """Writes `index.json`, whole or not at all."""
    beside = folder / f".{SUMMARY}.{uuid4().hex}"
    try:
        beside.write_text(summary.model_dump_json(indent=2) + "\n", "utf-8")
        beside.replace(folder / SUMMARY)
    finally:
        beside.unlink(missing_ok=True)


def _parsed(line: bytes, path: Path, number: int) -> Entry:
    try:
        return Entry.model_validate(json.loads(line))
    except (ValueError, ValidationError) as error:
        raise SetupError(
            f"Line {number} of {path} is no line of a batch. Delete the line: its article is then taken up again."
        ) from error
