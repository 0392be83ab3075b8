import pytest

from agents.checks.lexicon import leans


@pytest.mark.parametrize(
    ("language", "sentence", "word"),
    [
        ("fr", "Il ouvre à midi.", "il"),
        ("fr", "Il faut de nouvelles règles.", ""),
        ("fr", "Celui qui attend paie.", ""),
        ("fr", "Cette année, la ville paie.", ""),
        ("fr", "Cette ville paie.", "cette"),
        ("en", "This figure is an estimate.", "this"),
        ("en", "This year the bridge opens.", ""),
        ("de", "Diese Woche öffnet die Brücke.", ""),
        ("es", "Este año abre el puente.", ""),
        ("it", "Quello che conta è il ponte.", ""),
        ("nl", "Deze zomer gaat de brug open.", ""),
        ("pt", "Este ano abre a ponte.", ""),
        ("fr", "Ouvert, il plaît.", ""),
        ("pl", "To jest most.", ""),
        ("en", "…", ""),
    ],
)
def test_a_sentence_leans_by_its_first_word_unless_that_points_at_nothing(
    language: str, sentence: str, word: str
) -> None:
    assert leans(sentence, language) == word
