"""`transcreate report`: evaluation runs as one page that needs nothing else."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from knowledge.errors import SetupError

OUT = Path("evaluation.html")


def report(
    logs: Annotated[
        list[Path],
        typer.Argument(
            metavar="LOGDIR...",
            help="Folders of inspect logs, or logs. With several, what changed is told from the earlier to the last.",
        ),
    ],
    base: Annotated[
        str | None, typer.Option(help="The system that the others are measured against; else the one that ran first.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where to write the page.")] = OUT,
    articles: Annotated[int, typer.Option(min=0, help="Show at most so many articles one by one.")] = 100,
) -> None:
    """Show evaluation runs on one HTML page: systems, checks, cost, what changed, and every article."""
    from evals.logs import INSTALL, read_runs

    try:
        from evals.report import report_html
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("matplotlib"):
            raise SetupError(INSTALL) from error
        raise
    page = report_html(read_runs(logs), base=base, articles=articles).encode("utf-8", "replace")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(page)
    except OSError as error:
        raise SetupError(
            f"The page cannot be written to {out} ({error.strerror}). Name another place with --out."
        ) from error
    Console(stderr=True).print(f"{escape(str(out))} ({len(page) / 1e6:.1f} MB)", highlight=False, soft_wrap=True)
