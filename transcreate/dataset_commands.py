"""`transcreate dataset`: look into datasets of articles before an evaluation or a batch is spent on them."""

import json
from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

app = typer.Typer(help="Datasets of articles: JSONL, CSV, folders of Markdown.", no_args_is_help=True)


@app.callback()
def common() -> None:
    """Datasets of articles: JSONL, CSV, folders of Markdown."""


@app.command()
def check(
    where: Annotated[str, typer.Argument(help="A file, a folder, `articles`, or hf:owner/name[:split].")],
    json_: Annotated[bool, typer.Option("--json", help="Print data and nothing else.")] = False,
) -> None:
    """List everything that is wrong with a dataset, line by line. Exit code 0: it loads, 2: it does not."""
    from evals.datasets.loading import examine

    items, problems = examine(where)
    if json_:
        found = [
            {"file": problem.file, "line": problem.line, "field": problem.field, "message": problem.message}
            for problem in problems
        ]
        typer.echo(json.dumps({"items": len(items), "problems": found}, indent=2, ensure_ascii=False))
    else:
        console = Console(soft_wrap=True, highlight=False)
        for problem in problems:
            console.print(f"[red]✗[/red] {escape(str(problem))}")
        languages = Counter(item.source_language or "unsaid" for item in items)
        spread = ", ".join(f"{language} {count}" for language, count in sorted(languages.items()))
        console.print(
            f"Items that can be used: {len(items)}. Problems: {len(problems)}. Source languages: {spread or 'none'}."
        )
    if problems:
        raise typer.Exit(2)
