import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.domain import Brief, Fact, Line
from agents.reading.language import language_name
from agents.translator import align, translate
from knowledge.passages import Term
from tests.agents.scripted import Script

LINES = [
    Line(number=4, paragraph="p1", text="Die Pumpe kostet 12 Mio. Euro."),
    Line(number=5, paragraph="p1", text="Sie läuft seit dem 3. Mai 2024, sagt Anna Keller."),
]
FACTS = [Fact(id="f1", kind="date", text="3. Mai 2024", value="2024-05-03", paragraph="p1")]
GOOD = "4: La pompe coûte 12 millions d'euros.\n5: Elle tourne depuis le 3 mai 2024, dit Anna Keller."


async def run(*answers, terms=()):
    script = Script(*answers)
    told = await translate(
        LINES,
        before="Vorher.",
        after="",
        brief=Brief(language="fr"),
        source_language="de",
        stated={5: FACTS},
        terms=terms,
        guides=(),
        caller=script.caller,
    )
    return told, script


async def test_a_good_answer_is_taken_at_the_first_call():
    told, script = await run(GOOD)
    assert told.lines == {
        4: "La pompe coûte 12 millions d'euros.",
        5: "Elle tourne depuis le 3 mai 2024, dit Anna Keller.",
    }
    assert told.problems == []
    assert "Vorher." in script.prompts[0]


async def test_a_lost_date_is_asked_for_again_and_the_better_answer_is_kept():
    told, script = await run(GOOD.replace("3 mai 2024", "printemps"), GOOD)
    assert told.problems == []
    assert "3. Mai 2024" in script.prompts[1].split("Mend this")[1]


async def test_an_answer_in_the_source_language_is_not_accepted():
    copied = "\n".join(f"{line.number}: {line.text}" for line in LINES)
    told, script = await run(copied, copied)
    assert told.problems
    assert len(script.prompts) == 2


async def test_a_missing_line_is_named():
    told, script = await run("4: La pompe coûte 12 millions d'euros.", GOOD)
    assert "Line 5: it is missing." in script.prompts[1]
    assert 5 in told.lines


async def test_only_the_lines_that_are_wrong_are_asked_for_again():
    _, script = await run(GOOD.replace("3 mai 2024", "printemps"), GOOD)
    assert "12 Mio" in script.prompts[0]
    assert "12 Mio" not in script.prompts[1]


async def test_the_first_answer_stays_when_the_second_is_no_better():
    first = GOOD.replace("3 mai 2024", "printemps")
    told, _ = await run(first, "4: Rien.")
    assert told.lines[5].startswith("Elle tourne")


async def test_a_forbidden_term_is_a_problem_and_the_preferred_one_is_given():
    term = Term(
        source_language="de",
        target_language="fr",
        source_terms=("Pumpe",),
        preferred="pompe à chaleur",
        forbidden=("pompe coûte",),
    )
    _, script = await run(GOOD, GOOD, terms=(term,))
    assert "Pumpe = pompe à chaleur" in script.prompts[0]
    assert "write “pompe à chaleur”" in script.prompts[1]


async def test_a_term_is_given_under_the_name_that_the_lines_use():
    names = ("Wärmepumpe", "WP", "Pumpe")
    term = Term(source_language="de", target_language="fr", source_terms=names, preferred="pompe à chaleur")
    _, script = await run(GOOD, terms=(term,))
    assert "\nPumpe = pompe à chaleur" in script.prompts[0]


@pytest.mark.parametrize(
    "answer",
    [
        "4: un\n5: deux",
        "**4:** un\n**5:** deux",
        "4. un\n5) deux",
        "un\n\ndeux",
        "4: un\n\n5:\ndeux",
    ],
)
def test_lines_are_read_in_every_form_models_give_them(answer):
    assert align(answer, LINES, "fr") == {4: "un", 5: "deux"}


@given(st.text(max_size=300))
def test_whatever_comes_back_only_asked_for_lines_are_told(answer):
    told = align(answer, LINES, "fr")
    assert set(told) <= {4, 5}
    assert all(text for text in told.values())


def test_languages_are_named_in_english_with_their_region():
    assert language_name("fr-CA") == "French (Canada)"
    assert language_name("xx") == "xx"
