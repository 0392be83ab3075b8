"""The command line. Exit codes: 0 passed, 3 needs_review, 1 failed, 2 wrong use."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graphs import logs
from knowledge.errors import InputError, TranscreateError
from transcreate.batching import batch
from transcreate.checking import check
from transcreate.compare_command import compare
from transcreate.dataset_commands import app as dataset_app
from transcreate.knowledge_commands import app as knowledge_app
from transcreate.report_command import report
from transcreate.runs import resume, runs, show
from transcreate.writing import demo, write

app = typer.Typer(
    name="transcreate",
    help="A request and an article in any language go in; a localised, search-ready article with an honest "
    "verdict comes out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def common(
    log: Annotated[
        logs.Level, typer.Option(envvar="TRANSCREATE_LOG", help="Log lines from this level on.")
    ] = "warning",
    log_json: Annotated[
        bool, typer.Option("--log-json", envvar="TRANSCREATE_LOG_JSON", help="Log lines as JSON objects.")
    ] = False,
) -> None:
    """A request and an article in any language go in; a localised, search-ready article comes out."""
    logs.set_up(log, as_json=log_json)


app.command()(write)
app.command()(batch)
app.command()(runs)
app.command()(resume)
app.command()(show)
app.command()(check)
app.command()(demo)
app.command()(compare)
app.command()(report)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(dataset_app, name="dataset")


@app.command()
def models(
    json_: Annotated[bool, typer.Option("--json", help="Print data instead of a table.")] = False,
) -> None:
    """Which models can be reached now, and which one a run would take, and why."""
    from agents.models.factory import available, resolve

    taken, found = resolve(None), available()
    if json_:
        rows = [choice.model_dump() for choice in found]
        typer.echo(json.dumps({"taken": taken.model_dump(), "models": rows}, indent=2, ensure_ascii=False))
        return
    table = Table("model", "reachable", "note")
    for choice in found:
        table.add_row(choice.spec, "yes" if choice.reachable else "no", choice.why)
    console = Console()
    console.print(table)
    console.print(f"A run takes [bold]{taken.spec}[/bold]: {taken.why}.", highlight=False)


@app.command()
def schema() -> None:
    """Print the JSON schema of report.json."""
    from graphs.report import report_schema

    typer.echo(json.dumps(report_schema(), indent=2, ensure_ascii=False))


def main() -> None:
    """Run the command line; an error that has a sentence for people ends in that sentence and an exit code."""
    try:
        app()
    except TranscreateError as error:
        console = Console(stderr=True)
        console.print(f"[bold red]transcreate:[/bold red] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(2 if isinstance(error, InputError) else 1)
