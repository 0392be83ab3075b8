"""Pages opened in a real Chromium: what ran on them, and what they asked for."""

import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lxml import html as lxml_html

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

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


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
