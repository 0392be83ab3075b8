"""The same article with and without knowledge, and what retrieval changed.

    python -m evals.benchmarks.knowledge_ablation [--model SPEC] [--out FOLDER]
    python -m evals.benchmarks.knowledge_ablation article.md --request "in French" --knowledge PLACE --brand acme

Without an article it is the shorter one of `transcreate demo`, and the knowledge is what is shipped with a brand guide,
a Keyword Planner export, a termbase and a sitemap beside it. Without a model, one answers that does as its prompt says.
It knows no other article. Both stand in `tests/`, so this runs from a checkout. `--out` keeps both articles with their
reports, and what is printed as `ablation.html` and `ablation.json`.
"""

import argparse
import asyncio
import io
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from agents.domain import Result
from agents.reading.intake import read_file as read_article
from evals.ablation import Aspect, aspects, changes
from evals.benchmarks.obedient_model import respond
from evals.report.diff import Piece
from graphs import Context, awrite_article
from knowledge import Knowledge
from knowledge.files import About, read_file
from tests.fake_wire import FakeWire

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "transcreate" / "demo"
HOUSE = ROOT / "tests" / "knowledge" / "exports"
BRAND = "Énergie Plus"
FILES = {
    "guide.md": About(brand=BRAND),
    "keyword_planner.csv": About(language="fr"),
    "terms.csv": About(),
    "sitemap.xml": About(),
}
STYLES = {"same": "dim", "old": "red strike", "new": "green", "gap": "dim"}
WIDTH = 140
"""Characters in a line of the page."""
console = Console(highlight=False)


@contextmanager
def house() -> Iterator[str]:
    """A store with what is shipped and what a team would add."""
    with tempfile.TemporaryDirectory() as folder:
        store = Knowledge.open(folder)
        for name, about in FILES.items():
            store.put(read_file(HOUSE / name, about))
        yield folder


async def both(request: str, source: str, context: Context, out: Path | None) -> tuple[Result, Result]:
    """The article without and with knowledge, one after the other."""
    results = []
    for name, place in (("without", "none"), ("with", context.knowledge)):
        console.print(f"Writing {name} knowledge …", style="dim")
        chosen = context.model_copy(update={"knowledge": place})
        results.append(await awrite_article(request, source, context=chosen, out=out / name if out else None))
    return results[0], results[1]


def show(found: Sequence[Aspect], diff: Sequence[Piece], on: Console) -> None:
    table = Table(*(Column(name, overflow="fold") for name in ("", "without knowledge", "with knowledge")))
    for aspect in found:
        style = "" if aspect.differs else "dim"
        table.add_row(aspect.name, aspect.without, aspect.given if aspect.differs else "the same", style=style)
    on.print(table)
    on.print(Text.assemble(*((" […] " if p.kind == "gap" else _marked(p), STYLES[p.kind]) for p in diff)))


def _marked(piece: Piece) -> str:
    signs = {"old": ("[-", "-]"), "new": ("{+", "+}")}.get(piece.kind, ("", ""))
    tail = piece.text[len(piece.text.rstrip()) :]
    return f"{signs[0]}{piece.text.rstrip()}{signs[1]}{tail}" if signs[0] else piece.text


def keep(found: Sequence[Aspect], diff: Sequence[Piece], folder: Path) -> None:
    page = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    show(found, diff, page)
    page.save_html(str(folder / "ablation.html"))
    data = {"aspects": [asdict(one) for one in found], "diff": [asdict(piece) for piece in diff]}
    (folder / "ablation.json").write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=DEMO / "short.de.md")
    parser.add_argument("--request", help="what is asked for; else what the demo asks for")
    parser.add_argument("--model", help="openai:NAME, embedded …; else a model that does as its prompt says")
    parser.add_argument("--knowledge", help="folder or Chroma server; else an example's")
    parser.add_argument("--brand", help="whose guides come first; else the example's")
    parser.add_argument("--max-revisions", type=int, default=0, help="rounds of revision")
    parser.add_argument("--out", type=Path, help="folder for both articles and their reports")
    wanted = parser.parse_args(arguments)
    if wanted.model is None and wanted.article != DEMO / "short.de.md":
        parser.error("Only a real model can write about another article: name one with --model.")
    request = wanted.request or (DEMO / "short.request.txt").read_text(encoding="utf-8")
    fake = FakeWire(responder=respond) if wanted.model is None else None
    with fake or nullcontext(), nullcontext(wanted.knowledge) if wanted.knowledge else house() as place:
        if fake is not None:
            os.environ.update(fake.env)
        context = Context(
            model=wanted.model or "openai:fake-model",
            knowledge=place,
            brand=wanted.brand or (None if wanted.knowledge else BRAND),
            max_revisions=wanted.max_revisions,
        )
        without, given = asyncio.run(both(request, read_article(wanted.article), context, wanted.out))
    found, diff = aspects(without, given), changes(without, given)
    show(found, diff, console)
    if wanted.out:
        keep(found, diff, wanted.out)


if __name__ == "__main__":
    main()
