from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Line
from agents.small_steps.outlining import follow_source, source_outline, source_slots

SENTENCE = "Die Stadt baut eine Leitung am Fluss und heizt damit."


def source(*paragraphs):
    """The title and paragraphs of so many sentences; None is a subheading."""
    texts = [("title", "Die Stadt heizt mit dem Fluss")]
    for number, count in enumerate(paragraphs):
        rows = ["Ein Zwischentitel"] if count is None else [SENTENCE] * count
        texts += [(f"p{number}", row) for row in rows]
    return [Line(number=n, paragraph=paragraph, text=text) for n, (paragraph, text) in enumerate(texts, 1)]


def test_a_section_begins_at_a_subheading_of_the_source_rather_than_in_the_middle_of_a_paragraph():
    assert follow_source(source(3, None, 5), 2) == [[2, 3, 4], [5, 6, 7, 8, 9, 10]]


def test_a_section_begins_with_a_paragraph_where_one_is_near():
    assert follow_source(source(4, 3, 4), 3) == [[2, 3, 4, 5], [6, 7, 8], [9, 10, 11, 12]]


def test_one_long_paragraph_is_parted_evenly():
    assert [len(numbers) for numbers in follow_source(source(9), 3)] == [3, 3, 3]


def test_a_subheading_is_not_parted_from_what_it_heads():
    assert follow_source(source(3, None, None, 3), 3) == [[2, 3, 4], [5, 6, 7], [8, 9]]


def test_the_introduction_tells_the_title_and_what_follows_it():
    lines = source(6)
    assert source_outline(lines, source_slots(120, lines))[0] == ("", [1, 2, 3, 4])


def test_words_that_the_source_does_not_have_are_for_questions_and_a_summary():
    lines = source(30)
    wanted = source_slots(600, lines)
    frame = {slot.kind: slot.words for slot in wanted}
    assert frame["faq"] > frame["summary"] > 50
    assert 600 < sum(slot.words for slot in wanted) < 660
    assert not {"faq", "summary"} & {slot.kind for slot in source_slots(330, lines)}


def test_the_summary_does_not_retell_the_lines_of_the_introduction_again():
    lines = source(30)
    wanted = source_slots(600, lines)
    told = dict(zip((slot.kind for slot in wanted), (n for _, n in source_outline(lines, wanted)), strict=True))
    assert not set(told["summary"]) & set(told["intro"])
    assert set(told["faq"]) > set(told["summary"])


def test_a_few_missing_words_are_for_questions_alone():
    kinds = [slot.kind for slot in source_slots(460, source(30))]
    assert "faq" in kinds
    assert "summary" not in kinds


@given(st.lists(st.one_of(st.none(), st.integers(1, 9)), min_size=1, max_size=8), st.integers(120, 1500))
def test_the_outline_has_the_sections_that_are_wanted_and_none_is_without_lines(paragraphs, words):
    lines = source(*paragraphs)
    wanted = source_slots(words, lines)
    outline = source_outline(lines, wanted)
    assert len(outline) == len(wanted)
    assert all(numbers for _, numbers in outline)


def test_a_source_of_its_title_alone_gives_no_sections():
    assert follow_source(source(), 3) == []


@given(st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=8), st.integers(1, 12))
def test_every_line_but_the_title_is_told_once_and_in_order(paragraphs, sections):
    lines = source(*paragraphs)
    told = follow_source(lines, sections)
    assert [number for numbers in told for number in numbers] == [line.number for line in lines[1:]]
    assert len(told) == min(sections, len(lines) - 1)
    assert all(told)
