"""`--review`: show a person the draft and its findings on the terminal, and take their decision."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import Progress

from graphs.person import Answer, ReviewRequest
from graphs.write import OnReview

KEYS = {"a": "approve", "e": "edit", "i": "instruct", "r": "reject", "s": "show"}
SHOWN = 20
"""Findings listed before the rest is only counted."""


def at_terminal(console: Console, progress: Progress | None = None) -> OnReview:
    """Asks on the terminal; `progress` is halted meanwhile."""

    def on_review(request: ReviewRequest) -> Answer:
        if progress is not None:
            progress.stop()
        try:
            with _interruptible():
                return ask(request, console)
        finally:
            if progress is not None:
                progress.start()

    return on_review


def ask(request: ReviewRequest, console: Console) -> Answer:
    """One decision, asked for until it is complete."""
    _show(request, console)
    while True:
        choice = _prompt(console, "approve, edit, instruct, reject, show [a/e/i/r/s]").lower()[:1]
        if choice == "s":
            console.print(Markdown(request.article))
        elif choice == "e":
            edited = click.edit(request.article, extension=".md")
            if edited and edited != request.article:
                return Answer(choice="edit", article=edited)
            console.print("Nothing was changed.")
        elif choice == "i":
            instruction = _prompt(console, "What shall be changed?")
            named = _prompt(console, f"In which parts? ({_parts(request)}; empty: every section)")
            return Answer(choice="instruct", instruction=instruction, sections=_split(named))
        elif choice == "a":
            return Answer(choice="approve", note=_prompt(console, "Note for the report (may be empty)"))
        elif choice == "r":
            return Answer(choice="reject", note=_prompt(console, "Why (may be empty)"))


def _show(request: ReviewRequest, console: Console) -> None:
    console.rule("A person decides")
    if request.problem:
        console.print(f"[red]{escape(request.problem)}[/red]", highlight=False)
    console.print(f"{escape(request.reason)} Approving now gives [bold]{request.status}[/bold].", highlight=False)
    for finding in request.findings[:SHOWN]:
        mark = "[red]✗[/red]" if finding.severity == "blocking" else "[yellow]·[/yellow]"
        console.print(f"{mark} {escape(f'{finding.target}: {finding.message}')}", highlight=False)
    if len(request.findings) > SHOWN:
        console.print(f"… and {len(request.findings) - SHOWN} more")
    for check in request.not_run:
        console.print(f"[red]?[/red] not checked: {escape(check)}", highlight=False)


def _prompt(console: Console, text: str) -> str:
    try:
        return console.input(f"{escape(text)}: ").strip()
    except (EOFError, KeyboardInterrupt):
        raise click.Abort from None


def _parts(request: ReviewRequest) -> str:
    return ", ".join(["metadata", *(part.id for part in request.sections)])


def _split(named: str) -> list[str]:
    return [part.strip() for part in named.split(",") if part.strip()]


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends a prompt at once; the event loop's own handler would wait for the prompt to return."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
