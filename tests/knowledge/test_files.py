"""Every format as its tool writes it, and a broken twin of each."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InputError, TranscreateError
from knowledge.files import About, read_bytes, read_file
from knowledge.records import Document, Record, Shelf
from knowledge.tables import decode, number, span
from knowledge.termbase import entry_terms

EXPORTS = Path(__file__).parent / "exports"
FRENCH = About(language="fr")


def read(name: str, about: About = FRENCH) -> Document:
    return read_file(EXPORTS / name, about)


def by_text(document: Document, shelf: Shelf) -> dict[str, Record]:
    return {record.text: record for record in document.shelves[shelf]}


def test_keyword_planner_ranges_become_an_estimate_between_both_ends() -> None:
    document = read("keyword_planner.csv")
    rows = by_text(document, Shelf("keyword", "fr"))
    assert document.format == "Google Keyword Planner"
    assert list(rows) == [
        "réseau de chaleur",
        "chauffage urbain",
        "pompe à chaleur fluviale",
        "géothermie de surface",
    ]
    metadata = rows["réseau de chaleur"].metadata
    assert (metadata["volume_low"], metadata["volume_high"], metadata["volume"]) == (1000, 10000, 3162)
    assert metadata["estimated"] is True
    assert "volume" not in rows["géothermie de surface"].metadata
    assert not document.unread


def test_advertisers_competition_is_not_taken_for_difficulty() -> None:
    metadata = by_text(read("keyword_planner.csv"), Shelf("keyword", "fr"))["chauffage urbain"].metadata
    assert metadata["competition"] == 41
    assert "difficulty" not in metadata


def test_a_keyword_planner_export_in_german_is_read_by_its_own_headers() -> None:
    rows = by_text(read("keyword_planner_de.csv", About(language="de", market="AT")), Shelf("keyword", "de", "AT"))
    assert {text: row.metadata["volume"] for text, row in rows.items()} == {
        "Fernwärme Kosten": 3162,
        "Großwärmepumpe": 5400,
        "Wärmenetz": 3162,
    }


def test_search_console_gives_impressions_and_no_search_volume() -> None:
    document = read("search_console.csv")
    metadata = by_text(document, Shelf("keyword", "fr"))["chauffage urbain grenoble"].metadata
    assert document.format == "Google Search Console"
    assert (metadata["clicks"], metadata["impressions"], metadata["position"]) == (120, 4310, 3.4)
    assert "volume" not in metadata


def test_of_the_search_console_archive_the_queries_are_read() -> None:
    document = read("search_console_de.zip", About(language="de"))
    rows = by_text(document, Shelf("keyword", "de"))
    assert list(rows) == ["fernwärme heidelberg", "flusswärmepumpe"]
    assert rows["flusswärmepumpe"].metadata["position"] == 14.0


def test_ahrefs_rows_stand_in_the_market_they_name() -> None:
    document = read("ahrefs.csv")
    assert document.format == "Ahrefs"
    french = by_text(document, Shelf("keyword", "fr", "FR"))
    assert french["prix chauffage urbain"].metadata == {
        "sample": False,
        "tool": "Ahrefs",
        "volume": 1900,
        "difficulty": 18,
        "intent": "commercial",
        "topic": "chauffage urbain",
    }
    assert list(by_text(document, Shelf("keyword", "fr", "CH"))) == ["pompe à chaleur"]


def test_semrush_intents_and_grouped_thousands_are_read() -> None:
    document = read("semrush.csv", About(language="en"))
    rows = by_text(document, Shelf("keyword", "en"))
    assert document.format == "Semrush"
    assert rows["river heat pump"].metadata["volume"] == 1300
    assert rows["district heating cost"].metadata["intent"] == "commercial"
    assert "difficulty" not in rows["heat network regulation"].metadata


def test_semrush_number_codes_and_decimal_commas_are_read() -> None:
    document = read("semrush_api.csv", About(language="en"))
    british = by_text(document, Shelf("keyword", "en", "GB"))["heat network"]
    assert british.metadata["intent"] == "informational"
    assert british.metadata["difficulty"] in (45, 46)


def test_a_plain_table_in_an_old_code_page_with_semicolons_is_read() -> None:
    document = read("plain.csv", About())
    assert by_text(document, Shelf("keyword", "fr", "FR"))["réseau de chaleur"].metadata["difficulty"] == 44
    assert by_text(document, Shelf("keyword", "de", "AT"))["Fernwärme Kosten"].metadata["volume"] == 1900


@pytest.mark.parametrize(
    ("name", "lines", "kept"),
    [
        ("keyword_planner_broken.csv", [5, 6], 2),
        ("search_console_broken.csv", [2], 0),
        ("ahrefs_broken.csv", [2, 4], 1),
        ("semrush_broken.csv", [2, 3], 1),
        ("plain_broken.csv", [2, 3, 4], 1),
        ("terms_broken.csv", [2, 3], 1),
        ("pages_broken.csv", [2, 3], 1),
    ],
)
def test_a_row_that_cannot_be_read_is_reported_with_its_line_and_the_rest_goes_in(
    name: str, lines: list[int], kept: int
) -> None:
    if kept == 0:
        with pytest.raises(InputError, match="no row"):
            read(name)
        return
    document = read(name)
    assert [item.line for item in document.unread] == lines
    assert document.count == kept


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("search_console_broken.zip", "damaged"),
        ("terms_broken.tbx", "not valid XML"),
        ("sitemap_broken.xml", "not valid XML"),
        ("sitemap_bomb.xml", "entities"),
        ("sitemap_index.xml", "index of 1 sitemaps"),
        ("guide_broken.md", "front matter"),
        ("missing.csv", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(name)


def test_a_keyword_export_without_a_language_says_which_flag_is_missing() -> None:
    with pytest.raises(InputError, match="--language"):
        read("keyword_planner.csv", About())


def test_tbx_says_which_term_to_write_and_which_not() -> None:
    for name, language, preferred in (("terms.tbx", "fr", "pompe à chaleur"), ("terms_v3.tbx", "es", "red de calor")):
        document = read(name)
        term = entry_terms(document.shelves[Shelf("term")][0], "de", language)
        assert term is not None
        assert term.preferred == preferred
    term = entry_terms(read("terms.tbx").shelves[Shelf("term")][0], "de", "fr")
    assert term is not None
    assert (term.admitted, term.forbidden) == (("PAC",), ("pompe thermique",))


def test_a_sitemap_tells_title_and_language_from_addresses() -> None:
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        document = read(name, About())
        french = document.shelves[Shelf("page", "fr")]
        assert [record.title for record in french] == ["prix du chauffage urbain", "pompe a chaleur fluviale"]
        assert french[0].metadata["url"] == "https://www.example.org/fr/prix-du-chauffage-urbain"
        assert len(document.shelves[Shelf("page", "de")]) == 1


def test_a_description_may_span_lines() -> None:
    record = read("pages.csv", About()).shelves[Shelf("page", "fr")][0]
    assert record.text == "Comment la chaleur arrive\ndans les logements"


def test_a_guide_says_for_whom_each_section_is() -> None:
    document = read("guide.md", About())
    records = document.shelves[Shelf("style_guide", "fr", "", "energie-plus")]
    assert [(r.id, r.metadata["roles"]) for r in records] == [
        ("guide:guide#general", "planner translator writer metadata"),
        ("guide:guide#address", "translator writer"),
        ("guide:guide#ton", "planner translator writer metadata"),
    ]


def test_two_languages_of_one_file_name_stand_side_by_side() -> None:
    assert read("search_console.csv").name != read("search_console.csv", About(language="de")).name


@given(st.integers(0, 10**9))
def test_a_count_is_read_the_same_however_its_thousands_are_grouped(value: int) -> None:
    for separator in (",", ".", " ", "\u202f", "\u00a0", "'", "’"):
        assert number(f"{value:,}".replace(",", separator), count=True) == value


@given(st.integers(0, 99), st.integers(0, 9))
def test_a_decimal_comma_means_what_a_decimal_point_means(whole: int, tenth: int) -> None:
    assert number(f"{whole},{tenth}") == number(f"{whole}.{tenth}") == whole + tenth / 10


@given(st.integers(1, 900), st.integers(1, 900), st.sampled_from([" – ", "-", " - ", "–"]))
def test_a_range_has_two_ends_in_order(low: int, more: int, dash: str) -> None:
    assert span(f"{low}K{dash}{low + more}K") == (low * 1000, (low + more) * 1000)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1))
def test_text_comes_back_from_every_unicode_encoding(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        if text.strip("\n\t \ufeff"):
            assert decode(text.encode(encoding), "x") == text


HEADERS = st.sampled_from(
    [
        b"keyword,language,volume,difficulty\n",
        b"Keyword\tAvg. monthly searches\tCompetition (indexed value)\n",
        b"Top queries,Clicks,Impressions,CTR,Position\n",
        b"concept,de,fr\n",
        b"url,title,language\n",
        b"<urlset><url><loc>",
        b"<martif><termEntry><langSet xml:lang='de'>",
        b"---\nlanguage: fr\n---\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\x00",
        b"\xff\xfeK\x00e\x00y\x00w\x00o\x00r\x00d\x00\n\x00",
        b"",
    ]
)
CELLS = st.text(st.sampled_from(',;\t"\n|<>&/![]{}#–-0123456789.,KMfrde éß\ufeff'), max_size=200).map(str.encode)


@given(HEADERS, st.one_of(st.binary(max_size=300), CELLS), st.sampled_from(["a.csv", "a.md", "a.xml", "a.zip"]))
def test_no_content_makes_an_importer_fall_over(head: bytes, rest: bytes, name: str) -> None:
    try:
        document = read_bytes(name, head + rest, FRENCH)
    except TranscreateError:
        return
    assert document.count > 0
    for records in document.shelves.values():
        assert len({record.id for record in records}) == len(records)
        assert all(record.text.strip() for record in records)
