"""Whatever stands in a log, the page of an evaluation does nothing but show it, and asks for nothing."""

import re

import pytest
from lxml import html as lxml_html

from evals.logs import read_runs
from evals.report import report_html
from tests.browser import opened, unprotected
from tests.evals.logbook import sample_of, write_log
from tests.graphs.test_html_safety import everywhere, links
from tests.graphs.xss import vectors

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "div", "span"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "b", "i", "u", "q", "br", "hr", "small", "code", "pre"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("blockquote", "strong", "em", "s", "del", "ins", "mark", "wbr", "figure", "figcaption"),
    *("svg", "g", "path", "use", "defs", "clippath", "rect", "circle", "text"),
}
PLOT = {"viewbox", "d", "style", "transform", "x", "y", "width", "height", "clip-path", "xmlns", "cx", "cy", "r"}
ATTRIBUTES = {
    *PLOT,
    *(
        "lang",
        "dir",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "href",
        "rel",
        "id",
        "title",
        "open",
        "start",
    ),
    *("scope", "colspan", "data-label", "tabindex", "role", "aria-label", "aria-hidden", "target"),
}


def hostile(folder, host="elsewhere.invalid"):
    """One page on which every text of others is an attack: an article for each, in two runs."""
    for number, created in enumerate(("2026-01-01T10:00:00+00:00", "2026-01-02T10:00:00+00:00")):
        made = []
        for place, (_, text) in enumerate(vectors(host)):
            id = f"a{place} {text}".replace("\0", "")  # inspect keeps no sample with this in its id
            sample = sample_of(id, everywhere(f"{text}{number}"), {"passed": 0.0, "purity": 0.5})
            sample.metadata["item"] |= {"request": text, "source": text, "tags": [text], "source_language": text}
            sample.scores["all"].metadata = {"explanations": {"purity": text}, "errors": {"chrf": text}}
            made.append(sample)
        everything = " ".join(text for _, text in vectors(host))
        write_log(folder / f"{number}.eval", made, system=everything, model=everything, created=created)
    return report_html(read_runs([folder]))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return hostile(tmp_path_factory.mktemp("logs"))


def test_no_attack_in_a_log_becomes_more_than_text(page):
    root = lxml_html.document_fromstring(page)
    for element in root.iter():
        assert element.tag in TAGS
        assert {name.rpartition("}")[2].lower() for name in element.attrib} <= ATTRIBUTES, element.attrib
        assert "url(" not in element.get("style", "")
    for address in links(root):
        assert address.startswith("#") or (":" not in address.split("/")[0]) or re.match("https?:|mailto:", address)
    assert len(root.xpath("//details[@class='story']")) == len(vectors())


def test_the_page_forbids_scripts_and_requests(page):
    policy = lxml_html.document_fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]
    root = lxml_html.document_fromstring(page)
    assert not root.xpath("//script | //link | //iframe | //img | //object")
    (style,) = root.xpath("//style/text()")
    assert not re.search(r"url\(|@import", style)


@pytest.mark.browser
def test_in_a_browser_nothing_runs_and_nothing_is_loaded(chromium, site, tmp_path):
    page = unprotected(hostile(tmp_path, site.host))
    fired, tried = opened(chromium, site, [page], tmp_path / "profile")
    assert fired == set()
    assert tried == 1
    assert set(site.asked) <= {"/", "/favicon.ico", "/frame/0"}
