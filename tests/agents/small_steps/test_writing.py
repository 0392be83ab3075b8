import pytest

from agents.domain import Brief, Finding, Plan, PlannedSection, Section, SectionKind
from agents.metadata_writer import write_metadata
from agents.reading.text import count_words
from agents.section_writer import revise_section, write_section
from agents.small_steps.examples import WORKED
from tests.agents.scripted import Script

HEADED = {
    1: "La ville se chauffe avec le fleuve",
    2: "La pompe à chaleur fluviale coûte 12 millions d’euros, selon la ville de Weserau.",
    3: "Elle fournit de la chaleur à 4 800 logements depuis le mois d’octobre.",
}
BARE = {n: HEADED[n] for n in (2, 3)}


async def written(kind, lines, *answers, words=50):
    script = Script(*answers)
    script.caller.model = "embedded"
    planned = PlannedSection(id="s1", kind=kind, heading="", words=words, lines=list(lines))
    plan = Plan(keyphrase="pompe à chaleur", keyphrase_origin="source", sections=[planned])
    section = await write_section(planned, plan, lines, brief=Brief(language="fr"), guides=(), caller=script.caller)
    assert not script.answers
    return section, script.prompts


async def test_a_body_section_is_the_checked_translation_under_the_heading_of_the_source():
    section, prompts = await written("body", HEADED)
    assert (section.heading, section.body) == (HEADED[1], f"{HEADED[2]} {HEADED[3]}")
    assert prompts == []


async def test_a_heading_of_the_source_that_is_too_long_is_no_part_of_the_text():
    long = {**HEADED, 1: "La ville de Weserau se chauffe avec le fleuve et la pompe à chaleur"}
    section, _ = await written("body", long, "La pompe chauffe la ville")
    assert (section.heading, section.body) == ("La pompe chauffe la ville", f"{HEADED[2]} {HEADED[3]}")


async def test_a_section_without_heading_in_the_source_is_headed_by_the_model():
    section, (prompt,) = await written("body", BARE, "## Une pompe à 12 millions d’euros")
    assert section.heading == "Une pompe à 12 millions d’euros"
    assert WORKED["fr"].headings[0] in prompt


async def test_a_heading_with_a_number_that_the_section_does_not_have_is_not_taken():
    section, _ = await written("body", BARE, *["Une pompe à 99 millions d’euros"] * 3)
    assert section.heading == ""


async def test_where_nothing_heads_the_whole_section_one_of_its_lines_is_headed():
    section, prompts = await written("body", BARE, "", "Une pompe à 12 millions d’euros")
    assert section.heading == "Une pompe à 12 millions d’euros"
    assert BARE[3] in prompts[0]
    assert BARE[3] not in prompts[1]


async def test_a_summary_retells_lines_and_leaves_out_what_says_something_else():
    told = "La pompe à chaleur fluviale, d’après la ville de Weserau, a un coût de 12 millions d’euros."
    section, _ = await written("summary", BARE, told, "Les poissons du fleuve sont en danger à cause de la pollution.")
    assert section.body == f"- {told}"


async def test_a_summary_leaves_quotations_where_they_are_told():
    quoting = {2: "« Elle chauffe bien », dit Anna Keller, la directrice.", 3: BARE[3]}
    told = "Depuis octobre, 4 800 logements reçoivent d’elle leur chaleur."
    section, prompts = await written("summary", quoting, told)
    assert section.body == f"- {told}"
    assert len(prompts) == 1


async def test_a_retold_line_with_another_number_is_left_out_and_without_any_the_lines_stand():
    section, _ = await written("intro", HEADED, HEADED[2].replace("12", "13"), "")
    assert section.body == f"{HEADED[2]} {HEADED[3]}"
    assert section.heading == HEADED[1]


async def test_questions_are_put_to_lines_and_answered_from_them():
    reply = "Combien coûte la pompe à chaleur fluviale ?\nSelon la ville de Weserau, elle coûte 12 millions d’euros."
    section, _ = await written("faq", BARE, reply, words=14)
    question, answer = reply.split("\n")
    assert section.body == f"**{question}**\n{answer}"


async def test_while_words_are_missing_questions_are_put_to_two_lines_at_once():
    reply = "Que fait la pompe de Weserau ?\nElle fournit de la chaleur à 4 800 logements et coûte 12 millions d’euros."
    section, prompts = await written("faq", BARE, "", "", reply)
    assert section.body == f"**{reply.replace(chr(10), '**' + chr(10))}"
    assert BARE[2] in prompts[2]
    assert BARE[3] in prompts[2]


@pytest.mark.parametrize(
    ("line", "reply", "kept"),
    [
        (
            "Puis la loi allemande sur la protection des données des salariés, prévue cette année, doit inclure des "
            "règles pour les entreprises.",
            "Que doit inclure la loi allemande ?\nLa loi doit inclure des règles pour les entreprises.",
            True,
        ),
        (
            "Les nouvelles lois doivent être adoptées !",
            "Quelles nouvelles lois doivent être adoptées ?\nLes lois doivent être adoptées pour promouvoir la justice "
            "et la sécurité.",
            False,
        ),
        (
            "« La pompe chauffe bien la ville », dit Anna Keller, et elle répond ainsi au maire qui doutait du prix.",
            "Qui doutait du prix ?\nAnna Keller doutait du prix, dit la ville.",
            False,
        ),
    ],
    ids=["a part", "more", "another mouth"],
)
async def test_an_answer_tells_its_line_or_a_part_of_it_and_nothing_else(line, reply, kept):
    section, _ = await written("faq", {1: line}, reply)
    assert bool(section.body) == kept


async def test_a_question_without_an_answer_is_left_out():
    section, _ = await written("faq", BARE, "Combien coûte la pompe à chaleur fluviale ?", "", "")
    assert section.body == ""


async def test_title_and_description_are_those_of_the_source_in_the_target_language():
    script = Script("La pompe du fleuve à Weserau")
    script.caller.model = "embedded"
    intro = PlannedSection(id="s0", kind="intro", heading="", words=70, lines=[1, 2, 3])
    plan = Plan(keyphrase="pompe à chaleur", keyphrase_origin="source", sections=[intro])
    metadata = await write_metadata(plan, HEADED, brief=Brief(language="fr"), guides=(), caller=script.caller)
    assert (metadata.title, metadata.description) == ("La pompe du fleuve à Weserau", HEADED[2])


async def revised(old: Section, check: str, *replies: str, kind: SectionKind = "body", amount: int = 0) -> Section:
    """A section of two lines after a revision for one finding."""
    script = Script(*replies)
    script.caller.model = "embedded"
    planned = PlannedSection(id="s1", kind=kind, heading="", words=50, lines=[2, 3])
    plan = Plan(keyphrase="pompe à chaleur", keyphrase_origin="source", sections=[planned])
    told = {"measured": "", "threshold": "", "message": "", "fix": "", "amount": amount}
    finding = Finding(check=check, severity="blocking", target="s1", **told)
    return await revise_section(
        old, [finding], planned, plan, BARE, brief=Brief(language="fr"), guides=(), caller=script.caller
    )


async def lengthened(first: str, *replies: str, kind: SectionKind = "faq") -> Section:
    """Questions or points that are 60 words short, after a revision."""
    old = Section(id="s1", level=2, heading="Questions", body=first)
    return await revised(old, "length.words", *replies, kind=kind, amount=-60)


async def test_a_heading_that_failed_is_not_given_again():
    old = Section(id="s1", level=2, heading="Pompe à chaleur : Une pompe de 12 millions d’euros", body=HEADED[2])
    mended = await revised(old, "structure.headings", "Une pompe de 12 millions d’euros", "La chaleur dès octobre")
    assert mended.heading == "La chaleur dès octobre"


async def test_missing_words_are_made_up_for_by_further_questions_and_the_rest_stays():
    first = "**Combien coûte-t-elle ?**\nElle coûte 12 millions d’euros."
    reply = "Depuis quand fournit-elle de la chaleur ?\nElle fournit de la chaleur à 4 800 logements depuis octobre."
    longer = await lengthened(first, reply)
    assert longer.body.startswith(first)
    assert "Depuis quand" in longer.body


async def test_missing_words_of_a_summary_are_lines_retold_that_do_not_stand_there_yet():
    first = "- Elle a un coût de 12 millions d’euros, dit la ville de Weserau."
    more = "Depuis octobre, 4 800 logements reçoivent d’elle leur chaleur."
    longer = await lengthened(first, first[2:], more, kind="summary")
    assert longer.body == f"{first}\n- {more}"


async def test_a_further_question_with_an_answer_that_stands_there_already_is_left_out():
    answer = "Elle fournit de la chaleur à 4 800 logements depuis octobre."
    first = f"**Qui reçoit la chaleur ?**\n\n{answer}"
    longer = await lengthened(first, f"Depuis quand fournit-elle de la chaleur ?\n{answer}")
    assert longer.body == first


async def test_a_translation_that_lost_a_fact_is_not_written_over():
    old = Section(id="s1", level=2, heading="Prix", body=HEADED[2])
    assert await revised(old, "fidelity.numbers") == old


def test_every_language_has_examples_of_a_heading_that_is_short_and_a_question_that_ends_in_its_mark():
    for own in WORKED.values():
        assert all(3 <= count_words(heading) <= 7 for heading in own.headings)
        assert all(question.endswith("?") for question in own.questions)
