"""The pages with every attack in them, opened in a real Chromium: nothing may run, nothing may be loaded."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from graphs.article_page import article_html
from graphs.report import Report
from graphs.report_page import report_html
from tests.graphs.test_html_safety import everywhere
from tests.graphs.xss import vectors

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WATCHER = """<!doctype html><html><head><script>
const fired = new Set(), tried = new Set(), root = document.documentElement;
function probe(number) { fired.add(number); root.dataset.fired = [...fired].join(" "); }
function done(path) { tried.add(path); root.dataset.tried = tried.size; }
</script></head><body>FRAMES</body></html>"""
READER = """<script>
addEventListener("click", event => {
  const link = event.target.closest("a[href]");
  if (link && link.protocol !== "javascript:") event.preventDefault();
}, true);
addEventListener("load", () => {
  for (const element of document.querySelectorAll("body, body *")) {
    element.focus?.();
    for (const name of ["mouseover", "pointerenter", "click"])
      element.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true }));
  }
  top.done(location.pathname);
});
</script>"""


class Site:
    """Pages on a free port of this machine, and the paths a browser asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                page = site.pages.get(self.path)
                self.send_response(404 if page is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((page or "").encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def opened(chromium: str, site: Site, pages: list[str], profile: Path) -> tuple[set[int], int]:
    """Opens each page in a frame and, like a reader, points at and clicks everything.

    Returns:
        The numbers of the attacks that ran, and on how many pages everything was tried.
    """
    for number, page in enumerate(pages):
        site.pages[f"/frame/{number}"] = page.replace("<head>", f"<head>{READER}", 1)
    frames = "".join(f'<iframe src="/frame/{number}"></iframe>' for number in range(len(pages)))
    site.pages["/"] = WATCHER.replace("FRAMES", frames)
    run = subprocess.run(
        [
            chromium,
            *FLAGS,
            f"--user-data-dir={profile}",
            "--virtual-time-budget=4000",
            "--dump-dom",
            f"http://{site.host}/",
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    root = lxml_html.document_fromstring(run.stdout)
    return {int(number) for number in root.get("data-fired", "").split()}, int(root.get("data-tried", "0"))


def unprotected(page: str) -> str:
    """`page` without the policy that would stop scripts on its own, and with everything unfolded."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace("<details", "<details open")


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
