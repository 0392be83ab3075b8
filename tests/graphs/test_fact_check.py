"""A fact checker's doubts: what code cannot see goes back to its writer, and no silence of it passes anything."""

import json

import pytest

from graphs import Context, awrite_article
from knowledge.errors import InputError
from tests.fake_wire import Answer, Fault, prompt_of
from tests.graphs.doubter import Doubter, inventing
from tests.graphs.library import METADATA, REQUEST, SECTIONS, SOURCE, fenced

CHECK = "fact-check.sentences"


async def write(fake_wire, desk, **context):
    fake_wire.responder = desk
    settings = Context(model="openai:scripted", fact_checker="openai:checker", **context)
    return await awrite_article(REQUEST, SOURCE, context=settings)


def of_fact_checker(fake_wire):
    return [call.body for call in fake_wire.answered if call.body["model"] == "checker"]


def outcome(result):
    return next(check for check in result.review.checks if check.check == CHECK)


async def test_an_article_that_nobody_doubts_passes_with_one_more_call_of_the_named_model(fake_wire):
    desk = Doubter()
    result = await write(fake_wire, desk)
    assert result.status == "passed", result.reason
    assert desk.asked.count("facts") == 1
    assert (outcome(result).status, outcome(result).measured) == ("passed", "0 doubts")
    (call,) = [call for call in result.calls if call.node == "fact_checker"]
    assert call.model == "openai:checker"
    assert result.rounds[0].calls == len(result.calls)


async def test_the_fact_checker_sees_the_whole_source_and_every_statement_of_the_draft(fake_wire):
    await write(fake_wire, Doubter())
    (body,) = of_fact_checker(fake_wire)
    prompt = prompt_of(body)
    lines, sentences = fenced(prompt, "lines"), fenced(prompt, "sentences")
    assert "Der Verein Reparaturtreff Lindenau prüft jedes Gerät" in lines
    assert METADATA["title"].replace("'", "’").partition(":")[0].strip() in sentences
    assert "Des appareils contrôlés après chaque retour" in sentences
    assert "Ce contrôle vaut pour la perceuse comme pour la tente." in sentences


async def test_only_the_section_with_a_doubted_sentence_is_written_again_and_read_again(fake_wire):
    desk = Doubter(spoil=inventing())
    result = await write(fake_wire, desk)
    assert result.status == "passed", result.reason
    assert {part: desk.asked.count(part) for part in ("s0", "s1", "s2", "s3", "facts")} == {
        "s0": 1,
        "s1": 1,
        "s2": 2,
        "s3": 1,
        "facts": 2,
    }
    assert "succès" not in result.draft.sections[2].body
    assert result.rounds[0].blocking == [f"{CHECK}@s2"]
    again = fenced(prompt_of(of_fact_checker(fake_wire)[1]), "sentences")
    assert "Reparaturtreff" in again
    assert METADATA["title"].partition(":")[2].strip() not in again


async def test_a_doubt_that_no_revision_takes_away_ends_in_needs_review_and_names_sentence_and_reason(fake_wire):
    result = await write(fake_wire, Doubter(spoil=inventing(), times=99), max_revisions=1)
    assert result.status == "needs_review"
    (finding,) = result.review.blocking
    assert (finding.check, finding.target, finding.severity) == (CHECK, "s2", "blocking")
    assert "succès" in finding.place
    assert "no other town is named" in finding.message
    assert "say only what the lines say" in finding.fix


async def test_an_unsupported_description_goes_back_to_the_metadata_writer(fake_wire):
    bad = {**METADATA, "description": METADATA["description"].replace("Voici", "Un succès : voici")}
    desk = Doubter(spoil={"metadata": json.dumps(bad, ensure_ascii=False)})
    result = await write(fake_wire, desk)
    assert result.status == "passed", result.reason
    assert desk.asked.count("metadata") == 2
    assert desk.asked.count("s0") == 1


@pytest.mark.parametrize(
    "answer",
    ["All is well.", '{"doubts": [{"sentence": 999, "why": "x"}]}', Answer("", refusal="No."), '{"doubts": [{'],
)
async def test_an_answer_of_no_use_never_counts_as_passed(fake_wire, answer):
    result = await write(fake_wire, Doubter(spoil={"facts": answer}, times=99))
    assert result.status == "needs_review"
    assert CHECK in result.reason
    assert outcome(result).status == "not_run"
    assert result.review.blocking == []


async def test_a_budget_that_ends_before_the_fact_check_leaves_the_article_unvouched(fake_wire):
    result = await write(fake_wire, Doubter(), max_calls=7)
    assert result.status == "needs_review"
    assert "7 calls" in result.reason


async def test_a_fact_checker_that_cannot_be_asked_fails_the_run_and_keeps_the_draft(fake_wire):
    result = await write(fake_wire, Doubter(spoil={"facts": Fault(status=401, message="bad key")}, times=99))
    assert result.status == "failed"
    assert result.draft is not None


async def test_a_draft_that_fails_by_code_is_not_paid_to_be_read(fake_wire):
    desk = Doubter(spoil={"s1": SECTIONS["s1"].replace("260", "620")}, times=99)
    result = await write(fake_wire, desk, max_revisions=1)
    assert result.status == "needs_review"
    assert "facts" not in desk.asked


async def test_without_a_fact_checker_the_report_says_that_nobody_was_asked(fake_wire):
    fake_wire.responder = Doubter(spoil=inventing(), times=99)
    result = await awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted"))
    assert result.status == "passed"
    assert (outcome(result).status, outcome(result).severity) == ("not_run", "advice")
    assert outcome(result).reason == "no fact checker was asked"


async def test_weights_too_small_to_judge_are_refused_before_anything_is_spent(fake_wire):
    with pytest.raises(InputError, match="stronger model"):
        await awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted", fact_checker="embedded"))
    assert fake_wire.calls == []
