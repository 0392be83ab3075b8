from agents.domain import Brief, Fact, Line
from agents.line_by_line import EXAMPLES, row_of_line, worked_examples
from agents.translator import translate
from tests.agents.scripted import Script

LINES = [
    Line(number=4, paragraph="p1", text="Die Pumpe kostet 12 Mio. Euro."),
    Line(number=5, paragraph="p1", text="Sie läuft seit dem 3. Mai 2024, sagt Anna Keller."),
]
FACTS = [Fact(id="f1", kind="date", text="3. Mai 2024", value="2024-05-03", paragraph="p1")]
PUMP, DATE = "La pompe coûte 12 millions d'euros.", "Elle tourne depuis le 3 mai 2024, dit Anna Keller."


async def run(*answers):
    script = Script(*answers)
    script.caller.model = "embedded"
    told = await translate(
        LINES,
        before="",
        after="",
        brief=Brief(language="fr"),
        source_language="de",
        stated={5: FACTS},
        terms=(),
        guides=(),
        caller=script.caller,
    )
    return told, script.prompts


async def test_embedded_weights_translate_one_line_a_call():
    told, prompts = await run(PUMP, DATE)
    assert told.lines == {4: PUMP, 5: DATE}
    assert "12 Mio" in prompts[0]
    assert "12 Mio" not in prompts[1]


async def test_a_line_that_lost_a_date_is_asked_for_once_more_with_what_is_missing():
    told, prompts = await run(PUMP, "Elle tourne depuis le printemps, dit Anna Keller.", DATE)
    assert told.lines[5] == DATE
    assert "3. Mai 2024” is missing" in prompts[2]


async def test_a_line_without_an_answer_of_use_is_left_out_and_named():
    told, _ = await run("", "", DATE)
    assert told.lines == {5: DATE}
    assert told.problems == ["Line 4: it is missing."]


async def test_the_examples_show_the_pair_of_languages_and_the_fence_that_the_line_will_have():
    _, prompts = await run(PUMP, DATE)
    assert EXAMPLES["fr"][0] in prompts[0]
    assert f"<line>\n{EXAMPLES['de'][0]}\n</line>" in prompts[0]


def test_a_language_without_examples_gets_none():
    assert worked_examples("de", "pl") == []


def test_the_row_that_tells_the_line_is_taken_from_an_answer_with_remarks():
    answer = f"Voici la traduction demandée, avec les termes.\n{DATE}"
    assert row_of_line(answer, LINES[1].text) == DATE


def test_quotation_marks_that_a_model_put_around_a_line_go():
    assert row_of_line(f'"{PUMP}"', LINES[0].text) == PUMP
