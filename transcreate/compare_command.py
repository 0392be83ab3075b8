"""`transcreate compare`: two evaluation runs on the same articles, and a gate for continuous integration."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from knowledge.errors import InputError

if TYPE_CHECKING:
    from evals.compare import Comparison, Mean
    from evals.figures import Figure
    from evals.logs import Row

WIDTH_OF_FILES = 120
"""Columns when the output goes to a file or a CI's log."""

COLOURS = {"better": "green", "worse": "red", "same": "dim", "unclear": "dim"}


def compare(
    base: Annotated[Path, typer.Argument(help="Log, or folder of logs, of the run to compare with.")],
    new: Annotated[Path, typer.Argument(help="Log, or folder of logs, of the new run; may be the same folder.")],
    system: Annotated[str | None, typer.Option(help="The system to compare, when there are several.")] = None,
    base_system: Annotated[str | None, typer.Option(help="The system of the base, when it is another one.")] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE[=LOSS]",
            help="Exit with 1 when this figure or check got worse beyond its interval, by more than LOSS. "
            "May be given several times; `all` for every figure.",
        ),
    ] = None,
    checks: Annotated[bool, typer.Option("--checks", help="Every check's pass rate, too.")] = False,
    nodes: Annotated[bool, typer.Option("--nodes", help="Every node's time, too.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print data and nothing else.")] = False,
) -> None:
    """Compare two runs of an evaluation, or two systems. Of several runs of a system the last one counts."""
    from evals.compare import compare as compare_rows
    from evals.compare import latest
    from evals.figures import NODE
    from evals.gate import ALL, complaints, read_gate
    from evals.logs import read_runs

    gate = read_gate(fail_under or [])
    before = latest(read_runs([base]), base_system or system).rows
    after = latest(read_runs([new]), system).rows
    if before[0].log == after[0].log:
        raise InputError(f"Both are the same run, {before[0].run}. Name two runs, or two systems of one folder.")
    compared = compare_rows(before, after)
    both = (*before, *after)
    names = {name for row in both for name in row.checks} if checks else set()
    names |= {f"{NODE}{node}" for row in both for node in row.seconds_per_node} if nodes else set()
    names |= gate.keys() - {ALL}
    compared += compare_rows(before, after, sorted(names - {one.figure for one in compared}))
    shut = complaints(compared, gate, before, after) if gate else []
    if json_:
        runs = {"base": before[0].run, "new": after[0].run}
        data = {**runs, "figures": [_data(one) for one in compared], "complaints": shut}
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        _show(before, after, compared, shut)
    if shut:
        raise typer.Exit(1)


def _data(one: "Comparison") -> dict[str, Any]:
    return {**asdict(one), "change": one.change}


def _show(before: "list[Row]", after: "list[Row]", compared: "list[Comparison]", shut: list[str]) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH_OF_FILES
    for name, rows in (("base", before), ("new", after)):
        unfinished = "" if all(row.finished for row in rows) else ", not finished"
        articles = len({row.id for row in rows})
        console.print(f"{name}: {escape(rows[0].run)}, {articles} articles{unfinished}", highlight=False)
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("figure", min_width=12)
    for heading in ("base", "new", "n", "difference", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for one in compared:
        table.add_row(*_cells(one))
    console.print(table)
    console.print(
        "Mean ± standard error. Difference: new minus base on the n articles that have a value in both. "
        "unclear: too few of them to tell.",
        highlight=False,
    )
    for complaint in shut:
        console.print(f"[red]✗[/red] {escape(complaint)}", highlight=False)


def _cells(one: "Comparison") -> list[str]:
    from evals.figures import figure_called

    figure = figure_called(one.figure)
    interval, change = "", "" if one.better == "neither" else one.change
    if one.interval:
        interval = f"{figure.number(one.interval.low, signed=True)} to {figure.number(one.interval.high, signed=True)}"
    difference = "" if one.difference is None else figure.number(one.difference, signed=True)
    unit = "%" if figure.unit == "share" else figure.unit
    name = f"{figure.title}, {unit}" if unit else figure.title
    broken = " [red]scorer broke[/]" if one.broken else ""
    verdict = f"[{COLOURS[one.change]}]{change}[/]{broken}"
    return [name, _mean(one.base, figure), _mean(one.new, figure), str(one.pairs), difference, interval, verdict]


def _mean(mean: "Mean | None", figure: "Figure") -> str:
    if mean is None:
        return "none"
    return figure.number(mean.value) + ("" if mean.stderr is None else f" ± {figure.number(mean.stderr)}")
