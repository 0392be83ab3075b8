"""Publishing: the files of a result, all of them or none."""

import os
from pathlib import Path
from tempfile import TemporaryFile
from uuid import uuid4

from agents.domain import Result
from graphs.article_page import article_html, article_markdown
from graphs.report import Report
from graphs.report_page import report_html
from knowledge.errors import SetupError

ARTICLE_FILES = ("article.md", "article.html")
REPORT_FILES = ("report.json", "report.html")


def publish(result: Result, folder: Path) -> list[Path]:
    """Writes the article (when there is a draft) and both reports into `folder`, which is made if missing.

    Every file is first written beside its place and then renamed, so that no reader sees half a file.

    Returns:
        The paths written, the article before the reports.

    Raises:
        SetupError: the folder cannot be written to; then nothing in it has changed.
    """
    texts: dict[str, str] = {}
    if result.draft:
        texts["article.md"] = article_markdown(result.draft, result.status)
        texts["article.html"] = article_html(result.draft, result.brief, result.source)
    report = Report.of(result, [*texts, *REPORT_FILES])
    texts["report.json"] = report.model_dump_json(indent=2) + "\n"
    texts["report.html"] = report_html(report)
    return _write_all(folder, texts)


def check_writable(folder: Path) -> None:
    """Raises SetupError when nothing could be written to `folder`: better known before a model is paid."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _not_writable(folder, error) from error


def _not_writable(folder: Path, error: OSError) -> SetupError:
    why = "it is a file" if folder.is_file() else error.strerror or str(error)
    return SetupError(f"The folder {folder} cannot be written to ({why}). Name another one, or mend its permissions.")


def _write_all(folder: Path, texts: dict[str, str]) -> list[Path]:
    targets = [folder / name for name in texts]
    written: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, text in zip(targets, texts.values(), strict=True):
            if target.is_dir():
                raise IsADirectoryError(f"{target} is a folder")
            written[target] = _write_beside(target, text)
        for target, beside in written.items():
            beside.replace(target)
    except OSError as error:
        raise _not_writable(folder, error) from error
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)
    return targets


def _write_beside(target: Path, text: str) -> Path:
    path = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
