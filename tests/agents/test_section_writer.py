from agents.domain import Brief, Finding, Plan, PlannedSection, Section
from agents.section_writer import revise_section, split_heading, whole_sentences, write_section
from knowledge.passages import Passage
from tests.agents.scripted import Script

PLANNED = PlannedSection(id="s1", heading="Le fleuve chauffe la ville", words=40, lines=[2, 3])
PLAN = Plan(
    keyphrase="réseau de chaleur",
    keyphrase_origin="source",
    sections=[
        PlannedSection(id="s0", kind="intro", heading="Réseau de chaleur : la ville se lance", words=20),
        PLANNED,
    ],
)
TOLD = {
    2: "La pompe coûte 12 millions d'euros.",
    3: "Elle tourne depuis mai.",
    9: "Autre chose.",
    10: "Mais le fleuve monte.",
}
FRENCH = Brief(language="fr")
ENOUGH = (
    "La pompe coûte 12 millions d'euros. La ville la paie seule, car elle y gagne. Elle tourne depuis mai au bord du "
    "fleuve. Ensuite viendront les conduites, puis les maisons des quartiers voisins."
)


async def write(*answers, planned=PLANNED, plan=PLAN, brief=FRENCH, guides=()):
    plan = plan.model_copy(update={"sections": [plan.sections[0], planned]})
    script = Script(*answers)
    section = await write_section(planned, plan, TOLD, brief=brief, guides=guides, caller=script.caller)
    return section, script


async def test_a_writer_gets_its_own_lines_and_no_others():
    _, script = await write(ENOUGH)
    assert TOLD[2] in script.prompts[0]
    assert TOLD[9] not in script.prompts[0]


async def test_a_line_that_says_it_of_another_sections_line_comes_with_that_line():
    faq = PLANNED.model_copy(update={"kind": "faq", "lines": [3]})
    _, script = await write(ENOUGH, planned=faq)
    assert f"(before 3, only to understand it: {TOLD[2]})\n3: {TOLD[3]}" in script.prompts[0]
    _, script = await write(ENOUGH)
    assert "(before" not in script.prompts[0]
    _, script = await write(ENOUGH, planned=PLANNED.model_copy(update={"lines": [10]}))
    assert "(before" not in script.prompts[0]


async def test_a_short_section_is_continued_not_restarted():
    section, script = await write("Elle tourne depuis mai.", ENOUGH)
    assert section.body == "Elle tourne depuis mai.\n\n" + ENOUGH
    assert len(script.prompts) == 2
    assert "Elle tourne depuis mai." in script.prompts[1].split("so far")[1]


async def test_a_few_missing_words_are_no_reason_to_ask_again():
    planned = PLANNED.model_copy(update={"kind": "faq", "words": 50})
    section, script = await write(ENOUGH, planned=planned)
    assert (section.body, len(script.prompts)) == (ENOUGH, 1)


async def test_an_introduction_that_answers_in_forty_words_is_not_stretched():
    intro = PLANNED.model_copy(update={"kind": "intro", "words": 70})
    body = f"{ENOUGH} La mairie le promet aux habitants du centre dès cet automne."
    section, script = await write(body, planned=intro)
    assert (section.body, len(script.prompts)) == (body, 1)
    _, script = await write("Elle tourne depuis mai.", ENOUGH, "Fin.", planned=intro)
    assert len(script.prompts) == 3


async def test_a_planned_heading_stays_and_a_missing_one_is_the_writers():
    kept, _ = await write("## Autre titre\n\n" + ENOUGH)
    assert kept.heading == PLANNED.heading
    own, script = await write("## Autre titre\n\n" + ENOUGH, planned=PLANNED.model_copy(update={"heading": ""}))
    assert own.heading == "Autre titre"
    assert "##" in script.prompts[0]


async def test_a_reply_cut_at_the_limit_ends_at_its_last_whole_sentence():
    section, _ = await write((ENOUGH + " Et puis la vi", "length"))
    assert section.body == ENOUGH


async def test_the_section_that_has_the_keyphrase_in_its_heading_is_asked_to_use_it():
    _, script = await write(ENOUGH, planned=PLANNED.model_copy(update={"heading": "Des réseaux de chaleur au fleuve"}))
    assert "Use “réseau de chaleur” once" in script.prompts[0]
    _, script = await write(ENOUGH)
    assert "Use “" not in script.prompts[0]


async def test_a_section_without_the_keyphrase_is_asked_for_a_secondary_one():
    plan = PLAN.model_copy(update={"secondary_keyphrases": ["pompe à chaleur"]})
    _, script = await write(ENOUGH, plan=plan)
    assert "Use “pompe à chaleur” once if it fits." in script.prompts[0]


async def test_a_style_guide_that_says_how_sentences_run_replaces_the_general_rule():
    guide = Passage(
        id="g", kind="style_guide", text="Phrases de 18 mots.", source="house", metadata={"section": "sentences"}
    )
    _, script = await write(ENOUGH, guides=[guide])
    assert "Phrases de 18 mots." in script.prompts[0]
    assert "14 words" not in script.prompts[0]
    _, script = await write(ENOUGH)
    assert "14 words" in script.prompts[0]


async def test_a_genre_that_was_asked_for_is_named():
    _, script = await write(ENOUGH, brief=Brief(language="fr", genre="how-to"))
    assert "French how-to article" in script.prompts[0]


def finding(check, fix="Write the number 12.", **more):
    kind = {"severity": "blocking", "measured": "", "threshold": "", "message": "", **more}
    return Finding(check=check, target="s1", fix=fix, **kind)


async def revise(findings, *answers):
    old = Section(id="s1", level=2, heading="Vieux titre", body="Vieux texte.")
    script = Script(*answers)
    new = await revise_section(
        old, findings, PLANNED, PLAN, TOLD, brief=Brief(language="fr"), guides=(), caller=script.caller
    )
    return new, script


async def test_a_revision_sees_the_old_text_and_what_to_mend():
    new, script = await revise([finding("fidelity.numbers")], "Nouveau texte avec 12.")
    assert new == Section(id="s1", level=2, heading="Vieux titre", body="Nouveau texte avec 12.")
    assert "Vieux texte." in script.prompts[0]
    assert "Write the number 12." in script.prompts[0]


async def test_a_revised_text_never_changes_the_heading():
    new, _ = await revise([finding("fidelity.numbers")], "## Neu\n\nTexte.")
    assert (new.heading, new.body) == ("Vieux titre", "Texte.")


async def test_a_finding_on_the_heading_has_only_the_heading_written_again():
    new, script = await revise([finding("keyphrase.headings")], "## Réseau de chaleur")
    assert (new.heading, new.body) == ("Réseau de chaleur", "Vieux texte.")
    assert len(script.prompts) == 1
    assert "Vieux texte." not in script.prompts[0]


async def test_missing_words_are_written_on_and_the_text_stays():
    new, script = await revise([finding("length.words", amount=-5)], "Cinq mots de plus ici.")
    assert new.body == "Vieux texte.\n\nCinq mots de plus ici."
    assert "5 more are wanted" in script.prompts[0]


async def test_advice_alone_is_no_reason_to_write_a_text_again():
    advice = finding("readability.passive", severity="advice")
    _, script = await revise([finding("keyphrase.headings"), advice], "Réseau de chaleur")
    assert len(script.prompts) == 1


def test_a_heading_line_is_parted_from_the_text_below():
    assert split_heading("## Un titre.\n\nTexte") == ("Un titre", "Texte")
    assert split_heading("Texte seul") == ("", "Texte seul")


def test_a_heading_in_bold_is_no_paragraph_but_a_question_in_bold_is_one():
    assert split_heading("**Un titre**\n\nTexte") == ("Un titre", "Texte")
    assert split_heading("**Pourquoi ?**\n\nTexte") == ("", "**Pourquoi ?**\n\nTexte")


def test_headings_inside_a_section_go_and_questions_stay_in_bold():
    assert split_heading("Un.\n\n## Titre\n\nDeux.\n\n### Pourquoi ?\n\nTrois.") == (
        "",
        "Un.\n\nDeux.\n\n**Pourquoi ?**\n\nTrois.",
    )


def test_prose_marked_as_a_heading_stays_prose_and_the_name_of_a_part_goes():
    prose = " ".join(["La pompe coûte douze millions d'euros et la ville la paie seule."] * 2)
    assert split_heading(f"## {prose}") == ("", prose)
    assert split_heading("## Introduction : La ville investit\n\nTexte") == ("La ville investit", "Texte")


async def test_a_reply_without_prose_leaves_the_lines_as_they_are():
    section, _ = await write("## Un titre", ENOUGH)
    assert section.body.startswith(f"{TOLD[2]} {TOLD[3]}")


async def test_a_section_that_stays_short_is_continued_twice_at_most():
    _, script = await write("Un mot.", "Deux mots.", "Trois mots.")
    assert len(script.prompts) == 3


def test_a_text_without_a_whole_sentence_stays_when_it_was_cut():
    assert whole_sentences("un début sans fin", True) == "un début sans fin"
    assert whole_sentences("Une phrase. Et un", True) == "Une phrase."
