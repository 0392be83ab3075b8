"""Seven articles, each with the source in another language that it tells: tables, lists, footnotes, quotations."""

from pathlib import Path

from agents.checks.base import Subject
from agents.domain import Brief
from agents.ledger import draw_ledger
from agents.reading.intake import parse_source
from agents.reading.markdown import parse_article

FOLDER = Path(__file__).parent / "told"
NAMES = sorted(path.name.removesuffix(".source.md") for path in FOLDER.glob("*.source.md"))


def told(name: str, old: str = "", new: str = "") -> Subject:
    """The article against its source; with `old` exchanged for `new` in the article."""
    article, source = ((FOLDER / f"{name}.{part}.md").read_text("utf-8") for part in ("article", "source"))
    assert old in article
    draft, origin = parse_article(article.replace(old, new) if old else article), parse_source(source)
    return Subject(draft=draft, brief=Brief(language=draft.language), source=origin, facts=tuple(draw_ledger(origin)))
