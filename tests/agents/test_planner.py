import json

import pytest

from agents.domain import Brief, Candidate, Fact, Line
from agents.planner import choose, competitors, hand_out, make_plan
from knowledge.passages import Passage
from tests.agents.scripted import Script

LINES = [Line(number=n, paragraph="p1", text=f"Die Stadt baut Leitung Nummer {n} am Fluss.") for n in range(1, 9)]
RESEARCH = [Candidate(keyphrase="chaleur fluviale", score=0.9, why=""), Candidate(keyphrase="prix", score=0.5, why="")]
OUTLINE = {
    "keyphrase": "la chaleur fluviale",
    "intent": "informational",
    "sections": [
        {"heading": "Chaleur fluviale : la ville construit", "lines": [1]},
        {"heading": "Le chantier de la chaleur fluviale", "lines": [1, 2, 3, 4]},
        {"heading": "Les conduites au bord du fleuve", "lines": [5, 6, 7, 8]},
    ],
}


async def plan(brief, candidates=(), outline=OUTLINE):
    script = Script(json.dumps(outline))
    made = await make_plan(brief, LINES, candidates=candidates, guides=(), source_language="de", caller=script.caller)
    return made, script.prompts[0]


async def test_the_briefs_own_keyphrase_always_wins():
    made, prompt = await plan(Brief(language="fr", min_words=250, keyphrase="pompe à chaleur"), RESEARCH)
    assert (made.keyphrase, made.keyphrase_origin) == ("pompe à chaleur", "brief")
    assert "pompe à chaleur" in prompt
    assert "chaleur fluviale" not in prompt


async def test_research_gives_the_keyphrase_in_the_form_that_reads_naturally():
    made, _ = await plan(Brief(language="fr", min_words=250), RESEARCH)
    assert (made.keyphrase, made.keyphrase_origin) == ("la chaleur fluviale", "research")
    assert made.secondary_keyphrases == ["prix"]
    assert made.candidates == RESEARCH


async def test_without_research_it_is_derived_from_the_source_and_said_so():
    made, _ = await plan(Brief(language="fr", min_words=250))
    assert made.keyphrase_origin == "source"


def test_a_keyphrase_that_no_research_gave_is_not_taken():
    assert choose("jardinage", Brief(language="fr"), RESEARCH) == ("chaleur fluviale", "research")


@pytest.mark.parametrize("wish", ["friendly tone", "mention nothing about prices"])
async def test_what_else_was_asked_reaches_the_planner(wish):
    _, prompt = await plan(Brief(language="fr", min_words=250, instructions=[wish]))
    assert wish in prompt


async def test_each_fact_is_carried_by_the_first_section_that_tells_its_line():
    made, _ = await plan(Brief(language="fr", min_words=250))
    fact = Fact(id="f1", kind="name", text="Leitung Nummer 6", value="Leitung Nummer 6", paragraph="p1")
    hand_out(made, [fact], LINES)
    assert [section.facts for section in made.sections if 6 in section.lines and section.kind == "body"] == [["f1"]]


def test_a_finished_article_with_the_same_keyphrase_is_warned_of():
    past = Passage(
        id="article:a", kind="article", text="", title="Alt", metadata={"keyphrase": "réseaux de chaleur", "url": "/a"}
    )
    assert "/a" in competitors("réseau de chaleur", [past], "fr")[0]
    assert competitors("pompe à chaleur", [past], "fr") == []
