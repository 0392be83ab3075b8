"""Sentences that may tell one another are found without reading what they mean."""

from agents.values.neighbours import Neighbours

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
