import pytest

from agents.domain import Brief, Candidate, Line
from agents.small_steps.naming import topic
from knowledge.errors import ReplyUnusable
from tests.agents.scripted import Script

LINES = [
    Line(number=1, paragraph="title", text="Weserau heizt mit dem Fluss"),
    Line(number=2, paragraph="p1", text="Die Stadtwerke Weserau GmbH haben eine Wärmepumpe gebaut, sagte Anna Keller."),
]
RESEARCH = [Candidate(keyphrase="chaleur fluviale", score=0.9, why="")]


async def named(*answers, candidates=(), lines=LINES, **brief):
    script = Script(*answers)
    wanted = Brief(language="fr", **brief)
    phrase = await topic(wanted, lines, candidates, source_language="de", caller=script.caller)
    return phrase, script.prompts


async def test_no_call_is_made_when_the_brief_names_the_keyphrase():
    assert await named(candidates=RESEARCH, keyphrase="pompe à chaleur") == ("pompe à chaleur", [])


async def test_no_call_is_made_when_research_has_one():
    assert await named(candidates=RESEARCH) == ("chaleur fluviale", [])


async def test_else_the_model_names_it_after_worked_examples():
    phrase, (prompt,) = await named("« pompe à chaleur sur le fleuve ».\nUne remarque.")
    assert phrase == "pompe à chaleur sur le fleuve"
    assert "pont sur le fleuve" in prompt


@pytest.mark.parametrize("answer", ["Wärme aus dem Fluss für die Stadt", "", "http://x.example/"])
async def test_an_answer_that_is_no_phrase_of_the_target_language_gives_way_to_a_name_of_the_source(answer):
    phrase, _ = await named(answer, "", "", "")
    assert phrase in " ".join(line.text for line in LINES)
    assert "Weserau" in phrase or "Keller" in phrase


async def test_a_topic_in_another_language_gives_way_to_how_the_translated_title_begins():
    title = "Chaleur du fleuve : Weserau se chauffe avec la Weser"
    phrase, _ = await named("Wärme aus dem Fluss für die Stadt", title, "River heat: Weserau", title)
    assert phrase == "Chaleur du fleuve"


async def test_the_name_of_a_product_that_opens_the_title_is_a_topic_in_any_language():
    lines = [Line(number=1, paragraph="title", text="Nordwarm 1200: die Kanne, die den Morgen rettet"), *LINES[1:]]
    phrase, _ = await named("", "", "", "", lines=lines)
    assert phrase == "Nordwarm 1200"


async def test_without_answer_and_name_there_is_no_keyphrase_and_the_error_says_what_to_do():
    with pytest.raises(ReplyUnusable, match="Give one"):
        await named("", "", "", "", lines=[Line(number=1, paragraph="p1", text="Es regnet seit gestern.")])


@pytest.mark.parametrize(
    ("answer", "phrase"), [("gazpacho", "gazpacho"), ("Gazpacho como se hace en casa", "pão duro"), ("", "pão duro")]
)
async def test_a_word_that_both_languages_have_is_a_topic_of_either(answer, phrase):
    script = Script(answer, "Pão duro: o que fazer", "", "")
    lines = [Line(number=1, paragraph="title", text="Pan duro: qué hacer con él")]
    named = topic(Brief(language="pt"), lines, (), source_language="es", caller=script.caller)
    assert (await named).casefold() == phrase
