"""Near misses: just inside each threshold passes, one step outside fails."""

import pytest

from agents.checks.base import Subject, registered, run
from agents.checks.keyphrase import allowed_headings, allowed_occurrences
from agents.checks.metadata import title_pixels
from agents.domain import Brief, CheckResult, Draft, Metadata, Section
from knowledge.passages import Term

CHECKS = {item.id: item for item in registered()}


def judge(check: str, draft: Draft, **known: object) -> CheckResult:
    fields: dict[str, object] = {"brief": Brief(language=draft.language), **known}
    return run(CHECKS[check], Subject(draft=draft, **fields))  # type: ignore[arg-type]


def draft(body: str = "Some text.", *more: Section, language: str = "en", h1: str = "Title", **metadata: str) -> Draft:
    first = Section(id="s1", level=1, heading=h1, body=body)
    return Draft(language=language, metadata=Metadata(**metadata), sections=[first, *more])


def words(count: int) -> str:
    return " ".join(f"word{index}" for index in range(count - 1)) + " end."


def section(number: int, heading: str, body: str = "Some text.", level: int = 2) -> Section:
    return Section(id=f"s{number}", level=level, heading=heading, body=body)


@pytest.mark.parametrize(("length", "status"), [(120, "failed"), (121, "passed"), (156, "passed"), (157, "failed")])
def test_a_description_has_121_to_156_characters(length: int, status: str) -> None:
    assert judge("metadata.description-length", draft(description="x" * (length - 1) + ".")).status == status


def test_a_title_of_exactly_600_pixels_passes_and_one_pixel_more_fails() -> None:
    # In Arial, 20 px: "m" is 16.66 px wide and "i" 4.44 px.
    fitting = "m" * 36
    assert title_pixels(fitting) == 600
    assert judge("metadata.title-width", draft(title=fitting)).status == "passed"
    assert judge("metadata.title-width", draft(title=fitting + "i")).status == "failed"


def test_an_empty_title_fails() -> None:
    assert judge("metadata.title-width", draft(title=" ")).status == "failed"


@pytest.mark.parametrize(
    ("text", "pixels"), [("a", 12), ("W", 19), ("i", 5), (" ", 6), ("Wärme", 65), ("€", 12), ("日本", 40)]
)
def test_title_widths_are_those_of_arial(text: str, pixels: int) -> None:
    assert title_pixels(text) == pixels


@pytest.mark.parametrize(("length", "status"), [(75, "passed"), (76, "failed")])
def test_a_slug_has_at_most_75_characters(length: int, status: str) -> None:
    assert judge("metadata.slug", draft(slug="a" * length)).status == status


@pytest.mark.parametrize("slug", ["Slug", "a--b", "-a", "a-", "a_b", "größe", "a b", "", "a/b"])
def test_a_slug_of_any_other_form_fails(slug: str) -> None:
    assert judge("metadata.slug", draft(slug=slug)).status == "failed"


def test_a_missing_slug_is_one_defect_and_its_mending_holds_the_keyphrase() -> None:
    slugless = draft(slug="", keyphrase="réseau de chaleur", language="fr")
    assert judge("keyphrase.slug", slugless).status == "not_run"
    (finding,) = judge("metadata.slug", slugless).findings
    assert finding.message == "The slug is missing."
    assert finding.fix == "Use the slug `reseau-de-chaleur`."


@pytest.mark.parametrize(
    ("language", "title", "good", "bad"),
    [
        ("de", "Wärme für Köln", "waerme-fuer-koeln", "warme-fur-koln"),
        ("fr", "Énergie d’été", "energie-ete", "energie_ete"),
        ("es", "Año nuevo", "ano-nuevo", "año-nuevo"),
    ],
)
def test_a_slug_is_spelt_as_the_language_spells_without_accents(language: str, title: str, good: str, bad: str) -> None:
    assert judge("metadata.slug", draft(slug=good, title=title, language=language)).status == "passed"
    assert judge("metadata.slug", draft(slug=bad, title=title, language=language)).status == "failed"


@pytest.mark.parametrize(
    ("description", "status"),
    [
        ("A whole sentence.", "passed"),
        ("Is it one?", "passed"),
        ("“Quoted as a whole.”", "passed"),
        ("34 trains run.", "passed"),
        ("A cut sentence…", "failed"),
        ("A cut sentence...", "failed"),
        ("No mark at the end", "failed"),
        ("no capital at the start.", "failed"),
    ],
)
def test_a_description_is_a_whole_sentence(description: str, status: str) -> None:
    assert judge("metadata.description-sentence", draft(description=description)).status == status


@pytest.mark.parametrize(
    ("count", "low", "high", "status"),
    [(99, 100, None, "failed"), (100, 100, None, "passed"), (120, 100, 120, "passed"), (121, 100, 120, "failed")],
)
def test_the_words_are_those_the_brief_asks_for(count: int, low: int, high: int | None, status: str) -> None:
    brief = Brief(language="en", min_words=low, max_words=high)
    assert judge("length.words", draft(words(count)), brief=brief).status == status


@pytest.mark.parametrize(("count", "status"), [(130, "passed"), (131, "failed")])
def test_more_than_1_3_times_the_words_asked_for_is_advised_against(count: int, status: str) -> None:
    assert judge("length.excess", draft(words(count)), brief=Brief(language="en", min_words=100)).status == status


@pytest.mark.parametrize(("count", "status"), [(299, "passed"), (300, "failed")])
def test_subheadings_are_wanted_from_300_words_on(count: int, status: str) -> None:
    assert judge("structure.subheadings", draft(words(count))).status == status


def test_subheadings_are_not_wanted_when_the_brief_wants_none() -> None:
    brief = Brief(language="en", subheadings=False)
    assert judge("structure.subheadings", draft(words(500)), brief=brief).status == "passed"


@pytest.mark.parametrize(("count", "status"), [(300, "passed"), (301, "failed")])
def test_a_section_has_at_most_300_words(count: int, status: str) -> None:
    assert judge("structure.subheading-distance", draft(words(count))).status == status


@pytest.mark.parametrize(("count", "status"), [(150, "passed"), (151, "failed")])
def test_a_paragraph_has_at_most_150_words(count: int, status: str) -> None:
    assert judge("structure.paragraph-length", draft(words(count))).status == status


@pytest.mark.parametrize(("count", "status"), [(39, "failed"), (40, "passed"), (80, "passed"), (81, "failed")])
def test_the_first_paragraph_answers_in_40_to_80_words(count: int, status: str) -> None:
    assert judge("beyond.answer", draft(words(count), keyphrase="rain garden")).status == status


@pytest.mark.parametrize(("above", "below", "status"), [(1, 2, "passed"), (2, 3, "passed"), (2, 4, "failed")])
def test_no_heading_level_is_skipped(above: int, below: int, status: str) -> None:
    sections = [section(2, "Two", level=above)] if above > 1 else []
    result = judge("structure.levels", draft("Text.", *sections, section(3, "Three", level=below)))
    assert result.status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("The river rose last night.", "passed"),
        ("The river rose last night. You need two things:\n\n- boots\n- a boat", "passed"),
        ("You will need these two things:\n\n- boots\n- a boat", "failed"),
        ("- The river rose last night.", "failed"),
        ("> The river rose last night.", "failed"),
        ("By Anna Smith, 3 May 2024.", "failed"),
        ("Contents", "failed"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "failed"),
        ("![River](r.jpg)\n\nThe river rose last night.", "passed"),
    ],
)
def test_an_article_opens_with_prose(body: str, status: str) -> None:
    assert judge("structure.opening", draft(body)).status == status


@pytest.mark.parametrize(
    ("phrase", "status"),
    [
        ("", "failed"),
        ("of the", "failed"),
        ("garden", "passed"),
        ("rain garden plants cost", "passed"),
        ("rain garden plants cost today", "failed"),
    ],
)
def test_a_keyphrase_has_one_to_four_content_words(phrase: str, status: str) -> None:
    assert judge("keyphrase.form", draft(keyphrase=phrase)).status == status


@pytest.mark.parametrize(("times", "status"), [(0, "failed"), (1, "passed"), (2, "passed"), (3, "failed")])
def test_the_description_holds_the_keyphrase_once_or_twice(times: int, status: str) -> None:
    description = " ".join(["A rain garden helps."] * times) or "Nothing here."
    assert judge("keyphrase.description", draft(keyphrase="rain garden", description=description)).status == status


@pytest.mark.parametrize(
    ("words", "allowed"), [(0, (1, 2)), (40, (1, 2)), (200, (1, 4)), (201, (2, 4)), (1000, (5, 20)), (1001, (6, 20))]
)
def test_the_keyphrase_stands_in_half_to_two_percent_of_the_words(words: int, allowed: tuple[int, int]) -> None:
    assert allowed_occurrences(words) == allowed


@pytest.mark.parametrize(("count", "status"), [(4, "failed"), (5, "passed"), (20, "passed"), (21, "failed")])
def test_density_is_counted_over_headings_and_bodies(count: int, status: str) -> None:
    filler = 999 - 2 * count
    body = words(filler) + " " + " ".join(["Rain garden."] * count)
    assert judge("keyphrase.density", draft(body, keyphrase="rain garden")).status == status


@pytest.mark.parametrize(
    ("headings", "allowed"), [(0, (0, 0)), (1, (0, 1)), (2, (1, 2)), (3, (1, 3)), (4, (2, 3)), (10, (3, 7))]
)
def test_a_third_to_three_quarters_of_the_subheadings_hold_the_keyphrase(
    headings: int, allowed: tuple[int, int]
) -> None:
    assert allowed_headings(headings) == allowed


@pytest.mark.parametrize(("bearing", "status"), [(1, "failed"), (2, "passed"), (3, "passed"), (4, "failed")])
def test_of_four_subheadings_two_or_three_hold_the_keyphrase(bearing: int, status: str) -> None:
    names = [f"Rain garden {i}" if i < bearing else f"Other {i}" for i in range(4)]
    sections = [section(i + 2, name) for i, name in enumerate(names)]
    assert judge("keyphrase.headings", draft("Text.", *sections, keyphrase="rain garden")).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Water sinks into gardens. Rain falls.", "failed"),
        ("Rain falls on our gardens. More follows.", "passed"),
        ("Gardens need rain.", "passed"),
    ],
)
def test_all_words_of_the_keyphrase_stand_in_one_sentence_of_the_opening(body: str, status: str) -> None:
    assert judge("keyphrase.opening", draft(body, keyphrase="rain garden")).status == status


@pytest.mark.parametrize(
    ("long", "length", "language", "status"),
    [
        (2, 21, "en", "passed"),
        (3, 20, "en", "passed"),
        (3, 21, "en", "failed"),
        (3, 25, "es", "passed"),
        (3, 26, "es", "failed"),
    ],
)
def test_a_quarter_of_the_sentences_may_be_long_by_the_measure_of_the_language(
    long: int, length: int, language: str, status: str
) -> None:
    sentence = " ".join(["Word", *["more"] * (length - 2), "end."])
    body = " ".join([sentence] * long + ["Some birds sang."] * (8 - long))
    assert judge("readability.sentence-length", draft(body, language=language)).status == status


@pytest.mark.parametrize(("linked", "status"), [(2, "failed"), (3, "passed")])
def test_three_sentences_in_ten_are_linked(linked: int, status: str) -> None:
    body = " ".join(["However, birds sang."] * linked + ["Birds sang."] * (10 - linked))
    assert judge("readability.transitions", draft(body)).status == status


@pytest.mark.parametrize(("passive", "status"), [(2, "passed"), (3, "failed")])
def test_one_sentence_in_ten_may_be_passive(passive: int, status: str) -> None:
    body = " ".join(["The song was written."] * passive + ["Birds sang."] * (20 - passive))
    assert judge("readability.passive", draft(body)).status == status


@pytest.mark.parametrize(("row", "status"), [(2, "passed"), (3, "failed")])
def test_two_sentences_in_a_row_may_begin_alike_but_not_three(row: int, status: str) -> None:
    body = " ".join([f"Anna saw bird {i}." for i in range(row)] + ["Then she left."])
    assert judge("readability.beginnings", draft(body)).status == status


@pytest.mark.parametrize(("times", "status"), [(2, "passed"), (3, "failed")])
def test_three_keyphrases_in_a_sentence_are_stuffing(times: int, status: str) -> None:
    body = "See " + ", ".join(["rain garden"] * times) + "."
    assert judge("keyphrase.stuffing", draft(body, keyphrase="rain garden")).status == status


@pytest.mark.parametrize(("times", "status"), [(3, "passed"), (4, "failed")])
def test_the_same_four_words_may_stand_three_times(times: int, status: str) -> None:
    body = " ".join(f"Look {i}: green painted wooden doors." for i in range(times))
    assert judge("keyphrase.repetition", draft(body, keyphrase="rain garden")).status == status


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("Employees are analysed as well", "failed"),
        ("Les employés sont analysés aussi", "passed"),
        ("Mulet 2 Grand Tour : la fiche technique", "passed"),
        ("The Voice arrive sur TF1 en mai", "passed"),
    ],
)
def test_a_heading_is_foreign_when_it_sounds_so_and_not_for_a_name_in_it(heading: str, status: str) -> None:
    assert judge("language.headings", draft("Un texte.", section(2, heading), language="fr")).status == status


def test_a_term_of_the_termbase_may_stand_as_often_as_it_must() -> None:
    body = " ".join(f"Look {i}: green painted wooden doors." for i in range(4))
    term = Term(source_language="de", target_language="en", source_terms=("X",), preferred="green painted wooden doors")
    assert judge("keyphrase.repetition", draft(body, keyphrase="rain garden"), terms=(term,)).status == "passed"


@pytest.mark.parametrize(("kept", "status"), [(15, "passed"), (18, "failed")])
def test_paragraphs_that_share_more_than_sixty_percent_are_near_duplicates(kept: int, status: str) -> None:
    first = [f"alpha{i}" for i in range(22)]
    second = first[:kept] + [f"beta{i}" for i in range(22 - kept)]
    body = " ".join(first) + ".\n\n" + " ".join(second) + "."
    assert judge("hygiene.near-duplicates", draft(body)).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Birds sang. Then birds sang. Birds sang.", "passed"),
        ("Four small birds sang. Four small birds sang.", "failed"),
    ],
)
def test_a_sentence_of_four_words_or_more_stands_once(body: str, status: str) -> None:
    assert judge("hygiene.repeated-sentences", draft(body)).status == status


def test_a_quotation_may_stand_twice_and_is_never_asked_to_change() -> None:
    body = "“We shall not give up the bridge.” She said so. “We shall not give up the bridge.” He agreed."
    assert judge("hygiene.repeated-sentences", draft(body)).status == "passed"
    long = "“" + " ".join(["word"] * 40) + ".” He left. She stayed. They ate. It rained."
    assert judge("readability.sentence-length", draft(long)).status == "passed"


def test_below_a_byline_the_introduction_is_judged() -> None:
    body = f"By Anna Smith, 3 May 2024.\n\nA rain garden drinks {words(40)}"
    known = draft(body, keyphrase="rain garden")
    assert judge("structure.opening", known).status == "failed"
    assert judge("keyphrase.opening", known).status == "passed"
    assert judge("beyond.answer", known).status == "passed"
