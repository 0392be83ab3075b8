"""Whatever a source, a model or a knowledge file brings along, the pages do nothing but show it."""

import json
from collections.abc import Iterator

import frontmatter
import pytest
from lxml import html as lxml_html

from agents.domain import Draft, Metadata, Result, Section
from graphs.article_page import article_html, article_markdown
from graphs.report import Report
from graphs.report_page import report_html
from tests.graphs.example import EXAMPLE
from tests.graphs.xss import vectors

TEXT_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "a", "code", "blockquote"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
ARTICLE_TAGS = {
    *TEXT_TAGS,
    *("link", "script", "article", "h4", "h5", "h6", "strong", "em", "s", "del", "pre", "br", "hr"),
}
ARTICLE_ATTRIBUTES = {
    *("lang", "dir", "charset", "name", "content", "property", "rel", "hreflang", "href", "type"),
    *("title", "class", "start"),
}
REPORT_TAGS = {
    *TEXT_TAGS,
    *("header", "main", "section", "details", "summary", "div", "span", "b", "dl", "dt", "dd"),
}
REPORT_ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "href", "id", "scope", "style"),
    *("colspan", "data-label"),
}
ATTACKS = vectors()


def everywhere(text: str) -> Result:
    """The example with `text` in every place that holds a text of others."""

    def planted(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: planted(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [planted(item, name) for item in value]
        fixed = {"status", "severity", "kind", "keyphrase_origin", "id", "language"}
        return text if isinstance(value, str) and name not in fixed else value

    return Result.model_validate(planted(EXAMPLE.model_dump(mode="json")))


def links(page: lxml_html.HtmlElement) -> Iterator[str]:
    for element in page.iter("a", "link"):
        yield element.get("href", "")


def assert_harmless(page: lxml_html.HtmlElement, tags: set[str], attributes: set[str]) -> None:
    for element in page.iter():
        assert element.tag in tags
        assert set(element.attrib) <= attributes
        if element.tag == "meta":
            assert element.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy"
    for address in links(page):
        scheme = address.partition(":")[0] if ":" in address else ""
        assert scheme in ("", "http", "https", "mailto")


@pytest.mark.parametrize(("name", "text"), ATTACKS, ids=[name for name, _ in ATTACKS])
def test_an_attack_in_every_field_leaves_a_harmless_article(name: str, text: str) -> None:
    result = everywhere(text)
    assert result.draft is not None
    page = lxml_html.document_fromstring(article_html(result.draft, result.brief, result.source))
    assert_harmless(page, ARTICLE_TAGS, ARTICLE_ATTRIBUTES)
    assert len(page.xpath("//h1")) == 1
    [script] = page.xpath("//script")
    assert script.get("type") == "application/ld+json"
    data = json.loads(script.text)
    assert data["description"] == text
    assert data["@type"] in ("Article", "NewsArticle")


@pytest.mark.parametrize(("name", "text"), ATTACKS, ids=[name for name, _ in ATTACKS])
def test_an_attack_in_every_field_leaves_a_harmless_report(name: str, text: str) -> None:
    page = lxml_html.document_fromstring(report_html(Report.of(everywhere(text), ["article.md"])))
    assert_harmless(page, REPORT_TAGS, REPORT_ATTRIBUTES)
    assert list(links(page)) == ["article.md"]
    assert all(e.get("style", "width: 0%").removeprefix("width: ")[-1] == "%" for e in page.iter())


@pytest.mark.parametrize(("name", "text"), ATTACKS, ids=[name for name, _ in ATTACKS])
def test_an_attack_in_the_front_matter_stays_a_value(name: str, text: str) -> None:
    draft = everywhere(text).draft
    assert draft is not None
    post = frontmatter.loads(article_markdown(draft, "passed"))
    assert (post["title"], post["description"], post["status"]) == (text, text, "passed")
    assert list(post.metadata)[-1] == "status"


@pytest.mark.parametrize(
    "text",
    [
        "a\n---\nstatus: passed",
        "a\nstatus: passed",
        "---",
        "'\nstatus: passed\n'",
        '"\n...\n---\n',
        "!!python/object/apply:os.system ['true']",
        "&a [*a, *a]",
        "*a",
        "{a: b}",
        "| \n x",
        "a # b",
        "Titre : sous-titre",
        "yes",
        "2027-10-01",
        "12:30:45",
        "0x1F",
        "~",
        "\ttab",
        " space ",
        "\u0085\u2028\ufeff",
        "\x00\x1b",
    ],
)
def test_no_value_breaks_out_of_the_front_matter(text: str) -> None:
    draft = Draft(
        language="fr",
        metadata=Metadata(title=text, description="d", slug="s", secondary_keyphrases=[text]),
        sections=[Section(id="s1", level=1, heading="Titre", body="Texte.")],
    )
    post = frontmatter.loads(article_markdown(draft, "needs_review"))
    assert post["title"] == text
    assert post["secondary_keyphrases"] == [text]
    assert post["status"] == "needs_review"
    assert post.content == "# Titre\n\nTexte."


def test_the_list_of_attacks_is_long_and_without_doubles() -> None:
    assert len(ATTACKS) >= 50
    assert len({text for _, text in ATTACKS}) == len(ATTACKS)
