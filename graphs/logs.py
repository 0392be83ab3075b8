"""Log lines for people or for machines, each with the ids of its thread and run."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal, TextIO

Level = Literal["debug", "info", "warning", "error"]
LINE = "%(asctime)s %(levelname)-7s %(name)s [%(ids)s] %(message)s"

_ids: ContextVar[tuple[str, str]] = ContextVar("ids", default=("", ""))


def set_ids(thread: str, run: str) -> None:
    """From here on, lines of this task and of what it starts carry these ids."""
    _ids.set((thread, run))


def set_run(run: str) -> None:
    """As `set_ids`, where the thread is known already."""
    _ids.set((_ids.get()[0], run))


def set_up(level: Level, *, as_json: bool, stream: TextIO | None = None) -> None:
    """Sends all log lines to `stream`, standard error by default, and nowhere else."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setLevel(level.upper())  # some libraries set their own loggers to DEBUG
    handler.addFilter(_add_ids)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(LINE))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _add_ids(record: logging.LogRecord) -> bool:
    thread, run = _ids.get()
    record.ids = " ".join(part[:8] for part in (thread, run) if part) or "-"
    record.thread_id, record.run_id = thread, run
    return True


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (ISO 8601, UTC), `level`, `logger`, `thread`, `run`, `message`, `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "thread": getattr(record, "thread_id", ""),
            "run": getattr(record, "run_id", ""),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
