"""Sentences that may tell one another are found without reading what they mean."""

from collections import defaultdict

from agents.checks.coverage import TOLD
from agents.checks.telling import article_sentences, source_sentences
from agents.values.likeness import cosines, embed
from agents.values.neighbours import Neighbours
from tests.agents.checks.fidelity.measure import pairs
from tests.agents.checks.fidelity.told_articles import NAMES, told

FRENCH = [
    "Le réseau de chaleur dessert 25 000 foyers.",
    "La municipalité finance le projet.",
    "Les habitants restent prudents.",
    "Un transport gratuit est prévu pour les élèves.",
]


def nearest(text: str, place: float = 0.0, most: int = 1) -> list[int]:
    return [index for index, _ in Neighbours(FRENCH).nearest(text, place, most)]


def test_figures_and_stems_that_languages_share_find_the_counterpart() -> None:
    assert nearest("Das Netz versorgt 25 000 Haushalte.") == [0]
    assert nearest("The project is financed by the municipal council.") == [1]
    assert nearest("Der Transport ist kostenlos.") == [3]


def test_what_shares_no_word_is_looked_for_at_the_same_place() -> None:
    assert nearest("Die Leute sind vorsichtig.", place=2 / 4) == [2]


def test_no_more_are_named_than_asked_for_and_none_of_nothing() -> None:
    assert len(nearest("Projekt", most=3)) == 3
    assert len(nearest("Projekt", most=9)) == len(FRENCH)
    assert Neighbours([]).nearest("Projekt", 0.0, 3) == []


def test_many_stems_in_common_tell_a_sentence_without_a_look_at_its_meaning() -> None:
    beside = Neighbours(FRENCH)
    assert beside.tells(3, "Der Transport der Eleven ist ein prévu Gratuitum.")
    assert not beside.tells(3, "Der Transport ist für Schüler kostenlos.")
    assert not beside.tells(1, "Der Transport der Eleven ist ein prévu Gratuitum.")


def texts_told() -> list[tuple[list[str], list[str]]]:
    """Sentences of sources and of what tells them: of whole articles, and of the labelled pairs by direction."""
    labelled: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for pair in (*pairs("pairs.jsonl"), *pairs("held_out.jsonl")):
        for side, text in zip(labelled[pair.source_language + pair.language], (pair.source, pair.target), strict=True):
            if text not in side:
                side.append(text)
    articles = [
        tuple([s for _, s in read(told(name))] for read in (source_sentences, article_sentences)) for name in NAMES
    ]
    return [*articles, *labelled.values()]


def test_no_sentence_is_told_by_its_words_that_its_meaning_would_not_tell() -> None:
    scores = []
    for source, article in texts_told():
        alike, beside = cosines(embed(source), embed(article)), Neighbours(article)
        scores += [
            alike[row, index]
            for row, sentence in enumerate(source)
            for index in range(len(article))
            if beside.tells(index, sentence)
        ]
    assert len(scores) == 201
    assert min(scores) >= TOLD
