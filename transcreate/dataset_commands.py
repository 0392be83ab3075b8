"""`transcreate dataset`: look into datasets before an evaluation or a batch is spent on them, and build one."""

import json
from collections import Counter
from pathlib import Path
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


@app.command()
def parallel(
    source: Annotated[str, typer.Option("--from", help="Language to translate from, such as de.")],
    target: Annotated[str, typer.Option("--to", help="Language to translate into, such as pt-BR.")],
    out: Annotated[Path, typer.Option(help="The JSONL file to write.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Items at most.")] = None,
    max_words: Annotated[int | None, typer.Option(min=1, help="Words of a page at most, counted in English.")] = None,
    pages: Annotated[Path | None, typer.Option(help="Folder of the help pages; empty: /usr/share/help.")] = None,
) -> None:
    """Build a dataset with human translations from the help pages that gnome-user-docs installs.

    Pages that are not translated whole in both languages are left out.
    """
    from evals.datasets.parallel import PAGES, build, write

    built = build(source, target, limit=limit, max_words=max_words, pages=pages or PAGES)
    write(built.items, out)
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"{len(built.items)} items from {source} into {target} are in {escape(str(out))}.")
    for reason, count in built.left_out.most_common():
        console.print(f"  left out: {count:4} {escape(reason)}")
    console.print(f"The texts are {built.items[0].extra['licence']}.")
