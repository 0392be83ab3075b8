"""What code can mend it mends, and nothing else."""

import pytest

from agents.domain import Brief, Draft, Metadata, Section
from agents.reading.text import paragraphs
from agents.repair import make_slug, repair, typography
from agents.repair.metadata import mend_description, mend_title

NBSP, NARROW = "\u00a0", "\u202f"


def draft(*sections: Section, language: str = "fr", **metadata: str) -> Draft:
    return Draft(language=language, metadata=Metadata(**metadata), sections=list(sections))


def section(number: int, level: int, heading: str = "Titre", body: str = "Texte.") -> Section:
    return Section(id=f"s{number}", level=level, heading=heading, body=body)


def mended(given: Draft, **brief: str) -> Draft:
    return repair(given, Brief(language=given.language, **brief))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", 'Il dit: "oui!"', f"Il dit{NBSP}: «{NBSP}oui{NARROW}!{NBSP}»"),
        ("fr", "l'eau, 25 000 habitants, 12.5%", f"l’eau, 25{NARROW}000 habitants, 12,5{NBSP}%"),
        ("fr", "3.200.000 euros à 14:30 ; fin", f"3{NARROW}200{NARROW}000 euros à 14:30{NARROW}; fin"),
        ("fr", "permet d'« optimiser », l'**eau**", f"permet d’«{NBSP}optimiser{NBSP}», l’**eau**"),
        ("fr-CH", '"oui"', f"«{NARROW}oui{NARROW}»"),
        ("fr-CA", "Oui!", "Oui!"),
        ("de", 'Er sagte: "Ja", z.B. 5% - immer', f"Er sagte: „Ja“, z.{NBSP}B. 5{NBSP}% – immer"),
        ("de", "“Ja”", "„Ja“"),
        ("de-CH", '"Ja"', "«Ja»"),
        ("es", 'Dijo "sí" y 3.5 millones', "Dijo «sí» y 3,5 millones"),
        ("it", 'L\'acqua "buona"', "L’acqua «buona»"),
        ("nl", '"Ja", zo\'n 5 %', "“Ja”, zo’n 5%"),
        ("it", "Un po' d'acqua, a mo' di *be'*", "Un po’ d’acqua, a mo’ di *be’*"),
        ("it", "un **po'** di gas, gli anni '90", "un **po’** di gas, gli anni ’90"),
        ("nl", "'s Avonds in 's-Gravenhage, 't huis, jaren '90", "’s Avonds in ’s-Gravenhage, ’t huis, jaren ’90"),
        ("nl", "Hans' boek", "Hans’ boek"),
        ("de", "Marx' Werk", "Marx’ Werk"),
        ("en", "The towns' mayors of the '90s", "The towns’ mayors of the ’90s"),
        ("pt-PT", '"sim"', "«sim»"),
        ("pt-BR", '"sim"', "“sim”"),
        ("en", 'It\'s "good"...', "It’s “good”…"),
        ("pl", '"tak"', '"tak"'),
    ],
)
def test_typography_is_that_of_the_locale(language: str, before: str, after: str) -> None:
    assert typography(before, language) == after


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("it", "Disse 'un po' e tacque."),
        ("it", "Disse 'aspetta\nun po' e tacque."),
        ("it", "`un po' di` [x](https://a.b/po')"),
        ("it", "E' vero, perche' no"),
        ("nl", "Hij zei 't is laat' en ging."),
        ("en", "He wrote '90 towns' and 'the towns' too."),
        ("en", "A wall of 5' by 6'"),
    ],
)
def test_a_mark_that_may_close_a_quotation_or_stands_in_code_is_no_apostrophe(language: str, kept: str) -> None:
    assert typography(kept, language) == kept


@pytest.mark.parametrize(
    "kept",
    [
        "`a:b?`",
        "[lien](https://a.b/c?x=1:2)",
        "https://a.b/c?x=1!",
        '<a href="x">',
        '```\nx = "y"?\n```',
        "a@b.fr",
        "&amp; &nbsp;",
        "25,000",
        "3.11",
        "1.5.2024",
        "| a | b |\n|:--|--:|",
    ],
)
def test_code_addresses_tags_and_numbers_of_unsure_meaning_stay(kept: str) -> None:
    assert typography(kept, "fr") == kept


def test_levels_begin_with_one_h1_and_skip_none() -> None:
    given = draft(section(1, 2), section(2, 4, "Deux"), section(3, 1, "Trois"), section(4, 3, "Quatre"))
    assert [s.level for s in mended(given).sections] == [1, 2, 2, 3]


def test_marks_around_a_heading_go() -> None:
    given = draft(section(1, 1, "# Le titre."), section(2, 2, "Le chantier :"), section(3, 2, "Pourquoi ?"))
    assert [s.heading for s in mended(given).sections] == ["Le titre", "Le chantier", f"Pourquoi{NARROW}?"]


def test_what_nobody_sees_and_what_a_terminal_would_obey_goes() -> None:
    bad = "\x1b[31m\x1b]0;a\x07\x00\u202e\u200b"
    given = draft(
        section(1, 1, f"Le{bad} titre", f"Le{bad} texte.\n\nUn autre."),
        title=f"Le{bad} titre",
        description=f"Le{bad} mot.",
    )
    found = mended(given)
    told = [found.sections[0].heading, found.sections[0].body, found.metadata.title, found.metadata.description]
    assert told == ["Le[31m]0;a titre", "Le[31m]0;a texte.\n\nUn autre.", "Le[31m]0;a titre", "Le[31m]0;a mot."]


def test_an_answer_stands_in_a_paragraph_below_its_question() -> None:
    given = draft(section(1, 1, body="**Pourquoi ?**\nParce que la ville paie.\n\n**Un point.**\nFin."))
    assert mended(given).sections[0].body == (
        f"**Pourquoi{NARROW}?**\n\nParce que la ville paie.\n\n**Un point.**\nFin."
    )


def test_a_sentence_that_stands_twice_stands_once() -> None:
    again = "Le réseau avance chaque semaine."
    given = draft(section(1, 1, body=f"{again} Il pleut."), section(2, 2, "Deux", f"Il neige. {again} Fin."))
    assert [s.body for s in mended(given).sections] == [f"{again} Il pleut.", "Il neige. Fin."]


def test_a_paragraph_or_list_item_that_only_repeats_goes_whole() -> None:
    again = "Le réseau avance chaque semaine."
    given = draft(
        section(1, 1, body=again), section(2, 2, "Deux", f"Un.\n\n{again}\n\n- Deux points ici.\n- {again}\n- Fin.")
    )
    assert mended(given).sections[1].body == "Un.\n\n- Deux points ici.\n- Fin."


def test_a_question_whose_answer_only_repeated_what_was_said_goes_with_it() -> None:
    again = "Le réseau avance chaque semaine."
    asked = f"**Qui paie{NARROW}?**\n\nLa ville paie.\n\n**Le réseau avance-t-il{NARROW}?**\n\n{again}"
    last = f"**Quand finit-il{NARROW}?**\n\nLe chantier finit en mai."
    given = draft(section(1, 1, body=again), section(2, 2, "Questions", f"{asked}\n\n{last}"))
    kept = f"**Qui paie{NARROW}?**\n\nLa ville paie.\n\n{last}"
    assert mended(given).sections[1].body == kept
    assert mended(draft(section(1, 1, body=again), section(2, 2, "Questions", asked))).sections[1].body == (
        f"**Qui paie{NARROW}?**\n\nLa ville paie."
    )


def test_a_question_with_half_of_its_answer_stays() -> None:
    again = "Le réseau avance chaque semaine."
    asked = f"**Le réseau avance-t-il{NARROW}?**\n\n{again} Le chantier finit en mai."
    given = draft(section(1, 1, body=again), section(2, 2, "Questions", asked))
    assert mended(given).sections[1].body == f"**Le réseau avance-t-il{NARROW}?**\n\nLe chantier finit en mai."


def test_a_repeated_sentence_that_the_next_leans_on_stays_and_the_earlier_one_goes() -> None:
    again = "Le réseau avance chaque semaine."
    given = draft(section(1, 1, body=f"La ville creuse. {again}"), section(2, 2, "Deux", f"{again} Cela plaît."))
    assert [s.body for s in mended(given).sections] == ["La ville creuse.", f"{again} Cela plaît."]


def test_a_repeated_sentence_that_cannot_go_from_either_place_is_left_to_the_reviewer() -> None:
    again = "Le réseau avance chaque semaine."
    bodies = [f"{again} Il neige.", f"Un. {again} Cela plaît."]
    given = draft(section(1, 1, body=bodies[0]), section(2, 2, "Deux", bodies[1]))
    assert [s.body for s in mended(given).sections] == bodies


def test_a_passage_that_only_repeats_goes_whole_though_its_sentences_lean_on_each_other() -> None:
    again = "Le réseau avance chaque semaine. Cela plaît aux gens du quartier."
    given = draft(section(1, 1, body=again), section(2, 2, "Deux", f"Un. {again} Fin."))
    assert [s.body for s in mended(given).sections] == [again, "Un. Fin."]


def test_a_quotation_that_stands_twice_stays() -> None:
    quote = f"«{NBSP}Nous avions la chaleur, pas les tuyaux{NBSP}», dit-elle."
    given = draft(section(1, 1, body=quote), section(2, 2, "Deux", quote))
    assert [s.body for s in mended(given).sections] == [quote, quote]
    british = "‘We had the heat, but not the pipes’, she says."
    given = draft(section(1, 1, body=british), section(2, 2, "Two", british), language="en-GB")
    assert [s.body for s in mended(given).sections] == [british, british]


WHOLE = (
    "Le réseau de chaleur de Valmont alimentera bientôt près de trois mille quatre cents logements "
    "de la commune, selon la mairie."
)


def test_a_long_description_ends_after_its_last_fitting_sentence() -> None:
    assert mend_description(f"{WHOLE} Une suite bien trop longue pour tenir ici.", "fr") == WHOLE


def test_a_long_description_of_one_sentence_ends_after_a_clause() -> None:
    long = f"{WHOLE[:-1]}, et la suite ne tient plus du tout dans la place prévue."
    assert mend_description(long, "fr") == WHOLE


def test_a_description_is_never_cut_inside_a_clause() -> None:
    long = "mot " * 50
    assert mend_description(long, "fr") == long.strip()


def test_a_description_loses_the_quotation_marks_of_a_model() -> None:
    assert mend_description('"Une description."', "fr") == "Une description."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Guide complet : réseau de chaleur", "Réseau de chaleur : Guide complet"),
        ("Guide – réseau de chaleur à Valmont", "Réseau de chaleur à Valmont – Guide"),
        ("Réseau de chaleur : guide", "Réseau de chaleur : guide"),
        ("Le guide du réseau de chaleur", "Le guide du réseau de chaleur"),
        ("A : b : réseau de chaleur", "A : b : réseau de chaleur"),
        ('"Réseau de chaleur"', "Réseau de chaleur"),
    ],
)
def test_a_title_opens_with_the_keyphrase_when_its_halves_can_change_places(before: str, after: str) -> None:
    assert mend_title(before, "réseau de chaleur") == after


@pytest.mark.parametrize(
    ("slug", "after"),
    [
        ("", "reseau-de-chaleur-a-valmont"),
        ("Réseau de chaleur", "reseau-de-chaleur-a-valmont"),
        ("autre-chose", "reseau-de-chaleur-a-valmont"),
        ("le-reseau-de-chaleur", "le-reseau-de-chaleur"),
    ],
)
def test_a_slug_is_made_anew_when_it_is_missing_malformed_or_without_the_keyphrase(slug: str, after: str) -> None:
    given = draft(section(1, 1), title="Réseau de chaleur à Valmont", slug=slug, keyphrase="réseau de chaleur")
    assert mended(given).metadata.slug == after


@pytest.mark.parametrize(
    ("language", "text", "slug"),
    [
        ("de", "Größe der Wärmepumpe für Zürich", "groesse-der-waermepumpe-fuer-zuerich"),
        ("fr", "L’énergie d’œuvre à Paris", "energie-oeuvre-a-paris"),
        ("es", "España: año nuevo", "espana-ano-nuevo"),
        ("it", "L’università dell’acqua", "universita-acqua"),
        ("en", "Tomorrow’s bread", "tomorrows-bread"),
        ("pt", "Ações à mão", "acoes-a-mao"),
    ],
)
def test_slugs_are_spelt_by_the_rules_of_the_language(language: str, text: str, slug: str) -> None:
    assert make_slug(text, language) == slug


def test_a_paragraph_that_opens_with_a_german_date_keeps_its_day() -> None:
    given = draft(section(1, 1, "Titel", "1. Mai ist Feiertag.\n\n> 3. Oktober auch."), language="de")
    body = mended(given).sections[0].body
    assert paragraphs(given.sections[0].body) == ["Mai ist Feiertag.", "Oktober auch."]
    assert paragraphs(body) == ["1. Mai ist Feiertag.", "3. Oktober auch."]
    assert mended(mended(given)).sections[0].body == body


def test_a_numbered_list_stays_a_list() -> None:
    body = "1. Anmelden\n2. Mai-Feier planen\n3. Maiglöckchen kaufen"
    assert mended(draft(section(1, 1, "Titel", body), language="de")).sections[0].body == body
