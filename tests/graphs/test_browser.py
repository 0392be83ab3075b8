"""The pages with every attack in them, opened in a real Chromium: nothing may run, nothing may be loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from graphs.article_page import article_html
from graphs.report import Report
from graphs.report_page import report_html
from tests.browser import Site, opened, unprotected
from tests.graphs.test_html_safety import everywhere
from tests.graphs.xss import vectors

pytestmark = pytest.mark.browser


def our_articles(host: str) -> list[str]:
    results = [everywhere(text) for _, text in vectors(host)]
    return [article_html(r.draft, r.brief, r.source) for r in results if r.draft]


def our_reports(host: str) -> list[str]:
    results = [everywhere(text) for _, text in vectors(host)]
    return [unprotected(report_html(Report.of(result, ["article.md"]))) for result in results]


def careless_pages(host: str) -> list[str]:
    """The attacks as they stand, and as Markdown rendered with raw HTML and every address let through."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    bodies = [f"{text}<hr>{markdown.render(text)}" for _, text in vectors(host)]
    return [f"<!doctype html><html><head></head><body>{body}</body></html>" for body in bodies]


def test_on_a_page_that_takes_no_care_the_attacks_do_run(chromium: str, site: Site, tmp_path: Path) -> None:
    fired, _ = opened(chromium, site, careless_pages(site.host), tmp_path)
    assert len(fired) >= 50
    assert any("probe" in path for path in site.asked)


@pytest.mark.parametrize("pages_of", [our_articles, our_reports])
def test_on_our_pages_nothing_runs_and_nothing_is_loaded(
    chromium: str, site: Site, tmp_path: Path, pages_of: Callable[[str], list[str]]
) -> None:
    pages = pages_of(site.host)
    fired, tried = opened(chromium, site, pages, tmp_path)
    assert fired == set()
    assert tried == len(pages) == len(vectors())
    ours = {"/", "/favicon.ico", *(f"/frame/{number}" for number in range(len(pages)))}
    assert set(site.asked) <= ours
