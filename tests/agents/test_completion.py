from agents.completion import complete
from agents.domain import Draft, Fact, Line, Metadata, Plan, PlannedSection, Section

LINES = [
    Line(number=1, paragraph="p1", text="Die Stadt heizt mit dem Fluss."),
    Line(number=2, paragraph="p1", text="Die Anlage kostet 12 Millionen Euro."),
]
TOLD = {1: "La ville se chauffe avec le fleuve.", 2: "L'installation coûte 12 millions d'euros."}
FACTS = [Fact(id="f1", kind="amount", text="12 Millionen Euro", value="12000000 EUR", paragraph="p1")]
PLAN = Plan(
    keyphrase="réseau de chaleur",
    keyphrase_origin="source",
    sections=[
        PlannedSection(id="s0", kind="intro", heading="Titre", words=20, lines=[1]),
        PlannedSection(id="s1", heading="Le prix", words=20, lines=[1, 2], facts=["f1"]),
    ],
)


def completed(body, opening="Le réseau de chaleur grandit.", description="", language="fr"):
    draft = Draft(
        language=language,
        metadata=Metadata(description=description),
        sections=[
            Section(id="s0", level=1, heading="Titre", body=opening),
            Section(id="s1", level=2, heading="Le prix", body=body),
        ],
    )
    return complete(draft, PLAN, TOLD, LINES, FACTS, language=language, source_language="de", terms=())


def test_a_lost_fact_comes_back_with_its_translated_line():
    assert completed("La ville investit.").sections[1].body == f"La ville investit.\n\n{TOLD[2]}"


def test_a_section_that_carries_its_facts_is_left_alone():
    body = "Le prix atteint 12 millions d'euros."
    assert completed(body).sections[1].body == body


def test_an_opening_without_the_keyphrase_is_led_by_it():
    assert completed("x", opening="La ville investit.").sections[0].body == "Réseau de chaleur: La ville investit."


def test_an_opening_with_an_inflected_keyphrase_is_left_alone():
    assert completed("x", opening="Les réseaux de chaleur grandissent.").sections[0].body.startswith("Les réseaux")


def test_a_description_without_the_keyphrase_is_led_by_it_while_there_is_room():
    assert completed("x", description="La ville investit.").metadata.description.startswith("Réseau de chaleur: ")
    long = "La ville investit beaucoup. " * 5
    assert completed("x", description=long).metadata.description == long


def test_a_section_nobody_wrote_stays_empty_and_a_language_without_data_is_left_alone():
    assert completed("").sections[1].body == ""
    assert completed("La ville investit.", language="pl").sections[1].body == "La ville investit."
