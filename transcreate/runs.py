"""`transcreate runs`, `resume` and `show`: the runs that were kept, and how to go on with one."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from agents.domain import Result, Usage
from graphs.threads import Step, Thread, folders_with_runs, open_threads
from graphs.write import Event, OnReview
from knowledge.errors import InputError
from transcreate.writing import Database, above_zero, follow

Out = Annotated[Path, typer.Option(help="Folder of the run, or the folder above it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print data instead of a table.")]
Name = Annotated[str, typer.Argument(help="The run's name, as `transcreate runs` lists it.")]


def runs(out: Out = Path("out"), database: Database = None, json_: AsJson = False) -> None:
    """List the runs: how they stand, how far they are, what they cost."""
    found = asyncio.run(_all(out, database))
    if json_:
        typer.echo(json.dumps([run.model_dump(mode="json") for run in found], indent=2, ensure_ascii=False))
        return
    if not found:
        Console(stderr=True).print(f"No run is kept in {out}.", markup=False)
        return
    whole = [Column(name, no_wrap=True) for name in ("run", "status", "started", "calls", "cost")]
    table = Table(*whole, Column("stands at, or article", no_wrap=True, ratio=1), box=box.SIMPLE, expand=True)
    for run in found:
        started = run.started[:16].replace("T", " ")
        stands = run.title if run.at == "end" else run.at
        table.add_row(run.thread, run.status, started, str(run.usage.calls), _cost(run.usage), escape(stands))
    Console().print(table)


def resume(
    thread: Name,
    out: Out = Path("out"),
    database: Database = None,
    model: Annotated[str | None, typer.Option(help="Go on with another model.")] = None,
    max_revisions: Annotated[int | None, typer.Option(min=0, help="Rounds of revision.")] = None,
    max_calls: Annotated[int | None, typer.Option(min=1, help="Budget: model calls of the whole run.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Budget: tokens of the whole run.")] = None,
    max_cost_usd: Annotated[
        float | None, typer.Option(callback=above_zero, help="Budget: US dollars of the whole run.")
    ] = None,
    max_seconds: Annotated[float | None, typer.Option(callback=above_zero, help="Budget: seconds from now.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON and nothing else.")] = False,
) -> None:
    """Go on with a run that was cut off, that the endpoint failed, or that used up its budget."""
    folder, run = asyncio.run(_find(thread, out, database))
    named = {
        "model": model,
        "max_revisions": max_revisions,
        "max_calls": max_calls,
        "max_tokens": max_tokens,
        "max_cost_usd": max_cost_usd,
        "max_seconds": max_seconds,
    }
    changes = {name: value for name, value in named.items() if value is not None}

    async def job(on_event: Callable[[Event], None], on_review: OnReview) -> Result:
        async with open_threads(folder, database) as kept:
            return await kept.resume(thread, changes=changes, on_event=on_event, on_review=on_review)

    follow(job, thread, model or run.model, Path(run.out) if database else folder, json_, database)


def show(thread: Name, out: Out = Path("out"), database: Database = None, json_: AsJson = False) -> None:
    """Print a run's history, step by step."""
    folder, _ = asyncio.run(_find(thread, out, database))
    run, steps = asyncio.run(_history(thread, folder, database))
    if json_:
        data = {**run.model_dump(mode="json"), "steps": [step.model_dump(mode="json") for step in steps]}
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    console = Console()
    console.print(f"{run.thread}  {run.status}  {run.reason}", markup=False, highlight=False)
    table = Table("step", "reached", "nodes", "done", "calls before", "cost before")
    for step in steps:
        nodes = ", ".join(name if count == 1 else f"{name} × {count}" for name, count in step.nodes.items())
        done = "yes" if step.done else "no"
        table.add_row(str(step.number), step.at[11:19], nodes, done, str(step.usage.calls), _cost(step.usage))
    console.print(table)


async def _all(out: Path, database: str | None) -> list[Thread]:
    found = []
    for folder in [out] if database else folders_with_runs(out):
        async with open_threads(folder, database) as kept:
            found += await kept.runs()
    return sorted(found, key=lambda run: run.started, reverse=True)


async def _find(thread: str, out: Path, database: str | None) -> tuple[Path, Thread]:
    """The folder in which a run is kept, and the run."""
    for folder in [out] if database else folders_with_runs(out):
        async with open_threads(folder, database) as kept:
            for run in await kept.runs():
                if run.thread == thread:
                    return folder, run
    raise InputError(f"There is no run {thread} in {out}. See `transcreate runs --out DIR`.")


async def _history(thread: str, folder: Path, database: str | None) -> tuple[Thread, list[Step]]:
    async with open_threads(folder, database) as kept:
        return await kept.show(thread)


def _cost(usage: Usage) -> str:
    if not usage.calls:
        return "0 USD"
    return "unknown" if usage.cost_usd is None else f"{usage.cost_usd:.4f} USD"
