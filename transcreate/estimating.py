"""`transcreate write --estimate`: calls, tokens and cost before anything is spent."""

import typer
from rich.console import Console
from rich.table import Table

from graphs.context import Context
from graphs.estimate import estimate


def print_estimate(request: str, source: str, context: Context, as_json: bool) -> None:
    """Print the range that a run would cost, as a table or as JSON."""
    found = estimate(request, source, context)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    table = Table("", "calls", "tokens in", "tokens out", "cost, USD")
    for name, spend in (("at least", found.least), ("at most", found.most)):
        cost = "unknown" if spend.cost_usd is None else f"{spend.cost_usd:.4f}"
        table.add_row(name, str(spend.calls), f"{spend.input_tokens:,}", f"{spend.output_tokens:,}", cost)
    console = Console()
    console.print(
        f"{found.model}: about {found.words} words of {found.language} in {found.sections} sections.", highlight=False
    )
    console.print(table)
    console.print(
        "At least: every answer is right at once. At most: every answer is asked for twice, and every round of "
        f"revision writes every part again. Prices of {found.prices_of}.",
        highlight=False,
    )
