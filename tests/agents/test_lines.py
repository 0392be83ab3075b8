from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Fact, Line, Paragraph, Source
from agents.lines import chunks, facts_by_line, number_lines
from agents.text import count_words

SOURCE = Source(
    language="de",
    title="Ein Titel",
    paragraphs=[
        Paragraph(id="p1", text="Der Bau kostet z. B. 3,5 Mio. Euro. Dr. Keller freut sich."),
        Paragraph(id="p2", text="Zwischentitel", kind="heading"),
        Paragraph(id="p3", text="Erster Punkt\nZweiter Punkt", kind="list"),
    ],
)


def test_title_sentences_headings_and_list_items_are_lines_in_reading_order():
    lines = number_lines(SOURCE)
    assert [line.number for line in lines] == list(range(1, 7))
    assert [line.paragraph for line in lines] == ["title", "p1", "p1", "p2", "p3", "p3"]
    assert lines[1].text == "Der Bau kostet z. B. 3,5 Mio. Euro."


def test_a_fact_belongs_to_the_line_that_states_it():
    facts = [
        Fact(id="f1", kind="amount", text="3,5 Mio. Euro", value="3500000 EUR", paragraph="p1"),
        Fact(id="f2", kind="person", text="Dr. Keller", value="Keller", paragraph="p1"),
    ]
    stated = facts_by_line(facts, number_lines(SOURCE))
    assert {number: [fact.id for fact in found] for number, found in stated.items()} == {2: ["f1"], 3: ["f2"]}


def test_a_quotation_over_two_lines_counts_at_its_first():
    paragraph = Paragraph(id="p1", text="Sie sagt: „Das Wasser ist warm genug. Wir beginnen morgen.“ Dann geht sie.")
    lines = number_lines(Source(language="de", paragraphs=[paragraph]))
    quote = "Das Wasser ist warm genug. Wir beginnen morgen."
    fact = Fact(id="f1", kind="quote", text=quote, value=quote, paragraph="p1")
    assert facts_by_line([fact], lines) == {1: [fact]}


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(20, 200))
def test_chunks_keep_every_line_in_order_and_within_the_limit(sizes, limit):
    lines = [Line(number=i, paragraph="p", text="wort " * size) for i, size in enumerate(sizes, 1)]
    runs = chunks(lines, limit)
    assert [line for run in runs for line in run] == lines
    assert all(len(run) == 1 or sum(count_words(line.text) for line in run) <= limit for run in runs)


def test_a_text_just_over_the_limit_is_parted_in_even_runs():
    lines = [Line(number=i, paragraph="p", text="wort " * 10) for i in range(1, 15)]
    assert [len(run) for run in chunks(lines, 130)] == [7, 7]
