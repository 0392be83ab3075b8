import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Brief, Line
from agents.outline import fit_keyphrase, keyphrase_headings, lead_with, repair, same_keyphrase, slots, target_words
from knowledge.errors import ReplyUnusable

LINES = [Line(number=n, paragraph=f"p{n // 4}", text=f"Der Satz Nummer {n} sagt etwas.") for n in range(1, 13)]

SOURCE_WORDS = 72


def plan(proposed, words=500, keyphrase="réseau de chaleur"):
    return repair(proposed, slots(words, len(LINES), SOURCE_WORDS), LINES, keyphrase, "fr")


def test_a_source_of_300_words_told_in_at_least_700_gets_intro_six_sections_faq_and_summary():
    wanted = slots(target_words(Brief(language="fr", min_words=700), source_words=300), 20, 300)
    assert [slot.kind for slot in wanted] == ["intro", *["body"] * 6, "faq", "summary"]
    assert 765 <= sum(slot.words for slot in wanted) <= 775


def test_a_source_that_fills_the_article_gets_no_questions_and_no_summary():
    wanted = slots(target_words(Brief(language="de", min_words=350), source_words=255), 19, 255)
    assert [slot.kind for slot in wanted] == ["intro", "body", "body", "body"]


def test_a_line_that_only_the_introduction_tells_is_given_to_the_nearest_body_section():
    sections, repairs = plan([("Titre", [1, 2]), ("Le fleuve", [1, 3, 4]), ("La pompe", list(range(5, 13)))])
    assert sections[1].lines == [1, 2, 3, 4]
    assert "Line 2 belonged to no body section." in repairs


@given(st.integers(50, 3000), st.integers(50, 4000))
def test_the_budgets_add_up_to_at_least_the_words_asked_for(least, source_words):
    target = target_words(Brief(language="fr", min_words=least), source_words)
    assert target >= least
    assert sum(slot.words for slot in slots(target, 40, source_words)) >= 0.97 * target


@given(st.integers(50, 2000), st.integers(0, 500), st.integers(50, 4000))
def test_the_target_stays_below_the_most_words_allowed(least, more, source_words):
    brief = Brief(language="fr", min_words=max(150, least), max_words=max(150, least) + more)
    assert target_words(brief, source_words) <= max(150, least) + more


def test_an_outline_that_repeats_a_heading_leaves_the_second_to_its_writer():
    sections, repairs = plan([("Titre", [1]), ("Le fleuve", [2, 3]), ("Le fleuve", [4, 5])])
    assert [section.heading for section in sections[1:3]].count("") == 1
    assert any("twice" in repair for repair in repairs)


@pytest.mark.parametrize("heading", ["Introduction", "Body", "Body section 2", "The river heats the city"])
def test_the_name_of_a_part_or_an_english_heading_is_left_to_the_writer(heading):
    sections, repairs = plan([("Titre", [1]), (heading, [2, 3])])
    assert sections[1].heading == ""
    assert any(heading in repair for repair in repairs)


@pytest.mark.parametrize("heading", ["Dormire al faro di Skerrow Head", "Le navi viste dal faro di Skerrow Head"])
def test_a_heading_full_of_english_names_stays(heading):
    sections, _ = repair([("Titolo", [1]), (heading, [2, 3])], slots(500, 12, 72), LINES, "faro di Skerrow Head", "it")
    assert sections[1].heading == heading


def test_a_summary_that_the_model_left_out_tells_sentences_and_no_headings_of_the_source():
    lines = [line.model_copy(update={"text": "Der Fluss"}) if line.number == 4 else line for line in LINES]
    wanted = slots(500, len(LINES), SOURCE_WORDS)
    sections, _ = repair([("Titre", [1]), ("Le fleuve", [2, 3]), ("Le prix", [4, 5])], wanted, lines, "réseau", "fr")
    assert sections[-1].kind == "summary"
    assert 4 in sections[2].lines
    assert 4 not in sections[-1].lines
    assert 5 in sections[-1].lines


def test_an_outline_short_of_sections_is_filled_up():
    sections, repairs = plan([("Titre", [1]), ("Le fleuve", list(range(1, 13)))])
    assert len(sections) == len(slots(500, len(LINES), SOURCE_WORDS))
    assert all(section.lines for section in sections)
    assert any("sections" in repair for repair in repairs)


@given(
    st.lists(st.tuples(st.text(max_size=30), st.lists(st.integers(-3, 30), max_size=6)), max_size=14),
    st.integers(120, 1500),
)
def test_every_line_is_told_by_a_body_section_whatever_the_model_outlined(proposed, words):
    sections, _ = plan(proposed, words)
    told = {number for section in sections if section.kind == "body" for number in section.lines}
    assert told == {line.number for line in LINES}


@given(st.integers(1, 16))
def test_the_headings_that_shall_carry_the_keyphrase_are_between_30_and_75_percent_or_one(subheadings):
    wanted = keyphrase_headings(subheadings)
    assert wanted == 1 or 0.3 <= wanted / subheadings <= 0.75


def test_a_title_without_the_keyphrase_is_led_by_it():
    sections, _ = plan([("La ville inaugure sa centrale", [1])])
    assert sections[0].heading == "Réseau de chaleur: la ville inaugure sa centrale"


@pytest.mark.parametrize(
    ("language", "heading", "led"),
    [
        ("it", "I gradini del faro", "Faro: i gradini del faro"),
        ("it", "Ailsa racconta", "Faro: Ailsa racconta"),
        ("de", "Die Stufen", "Faro: Die Stufen"),
    ],
)
def test_behind_the_keyphrases_colon_a_heading_goes_on_as_its_language_does(language, heading, led):
    assert lead_with("faro", heading, language) == led


def test_headings_without_the_keyphrase_get_it_until_enough_carry_it():
    proposed = [("Le réseau de chaleur", [1]), ("Le fleuve", [2]), ("La ville", [3]), ("Le prix", [4])]
    sections, _ = plan(proposed, words=350)
    carrying = [s for s in sections[1:] if "réseau de chaleur" in s.heading.lower()]
    assert len(carrying) == min(3, keyphrase_headings(len(sections) - 1))


def test_a_section_that_tells_more_of_the_source_gets_more_words():
    sections, _ = plan([("Titre", [1]), ("A", [1]), ("B", list(range(2, 13)))], words=300)
    assert sections[2].words > sections[1].words


def test_where_the_source_fills_the_article_a_section_gets_about_what_its_lines_take():
    long = [Line(number=1, paragraph="p0", text="Er sagt: " + "Wort " * 148), *LINES[1:]]
    proposed = [("Titre", [1]), ("Les mots", [1]), ("Le fleuve", list(range(2, 13)))]
    sections, _ = repair(proposed, slots(330, 12, 220), long, "réseau", "fr")
    assert [section.kind for section in sections] == ["intro", "body", "body", "body"]
    assert sections[1].words >= 140


def test_a_keyphrase_of_six_content_words_is_cut_to_four_and_ends_in_one():
    assert (
        fit_keyphrase("« grande pompe à chaleur sur le fleuve Elbe »", "fr") == "grande pompe à chaleur sur le fleuve"
    )


def test_a_proposal_without_words_is_no_keyphrase():
    with pytest.raises(ReplyUnusable):
        fit_keyphrase(" «» ", "fr")


def test_keyphrases_are_the_same_in_any_inflection_and_order():
    assert same_keyphrase("réseau de chaleur", "les réseaux de la chaleur", "fr")
    assert not same_keyphrase("réseau de chaleur", "réseau de chaleur urbain", "fr")
