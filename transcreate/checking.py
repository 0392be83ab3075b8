"""`transcreate check`: the SEO reviewer alone, on any Markdown or HTML article. No model, no network."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from agents.domain import Review, Status
from knowledge.errors import InputError

EXIT_CODES: dict[Status, int] = {"passed": 0, "needs_review": 3, "failed": 1}


def check(
    article: Annotated[str | None, typer.Argument(help="Markdown or HTML; - reads standard input.")] = None,
    source: Annotated[Path | None, typer.Option(help="The source article: facts are compared with it.")] = None,
    request: Annotated[str | None, typer.Option(help="What was asked for, in any words.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, when the article does not say.")] = None,
    keyphrase: Annotated[str | None, typer.Option(help="Focus keyphrase, when the article does not say.")] = None,
    min_words: Annotated[int | None, typer.Option(min=1, help="Least number of words.")] = None,
    max_words: Annotated[int | None, typer.Option(min=1, help="Greatest number of words.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List every check with its threshold and source.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print data and nothing else.")] = False,
) -> None:
    """Judge an article. Exit code 0: passed, 3: something must be mended."""
    if list_:
        _list_checks(json_)
        return
    if article is None:
        raise InputError("Name an article to check, or --list for the checks.")
    from agents.reading.intake import read_file
    from agents.review_article import Expected, review_article

    review = review_article(
        read_file("-" if article == "-" else Path(article), pages=True),
        read_file(source) if source else None,
        expected=Expected(
            request=request,
            language=language,
            keyphrase=keyphrase,
            min_words=min_words,
            max_words=max_words,
        ),
    )
    status: Status = "passed" if review.passed else "needs_review"
    if json_:
        checks = [result.model_dump() for result in review.checks]
        typer.echo(json.dumps({"status": status, "checks": checks}, indent=2, ensure_ascii=False))
    else:
        _show(review, status)
    raise typer.Exit(EXIT_CODES[status])


def _show(review: Review, status: Status) -> None:
    console = Console()
    for finding in sorted(review.findings, key=lambda finding: finding.severity == "advice"):
        mark = "[red]✗[/red]" if finding.severity == "blocking" else "[yellow]·[/yellow]"
        console.print(
            f"{mark} {escape(finding.target)}: {escape(finding.message)} [dim]{finding.check}[/dim]", highlight=False
        )
        if finding.place:
            console.print(f"    [dim]{escape(finding.place)}[/dim]", highlight=False)
        console.print(f"    {escape(finding.fix)}", highlight=False)
    for result in review.not_run:
        console.print(f"[red]?[/red] {result.check} was not run: {escape(result.reason)}", highlight=False)
    ran = [result for result in review.checks if result.status != "not_run"]
    good = sum(result.status == "passed" for result in ran)
    console.print(f"{status}: {good} of {len(ran)} checks passed.", highlight=False)


def _list_checks(as_json: bool) -> None:
    from dataclasses import asdict

    from agents.seo_reviewer import describe_checks

    found = describe_checks()
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in found], indent=2, ensure_ascii=False))
        return
    table = Table("check", "severity", "measures", "threshold", "source")
    for item in found:
        threshold = "; ".join(
            text if language == "any" else f"{language}: {text}" for language, text in item.thresholds.items()
        )
        table.add_row(item.id, item.severity, item.measures, threshold, item.source)
    Console().print(table)
