from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Line
from agents.source_order import follow_source, source_outline

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


def test_the_introduction_tells_the_title_and_what_follows_it():
    assert source_outline(source(6), 2)[0] == ("", [1, 2, 3, 4])


def test_a_source_of_its_title_alone_gives_no_sections():
    assert follow_source(source(), 3) == []


@given(st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=8), st.integers(1, 12))
def test_every_line_but_the_title_is_told_once_and_in_order(paragraphs, sections):
    lines = source(*paragraphs)
    told = follow_source(lines, sections)
    assert [number for numbers in told for number in numbers] == [line.number for line in lines[1:]]
    assert len(told) == min(sections, len(lines) - 1)
    assert all(told)
