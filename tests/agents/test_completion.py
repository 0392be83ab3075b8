import pytest

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
        PlannedSection(id="s1", heading="Le prix", words=30, lines=[1, 2], facts=["f1"]),
    ],
)


TITLE = "Réseau de chaleur : la ville investit"


def completed(body, opening="Le réseau de chaleur grandit.", description="", language="fr", title=TITLE):
    draft = Draft(
        language=language,
        metadata=Metadata(title=title, description=description),
        sections=[
            Section(id="s0", level=1, heading="Titre", body=opening),
            Section(id="s1", level=2, heading="Le prix", body=body),
        ],
    )
    return complete(draft, PLAN, TOLD, LINES, FACTS, language=language, source_language="de", terms=())


def test_a_lost_fact_comes_back_with_its_translated_line():
    body = "La ville se chauffe avec le fleuve, ce que les habitants saluent, et elle investit encore ailleurs."
    assert completed(body).sections[1].body == f"{body}\n\n{TOLD[2]}"


def test_a_section_that_carries_its_facts_is_left_alone():
    body = "La ville se chauffe avec le fleuve, et le prix de l'installation atteint 12 millions d'euros, dit-on."
    assert completed(body).sections[1].body == body


def test_a_section_that_stayed_far_too_short_goes_on_with_the_lines_it_does_not_tell():
    body = completed("Le prix atteint 12 millions d'euros.").sections[1].body
    assert body == f"Le prix atteint 12 millions d'euros.\n\n{TOLD[1]}"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        (TITLE, TITLE),
        ("La ville investit", "Réseau de chaleur: la ville investit"),
        ("Une ville investit beaucoup d'argent dans ses conduites pour tous les habitants", "Réseau de chaleur: Titre"),
    ],
)
def test_a_title_carries_the_keyphrase_and_fits_the_result_page(title, wanted):
    assert completed("x", title=title).metadata.title == wanted


def test_a_short_description_goes_on_with_a_line_that_fits():
    short = "Le réseau de chaleur de la ville grandit, et les travaux commencent dans plusieurs quartiers."
    description = completed("x", description=short).metadata.description
    assert description == f"{short} {TOLD[1]}"
    assert 121 <= len(description) <= 156


def test_an_opening_without_the_keyphrase_is_led_by_it():
    assert completed("x", opening="La ville investit.").sections[0].body == "Réseau de chaleur: la ville investit."


def test_an_opening_with_an_inflected_keyphrase_is_left_alone():
    assert completed("x", opening="Les réseaux de chaleur grandissent.").sections[0].body.startswith("Les réseaux")


def test_a_description_that_is_too_short_goes_on_with_a_line_that_quotes_nobody():
    long = (
        "la ville se chauffe avec le fleuve, selon la mairie, qui a choisi la pompe et les conduites du quartier nord."
    )
    told = {1: f"« Le fleuve chauffe », dit le maire, et {long}", 2: f"{long.capitalize()}"}
    draft = Draft(
        language="fr",
        metadata=Metadata(title=TITLE, description="Le réseau de chaleur grandit."),
        sections=[Section(id="s0", level=1, heading="Titre", body="Le réseau de chaleur grandit.")],
    )
    done = complete(draft, PLAN, told, LINES, (), language="fr", source_language="de", terms=())
    assert done.metadata.description == f"Le réseau de chaleur grandit. {told[2]}"


def test_a_description_without_the_keyphrase_is_led_by_it_while_there_is_room():
    assert completed("x", description="La ville investit.").metadata.description.startswith("Réseau de chaleur: ")
    long = "La ville investit beaucoup. " * 5
    assert completed("x", description=long).metadata.description == long


def test_a_section_that_tells_other_things_than_its_lines_is_replaced_by_them():
    body = "Le chauffage urbain est composé de plusieurs éléments clés : des tuyaux, une chaudière et un compteur."
    assert completed(body).sections[1].body == f"{TOLD[1]} {TOLD[2]}"


@pytest.mark.parametrize(
    ("kind", "number", "heading"),
    [
        ("faq", 1, "Questions et réponses"),
        ("summary", 1, "En bref"),
        ("body", 2, "L'installation change tout"),
    ],
)
def test_a_section_without_a_heading_gets_one_of_its_kind_or_its_shortest_plain_line(kind, number, heading):
    told = {
        1: "La ville se chauffe avec le fleuve, et cela depuis le premier jour de la semaine.",
        2: "L'installation change tout.",
    }
    plan = PLAN.model_copy(
        update={"sections": [PlannedSection(id="s0", kind=kind, heading="", words=20, lines=[1, 2])]}
    )
    bare = Section(id="s0", level=2, heading="", body=f"{told[1]} {told[2]}")
    draft = Draft(language="fr", metadata=Metadata(), sections=[bare])
    done = complete(draft, plan, told, LINES, (), language="fr", source_language="de", terms=())
    assert done.sections[0].heading.casefold() == f"réseau de chaleur: {heading}".casefold()


def test_where_no_line_is_short_enough_for_a_heading_the_first_clause_of_one_is_taken():
    told = {
        1: "En 2024, la ville en a parlé, et cela a duré.",
        2: "La ville se chauffe avec le fleuve, et cela depuis mai.",
    }
    plan = PLAN.model_copy(
        update={"keyphrase": "ville", "sections": [PlannedSection(id="s0", heading="", words=9, lines=[1, 2])]}
    )
    bare = Section(id="s0", level=2, heading="", body=f"{told[1]} {told[2]}")
    draft = Draft(language="fr", metadata=Metadata(), sections=[bare])
    done = complete(draft, plan, told, LINES, (), language="fr", source_language="de", terms=())
    assert done.sections[0].heading == "La ville se chauffe avec le fleuve"


def test_of_two_sections_with_one_heading_the_later_gets_another():
    told = {1: "La ville se chauffe avec le fleuve.", 2: "L'installation change tout."}
    sections = [Section(id=id, level=2, heading="Le prix", body=f"{told[1]} {told[2]}") for id in ("s0", "s1")]
    draft = Draft(language="fr", metadata=Metadata(), sections=sections)
    done = complete(draft, PLAN, told, LINES, (), language="fr", source_language="de", terms=())
    assert [section.heading for section in done.sections] == [
        "Réseau de chaleur: le prix",
        "Réseau de chaleur: la ville se chauffe avec le fleuve",
    ]


def test_a_long_text_that_says_the_keyphrase_too_rarely_has_it_in_more_headings():
    def led(words):
        plan = PLAN.model_copy(
            update={"sections": [PlannedSection(id="s0", kind="intro", heading="", words=9, lines=[1])]}
        )
        names = ("prix", "chantier", "fleuve", "calendrier", "tarif", "quartier", "conseil", "vote")
        for number in range(1, 9):
            plan.sections.append(PlannedSection(id=f"s{number}", kind="faq", heading="", words=9, lines=[1]))
        body = " ".join(["Elle avance bien."] * (words // 3))
        sections = [Section(id="s0", level=1, heading="Le réseau de chaleur", body="Le réseau de chaleur grandit.")]
        sections += [Section(id=f"s{n}", level=2, heading=f"Le {name}", body=body) for n, name in enumerate(names, 1)]
        draft = Draft(language="fr", metadata=Metadata(), sections=sections)
        done = complete(draft, plan, TOLD, LINES, (), language="fr", source_language="de", terms=())
        return sum("réseau de chaleur" in section.heading.lower() for section in done.sections[1:])

    assert (led(30), led(150), led(900)) == (3, 5, 6)


def test_a_section_nobody_wrote_stays_empty_and_a_language_without_data_is_left_alone():
    assert completed("").sections[1].body == ""
    assert completed("La ville investit.", language="pl").sections[1].body == "La ville investit."
