import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Fact, Line, Paragraph, Source
from agents.lines import LONGEST_LINE, chunks, explaining_lines, facts_by_line, number_lines
from agents.reading.text import count_words

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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**Das Netz wächst. Es kostet viel.** Alle zahlen.", ["Das Netz wächst.", "Es kostet viel.", "Alle zahlen."]),
        ("*Das Netz wächst.\nEs kostet viel.*", ["Das Netz wächst.", "Es kostet viel."]),
        ("__Das *Netz* wächst. Es kostet viel.__", ["Das *Netz* wächst.", "Es kostet viel."]),
        ("***Das Netz wächst. Es kostet viel.***", ["Das Netz wächst.", "Es kostet viel."]),
        ("**Das Netz *wächst. Es* kostet viel.**", ["Das Netz wächst.", "Es kostet viel."]),
    ],
)
def test_bold_or_italic_type_over_several_lines_leaves_no_mark_in_them(text: str, lines: list[str]):
    source = Source(language="de", paragraphs=[Paragraph(id="p1", text=text)])
    assert [line.text for line in number_lines(source)] == lines


@pytest.mark.parametrize(
    "text",
    [
        "**Das Netz** wächst *schnell*.",
        "Der Preis* gilt. Die Menge* auch.",
        "*inkl. MwSt. Mehr später. *zzgl. Porto.",
        "Die Datei a_b. Und c_d.",
        "Rechne 3 * 4. Dann 5 * 6.",
        "*„Das Netz wächst. Es kostet viel.“*",
    ],
)
def test_marks_that_stay_whole_or_are_no_emphasis_are_kept(text: str):
    source = Source(language="de", paragraphs=[Paragraph(id="p1", text=text)])
    assert " ".join(line.text for line in number_lines(source)) == text


def test_a_fact_belongs_to_the_line_that_states_it():
    facts = [
        Fact(id="f1", kind="amount", text="3,5 Mio. Euro", value="3500000 EUR", paragraph="p1"),
        Fact(id="f2", kind="person", text="Dr. Keller", value="Keller", paragraph="p1"),
    ]
    stated = facts_by_line(facts, number_lines(SOURCE))
    assert {number: [fact.id for fact in found] for number, found in stated.items()} == {2: ["f1"], 3: ["f2"]}


def test_a_quotation_that_names_nobody_points_at_the_line_that_says_who_speaks():
    spoken = (
        "Tomas Lindqvist plans street lighting and is careful. “It is a lovely result for a towpath,” he says. "
        "“On a road I would want to know how well drivers see.” Somebody else adds a remark."
    )
    named = "“We had expected a small effect in one species,” says Priya Ranganath."
    source = Source(
        language="en", paragraphs=[Paragraph(id="p1", text=spoken), Paragraph(id="p2", text=f"The end. {named}")]
    )
    facts = [
        Fact(id="f1", kind="person", text="Tomas Lindqvist", value="Tomas Lindqvist", paragraph="p1"),
        Fact(id="f2", kind="name", text="Ranganath", value="Ranganath", paragraph="p2"),
    ]
    assert explaining_lines(facts, number_lines(source)) == {2: 1, 3: 1}


def test_a_row_of_a_table_points_at_its_head():
    table = Paragraph(id="p1", kind="table", text="| Ville | Grand Tour\nPreis | 4 290 € | 5 150 €\nEnde ohne Zelle")
    assert explaining_lines([], number_lines(Source(language="de", paragraphs=[table]))) == {2: 1}


def test_the_sentences_of_a_quotation_stay_in_one_line():
    paragraph = Paragraph(id="p1", text="Sie sagt: „Das Wasser ist warm genug. Wir beginnen morgen.“ Dann geht sie.")
    lines = number_lines(Source(language="de", paragraphs=[paragraph]))
    assert [line.text for line in lines] == [
        "Sie sagt: „Das Wasser ist warm genug. Wir beginnen morgen.“",
        "Dann geht sie.",
    ]


def test_a_very_long_quotation_is_parted_between_its_sentences():
    answer = " ".join(["Das Wasser des Flusses ist warm genug."] * 20)
    lines = number_lines(Source(language="de", paragraphs=[Paragraph(id="p1", text=f"„{answer}“, sagt sie.")]))
    assert len(lines) > 1
    assert all(count_words(line.text) <= LONGEST_LINE for line in lines)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.integers(20, 200))
def test_chunks_keep_every_line_in_order_and_are_as_few_as_the_words_need(sizes, about):
    lines = [Line(number=i, paragraph="p", text="wort " * size) for i, size in enumerate(sizes, 1)]
    runs = chunks(lines, about)
    assert [line for run in runs for line in run] == lines
    assert len(runs) <= -(-sum(sizes) // about)
    longest_line = max(sizes)
    assert all(sum(count_words(line.text) for line in run) <= about + longest_line for run in runs)


def test_a_text_just_over_the_limit_is_parted_in_even_runs():
    lines = [Line(number=i, paragraph="p", text="wort " * 10) for i in range(1, 15)]
    assert [len(run) for run in chunks(lines, 130)] == [7, 7]
