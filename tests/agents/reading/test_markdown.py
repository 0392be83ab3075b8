"""Articles are read from the files people have, and written back unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Draft, Metadata, Section
from agents.reading.markdown import body_markdown, parse_article, to_markdown
from knowledge.errors import InputError
from tests.agents.checks.corpus import NAMES, article

ARTICLE = "# Title\n\nIntro.\n\n## One\n\nText.\n\n### Two\n\n- a\n- b\n"
PAGE = """<!doctype html>
<html lang="de-AT"><head><title>Der Titel</title>
<meta name="description" content="Die Beschreibung."><meta name="keywords" content="Wärmenetz, Fernwärme">
<link rel="canonical" href="https://example.org/artikel/waermenetz/"></head>
<body><nav>Menü</nav><article><h1>Überschrift</h1><p>Das ist <a href="/x">gut</a>.</p>
<h2>Teil</h2><ul><li>eins</li><li>zwei</li></ul><script>alert(1)</script></article><footer>Fuß</footer></body></html>"""


def test_sections_are_the_headings_in_reading_order() -> None:
    found = [(s.id, s.level, s.heading, s.body) for s in parse_article(ARTICLE, language="en").sections]
    assert found == [("s1", 1, "Title", "Intro."), ("s2", 2, "One", "Text."), ("s3", 3, "Two", "- a\n- b")]


def test_text_before_any_heading_is_kept_as_level_0() -> None:
    sections = parse_article("Before.\n\n# Title\n", language="en").sections
    assert [(s.level, s.body) for s in sections] == [(0, "Before."), (1, "")]


def test_a_hash_in_a_code_block_or_a_list_is_no_section() -> None:
    sections = parse_article("# T\n\n```\n# not\n```\n\n- # nor\n", language="en").sections
    assert len(sections) == 1


def test_underlined_headings_are_read_too() -> None:
    assert [(s.level, s.heading) for s in parse_article("T\n=\n\nU\n-\n", language="en").sections] == [
        (1, "T"),
        (2, "U"),
    ]


@pytest.mark.parametrize("name", ["description", "meta_description", "Meta-Description"])
def test_the_description_is_found_under_the_names_people_use(name: str) -> None:
    draft = parse_article(f"---\n{name}: What it says.\nlang: en\n---\n{ARTICLE}")
    assert draft.metadata.description == "What it says."


@pytest.mark.parametrize("name", ["keyphrase", "focus_keyphrase", "focus-keyword"])
def test_the_keyphrase_is_found_under_the_names_people_use(name: str) -> None:
    assert parse_article(f"---\n{name}: rain garden\n---\n{ARTICLE}", language="en").metadata.keyphrase == "rain garden"


@pytest.mark.parametrize(
    ("name", "value", "tag"),
    [("lang", "fr", "fr"), ("language", "pt-BR", "pt-BR"), ("locale", "fr_CH", "fr-CH")],
)
def test_the_language_is_found_under_the_names_people_use(name: str, value: str, tag: str) -> None:
    assert parse_article(f"---\n{name}: {value}\n---\n{ARTICLE}").language == tag


def test_a_given_language_beats_the_file_and_a_missing_one_is_identified() -> None:
    assert parse_article(f"---\nlang: fr\n---\n{ARTICLE}", language="en").language == "en"
    german = "# Titel\n\n" + "Die Stadt baut ein Netz, das viele Häuser mit Wärme aus dem See versorgen soll. " * 3
    assert parse_article(german).language == "de"
    assert parse_article("# 1\n").language == "und"


def test_broken_front_matter_is_refused_with_the_line_and_the_cure() -> None:
    with pytest.raises(InputError, match=r"line 2.*quotation marks"):
        parse_article("---\ntitle: Chaleur : le réseau\n---\n# T\n")


def test_a_thematic_break_at_the_top_is_not_taken_for_front_matter() -> None:
    draft = parse_article("---\n\nText only.\n\n---\n\n# T\n", language="en")
    assert "Text only." in body_markdown(draft)


def test_an_html_page_is_read_with_its_head() -> None:
    draft = parse_article(PAGE)
    assert draft.language == "de-AT"
    assert draft.metadata == Metadata(
        title="Der Titel",
        description="Die Beschreibung.",
        slug="waermenetz",
        keyphrase="Wärmenetz",
        secondary_keyphrases=["Fernwärme"],
    )
    assert [(s.level, s.heading, s.body) for s in draft.sections] == [
        (1, "Überschrift", "Das ist [gut](/x)."),
        (2, "Teil", "- eins\n- zwei"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_an_article_written_and_read_again_is_the_same(name: str) -> None:
    assert parse_article(to_markdown(article(name))) == article(name)


LINE = st.text(alphabet="abc é’:'\"#-[]{}|>&*!%@`,", max_size=40).map(lambda text: " ".join(text.split()))
WORDS = st.text(alphabet="abcdé ", min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)


@given(LINE, LINE, WORDS, st.lists(st.tuples(st.integers(1, 3), WORDS, WORDS), min_size=1, max_size=4))
def test_any_metadata_survives_the_front_matter(
    title: str, description: str, keyphrase: str, parts: list[tuple[int, str, str]]
) -> None:
    sections = [
        Section(id=f"s{i + 1}", level=level, heading=heading, body=body)
        for i, (level, heading, body) in enumerate(parts)
    ]
    metadata = Metadata(title=title, description=description, slug="a-b", keyphrase=keyphrase)
    draft = Draft(language="fr", metadata=metadata, sections=sections)
    assert parse_article(to_markdown(draft)) == draft


def test_further_front_matter_is_written_last_and_empty_values_are_left_out() -> None:
    draft = Draft(language="fr", metadata=Metadata(title="T"), sections=[])
    assert (
        to_markdown(draft, {"date": "2024-05-03", "author": ""})
        == "---\ntitle: T\nlang: fr\ndate: '2024-05-03'\n---\n\n"
    )


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    refusal = ""
    try:
        parse_article(text, language="en")
    except InputError as error:
        refusal = str(error)
    assert not refusal or "front matter" in refusal


@pytest.mark.parametrize(
    "name", ["metaDescription", "Meta Description", "seo_description", "_yoast_wpseo_metadesc", "summary", "excerpt"]
)
def test_the_description_is_found_however_its_key_is_written(name: str) -> None:
    assert (
        parse_article(f"---\ntitle: T\n{name}: What it says.\n---\n{ARTICLE}").metadata.description == "What it says."
    )


def test_the_name_that_speaks_of_search_comes_first() -> None:
    front = "title: In print\nseo_title: In search\ndescription: Print.\nmeta_description: Search."
    metadata = parse_article(f"---\n{front}\n---\n{ARTICLE}").metadata
    assert (metadata.title, metadata.description) == ("In search", "Search.")
    nested = parse_article(f"---\ntitle: In print\nseo:\n  title: In search\n---\n{ARTICLE}").metadata
    assert nested.title == "In search"


def test_toml_front_matter_is_read_and_broken_toml_refused() -> None:
    draft = parse_article('+++\ntitle = "T"\nfocus_keyphrase = "rain garden"\nlang = "en"\n+++\n' + ARTICLE)
    assert (draft.metadata.title, draft.metadata.keyphrase, draft.sections[0].level) == ("T", "rain garden", 1)
    with pytest.raises(InputError, match=r"front matter .* not valid TOML"):
        parse_article("+++\ntitle = T\n+++\n# T\n")


def test_the_tag_of_norwegian_is_no_boolean() -> None:
    assert parse_article(f"---\ntitle: T\nlang: no\n---\n{ARTICLE}").language == "no"


def test_what_a_page_hides_is_no_part_of_its_article() -> None:
    page = PAGE.replace("<ul>", "<p hidden>verborgen</p><footer>Fuß</footer><ul>")
    assert parse_article(page) == parse_article(PAGE)
