"""What changed between two runs: the right two are compared, and the text's changes are told word by word."""

import pytest
from bs4 import BeautifulSoup

from evals.logs import read_runs
from evals.report import report_html
from evals.report.diff import Piece, text_diff
from evals.report.entries import changes, entries
from tests.evals.logbook import result_of, reviewed, sample_of, write_log
from tests.evals.test_report import BAD, GOOD, draft, text_of


def run(file, text, *, states=GOOD, articles=6, **more):
    made = [
        sample_of(f"a{i}", result_of(reviewed(**states), draft=draft(f"Article {i}. {text}")), {"purity": 0.5})
        for i in range(articles)
    ]
    return write_log(file, made, **more)


def changed(paths):
    page = report_html(read_runs(paths))
    return BeautifulSoup(page, "html.parser").find(id="changed")


def compared(paths):
    runs = read_runs(paths)
    return [(before.created[:10], after.created[:10]) for before, after in changes(runs, entries(runs))]


def test_the_same_system_run_twice_is_compared_with_itself(tmp_path):
    run(
        tmp_path / "1.eval",
        "La ville prête 620 appareils aux lecteurs.",
        states=BAD,
        created="2026-01-01T10:00:00+00:00",
    )
    run(tmp_path / "2.eval", "La ville prête 260 appareils aux lecteurs.", created="2026-01-02T10:00:00+00:00")
    part = changed([tmp_path])
    said = text_of(part)
    assert "workflow: 01 Jan 2026, 10:00 → 02 Jan 2026, 10:00" in said
    assert "0 of 6 articles are word for word the same." in said
    assert "6 needs review → passed" in said
    assert "fidelity.numbers 6 a0 a1 a2 a3 a4 a5" in said
    assert "620" in part.find("del").text
    assert "260" in part.find("ins").text


def test_articles_that_stayed_as_they_were_are_counted_and_not_listed(tmp_path):
    run(tmp_path / "1.eval", "Rien de neuf.")
    run(tmp_path / "2.eval", "Rien de neuf.", created="2026-01-02T10:00:00+00:00")
    part = changed([tmp_path])
    assert "6 of 6 articles are word for word the same." in text_of(part)
    assert part.find("ins") is None


def test_articles_of_one_run_only_are_named(tmp_path):
    run(tmp_path / "1.eval", "Un.", articles=7)
    run(tmp_path / "2.eval", "Un.", created="2026-01-02T10:00:00+00:00")
    assert "Only before: a6" in text_of(changed([tmp_path]))


def test_a_run_that_did_not_finish_is_said_to_be_unfinished_here_too(tmp_path):
    run(tmp_path / "1.eval", "Un.")
    run(tmp_path / "2.eval", "Un.", articles=3, created="2026-01-02T10:00:00+00:00", status="cancelled")
    assert "Unfinished: stopped after 3 of 3 articles." in text_of(changed([tmp_path]))


def test_of_two_folders_the_first_is_what_was_whatever_their_models_and_times(tmp_path):
    for name, created, model in (("new", "2026-01-01", "openai:a"), ("old", "2026-03-01", "openai:b")):
        (tmp_path / name).mkdir()
        run(tmp_path / name / f"{name}.eval", "Un.", created=f"{created}T10:00:00+00:00", model=model)
    assert compared([tmp_path / "old", tmp_path / "new"]) == [("2026-03-01", "2026-01-01")]


def test_in_one_folder_another_model_is_a_rival_and_no_earlier_run(tmp_path):
    run(tmp_path / "1.eval", "Un.", model="openai:a")
    run(tmp_path / "2.eval", "Un.", model="openai:b", created="2026-01-02T10:00:00+00:00")
    assert compared([tmp_path]) == []


def test_a_run_on_other_articles_is_no_earlier_run(tmp_path):
    write_log(tmp_path / "1.eval", [sample_of("other", result_of(reviewed(**GOOD)), {})])
    run(tmp_path / "2.eval", "Un.", created="2026-01-02T10:00:00+00:00")
    assert compared([tmp_path]) == []


def test_articles_whose_source_changed_are_not_compared_but_said_so(tmp_path):
    run(tmp_path / "1.eval", "Un.")
    made = [sample_of(f"a{i}", result_of(reviewed(**GOOD)), {}) for i in range(6)]
    for sample in made:
        sample.metadata["item"]["source"] = "Another source"
    write_log(tmp_path / "2.eval", made, created="2026-01-02T10:00:00+00:00")
    assert "Not the same articles: request or source of a0" in text_of(changed([tmp_path]))


def kinds(old, new):
    return [(piece.kind, piece.text) for piece in text_diff(old, new)]


def test_the_same_text_has_no_changes():
    assert text_diff("Un.\n\nDeux.", "Un.\n\nDeux.") == []


def test_a_word_that_changed_is_told_within_its_sentence():
    assert kinds("La ville prête 620 appareils.", "La ville prête 260 appareils.") == [
        ("same", "La ville prête "),
        ("old", "620 "),
        ("new", "260 "),
        ("same", "appareils."),
    ]


def test_paragraphs_that_came_and_went_are_told_whole():
    assert kinds("Un.\n\nDeux.", "Un.\n\n") == [("same", "Un.\n\n"), ("old", "Deux.")]
    assert kinds("", "Neuf.") == [("new", "Neuf.")]


def test_a_paragraph_written_anew_is_not_pieced_together_from_chance():
    assert kinds("Le chat de la voisine dort.", "La mairie a voté de l'argent.") == [
        ("old", "Le chat de la voisine dort."),
        ("new", "La mairie a voté de l'argent."),
    ]


def test_long_unchanged_stretches_are_left_out_around_a_change():
    words = " ".join(f"w{i}" for i in range(100))
    pieces = text_diff(f"{words}\n\nfin une", f"{words}\n\nfin deux")
    assert pieces[0] == Piece("gap")
    assert pieces[1].text.startswith("w89 ")
    assert "w88" not in "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(("old", "new"), [("a b c\n\nd e f g", "a x c\n\nd e f h\n\ni"), ("", "x"), ("x\ny\n", "y\n")])
def test_what_is_new_and_the_same_makes_the_new_text(old, new):
    assert "".join(piece.text for piece in text_diff(old, new) if piece.kind != "old") == new
    assert "".join(piece.text for piece in text_diff(old, new) if piece.kind != "new") == old
