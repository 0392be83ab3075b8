"""The translator alone against a human reference: offline, on the fake endpoint."""

import json
import re

import pytest
from inspect_ai import eval_async
from inspect_ai.scorer import SampleScore, Score
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from evals.logs import read_rows
from evals.scorers import translation as scoring
from evals.scorers.measure import Family
from evals.scorers.translation import corpus, counts_of, of_counts, of_each
from evals.translation import translation
from knowledge.errors import InputError, SetupError
from tests.fake_wire import Answer, Fault, prompt_of
from tests.graphs.library import SOURCE, TRANSLATION, fenced

REFERENCE = "\n\n".join(
    [
        f"# {TRANSLATION[1]}",
        " ".join(TRANSLATION[n] for n in (2, 3, 4)),
        " ".join(TRANSLATION[n] for n in (5, 6)),
        " ".join(TRANSLATION[n] for n in (7, 8, 9, 10)),
    ]
)
OTHER = REFERENCE.replace("bibliothèque", "médiathèque")


def says(changed=None, lost=()):
    """A translator who says TRANSLATION, with some lines `changed` and some `lost`, however often it is asked."""

    def answer(body):
        prompt = prompt_of(body)
        assert prompt.startswith("You translate")
        numbers = [int(n) for n in re.findall(r"^(\d+): ", fenced(prompt, "lines"), re.M)]
        told = TRANSLATION | (changed or {})
        return "\n".join(f"{n}: {told[n]}" for n in numbers if n not in lost)

    return answer


@pytest.fixture
def run(fake_wire, tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECT_DISPLAY", "none")

    async def go(responder=None, references=(REFERENCE,), **settings):
        fake_wire.responder = responder or says()
        known = {"request": "Translate into French.", "source": SOURCE, "expected": {"language": "fr"}}
        lines = [{"id": f"page{n}", "reference": text, **known} for n, text in enumerate(references)]
        file = tmp_path / "set.jsonl"
        file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
        task = translation(**({"dataset": str(file), "model": "openai:scripted"} | settings))
        logs = await eval_async(task, model="none", log_dir=str(tmp_path / "logs"))
        return {score.name: score for score in logs[0].results.scores}, read_rows([tmp_path / "logs"])

    return go


async def test_a_translation_that_says_what_the_reference_says_has_full_marks(run, fake_wire):
    figures, (row,) = await run()
    assert (row.status, row.system, row.errors) == ("passed", "translator", {})
    for name in ("lines_sound", "fact_recall", "purity", "passed", "delivered"):
        assert row.scores[name] == 1.0, row.explanations[name]
    assert [row.scores[name] for name in ("chrf", "bleu")] == pytest.approx([100, 100])
    for name in ("paragraph_chrf", "paragraph_bleu"):
        metrics = figures[name].metrics
        assert [metrics[key].value for key in ("mean", "corpus_score")] == pytest.approx([100, 100])
        assert "corpus_stderr" not in metrics
    assert row.calls == len(fake_wire.answered) == 1
    assert row.article.splitlines()[-1] == REFERENCE.splitlines()[-1]
    assert row.seconds_per_node.keys() == {"translator"}


async def test_a_page_is_translated_in_the_runs_of_the_graph_each_with_the_lines_around_it(run, fake_wire, monkeypatch):
    monkeypatch.setattr("graphs.article.WORDS_PER_CALL", 40)
    await run()
    prompts = [prompt_of(call.body) for call in fake_wire.answered]
    assert ["before: " in prompt for prompt in prompts].count(False) == 1
    assert ["after: " in prompt for prompt in prompts].count(False) == 1
    numbers = [[int(n) for n in re.findall(r"^(\d+): ", fenced(prompt, "lines"), re.M)] for prompt in prompts]
    assert len(numbers) > 1
    assert [number for part in sorted(numbers) for number in part] == [*range(1, 11)]


async def test_a_lost_fact_a_foreign_line_and_a_missing_line_lower_what_they_should(run):
    german = "Die Stadt zahlt im Jahr 18.500 Euro für das Angebot an alle Leser der Bücherei."
    _, (row,) = await run(says({7: "Au premier semestre, la maison a compté beaucoup de prêts.", 9: german}, lost=(3,)))
    assert row.status == "needs_review"
    assert row.scores["lines_sound"] == pytest.approx(0.7)
    assert "line 3: it is missing" in row.explanations["lines_sound"]
    assert "1.450" in row.explanations["fact_recall"]
    assert row.scores["fact_recall"] == pytest.approx(0.8)
    assert row.scores["purity"] < 1
    assert 60 < row.scores["chrf"] < 95


async def test_corpus_scores_are_those_of_sacrebleu_over_all_paragraphs(run):
    changed = {4: "L'emprunt est à 3 euros la semaine."}
    figures, _ = await run(says(changed), [REFERENCE, OTHER, "# Tout autre\n\nUn.\n\nDeux.\n\nTrois."])
    ours = REFERENCE.replace(TRANSLATION[4], changed[4]).removeprefix("# ").split("\n\n")
    told = ours * 3
    wanted = [*REFERENCE[2:].split("\n\n"), *OTHER[2:].split("\n\n"), "Tout autre", "Un.", "Deux.", "Trois."]
    chrf, bleu = figures["paragraph_chrf"].metrics, figures["paragraph_bleu"].metrics
    assert chrf["corpus_score"].value == pytest.approx(CHRF().corpus_score(told, [wanted]).score)
    assert bleu["corpus_score"].value == pytest.approx(BLEU().corpus_score(told, [wanted]).score)
    assert 0 < chrf["corpus_stderr"].value < 40
    sentence = [CHRF().sentence_score(own, [other]).score for own, other in zip(told, wanted, strict=True)]
    assert chrf["mean"].value == pytest.approx(sum(sentence) / 12)


def test_the_error_of_a_corpus_score_is_that_of_drawing_other_pages():
    pages = [("le chat dort", "le chat dort"), ("la porte bleue", "une porte verte"), ("il pleut", "il neige fort")] * 4
    counts = [counts_of("chrf", [told], [wanted]) for told, wanted in pages]
    scores = [SampleScore(score=Score(value=1.0, metadata={"counts": {"chrf": row}})) for row in counts]
    found = corpus("chrf")(scores)
    four_times = corpus("chrf")(scores * 4)
    assert found["score"] == pytest.approx(CHRF().corpus_score([t for t, _ in pages], [[w for _, w in pages]]).score)
    assert four_times["score"] == pytest.approx(found["score"])
    assert four_times["stderr"] == pytest.approx(found["stderr"] / 2, rel=0.15)


@pytest.mark.parametrize("name", ["chrf", "bleu"])
def test_counts_are_added_up_and_not_changed_by_being_scored(name):
    told, wanted = ["Le chat dort sur le lit.", "Oui"], ["Le chat dort dans le lit.", "Non"]
    counts = counts_of(name, told, wanted)
    before = list(counts)
    assert of_counts(name, counts) == of_counts(name, counts)
    assert counts == before
    assert of_each(name, ["Le chat", ""], ["Le chat", "Le chien"]) == [pytest.approx(100), 0.0]


async def test_a_reference_that_is_built_otherwise_is_compared_as_a_whole(run):
    figures, (row,) = await run(references=[REFERENCE.replace("\n\nAu", " Au")])
    assert figures["paragraph_chrf"].metrics["corpus_score"].value > 99
    assert row.scores["chrf"] > 99


async def test_a_model_that_fails_is_a_failure_with_its_reason_and_its_calls(run):
    figures, (row,) = await run(lambda body: Fault(status=400, message="no such thing"))
    assert (row.status, row.scores["passed"], row.scores["delivered"]) == ("failed", 0.0, 0.0)
    assert "no such thing" in row.reason
    assert row.scores["chrf"] is row.scores["lines_sound"] is None
    assert figures["paragraph_chrf"].scored_samples == 0


async def test_answers_without_a_translation_are_a_failure(run):
    _, (row,) = await run(lambda body: Answer("", refusal="I do not translate."))
    assert row.status == "failed"
    assert "I do not translate" in row.reason
    assert row.calls > 0


async def test_a_scorer_that_breaks_is_a_failure_of_the_scorer_alone(run, monkeypatch):
    def broken(given):
        raise KeyError("gone")

    monkeypatch.setattr("evals.translation.FAMILIES", [Family("lines", scoring.LINES.figures, broken)])
    monkeypatch.setattr("evals.scorers.translation.pairs", lambda item, trial: broken(None))
    figures, (row,) = await run()
    assert row.scores["lines_sound"] is None
    assert "KeyError: 'gone'" in row.errors["lines_sound"]
    assert "KeyError: 'gone'" in row.errors["paragraph_chrf"]
    assert figures["paragraph_chrf"].scored_samples == 0


@pytest.mark.parametrize("lacking", ["reference", "expected"])
def test_items_without_reference_or_language_are_refused_before_anything_runs(tmp_path, lacking):
    item = {"id": "a", "request": "x", "source": SOURCE, "reference": "Un.", "expected": {"language": "fr"}}
    del item[lacking]
    (tmp_path / "set.jsonl").write_text(json.dumps(item), "utf-8")
    with pytest.raises(InputError, match=r"1 items .* lack reference or expected\.language, the first is a"):
        translation(dataset=str(tmp_path / "set.jsonl"), model="embedded")


def test_a_model_that_needs_a_key_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(SetupError, match="OPENAI_API_KEY"):
        translation(dataset="articles", model="openai:gpt-4.1-mini")
