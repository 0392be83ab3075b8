"""`transcreate write` and `transcreate demo`: run the workflow with progress on the terminal."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import click
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from agents.domain import Result
from agents.models import weights
from agents.models.factory import resolve
from graphs.context import Context, HumanReview
from graphs.publish import check_writable
from graphs.threads import new_thread, open_threads
from graphs.write import Event, OnReview
from knowledge.errors import InputError, SetupError
from transcreate.estimating import print_estimate
from transcreate.reviewing import at_terminal

EXIT_CODES = {"passed": 0, "failed": 1, "needs_review": 3}
INTERRUPTED = 130
COLOURS = {"passed": "green", "needs_review": "yellow", "failed": "red"}
SHOWN_FINDINGS = 12
DEMO_SECONDS = 780.0
"""The demo ends within a quarter of an hour: calls under way are cut off then."""
Database = Annotated[
    str | None,
    typer.Option(
        envvar="TRANSCREATE_DATABASE",
        show_envvar=True,
        help="postgresql://… to keep the run there; else in runs.sqlite beside the article.",
    ),
]


def above_zero(value: float | None) -> float | None:
    """Refuses a limit that no run could keep."""
    if value is not None and value <= 0:
        raise typer.BadParameter(f"{value:g} is no limit: it has to be above 0.")
    return value


def write(
    file: Annotated[str, typer.Argument(help="Request and article together, or the article alone; - reads input.")],
    request: Annotated[str | None, typer.Option(help="What you want, in your words.")] = None,
    to: Annotated[str | None, typer.Option(help="Target language: fr, pt-BR.")] = None,
    min_words: Annotated[int | None, typer.Option(min=1, help="Least number of words.")] = None,
    max_words: Annotated[int | None, typer.Option(min=1, help="Greatest number of words.")] = None,
    keyphrase: Annotated[str | None, typer.Option(help="Focus keyphrase.")] = None,
    tone: Annotated[str | None, typer.Option(help="How it shall sound.")] = None,
    audience: Annotated[str | None, typer.Option(help="Who reads it.")] = None,
    market: Annotated[str | None, typer.Option(help="Country it is for: CH.")] = None,
    genre: Annotated[str | None, typer.Option(help="news, how-to, product, interview or science.")] = None,
    brand: Annotated[str | None, typer.Option(help="Whose own style guides come first.")] = None,
    site: Annotated[str | None, typer.Option(help="Base URL for canonical and hreflang links.")] = None,
    model: Annotated[str | None, typer.Option(help="openai:NAME, embedded, embedded:/path.gguf.")] = None,
    fact_checker: Annotated[
        str | None, typer.Option(help="openai:NAME that doubts what the source does not say, sentence by sentence.")
    ] = None,
    knowledge: Annotated[str | None, typer.Option(help="Folder or URL of the knowledge store.")] = None,
    remember: Annotated[
        bool, typer.Option("--remember", help="Keep the article in the store when it passes: later ones are warned.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the article and its report.")] = None,
    max_revisions: Annotated[int, typer.Option(min=0, help="Rounds of revision.")] = 3,
    max_calls: Annotated[int | None, typer.Option(min=1, help="Budget: model calls.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Budget: tokens in and out.")] = None,
    max_cost_usd: Annotated[float | None, typer.Option(callback=above_zero, help="Budget: US dollars.")] = None,
    max_seconds: Annotated[
        float | None, typer.Option(callback=above_zero, help="Budget: seconds; a call under way is cut off.")
    ] = None,
    review: Annotated[
        HumanReview, typer.Option(help="When you decide before the end, here on the terminal.")
    ] = "never",
    database: Database = None,
    estimate: Annotated[bool, typer.Option("--estimate", help="Print what it would cost, and stop.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON and nothing else.")] = False,
) -> None:
    """Write an article from FILE and say honestly how good it is."""
    from agents.reading.intake import read_file

    context = Context(
        model=model,
        fact_checker=fact_checker,
        to=to,
        min_words=min_words,
        max_words=max_words,
        keyphrase=keyphrase,
        tone=tone,
        audience=audience,
        market=market,
        genre=genre,
        brand=brand,
        site=site,
        knowledge=knowledge,
        remember=remember,
        human_review=review,
        max_revisions=max_revisions,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost_usd=max_cost_usd,
        max_seconds=max_seconds,
    )
    if file == "-" and review != "never":
        raise InputError("With --review standard input is where you answer. Give the article as a file.")
    text = read_file("-" if file == "-" else Path(file))
    folder = out or Path("out") / ("article" if file == "-" else Path(file).stem)
    asked, source = (text, "") if request is None else (request, text)
    if estimate:
        print_estimate(asked, source, context, json_)
    else:
        run(asked, source, context, folder, json_, database)


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the article and its report.")] = Path("out/demo"),
    short: Annotated[bool, typer.Option("--short", help="Take the shorter of the two shipped articles.")] = False,
    model: Annotated[str | None, typer.Option(help="openai:NAME, embedded, embedded:/path.gguf.")] = None,
    max_revisions: Annotated[int, typer.Option(min=0, help="Rounds of revision.")] = 1,
    max_seconds: Annotated[float, typer.Option(callback=above_zero, help="Budget: seconds.")] = DEMO_SECONDS,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON and nothing else.")] = False,
) -> None:
    """Turn the shipped German article into a French one."""
    shelf = resources.files("transcreate") / "demo"
    prefix = "short" if short else "article"
    request = (shelf / ("short.request.txt" if short else "request.txt")).read_text("utf-8")
    source = (shelf / f"{prefix}.de.md").read_text("utf-8")
    run(request, source, Context(model=model, max_revisions=max_revisions, max_seconds=max_seconds), out, json_)


def run(request: str, source: str, context: Context, out: Path, as_json: bool, database: str | None = None) -> None:
    """Run the workflow as a thread of its own, show how it goes, and exit with the verdict's code."""
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    check_writable(out)
    thread = new_thread()

    async def job(on_event: Callable[[Event], None], on_review: OnReview) -> Result:
        async with open_threads(out, database) as kept:
            return await kept.write(
                request, source, context=context, thread=thread, on_event=on_event, on_review=on_review
            )

    try:
        follow(job, thread, context.model, out, as_json, database)
    except (InputError, SetupError):
        for folder in made:
            with suppress(OSError):  # what is not empty stays
                folder.rmdir()
        raise


def follow(
    job: Callable[[Callable[[Event], None], OnReview], Coroutine[Any, Any, Result]],
    thread: str,
    model: str | None,
    out: Path,
    as_json: bool,
    database: str | None,
) -> None:
    """Show how a run goes, and exit with the verdict's code. Ctrl-C ends in the command that goes on with it."""
    console = Console(stderr=True)
    started = time.monotonic()
    again = escape(f"transcreate resume {thread} --out {out}{' --database …' if database else ''}")
    choice = resolve(model)
    console.print(f"Model [bold]{escape(choice.spec)}[/bold]: {escape(choice.why)}.", highlight=False, soft_wrap=True)
    prepare_weights(choice.spec, console)
    try:
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        ) as progress:
            result = asyncio.run(job(_shown(progress), at_terminal(console, progress)))
    except click.Abort:
        console.print(f"Nothing is decided. The run waits; go on with: {again}", highlight=False, soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
    except KeyboardInterrupt:
        console.print(f"Interrupted. No file was written. Go on with: {again}", highlight=False, soft_wrap=True)
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        typer.echo((out / "report.json").read_text("utf-8"), nl=False)
    _conclude(console, result, out, time.monotonic() - started)
    if result.status == "failed":
        console.print(f"  Once that is mended: {again}", highlight=False, soft_wrap=True)
    raise typer.Exit(EXIT_CODES[result.status])


def prepare_weights(spec: str, console: Console) -> None:
    """Join the shipped weights at the first use, with a bar; weights of the caller's own need nothing."""
    if spec != "embedded" or weights.is_joined():
        return
    columns = (TextColumn("Joining the embedded weights, once"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("join", total=weights.SIZE)
        weights.join(lambda done, total: progress.update(task, completed=done, total=total))


def _shown(progress: Progress) -> Callable[[dict[str, Any]], None]:
    """Shows each node while it works and leaves a line with its time when it is done."""
    running: dict[tuple[str, str], TaskID] = {}

    def on_event(event: dict[str, Any]) -> None:
        key = (event["node"], event["label"])
        name = f"{event['node']:<16} {escape(event['label'])}"
        if event["event"] == "start":
            running[key] = progress.add_task(name, total=None)
            return
        task = running.pop(key, None)
        if task is not None:
            progress.remove_task(task)
        progress.console.print(f"[green]✓[/green] {name} [dim]{event['seconds']:.1f} s[/dim]", highlight=False)

    return on_event


def _conclude(console: Console, result: Result, out: Path, seconds: float) -> None:
    colour = COLOURS[result.status]
    verdict = f"\n[bold {colour}]{result.status}[/bold {colour}]  {escape(result.reason)}"
    console.print(verdict, highlight=False, soft_wrap=True)
    blocking = result.review.blocking if result.review else []
    for finding in blocking[:SHOWN_FINDINGS]:
        console.print(f"  [red]•[/red] {escape(f'{finding.target}: {finding.message}')}", highlight=False)
    if len(blocking) > SHOWN_FINDINGS:
        console.print(f"  … and {len(blocking) - SHOWN_FINDINGS} more in report.html")
    for check in result.review.not_run if result.review and blocking else []:
        unsaid = f"{check.check} was not run: {check.reason}"
        console.print(f"  [red]?[/red] {escape(unsaid)}", highlight=False)
    usage = result.usage
    cost = "cost unknown" if usage.cost_usd is None else f"{usage.cost_usd:.4f} USD"
    for path in sorted(out.glob("article.*")) * bool(result.draft) + sorted(out.glob("report.*")):
        console.print(f"  {path}", highlight=False)
    console.print(
        f"{usage.calls} calls, {usage.input_tokens} + {usage.output_tokens} tokens, {cost}, {seconds:.0f} s",
        highlight=False,
    )
