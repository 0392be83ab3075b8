"""What the agents are given, and what they are not."""

from pathlib import Path

import pytest

from evals.datasets import make_retrieval
from knowledge import Knowledge, Passage, Term, competing, rank_candidates
from knowledge.errors import InputError
from knowledge.files import About, read_bytes
from knowledge.guides import guide_tokens
from knowledge.keyword_exports import read_keywords
from knowledge.style_guide import ROLES, read_guide
from knowledge.termbase import forbidden_in

HEAT = (
    "Heidelberg testet Wärme aus dem Neckar. Eine Großwärmepumpe soll ab Herbst Fernwärme für 3.000 "
    "Haushalte liefern, sagt die Stadt."
)
CALLS = (
    "Software hört Wut in der Stimme. Callcenter setzen künstliche Intelligenz ein, die Gefühle von Anrufern "
    "erkennt. Datenschützer warnen vor der Auswertung."
)
BANK = "Die EZB senkt den Leitzins erneut um 0,25 Punkte. Banken und Sparer reagieren unterschiedlich."
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


def topics(passages: list[Passage]) -> set[str]:
    return {str(passage.metadata["topic"]) for passage in passages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_keyphrases_come_from_the_target_language_and_fit_the_topic(shipped_store: Knowledge, language: str) -> None:
    found = shipped_store.keywords(HEAT, language=language)
    assert found
    assert {passage.language for passage in found} == {language}
    assert topics(found) <= {"river heat pumps", "district heating", "municipal energy transition"}


def test_an_article_on_call_centres_gets_no_keyphrase_about_gardening(shipped_store: Knowledge) -> None:
    found = shipped_store.keywords(CALLS, language="fr")
    assert topics(found) <= {"voice analysis in call centres", "data protection at work", "AI regulation"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_the_research_does_not_cover_gets_no_keyphrase(shipped_store: Knowledge, language: str) -> None:
    assert shipped_store.keywords(BANK, language=language) == []


def test_a_long_article_is_understood_as_its_summary_is(shipped_store: Knowledge) -> None:
    more = (
        "Die Pumpe entzieht dem Fluss Wärme und hebt sie auf die Temperatur des Fernwärmenetzes. "
        "Der Rat tagt am Dienstag. Danach spricht die Bürgermeisterin mit den Anwohnern. "
    )
    found = shipped_store.keywords(f"{HEAT} {more * 8}", language="fr")
    assert found
    assert "river heat pumps" in topics(found)


def test_the_same_question_gets_the_same_answer(shipped_store: Knowledge) -> None:
    first = shipped_store.keywords(HEAT, language="fr")
    assert all(shipped_store.keywords(HEAT, language="fr") == first for _ in range(3))


def test_made_up_volumes_never_stand_beside_real_research(folder: Path) -> None:
    store = Knowledge.open(folder)
    assert all(passage.metadata["sample"] for passage in store.keywords(HEAT, language="fr"))
    store.put(read_keywords("own.csv", "keyword,language,volume\nchaleur du Neckar,fr,40\n"))
    assert [passage.text for passage in store.keywords(HEAT, language="fr")] == ["chaleur du Neckar"]


def test_without_a_market_all_markets_count_and_with_one_only_it_and_the_general(folder: Path) -> None:
    store = Knowledge.open(folder)
    rows = "pompe à chaleur Neckar,CH\npompe à chaleur du fleuve,FR\nchaleur du fleuve Neckar,\n"
    store.put(read_keywords("own.csv", "keyword,market\n" + rows, language="fr"))

    def found(market: str | None) -> set[str]:
        return {p.text for p in store.keywords("pompe à chaleur Neckar", language="fr", market=market)}

    assert len(found(None)) == 3
    assert found("CH") == {"pompe à chaleur Neckar", "chaleur du fleuve Neckar"}


def test_candidates_say_why_they_stand_where_they_stand(shipped_store: Knowledge) -> None:
    ranked = rank_candidates(shipped_store.keywords(HEAT, language="fr"))
    assert [item.score for item in ranked] == sorted((item.score for item in ranked), reverse=True)
    first = ranked[0]
    assert first.sample
    assert "fit" in first.why
    assert "searches a month" in first.why
    assert "made-up" in first.why


def test_of_equal_fit_the_intent_the_volume_and_the_ease_decide() -> None:
    def passage(text: str, **metadata: str | int) -> Passage:
        return Passage(id=text, kind="keyword", text=text, metadata={"fit": 0.5, **metadata})

    ranked = rank_candidates(
        [
            passage("hard", intent="informational", volume=1000, difficulty=90),
            passage("bought", intent="commercial", volume=1000, difficulty=20),
            passage("rare", intent="informational", volume=10, difficulty=20),
            passage("best", intent="informational", volume=1000, difficulty=20),
        ]
    )
    assert ranked[0].keyphrase == "best"


@pytest.mark.parametrize("language", [*LANGUAGES, "de-CH", "fr-CH", "pt-BR", "en-GB", "en-US"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_guidance_in_every_language_within_its_budget(
    shipped_store: Knowledge, language: str, role: str
) -> None:
    for budget in (80, 300, 1000):
        found = shipped_store.guides(HEAT, language=language, role=role, max_tokens=budget)  # type: ignore[arg-type]
        assert sum(guide_tokens(passage.id, passage.text) for passage in found) <= budget
        assert all(role in str(passage.metadata["roles"]) for passage in found)
        assert found or budget == 80


def test_the_metadata_writer_reads_other_sections_than_the_translator(shipped_store: Knowledge) -> None:
    for_metadata = {p.id for p in shipped_store.guides(HEAT, language="fr", role="metadata")}
    for_translator = {p.id for p in shipped_store.guides(HEAT, language="fr", role="translator")}
    assert {"guide:fr#titles", "guide:fr#description"} <= for_metadata
    assert not for_metadata & for_translator


def test_a_genre_brings_its_own_sections(shipped_store: Knowledge) -> None:
    news = [p.id for p in shipped_store.guides(HEAT, language="de", role="metadata", genre="news")]
    plain = [p.id for p in shipped_store.guides(HEAT, language="de", role="metadata")]
    assert "guide:de-news#news-title" in news
    assert "guide:de-news#news-title" not in plain


def test_brand_beats_market_beats_language(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.put(read_guide("acme.md", "## Address {#address .writer}\n\nTutoyer.", language="fr", brand="Acme SA"))

    def address(**filters: str) -> list[str]:
        found = store.guides("", language="fr", role="writer", max_tokens=5000, **filters)
        return [p.id for p in found if p.metadata["section"] in ("address", "quotes")]

    assert address() == ["guide:fr#quotes", "guide:fr#address"]
    assert address(market="CH") == ["guide:fr-ch#quotes", "guide:fr#address"]
    assert address(brand="Acme SA", market="CH") == ["guide:acme#address", "guide:fr-ch#quotes"]


def test_a_teams_own_guide_comes_first_and_in_the_place_of_what_is_shipped(folder: Path) -> None:
    store = Knowledge.open(folder)
    own = "## Nos mots {#words}\n\nOn dit « client », jamais « usager ».\n\n## Adresse au lecteur\n\nTutoyer."
    store.put(read_guide("house.md", own, language="fr"))
    found = store.guides("", language="fr", role="translator", max_tokens=5000)
    assert {p.id for p in found[:2]} == {"guide:house#words", "guide:house#address"}
    assert [p.id for p in found if p.metadata["section"] == "address"] == ["guide:house#address"]
    assert len(found) > 2
    planner = store.guides("", language="fr", role="planner", max_tokens=5000)
    assert [p.id for p in planner if p.source == "house.md"] == ["guide:house#words"]


def test_a_teams_own_guide_has_room_of_its_own_and_what_is_shipped_fills_only_the_rest(folder: Path) -> None:
    store = Knowledge.open(folder)
    rules = "\n".join(f"- Le mot numéro {n} s'écrit ainsi et jamais autrement sur nos pages." for n in range(14))
    store.put(read_guide("house.md", f"## Mots {{#words}}\n\n{rules}", language="fr", brand="acme"))

    def given(own_tokens: int | None) -> list[Passage]:
        return store.guides(HEAT, language="fr", role="writer", brand="acme", max_tokens=110, own_tokens=own_tokens)

    assert sum(guide_tokens(p.id, p.text) for p in given(None)) <= 110
    with_room = given(300)
    assert 110 < sum(guide_tokens(p.id, p.text) for p in with_room) <= 300
    assert {p.source for p in with_room} == {"house.md"}
    assert " ".join(p.text for p in with_room).count("Le mot") > 8


def test_terms_are_found_by_whole_words_in_any_inflection(shipped_store: Knowledge) -> None:
    text = "Der Datenschutzbeauftragten des Bundestages zufolge schadet künstlicher Intelligenz die DSGVO nicht."
    found = shipped_store.terms(text, source_language="de", target_language="fr")
    assert [term.preferred for term in found] == [
        "délégué à la protection des données",
        "Bundestag",
        "IA",
        "RGPD",
    ]


def test_the_longer_term_hides_the_shorter_inside_it(shipped_store: Knowledge) -> None:
    found = shipped_store.terms("Die KI-Verordnung gilt.", source_language="de", target_language="en")
    assert [term.preferred for term in found] == ["AI Act"]


def test_an_abbreviation_is_not_seen_in_an_ordinary_word(shipped_store: Knowledge) -> None:
    french = shipped_store.terms("J'ai eu raison.", source_language="fr", target_language="de")
    assert french == []
    english = shipped_store.terms("who is there?", source_language="en", target_language="fr")
    assert english == []


def test_a_name_is_not_seen_in_an_ordinary_word(shipped_store: Knowledge) -> None:
    """A German state is a `Land` in English and Italian, and most land is none."""
    tags = {"source_language": "en", "target_language": "it"}
    assert shipped_store.terms("The landing is damp; the land around it is dry.", **tags) == []
    assert [term.preferred for term in shipped_store.terms("The Land of Hesse pays for it.", **tags)] == ["Land"]


def test_a_region_falls_back_to_its_language(shipped_store: Knowledge) -> None:
    found = shipped_store.terms("Die EZB schweigt.", source_language="de-AT", target_language="pt-BR")
    assert [term.preferred for term in found] == ["BCE"]


def test_the_teams_termbase_beats_the_shipped_one(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.put(read_bytes("own.csv", b"concept,de,fr\nai,KI,intelligence artificielle|!IA\n", About()))
    found = store.terms("KI hilft.", source_language="de", target_language="fr")
    assert [(term.preferred, term.forbidden) for term in found] == [("intelligence artificielle", ("IA",))]


def test_a_forbidden_form_is_hidden_by_a_longer_one_that_may_be_written() -> None:
    act = Term(
        source_language="de", target_language="fr", source_terms=("KI-Verordnung",), preferred="règlement sur l'IA"
    )
    ai = Term(source_language="de", target_language="fr", source_terms=("KI",), preferred="IA", forbidden=("l'IA",))
    assert forbidden_in("Le règlement sur l'IA est là.", [act, ai], "fr") == []
    assert forbidden_in("Selon l'IA, il pleut.", [act, ai], "fr") == [("l'IA", ai)]


def test_a_form_that_differs_only_in_case_is_forbidden_to_the_letter() -> None:
    net = Term(
        source_language="de",
        target_language="fr",
        source_terms=("Internet",),
        preferred="internet",
        forbidden=("Internet",),
    )
    assert forbidden_in("Sur internet, tout va vite.", [net], "fr") == []
    assert forbidden_in("Sur Internet, tout va vite.", [net], "fr") == [("Internet", net)]


def test_only_related_pages_are_proposed_and_only_with_their_own_address(folder: Path) -> None:
    store = Knowledge.open(folder)
    pages = (
        "url,title,language\nhttps://x.org/fr/chauffage,Le chauffage urbain expliqué,fr\n"
        "https://x.org/fr/tarte,Recette de la tarte aux pommes,fr\n"
    )
    store.put(read_bytes("pages.csv", pages.encode(), About()))
    found = store.pages(HEAT, language="fr")
    assert [page.metadata["url"] for page in found] == ["https://x.org/fr/chauffage"]
    assert store.pages(BANK, language="fr") == []


def test_a_remembered_article_is_found_by_its_topic(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.remember("a1", "Chauffer la ville avec le fleuve", "pompe à chaleur fluviale", "fr", "Le fleuve chauffe.")
    store.remember("a1", "Chauffer la ville avec le fleuve", "pompe à chaleur fluviale", "fr", "Le fleuve chauffe.")
    found = store.past_articles("pompe à chaleur fluviale", language="fr-FR")
    assert [article.metadata["keyphrase"] for article in found] == ["pompe à chaleur fluviale"]
    assert store.past_articles(BANK, language="fr") == []


def test_an_article_with_the_same_keyphrase_in_other_words_competes(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.remember("a1", "Chauffer la ville", "pompes à chaleur fluviales", "fr", "Le fleuve chauffe la ville.")
    past = store.past_articles("pompe à chaleur fluviale", language="fr")
    assert [a.id for a in competing("pompe à chaleur fluviale", past, "fr")] == ["article:a1"]
    assert competing("réseau de chaleur", past, "fr") == []


def test_without_knowledge_every_answer_is_empty() -> None:
    store = Knowledge.open("none")
    assert store.guides(HEAT, language="fr", role="writer") == []
    assert store.keywords(HEAT, language="fr") == []
    assert store.terms("Die DSGVO gilt.", source_language="de", target_language="fr") == []
    assert store.pages(HEAT, language="fr") == store.past_articles(HEAT, language="fr") == []
    with pytest.raises(InputError):
        store.remember("a", "t", "k", "fr", "x")


def test_the_questions_of_the_benchmark_are_made_by_their_script() -> None:
    for name in make_retrieval.SETS:
        assert (make_retrieval.FOLDER / name).read_text() == make_retrieval.questions_jsonl(name)
    assert (make_retrieval.FOLDER / "keywords_synthetic.csv").read_text() == make_retrieval.keywords_csv()


def test_the_benchmark_has_twenty_questions_a_language_a_third_of_them_across() -> None:
    questions = make_retrieval.questions("retrieval.jsonl")
    for language in LANGUAGES:
        mine = [q for q in questions if q["language"] == language]
        across = [q for q in mine if q["query_language"] != language]
        assert len(mine) >= 20
        assert len(across) * 3 >= len(mine)


def test_questions_held_out_ask_for_nothing_that_the_others_ask_for() -> None:
    seen, held_out = (make_retrieval.questions(name) for name in make_retrieval.SETS)
    asked = {(q["language"], answer) for q in seen for answer in q["relevant"]}
    assert held_out
    assert not [q for q in held_out for answer in q["relevant"] if (q["language"], answer) in asked]


def test_the_shipped_sample_says_on_every_row_that_it_is_one() -> None:
    from knowledge.shipped import documents

    records = [
        record
        for document in documents()
        for shelf, kept in document.shelves.items()
        if shelf.kind == "keyword"
        for record in kept
    ]
    assert records
    assert all(record.metadata["sample"] is True for record in records)


def test_every_shipped_section_is_short_and_names_its_authority() -> None:
    from knowledge.shipped import documents

    for document in documents():
        for shelf, kept in document.shelves.items():
            if shelf.kind == "style_guide":
                for record in kept:
                    assert guide_tokens(record.id, record.text) <= 120, record.id
                    assert record.metadata["authority"] != document.name
