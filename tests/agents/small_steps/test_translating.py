from agents.domain import Brief, Fact, Line
from agents.small_steps.examples import WORKED, translations
from agents.small_steps.translating import row_of_line, with_terms
from agents.translator import translate
from knowledge.passages import Term
from tests.agents.scripted import Script

LINES = [
    Line(number=4, paragraph="p1", text="Die Pumpe kostet 12 Mio. Euro."),
    Line(number=5, paragraph="p1", text="Sie läuft seit dem 3. Mai 2024, sagt Anna Keller."),
]
FACTS = [Fact(id="f1", kind="date", text="3. Mai 2024", value="2024-05-03", paragraph="p1")]
PUMP, DATE = "La pompe coûte 12 millions d'euros.", "Elle tourne depuis le 3 mai 2024, dit Anna Keller."
LOST = "Elle tourne depuis le printemps, dit Anna Keller."
ENGLISH = "It has been running since 3 May 2024, says Anna Keller."


PUMPS = Term(
    source_language="de", target_language="fr", source_terms=("Pumpe", "Wärmepumpe"), preferred="pompe à chaleur"
)


async def run(*answers, language="fr", model="embedded", terms=()):
    script = Script(*answers)
    script.caller.model = model
    told = await translate(
        LINES,
        before="",
        after="",
        brief=Brief(language=language),
        source_language="de",
        stated={5: FACTS},
        terms=terms,
        guides=(),
        caller=script.caller,
    )
    assert not script.answers
    return told, script.prompts


async def test_a_small_model_translates_one_line_a_call():
    told, prompts = await run(PUMP, DATE)
    assert told.lines == {4: PUMP, 5: DATE}
    assert "12 Mio" in prompts[0]
    assert "12 Mio" not in prompts[1]


async def test_a_translation_that_adds_a_name_gives_way():
    told, _ = await run("La pompe Berger coûte 12 millions d'euros.", "The pump costs 12 million euros.", PUMP, DATE)
    assert told.lines[4] == PUMP


async def test_terms_of_the_termbase_are_put_into_the_line_that_a_small_model_translates():
    told = "La pompe à chaleur coûte 12 millions d'euros."
    _, prompts = await run(told, DATE, terms=[PUMPS])
    assert "Die pompe à chaleur kostet" in prompts[0]


def test_of_two_terms_the_longer_one_is_put_into_a_line_and_none_into_a_word():
    line = "Wärmepumpe oder Pumpe? Die Pumpenwelt."
    assert with_terms(line, [PUMPS]) == "pompe à chaleur oder pompe à chaleur? Die Pumpenwelt."


async def test_a_line_that_lost_a_date_is_translated_by_way_of_english_too():
    told, prompts = await run(PUMP, LOST, ENGLISH, DATE)
    assert told.lines[5] == DATE
    assert ENGLISH in prompts[3]


async def test_when_the_date_is_still_lost_the_model_is_told_what_is_missing():
    told, prompts = await run(PUMP, LOST, ENGLISH, LOST, DATE)
    assert told.lines[5] == DATE
    assert "3. Mai 2024” is missing" in prompts[4]


async def test_into_english_there_is_no_way_round():
    told, prompts = await run("The pump costs 12 million euros.", "It runs, says Anna Keller.", ENGLISH, language="en")
    assert told.lines[5] == ENGLISH
    assert "is missing" in prompts[2]


async def test_the_attempt_with_a_word_that_is_no_word_gives_way():
    strange = "La fleuille coûte 12 millions d'euros."
    told, _ = await run(strange, "The pump costs 12 million euros.", PUMP, DATE)
    assert told.lines[4] == PUMP


async def test_a_line_without_an_answer_of_use_is_left_out_and_named():
    told, _ = await run("", "", "", DATE)
    assert told.lines == {5: DATE}
    assert told.problems == ["Line 4: it is missing."]


async def test_weights_of_the_callers_own_that_are_large_translate_whole_runs(tmp_path):
    large = tmp_path / "large.gguf"
    with large.open("wb") as file:
        file.truncate(3_000_000_000)
    told, prompts = await run(f"4: {PUMP}\n5: {DATE}", model=f"embedded:{large}")
    assert told.lines == {4: PUMP, 5: DATE}
    assert len(prompts) == 1


def test_the_examples_show_the_fence_that_the_line_will_have():
    assert translations("de", "fr")[0] == (f"<line>\n{WORKED['de'].lines[0]}\n</line>", WORKED["fr"].lines[0])


def test_a_language_without_examples_gets_none():
    assert translations("de", "pl") == ()


def test_the_row_that_tells_the_line_is_taken_from_an_answer_with_remarks():
    answer = f"Voici la traduction demandée, avec les termes.\n{DATE}"
    assert row_of_line(answer, LINES[1].text) == DATE


def test_quotation_marks_that_a_model_put_around_a_line_go():
    assert row_of_line(f'"{PUMP}"', LINES[0].text) == PUMP


def test_a_sentence_that_lost_its_full_stop_gets_it_back():
    assert row_of_line("La ville paie", "Die Stadt zahlt.") == "La ville paie."
    assert row_of_line("« La ville paie »", "„Die Stadt zahlt“") == "« La ville paie »"


def test_a_heading_gets_no_full_stop():
    assert row_of_line("Deux degrés de différence.", "Zwei Grad Unterschied") == "Deux degrés de différence"
