"""`transcreate batch`: write every article of a dataset, and go on where an earlier start was cut off."""

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.models.factory import resolve
from graphs.batch import BatchLimits, Engine, OnProgress, run_batch
from graphs.batch_article import Job
from graphs.batch_index import LINES, BatchSummary
from graphs.context import Context
from transcreate.writing import INTERRUPTED, Database, above_zero, prepare_weights

REFRESHES = 2.0
"""Redraws a second: more would cost the articles CPU."""


def batch(
    dataset: Annotated[str, typer.Argument(help="JSONL, CSV, a folder of Markdown, `articles`, or hf:owner/name.")],
    out: Annotated[Path, typer.Option(help="Folder of the batch: a folder for each article, and the index.")],
    engine: Annotated[Engine, typer.Option(help="One process, or several by Ray.")] = "local",
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Articles at once; else TRANSCREATE_CONCURRENCY, the calls at once.")
    ] = None,
    actors: Annotated[int, typer.Option(min=1, help="Ray: processes that write.")] = os.cpu_count() or 2,
    ray_address: Annotated[
        str | None, typer.Option(envvar="RAY_ADDRESS", help="Ray: the cluster; else one is started here.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="openai:NAME, embedded, embedded:/path.gguf.")] = None,
    fact_checker: Annotated[
        str | None, typer.Option(help="openai:NAME that doubts what the source does not say, sentence by sentence.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="Target language of every article: fr, pt-BR.")] = None,
    min_words: Annotated[int | None, typer.Option(min=1, help="Least number of words.")] = None,
    max_words: Annotated[int | None, typer.Option(min=1, help="Greatest number of words.")] = None,
    tone: Annotated[str | None, typer.Option(help="How it shall sound.")] = None,
    audience: Annotated[str | None, typer.Option(help="Who reads it.")] = None,
    market: Annotated[str | None, typer.Option(help="Country it is for: CH.")] = None,
    genre: Annotated[str | None, typer.Option(help="news, how-to, product, interview or science.")] = None,
    brand: Annotated[str | None, typer.Option(help="Whose own style guides come first.")] = None,
    site: Annotated[str | None, typer.Option(help="Base URL for canonical and hreflang links.")] = None,
    knowledge: Annotated[str | None, typer.Option(help="Folder or URL of the knowledge store.")] = None,
    max_revisions: Annotated[int, typer.Option(min=0, help="Rounds of revision of an article.")] = 3,
    max_calls: Annotated[int | None, typer.Option(min=1, help="Budget of an article: model calls.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Budget of an article: tokens in and out.")] = None,
    max_cost_usd: Annotated[
        float | None, typer.Option(callback=above_zero, help="Budget of an article: US dollars.")
    ] = None,
    max_seconds: Annotated[
        float | None, typer.Option(callback=above_zero, help="Budget of an article: seconds.")
    ] = None,
    max_total_tokens: Annotated[int | None, typer.Option(min=1, help="Budget of the batch: tokens.")] = None,
    max_total_cost_usd: Annotated[
        float | None, typer.Option(callback=above_zero, help="Budget of the batch: US dollars.")
    ] = None,
    max_total_seconds: Annotated[
        float | None, typer.Option(callback=above_zero, help="Budget of this start: seconds.")
    ] = None,
    database: Database = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the summary as JSON and nothing else.")] = False,
) -> None:
    """Write the articles of DATASET. The same command again goes on: what is finished is skipped.

    Budgets of the batch are tested before each article starts.
    """
    from evals.datasets.loading import load

    context = Context(
        model=model,
        fact_checker=fact_checker,
        to=to,
        min_words=min_words,
        max_words=max_words,
        tone=tone,
        audience=audience,
        market=market,
        genre=genre,
        brand=brand,
        site=site,
        knowledge=knowledge,
        max_revisions=max_revisions,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost_usd=max_cost_usd,
        max_seconds=max_seconds,
    )
    limits = BatchLimits(max_tokens=max_total_tokens, max_cost_usd=max_total_cost_usd, max_seconds=max_total_seconds)
    items = load(dataset)
    console = Console(stderr=True)
    choice = resolve(model)
    console.print(f"Model [bold]{escape(choice.spec)}[/bold]: {escape(choice.why)}.", highlight=False)
    prepare_weights(choice.spec, console)
    try:
        with _bar(console) as bar:
            summary = run_batch(
                (Job(item.id, item.request, item.source) for item in items),
                out,
                context=context,
                concurrency=concurrency,
                limits=limits,
                engine=engine,
                actors=actors,
                ray_address=ray_address,
                database=database,
                total=len(items),
                on_progress=_shown(bar, len(items)),
            )
    except KeyboardInterrupt:
        console.print("Interrupted. The same command goes on; no answered call is paid for twice.", highlight=False)
        raise typer.Exit(INTERRUPTED) from None
    _conclude(console, summary, out)
    if json_:
        typer.echo(summary.model_dump_json(indent=2))
    raise typer.Exit(exit_code(summary))


def exit_code(summary: BatchSummary) -> int:
    """0: all passed. 1: some failed. 3: some need a review, or were not started."""
    if summary.failed:
        return 1
    return 3 if summary.needs_review or summary.left else 0


def _bar(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=console, refresh_per_second=REFRESHES)


def _shown(bar: Progress, total: int) -> OnProgress:
    started = time.monotonic()
    task = bar.add_task("", total=total)

    def on_progress(summary: BatchSummary) -> None:
        bar.update(task, completed=summary.dealt_with, description=described(summary, time.monotonic() - started))

    return on_progress


def described(summary: BatchSummary, seconds: float) -> str:
    """How a batch stands, in a line: counts by status, rate and estimated rest of this start."""
    counts = {
        "passed": summary.passed,
        "need a review": summary.needs_review,
        "failed": summary.failed,
        "running": summary.running,
    }
    parts = [f"{count} {name}" for name, count in counts.items() if count]
    written = summary.dealt_with - summary.skipped
    if written:
        parts.append(f"{60 * written / seconds:.1f} a minute")
    if written and summary.left:
        parts.append(f"{_clock(seconds * summary.left / written)} left")
    return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _conclude(console: Console, summary: BatchSummary, out: Path) -> None:
    usage = summary.usage
    if summary.reason:
        console.print(f"[yellow]{escape(summary.reason)}[/yellow] The same command goes on.", highlight=False)
    cost = "cost unknown" if usage.cost_usd is None else f"{usage.cost_usd:.4f} USD"
    console.print(
        f"{summary.passed} passed, {summary.needs_review} need a review, {summary.failed} failed, "
        f"{summary.left or 0} not started; {summary.skipped} were finished before, {summary.changed} had changed.",
        highlight=False,
    )
    console.print(
        f"{usage.calls} calls, {usage.input_tokens} + {usage.output_tokens} tokens, {cost}, {summary.seconds:.0f} s",
        highlight=False,
    )
    console.print(f"  {escape(str(out / LINES))}", highlight=False)
