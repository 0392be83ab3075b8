"""The article's own files: what they tell search engines agrees with what a reader sees."""

import json
from typing import Any

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from agents.domain import Draft, Metadata, Section
from graphs.article_page import article_html, article_markdown
from tests.graphs.example import BRIEF, DRAFT, SOURCE

CANONICAL = "https://example.ch/fr/chauffage-a-distance-lausen"


def parsed(page: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(page)


def json_ld(page: str) -> dict[str, Any]:
    [script] = parsed(page).xpath("//script")
    data = json.loads(script.text)
    assert isinstance(data, dict)
    return data


def article(*bodies: str, heading: str = "Titre") -> str:
    sections = [Section(id=f"s{n}", level=min(n, 2), heading=heading, body=body) for n, body in enumerate(bodies, 1)]
    return article_html(DRAFT.model_copy(update={"sections": sections}))


def test_the_page_carries_what_search_results_show() -> None:
    page = parsed(article_html(DRAFT, BRIEF, SOURCE))
    assert page.get("lang") == "fr"
    assert page.findtext(".//title") == DRAFT.metadata.title
    assert page.xpath("//meta[@name='description']/@content") == [DRAFT.metadata.description]
    assert page.xpath("//link[@rel='canonical']/@href") == [CANONICAL]
    assert page.xpath("//meta[@property='og:title']/@content") == [DRAFT.metadata.title]
    assert page.xpath("//meta[@property='og:url']/@content") == [CANONICAL]
    assert page.xpath("//meta[@property='og:locale']/@content") == ["fr_CH"]


def test_hreflang_names_this_page_and_its_original() -> None:
    page = parsed(article_html(DRAFT, BRIEF, SOURCE))
    alternates = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
    assert alternates == {"fr": CANONICAL, "de-CH": SOURCE.url, "x-default": SOURCE.url}


def test_json_ld_agrees_with_the_page() -> None:
    page = article_html(DRAFT, BRIEF, SOURCE)
    data = json_ld(page)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == parsed(page).find(".//h1").text_content()
    assert data["description"] == DRAFT.metadata.description
    assert data["inLanguage"] == "fr"
    assert data["keywords"] == ["chauffage à distance", "chaleur perdue", "réseau de chaleur"]
    assert data["mainEntityOfPage"]["@id"] == CANONICAL
    assert data["isBasedOn"] == SOURCE.url
    assert not {"author", "datePublished", "dateModified", "publisher", "image"} & set(data)


def test_the_word_count_is_that_of_the_text_below_the_headings() -> None:
    page = article("Un deux **trois** [quatre](https://example.org).", "| cinq | six |\n|--|--|\n| sept | huit |")
    assert json_ld(page)["wordCount"] == 8


def test_a_how_to_is_an_article_but_no_news() -> None:
    assert json_ld(article_html(DRAFT, BRIEF.model_copy(update={"genre": "how-to"})))["@type"] == "Article"


@pytest.mark.parametrize("site", [None, "", "example.ch", "javascript:alert(1)", "file:///x", "http://[", "//x"])
def test_without_a_usable_site_nothing_is_called_canonical(site: str | None) -> None:
    page = parsed(article_html(DRAFT, BRIEF.model_copy(update={"site": site}), SOURCE))
    assert page.xpath("//link[@rel='canonical' or @rel='alternate']") == []
    assert page.xpath("//meta[@property='og:url']") == []


def test_a_slug_cannot_lead_out_of_the_site() -> None:
    metadata = DRAFT.metadata.model_copy(update={"slug": "../../@evil.example/?x=1#y"})
    page = parsed(article_html(DRAFT.model_copy(update={"metadata": metadata}), BRIEF))
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.ch/fr/evil-example-x-1-y"]


def test_a_source_in_the_same_language_is_no_alternate_of_itself() -> None:
    page = parsed(article_html(DRAFT, BRIEF, SOURCE.model_copy(update={"language": "fr"})))
    assert page.xpath("//link[@rel='alternate']/@hreflang") == ["fr", "x-default"]


def test_an_article_in_arabic_reads_from_right_to_left() -> None:
    assert parsed(article_html(DRAFT.model_copy(update={"language": "ar"}))).get("dir") == "rtl"


def test_tables_lists_quotes_and_emphasis_are_kept() -> None:
    page = parsed(article_html(DRAFT, BRIEF, SOURCE))
    assert [cell.text for cell in page.xpath("//td[@class='right']")] == ["18,5 millions de francs", "1\u202f240"]
    assert len(page.xpath("//ol/li")) == 3
    assert len(page.xpath("//blockquote/p")) == 1
    assert page.findtext(".//h1/em") == "chaleur perdue"


def test_no_break_spaces_of_a_heading_survive_in_every_output() -> None:
    heading = "Chauffage à distance\u00a0: Lausen récupère la"
    assert parsed(article_html(DRAFT, BRIEF, SOURCE)).findtext(".//h1").startswith(heading)
    assert f"# {heading}" in article_markdown(DRAFT, "passed")


def test_images_become_links_so_that_the_page_loads_nothing() -> None:
    page = parsed(article_html(DRAFT, BRIEF, SOURCE))
    assert page.xpath("//img | //*[@src]") == []
    assert page.xpath("//a[@href='https://example.ch/plan.png']")[0].text == "Plan du réseau"


def test_headings_in_a_body_stay_below_the_title() -> None:
    page = parsed(article("# Eins\n\nZwei\n===\n\n> # Drei\n\n### Vier"))
    assert [h.text for h in page.xpath("//h1")] == ["Titre"]
    assert [h.text for h in page.xpath("//h2")] == ["Eins", "Zwei", "Drei"]
    assert [h.text for h in page.xpath("//h3")] == ["Vier"]


def test_an_article_without_a_heading_takes_its_title_for_h1() -> None:
    draft = DRAFT.model_copy(update={"sections": [Section(id="s1", level=0, body="Texte.")]})
    page = parsed(article_html(draft))
    assert page.findtext(".//h1") == DRAFT.metadata.title
    assert page.findtext(".//p") == "Texte."


def test_a_link_defined_in_another_section_is_found() -> None:
    page = parsed(article("Voir [la loi][1].", "[1]: https://example.org/loi"))
    assert page.xpath("//a/@href") == ["https://example.org/loi"]


def test_an_open_code_fence_does_not_swallow_the_next_section() -> None:
    page = parsed(article("```\nfin", "Suite."))
    assert page.xpath("//p/text()") == ["Suite."]


UNICODE = st.text(max_size=60)


@given(title=UNICODE, description=UNICODE, keyphrase=UNICODE, heading=UNICODE, body=UNICODE)
def test_any_text_gives_front_matter_json_ld_and_one_h1(
    title: str, description: str, keyphrase: str, heading: str, body: str
) -> None:
    draft = Draft(
        language="fr",
        metadata=Metadata(title=title, description=description, slug="s", keyphrase=keyphrase),
        sections=[
            Section(id="s1", level=1, heading=heading, body=body),
            Section(id="s2", level=2, heading=heading, body=body),
        ],
    )
    post = frontmatter.loads(article_markdown(draft, "passed"))
    assert (post.get("title", ""), post.get("description", "")) == (title, description)
    assert post.get("keyphrase", "") == keyphrase
    assert post["status"] == "passed"
    page = article_html(draft)
    [h1] = parsed(page).xpath("//h1")
    assert json_ld(page).get("description", "") == description
    assert json_ld(page).get("headline", "") == h1.text_content().strip()
