"""`transcreate knowledge`: fill the knowledge base, look into it, keep it in order."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from knowledge import Knowledge
from knowledge.errors import InputError, TranscreateError
from knowledge.files import About, read_file
from knowledge.passages import Passage
from knowledge.records import Document
from knowledge.style_guide import general_keys

app = typer.Typer(
    help="Style guides, keyword research, termbases, pages of the site: what articles are shaped by.",
    no_args_is_help=True,
)
out = Console()
err = Console(stderr=True)

Place = Annotated[
    str | None,
    typer.Option("--knowledge", help="Folder or Chroma server URL; else TRANSCREATE_KNOWLEDGE, else your data folder."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print data as JSON and nothing else.")]
Language = Annotated[str | None, typer.Option(help="BCP-47 tag, for files that do not say: fr, pt-BR.")]
Market = Annotated[str | None, typer.Option(help="Country code of two letters: CH.")]
Brand = Annotated[str | None, typer.Option(help="Whose style guide it is.")]
Genre = Annotated[str | None, typer.Option(help="Genre a style guide is for: news, how-to.")]
Kind = Literal["keyword", "style_guide", "term", "page", "article"]
Role = Literal["planner", "translator", "writer", "metadata"]

SHOWN = 5
"""Rows that could not be read are listed up to here; `--json` lists all."""


@contextmanager
def _told() -> Iterator[None]:
    """Errors as one sentence: wrong use ends with 2, anything else with 1."""
    try:
        yield
    except TranscreateError as error:
        err.print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(2 if isinstance(error, InputError) else 1) from error


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _bar(as_json: bool) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=as_json)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Style guides, keyword exports, termbases, sitemaps.")],
    language: Language = None,
    market: Market = None,
    brand: Brand = None,
    genre: Genre = None,
    knowledge: Place = None,
    as_json: AsJson = False,
) -> None:
    """Put files in. Their kind is told from their content; the same file twice changes nothing.

    Style guides: Markdown. Keyword research: exports of Google Keyword Planner, Search Console (CSV or zip),
    Ahrefs, Semrush, or a table keyword,language,volume,difficulty,intent,topic. Termbases: CSV or TBX.
    Pages: sitemap.xml or a table url,title,description,language.
    """
    about = About(language, market, brand, genre)
    done: list[dict[str, Any]] = []
    failed = False
    with _told():
        store = Knowledge.open(knowledge)
        for path in files:
            try:
                document = read_file(path, about)
            except InputError as error:
                failed = True
                done.append({"file": str(path), "error": str(error)})
                if not as_json:
                    err.print(str(error), style="red", markup=False, highlight=False)
                continue
            changed = _put(store, document, as_json)
            done.append(_outcome(path, document, changed))
            if not as_json:
                _tell(document, changed)
    if as_json:
        _print_json(done)
    if failed:
        raise typer.Exit(2)


app.command("import", help="The same as add.")(add)


def _put(store: Knowledge, document: Document, as_json: bool) -> bool:
    with _bar(as_json) as bar:
        task = bar.add_task(document.name, total=document.count)
        return store.put(document, progress=lambda done, total: bar.update(task, completed=done, total=total))


def _outcome(path: Path, document: Document, changed: bool) -> dict[str, Any]:
    return {
        "file": str(path),
        "name": document.name,
        "format": document.format,
        "changed": changed,
        "records": document.count,
        "shelves": [{**shelf._asdict(), "records": len(rows)} for shelf, rows in document.shelves.items()],
        "unread": [{"line": item.line, "reason": item.reason} for item in document.unread],
    }


def _tell(document: Document, changed: bool) -> None:
    languages = ", ".join(sorted({shelf.language or "any language" for shelf in document.shelves}))
    state = "added" if changed else "already there, nothing changed"
    out.print(f"{document.name}: {document.format}, {document.count} entries in {languages}: {state}.", markup=False)
    if replaced := sorted(_keys(document) & general_keys()):
        out.print(f"  in the place of what the general guides say on: {', '.join(replaced)}", markup=False)
    for item in document.unread[:SHOWN]:
        err.print(f"  line {item.line} left out: {item.reason}", markup=False, style="yellow")
    if len(document.unread) > SHOWN:
        err.print(f"  and {len(document.unread) - SHOWN} more; --json lists them all", style="yellow")


def _keys(document: Document) -> set[str]:
    """The keys of a style guide's sections."""
    guides = (records for shelf, records in document.shelves.items() if shelf.kind == "style_guide")
    return {str(record.metadata["section"]) for records in guides for record in records}


@app.command("list")
def list_(knowledge: Place = None, as_json: AsJson = False) -> None:
    """Show what is in, file by file."""
    with _told():
        sources = Knowledge.open(knowledge).sources()
    if as_json:
        _print_json([{**source.model_dump(mode="json"), "records": source.count} for source in sources])
        return
    table = Table(Column("name", no_wrap=True), "origin", "format", "languages", "entries", "added")
    for source in sources:
        languages = ", ".join(sorted({segment.shelf.language or "any" for segment in source.segments}))
        table.add_row(
            escape(source.name), source.origin, source.format, languages, str(source.count), source.added[:10]
        )
    out.print(table)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="A topic or a text, in any language.")],
    language: Annotated[str, typer.Option(help="Target language: fr, pt-BR.")],
    kind: Annotated[Kind | None, typer.Option(help="Only this kind; else all.")] = None,
    source_language: Annotated[str, typer.Option(help="Language of the query, for terms.")] = "de",
    role: Annotated[Role, typer.Option(help="Whose style-guide sections to show.")] = "writer",
    market: Market = None,
    brand: Brand = None,
    genre: Genre = None,
    limit: Annotated[int, typer.Option(min=1, help="Passages of each kind.")] = 8,
    knowledge: Place = None,
    as_json: AsJson = False,
) -> None:
    """Show what an article on QUERY would be given. Nothing below a kind means that nothing fits."""
    kinds: list[Kind] = [kind] if kind else ["keyword", "style_guide", "term", "page", "article"]
    found: dict[Kind, list[Any]] = {}
    with _told():
        store = Knowledge.open(knowledge)
        for one in kinds:
            if one == "keyword":
                found[one] = store.keywords(query, language=language, market=market, limit=limit)
            elif one == "style_guide":
                found[one] = store.guides(
                    query, language=language, role=role, genre=genre, market=market, brand=brand, max_tokens=800
                )[:limit]
            elif one == "term":
                found[one] = store.terms(query, source_language=source_language, target_language=language)
            elif one == "page":
                found[one] = store.pages(query, language=language, limit=limit)
            else:
                found[one] = store.past_articles(query, language=language)[:limit]
    if as_json:
        _print_json({one: [item.model_dump(mode="json") for item in items] for one, items in found.items()})
        return
    for one, items in found.items():
        out.print(f"[bold]{one.replace('_', ' ')}[/bold]: {len(items)}")
        for item in items:
            out.print("  " + _line(item), markup=False, highlight=False, soft_wrap=True)


def _line(item: Any) -> str:
    if not isinstance(item, Passage):
        return f"{', '.join(item.source_terms)} → {item.preferred}"
    fit = f"{float(item.metadata.get('fit', 0)):.2f}"
    if item.kind == "keyword":
        volume = item.metadata.get("volume")
        sample = ", sample: the figures are made up" if item.metadata.get("sample") else ""
        searches = f"{volume} searches a month" if volume is not None else "volume unknown"
        return f"{fit}  {item.text} ({searches}{sample}) [{item.source}]"
    if item.kind == "style_guide":
        return f"{fit}  {item.title} [{item.id}]: {item.text[:100]}…"
    return f"{fit}  {item.title} {item.metadata.get('url', '')}"


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(help="Names as `list` shows them.")],
    knowledge: Place = None,
    as_json: AsJson = False,
) -> None:
    """Take files out. What the project ships stays."""
    with _told():
        store = Knowledge.open(knowledge)
        gone = [source for name in names for source in store.remove(name)]
        missing = [name for name in names if name not in {source.name for source in gone}]
    if as_json:
        _print_json({"removed": [source.name for source in gone], "missing": missing})
    else:
        for source in gone:
            out.print(f"{source.name}: {source.count} entries removed.", markup=False)
        for name in missing:
            err.print(f"Nothing of your own is called {name}. See `transcreate knowledge list`.", markup=False)
    if missing:
        raise typer.Exit(2)


@app.command()
def stats(knowledge: Place = None, as_json: AsJson = False) -> None:
    """Count what is in, by kind and language."""
    with _told():
        store = Knowledge.open(knowledge)
        sources, model = store.sources(), store.embedding.name
    counts: Counter[tuple[str, str]] = Counter()
    for source in sources:
        for segment in source.segments:
            counts[segment.shelf.kind, segment.shelf.language or "any"] += segment.count
    rows = [{"kind": k, "language": lang, "records": n} for (k, lang), n in sorted(counts.items())]
    if as_json:
        _print_json({"location": store.location, "embedding": model, "sources": len(sources), "records": rows})
        return
    out.print(f"{store.location}: {len(sources)} sources, embedding {model}", markup=False, soft_wrap=True)
    table = Table("kind", "language", "entries")
    for row in rows:
        table.add_row(str(row["kind"]), str(row["language"]), str(row["records"]))
    out.print(table)


@app.command()
def rebuild(
    embedding: Annotated[
        str | None, typer.Option(help="use-multilingual-3, or openai:MODEL; else the one in use.")
    ] = None,
    knowledge: Place = None,
    as_json: AsJson = False,
) -> None:
    """Embed everything anew, from the texts in the store. The old state serves until the new one is whole."""
    with _told(), _bar(as_json) as bar:
        task = bar.add_task("embedding", total=None)
        store = Knowledge.rebuild(
            knowledge,
            embedding=embedding,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    records = sum(source.count for source in store.sources())
    if as_json:
        _print_json({"location": store.location, "embedding": store.embedding.name, "records": records})
    else:
        out.print(f"{records} entries embedded with {store.embedding.name}.", markup=False)
