"""Datasets with human translations, built from help pages in several languages."""

import pytest

from agents.asked.parse import BriefFlags, parse_request
from agents.reading.language import SUPPORTED, identify, language_name
from agents.reading.text import count_words, paragraphs
from evals.datasets.loading import load
from evals.datasets.mallard import NotProse, read_page, to_markdown
from evals.datasets.parallel import DOCUMENT, PACKAGE, PAGES, REQUEST, build, write
from knowledge.errors import InputError, SetupError

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<page xmlns="http://projectmallard.org/1.0/" xmlns:if="http://projectmallard.org/if/1.0/" id="{id}">
  <info><title type="sort">1</title><desc>{title}</desc><credit><name>Nobody</name></credit></info>
  <title>{title}</title>
  <p>{first}</p>
  <p if:test="platform:other">Only some readers see this paragraph about another platform.</p>
  <!-- a note for translators -->
  <section id="more">
    <title>{heading}</title>
    <steps>
      <item><p>{step} <guiseq><gui>A</gui><gui>B</gui></guiseq>.</p></item>
      <item><p>{second} <keyseq><key>Ctrl</key><key>L</key></keyseq>.</p><note><p>{note}</p></note></item>
    </steps>
    <media type="image" src="x.png"><p>A picture of the lamp</p></media>
    <list><item><p>{point}</p></item></list>
  </section>
</page>
"""

ENGLISH = {
    "title": "Switch on the lamp",
    "first": "The lamp on the desk can be switched on in two ways,\n  which are told below for those who read in the "
    "evening and do not want to wake anybody up.",
    "heading": "The shorter way",
    "step": "Go to the menu and choose",
    "second": "Wait until the light is green and then press",
    "note": "When the light stays red, the bulb has to be exchanged.",
    "point": "The bulb stands in the second drawer on the left.",
}
GERMAN = {
    "title": "Die Lampe einschalten",
    "first": "Die Lampe auf dem Schreibtisch lässt sich auf zwei Arten einschalten. Beide stehen hier für alle, die "
    "am Abend lesen und niemanden wecken wollen.",
    "heading": "Der kürzere Weg",
    "step": "Gehen Sie in das Menü und wählen Sie",
    "second": "Warten Sie, bis das Licht grün ist, und drücken Sie dann",
    "note": "Wenn das Licht rot bleibt, muss die Birne gewechselt werden.",
    "point": "Die Birne liegt in der zweiten Schublade links.",
}
FRENCH = {
    "title": "Allumer la lampe",
    "first": "La lampe du bureau s’allume de deux façons : les voici pour ceux qui lisent le soir et ne veulent "
    "réveiller personne.",
    "heading": "Le chemin le plus court",
    "step": "Ouvrez le menu et choisissez",
    "second": "Attendez que la lumière soit verte, puis appuyez sur",
    "note": "Si la lumière reste rouge, il faut changer l’ampoule.",
    "point": "L’ampoule se trouve dans le deuxième tiroir à gauche.",
}


@pytest.fixture
def pages(tmp_path):
    """Help pages in three languages, one page each; `pages(fr={"note": …})` changes what a language says."""

    def make(name="lamp", **changed):
        for folder, texts in (("C", ENGLISH), ("de", GERMAN), ("fr", FRENCH)):
            place = tmp_path / "help" / folder / DOCUMENT
            place.mkdir(parents=True, exist_ok=True)
            page = PAGE.format(id=name, **(texts | changed.get(folder, {})))
            (place / f"{name}.page").write_text(page, "utf-8")
        return tmp_path / "help"

    return make


def test_a_page_becomes_an_item_with_its_translation_as_reference(pages):
    (item,) = build("de", "fr", pages=pages()).items
    assert item.id == "lamp-de-fr"
    assert (item.source_language, item.expected.language) == ("de", "fr")
    assert item.request == "Translate into French. Leave nothing out and add nothing."
    assert item.source.startswith("# Die Lampe einschalten\n\nDie Lampe auf dem Schreibtisch")
    assert item.reference.startswith("# Allumer la lampe\n\nLa lampe du bureau")
    assert item.tags == ["parallel", "how-to"]
    assert item.extra == {
        "origin": "gnome-user-docs: gnome-help/lamp",
        "licence": "CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/",
    }


def test_headings_steps_notes_and_keys_are_told_and_pictures_comments_and_conditions_are_not(pages):
    file = pages() / "C" / DOCUMENT / "lamp.page"
    assert to_markdown(read_page(file)).split("\n\n")[2:] == [
        "## The shorter way",
        "1. Go to the menu and choose A ▸ B.",
        "2. Wait until the light is green and then press Ctrl+L.",
        "   When the light stays red, the bulb has to be exchanged.",
        "- The bulb stands in the second drawer on the left.\n",
    ]


def test_no_break_spaces_of_the_reference_are_kept(pages):
    (item,) = build("en", "fr", pages=pages(fr={"first": FRENCH["first"].replace(" :", "\u00a0:")})).items
    assert "façons\u00a0: les voici" in item.reference


def test_what_is_built_loads_and_has_as_many_paragraphs_on_both_sides(pages, tmp_path):
    write(build("en", "de", pages=pages()).items, tmp_path / "new" / "set.jsonl")
    (item,) = load(tmp_path / "new" / "set.jsonl")
    assert len(paragraphs(item.source)) == len(paragraphs(item.reference)) == 7
    assert item.extra["origin"] == "gnome-user-docs: gnome-help/lamp"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"note": ENGLISH["note"]}, "only partly translated in fr"),
        ({"heading": "The shorter way"}, "only partly translated in fr"),
        (ENGLISH, "not translated in fr"),
        ({"note": "The text was once about something else and it was not told in French then."}, "only partly"),
        ({"note": "<link xref='other'/>"}, "links whose text is filled in elsewhere"),
        ({"note": "Un</p><table><tr><td><p>1</p></td></tr></table><p>Deux"}, "tables or code"),
        ({"point": "* n’importe quels caractères"}, "marks that Markdown would read"),
        ({"note": "Si la lumière</p><p>reste rouge"}, "built otherwise in fr"),
        ({"note": "Si la lumière"}, None),
        ({"note": "Si <gui>Light is red</gui> reste"}, None),
    ],
)
def test_a_page_that_is_not_translated_whole_or_is_no_prose_is_left_out_and_counted(pages, changed, reason):
    built = build("de", "fr", pages=pages(fr=changed))
    if reason is None:
        assert len(built.items) == 1
        return
    assert built.items == []
    ((said, count),) = built.left_out.items()
    assert reason in said
    assert count == 1


def test_a_page_that_is_missing_in_a_language_is_left_out(pages):
    root = pages()
    (pages("rare") / "fr" / DOCUMENT / "rare.page").unlink()
    built = build("de", "fr", pages=root)
    assert [item.id for item in built.items] == ["lamp-de-fr"]
    assert built.left_out == {"missing in fr": 1}


def test_a_limit_takes_the_same_pages_of_every_pair_of_languages(pages):
    names = [f"page-{number}" for number in range(6)]
    for name in names:
        root = pages(name)
    chosen = [
        [item.id.removesuffix(f"-{a}-{b}") for item in build(a, b, limit=3, pages=root).items]
        for a, b in (("en", "de"), ("de", "fr"), ("fr", "en"))
    ]
    assert len(chosen[0]) == 3
    assert chosen[0] == chosen[1] == chosen[2] != names[:3]


def test_pages_above_a_length_are_left_out(pages):
    assert build("en", "de", max_words=50, pages=pages()).left_out == {"above 50 words": 1}


ENTITIES = '<!DOCTYPE page [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "text",
    [
        PAGE.format(id="lamp", **ENGLISH).replace("?>\n", f"?>\n{ENTITIES}\n").replace("The lamp on", "&f;"),
        PAGE.format(id="lamp", **ENGLISH)[:-20],
        "no XML at all",
    ],
)
def test_entities_and_broken_pages_are_refused(tmp_path, text):
    (tmp_path / "lamp.page").write_text(text, "utf-8")
    with pytest.raises(NotProse, match="not well-formed"):
        read_page(tmp_path / "lamp.page")


def test_without_help_pages_the_command_that_installs_them_is_said(tmp_path):
    with pytest.raises(SetupError, match="apt-get install gnome-user-docs"):
        build("en", "de", pages=tmp_path)


def test_a_language_without_pages_and_two_equal_ones_are_refused(pages):
    with pytest.raises(InputError, match=r"no help pages in 'tlh'. There are: en, de, fr"):
        build("en", "tlh", pages=pages())
    with pytest.raises(InputError, match="Both languages are DE"):
        build("DE", "de", pages=pages())


def test_an_empty_dataset_is_not_written(tmp_path):
    with pytest.raises(InputError, match="nothing to write"):
        write([], tmp_path / "set.jsonl")
    assert not (tmp_path / "set.jsonl").exists()


@pytest.mark.parametrize("tag", [*SUPPORTED, "pt-BR"])
def test_the_request_is_read_as_meant_without_a_model(tag):
    asked = parse_request(REQUEST.format(language=language_name(tag)), BriefFlags())
    assert (asked.language, asked.min_words, asked.max_words) == (tag, None, None)


@pytest.mark.skipif(not (PAGES / "C" / DOCUMENT).is_dir(), reason=f"apt-get install {PACKAGE} to test real help pages")
@pytest.mark.parametrize(
    ("source", "target", "least"),
    [("en", "it", 5), ("de", "fr", 100), ("fr", "es", 100)],
)
def test_the_installed_pages_give_a_dataset_whose_sides_are_in_their_languages(tmp_path, source, target, least):
    built = build(source, target)
    assert len(built.items) >= least
    assert len(built.items) + sum(built.left_out.values()) == len(list((PAGES / "C" / DOCUMENT).glob("*.page")))
    for item in built.items:
        assert identify(item.source[:300], (source, target)) == source
        assert identify(item.reference[:300], (source, target, "en")) == target
        assert len(paragraphs(item.source)) == len(paragraphs(item.reference))
        assert 0.4 < count_words(item.reference) / count_words(item.source) < 2.5
    write(built.items, tmp_path / "set.jsonl")
    assert load(tmp_path / "set.jsonl") == built.items
