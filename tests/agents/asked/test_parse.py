"""Requests as people write them, in seven languages, and what code makes of them without a model."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.asked.parse import BriefFlags, parse_request
from agents.asked.reading import read
from knowledge.errors import InputError, LanguageUnclear

ABOUT_500 = {"min_words": 450, "max_words": 550}
ABOUT_600 = {"min_words": 540, "max_words": 660}
ABOUT_700 = {"min_words": 630, "max_words": 770}

UNDERSTOOD: list[tuple[str, dict[str, Any]]] = [
    # English
    ("French, 700 words", {"language": "fr", **ABOUT_700}),
    ("fr", {"language": "fr"}),
    ("make it french", {"language": "fr"}),
    ("FRENCH VERSION PLEASE. MIN 700 WORDS. SEO.", {"language": "fr", "min_words": 700, "seo": True}),
    (
        "translate to frensh with subheddings, min 700 words pls",
        {"language": "fr", "min_words": 700, "subheadings": True},
    ),
    ("make in spansh with minmum 500 wrds", {"language": "es", "min_words": 500}),
    ("to fr, 500+ words", {"language": "fr", "min_words": 500}),
    ("de -> fr-CA", {"language": "fr-CA", "market": "CA"}),
    ("from de to fr", {"language": "fr"}),
    ("language=pt-BR; min=600", {"language": "pt-BR", "market": "BR", "min_words": 600}),
    ("zh-Hant, 500 words", {"language": "zh-Hant", **ABOUT_500}),
    ("translate to simplified Chinese", {"language": "zh-Hans"}),
    ("in german, 1.5k words", {"language": "de", "min_words": 1350, "max_words": 1650}),
    ("In French, at least seven hundred words", {"language": "fr", "min_words": 700}),
    ("Please turn this German article into a French one", {"language": "fr"}),
    ("Translate from German to Dutch (Flemish)", {"language": "nl-BE", "market": "BE"}),
    ("I want it in French, not in Spanish", {"language": "fr"}),
    ("FR, 900 words max, no subheadings", {"language": "fr", "max_words": 900, "subheadings": False}),
    ("french, subheadings: no", {"language": "fr", "subheadings": False}),
    ("in French, don't use any subheadings", {"language": "fr", "subheadings": False}),
    ("Rewrite in Englsh (UK), friendly tone", {"language": "en-GB", "market": "GB", "tone": "friendly"}),
    ("in English for the French market", {"language": "en", "market": "FR"}),
    ("for the Swiss German market", {"language": "de-CH", "market": "CH"}),
    ("Could you please localise this for the Austrian market?", {"language": "de-AT", "market": "AT"}),
    (
        "Please translate the attached German article into Spanish for readers in Mexico. "
        "It should have at least 800 words and subheadings.",
        {"language": "es-MX", "market": "MX", "min_words": 800, "subheadings": True},
    ),
    (
        'Focus on the keyphrase "river heat pump" and write in Canadian French',
        {"language": "fr-CA", "market": "CA", "keyphrase": "river heat pump"},
    ),
    (
        "language: es, keywords: heat pump, river heat, 800 words, friendly tone",
        {
            "language": "es",
            "keyphrase": "heat pump",
            "secondary_keyphrases": ["river heat"],
            "min_words": 720,
            "max_words": 880,
            "tone": "friendly",
        },
    ),
    (
        "I need a how-to guide in Italian for beginners, no less than 1,000 words",
        {"language": "it", "genre": "how-to", "audience": "beginners", "min_words": 1000},
    ),
    ('in French, keyword: "Spanish bakery in Paris"', {"language": "fr", "keyphrase": "Spanish bakery in Paris"}),
    (
        "Hey team, can you please translate this into French for our blog? We need at least 700 words, subheadings, "
        "and make sure it's SEO friendly. Thanks!",
        {"language": "fr", "min_words": 700, "subheadings": True, "seo": True},
    ),
    ("translate, french, 700", {"language": "fr", **ABOUT_700}),
    (
        "output: french; length: 700-900; headings: yes",
        {"language": "fr", "min_words": 700, "max_words": 900, "subheadings": True},
    ),
    (
        "Frensh artical, min 700 wrods, sub-headings",
        {"language": "fr", "min_words": 700, "subheadings": True},
    ),
    (
        "at least 700 words but no more than 900, in Italian",
        {"language": "it", "min_words": 700, "max_words": 900},
    ),
    ("for our French readers", {"language": "fr-FR", "market": "FR"}),
    # German
    (
        "Übersetzen Sie den beiliegenden Artikel bitte ins Französische. Er soll mindestens 700 Wörter lang sein und "
        "Zwischenüberschriften haben. Fokus-Keyword: pompe à chaleur fluviale.",
        {"language": "fr", "min_words": 700, "subheadings": True, "keyphrase": "pompe à chaleur fluviale"},
    ),
    (
        "Schreib mir das auf Französisch um, SEO optimiert, mind. 700 W.",
        {"language": "fr", "min_words": 700, "seo": True},
    ),
    (
        "auf Französisch, mindestens 700 Wörter, mit Zwischenüberschriften",
        {"language": "fr", "min_words": 700, "subheadings": True},
    ),
    (
        "Bitte ins Französische übersetzen, ca. 600 Wörter, Keyword: „Fernwärme“",
        {"language": "fr", "keyphrase": "Fernwärme", **ABOUT_600},
    ),
    ("nach Brasilien (pt-BR), max 900", {"language": "pt-BR", "market": "BR", "max_words": 900}),
    ("Übersetze ins Franzözische", {"language": "fr"}),
    ("auf Englisch mindestens siebenhundert Wörter", {"language": "en", "min_words": 700}),
    (
        "Bitte für die Schweiz auf Französisch, sachlicher Ton, etwa 600 Wörter",
        {"language": "fr-CH", "market": "CH", "tone": "factual", **ABOUT_600},
    ),
    (
        "Mach daraus einen spanischen Artikel mit 600 bis 700 Wörtern",
        {"language": "es", "min_words": 600, "max_words": 700},
    ),
    (
        "Auf Deutsch für die Schweiz, Zielgruppe: Laien",
        {"language": "de-CH", "market": "CH", "audience": "general public"},
    ),
    (
        "Aus dem Deutschen ins Portugiesische (Brasilien), mind. 1.200 Wörter",
        {"language": "pt-BR", "market": "BR", "min_words": 1200},
    ),
    (
        "Ich hätte gern eine englische Fassung für britische Leser, rund 750 Wörter",
        {"language": "en-GB", "market": "GB", "min_words": 675, "max_words": 825},
    ),
    (
        "Übersetze den Text ins Englische (US), höchstens 500 Wörter, ohne Zwischenüberschriften",
        {"language": "en-US", "market": "US", "max_words": 500, "subheadings": False},
    ),
    ("auf deutsch, aber nicht auf englisch", {"language": "de"}),
    # French
    (
        "en français canadien, 600-800 mots, avec intertitres",
        {"language": "fr-CA", "market": "CA", "min_words": 600, "max_words": 800, "subheadings": True},
    ),
    (
        "Traduis cet article en anglais, minimum 700 mots, avec des intertitres",
        {"language": "en", "min_words": 700, "subheadings": True},
    ),
    (
        "Rédigez une version allemande de ce texte pour le marché suisse, 800 mots maximum",
        {"language": "de-CH", "market": "CH", "max_words": 800},
    ),
    (
        "Merci de traduire de l'allemand vers l'espagnol, environ 600 mots, mot-clé : « bomba de calor »",
        {"language": "es", "keyphrase": "bomba de calor", **ABOUT_600},
    ),
    (
        "article en francais, optimisé SEO, au moins 700 mots, sans intertitres, ton neutre",
        {"language": "fr", "seo": True, "min_words": 700, "subheadings": False, "tone": "neutral"},
    ),
    (
        "Adapter pour le Québec, en français, entre 500 et 600 mots",
        {"language": "fr-CA", "market": "CA", "min_words": 500, "max_words": 600},
    ),
    ("il faut un texte en italien de 900 mots exactement", {"language": "it", "min_words": 900, "max_words": 900}),
    ("au moins sept cents mots en allemand", {"language": "de", "min_words": 700}),
    (
        "Je voudrais une version en allemand (Autriche), ton décontracté, pour les jeunes",
        {"language": "de-AT", "market": "AT", "tone": "casual", "audience": "young people"},
    ),
    # Spanish
    ("quiero esto en ingles americano porfa", {"language": "en-US", "market": "US"}),
    (
        "Traduce este artículo del alemán al francés, al menos 600 palabras, sin subtítulos",
        {"language": "fr", "min_words": 600, "subheadings": False},
    ),
    (
        'Quiero el artículo en español de México, unas 600 palabras, palabra clave: "bomba de calor"',
        {"language": "es-MX", "market": "MX", "keyphrase": "bomba de calor", **ABOUT_600},
    ),
    (
        "Por favor, escribe una versión en francés, no más de 500 palabras, tono formal",
        {"language": "fr", "max_words": 500, "tone": "formal"},
    ),
    (
        "en portugués de Brasil, entre 600 y 700 palabras, optimizado para SEO",
        {"language": "pt-BR", "market": "BR", "min_words": 600, "max_words": 700, "seo": True},
    ),
    # Italian
    ("Scrivi in francese, almeno 700 parole, tono formale", {"language": "fr", "min_words": 700, "tone": "formal"}),
    (
        "Traduci in inglese britannico, almeno 600 parole, con sottotitoli",
        {"language": "en-GB", "market": "GB", "min_words": 600, "subheadings": True},
    ),
    (
        "Vorrei un articolo in tedesco per il mercato austriaco, massimo 800 parole",
        {"language": "de-AT", "market": "AT", "max_words": 800},
    ),
    (
        'Scrivimi una versione francese, circa 500 parole, parola chiave "pompe à chaleur"',
        {"language": "fr", "keyphrase": "pompe à chaleur", **ABOUT_500},
    ),
    (
        "Riscrivi in spagnolo, senza sottotitoli, tra 400 e 500 parole",
        {"language": "es", "min_words": 400, "max_words": 500, "subheadings": False},
    ),
    # Dutch
    (
        "Vertaal naar het Frans, minstens 600 woorden, SEO-vriendelijk",
        {"language": "fr", "min_words": 600, "seo": True},
    ),
    (
        "Vertaal dit artikel naar het Engels, minimaal 700 woorden, met tussenkopjes",
        {"language": "en", "min_words": 700, "subheadings": True},
    ),
    (
        "Graag in het Duits voor de Oostenrijkse markt, maximaal 600 woorden",
        {"language": "de-AT", "market": "AT", "max_words": 600},
    ),
    (
        "Schrijf een Franse versie, ongeveer 500 woorden, zoekwoord: warmtepomp",
        {"language": "fr", "keyphrase": "warmtepomp", **ABOUT_500},
    ),
    ("in het Vlaams, zonder tussenkopjes", {"language": "nl-BE", "market": "BE", "subheadings": False}),
    # Portuguese
    (
        "Artigo em francês do Canadá, 500 palavras, palavra-chave: bomba de calor",
        {"language": "fr-CA", "market": "CA", "keyphrase": "bomba de calor", **ABOUT_500},
    ),
    (
        "Traduz para inglês, pelo menos 700 palavras, com subtítulos",
        {"language": "en", "min_words": 700, "subheadings": True},
    ),
    (
        'Escreve em português do Brasil, no máximo 500 palavras, palavra-chave "bomba de calor"',
        {"language": "pt-BR", "market": "BR", "max_words": 500, "keyphrase": "bomba de calor"},
    ),
    (
        "Artigo em alemão, entre 500 e 600 palavras, sem subtítulos",
        {"language": "de", "min_words": 500, "max_words": 600, "subheadings": False},
    ),
]

WITH_A_REST: list[tuple[str, str | None, list[str]]] = [
    ("Make the title catchy, in Italian", "it", ["Make the title catchy"]),
    (
        'in French. Do not mention any prices. Address readers as "vous".',
        "fr",
        ["Do not mention any prices", 'Address readers as "vous"'],
    ),
    ("no SEO please, in French", "fr", ["no SEO please"]),
    ("Translate into German and keep the quotes in Dutch", "de", ["and keep the quotes in Dutch"]),
    ("in French, mention the German government", "fr", ["mention the German government"]),
    ("polish this text", None, ["polish this text"]),
    ("Focus on Deutsche Bank", None, ["Focus on Deutsche Bank"]),
    ("auf Französisch, bitte die Leser duzen", "fr", ["bitte die Leser duzen"]),
    ("en anglais, commence par une anecdote", "en", ["commence par une anecdote"]),
]


def said(request: str, flags: BriefFlags | None = None) -> dict[str, Any]:
    asked = parse_request(request, flags)
    return asked.model_dump(exclude_defaults=True, exclude={"assumptions"})


@pytest.mark.parametrize(("request_", "expected"), UNDERSTOOD)
def test_a_request_is_understood_whole_and_without_a_model(request_: str, expected: dict[str, Any]):
    assert said(request_) == expected


@pytest.mark.parametrize(("request_", "language", "rest"), WITH_A_REST)
def test_what_code_cannot_read_is_left_over_in_the_users_words(request_: str, language: str | None, rest: list[str]):
    asked = parse_request(request_)
    assert (asked.language, asked.leftover) == (language, rest)


@pytest.mark.parametrize(
    "request_",
    [
        "in french but also in spanish",
        "into French and Spanish, 700 words each",
        "Deutsch oder Englisch, egal",
        "en français, en allemand",
        "in fr-CA and fr-CH",
        "for the Belgian market",
        "for Switzerland",
    ],
)
def test_two_target_languages_or_a_market_with_several_are_asked_back(request_: str):
    with pytest.raises(LanguageUnclear):
        parse_request(request_)


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ("min 900 max 500 in German", "at least 900 and at most 500"),
        ("about 500 words, in French, around 900 words", "different lengths"),
        ("in French with subheadings, no subheadings", "subheadings"),
        ("in French, 0 words", "no length"),
        ("in French, at least 9000000 words", "no length"),
        ("in French, 99999999999999999 words", "no length"),
    ],
)
def test_a_request_that_contradicts_itself_is_refused_with_a_sentence(request_: str, told: str):
    with pytest.raises(InputError, match=told):
        parse_request(request_)


@pytest.mark.parametrize(
    "request_", ["", "Please write an article", "SEO article with 700 words", "Make it good", "?!"]
)
def test_a_request_without_a_language_is_not_guessed_at(request_: str):
    assert parse_request(request_).language is None


def test_a_flag_beats_the_request_and_says_so():
    flags = BriefFlags(to="German", min_words=300, keyphrase="Wärmepumpe", market="Österreich")
    asked = parse_request("in French for Canada, min 700 words, keyword: pompe à chaleur", flags)
    assert (asked.language, asked.min_words, asked.keyphrase, asked.market) == ("de", 300, "Wärmepumpe", "AT")
    assert sum("beats the request" in sentence for sentence in asked.assumptions) == 4


def test_a_language_flag_settles_a_request_that_names_two():
    assert parse_request("in French and Spanish", BriefFlags(to="es")).language == "es"


def test_a_flag_for_the_greatest_length_lifts_a_least_length_beyond_it():
    asked = parse_request("in French, min 700 words", BriefFlags(max_words=500))
    assert (asked.min_words, asked.max_words) == (None, 500)


@pytest.mark.parametrize(
    "flags",
    [
        BriefFlags(to="Klingonisch"),
        BriefFlags(market="Atlantis"),
        BriefFlags(genre="poem"),
        BriefFlags(min_words=0),
        BriefFlags(min_words=900, max_words=500),
    ],
)
def test_a_flag_that_makes_no_sense_is_refused(flags: BriefFlags):
    with pytest.raises(InputError):
        parse_request("in French", flags)


def test_a_loose_length_and_a_mended_word_are_listed_as_assumptions():
    asked = parse_request("in frensh, about 500 words")
    assert asked.assumptions == [
        "“frensh” was read as “french”.",
        "“about 500 words” was read as 450 to 550 words.",
    ]


def test_real_words_are_never_taken_for_misspelt_ones():
    assert [token.norm for token in read("Germany, panels, words, franchise").tokens if token.is_word] == [
        "germany",
        "panels",
        "words",
        "franchise",
    ]


def test_a_request_as_long_as_an_article_is_refused_with_advice():
    with pytest.raises(InputError, match="Is the article in it"):
        parse_request("in French. " * 1000)


PIECES = """
in to not French fr-CA Spanisch auf 700 min max 900 words mots no subheadings keyword: “ „ , . - + k 1.5 for Schweiz
market from aus SEO tone: -> = ( ) about 10⁹ ½ ٣ ² 一
"""
WORDS = st.sampled_from([*PIECES.split(), "\n"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text: str):
    try:
        left = parse_request(text).leftover
    except InputError as error:
        left = []
        told = str(error)
    else:
        told = "read"
    assert told
    assert all(clause in text for clause in left)


@pytest.mark.parametrize(
    ("request_", "subheadings"),
    [
        ("com 700 palavras no mínimo e subtítulos, em francês", True),
        ("en francés, 500 palabras como mínimo, no subtítulos", False),
        ("in French, at least 300 words and no subheadings", False),
    ],
)
def test_the_no_of_no_minimo_does_not_forbid_subheadings(request_, subheadings):
    assert parse_request(request_, BriefFlags()).subheadings is subheadings


def test_a_greeting_is_no_request_for_hindi():
    assert parse_request("hi, english article please, 300 words", BriefFlags()).language == "en"
    assert parse_request("translate this, language: hi", BriefFlags()).language == "hi"
