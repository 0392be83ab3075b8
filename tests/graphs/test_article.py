"""The workflow over real HTTP: the real client, retries and parsing, a scripted newsdesk behind the wire."""

import json

import pytest

from graphs import Context, awrite_article, build_article_graph
from knowledge.errors import InputError, LanguageUnclear
from tests.fake_wire import Answer, Fault, prompt_of
from tests.graphs.library import METADATA, OUTLINE, REQUEST, SECTIONS, SOURCE, TRANSLATION, Newsdesk


async def write(fake_wire, desk, **context):
    fake_wire.responder = desk
    return await awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted", **context))


def open_findings(result):
    assert result.review is not None
    return [f"{f.check}@{f.target}: {f.message} [{f.measured} | {f.threshold}]" for f in result.review.blocking]


async def test_a_careful_model_passes_in_one_round(fake_wire):
    desk = Newsdesk()
    result = await write(fake_wire, desk)
    assert open_findings(result) == []
    assert result.status == "passed", result.reason
    assert len(result.rounds) == 1
    assert sorted(desk.asked) == ["metadata", "plan", "s0", "s1", "s2", "s3", "translate"]
    assert result.usage.calls == len(desk.asked) == len(fake_wire.answered)


SPOILT = {
    "s1": SECTIONS["s1"].replace("260", "620"),
    "s2": SECTIONS["s2"].replace("Elle dirige", "Depuis 1987, elle dirige"),
}


async def test_only_the_two_failing_sections_are_written_again(fake_wire):
    desk = Newsdesk(spoil=SPOILT)
    result = await write(fake_wire, desk)
    assert result.status == "passed", open_findings(result)
    assert {part: desk.asked.count(part) for part in ("s0", "s1", "s2", "s3", "metadata", "plan")} == {
        "s0": 1,
        "s1": 2,
        "s2": 2,
        "s3": 1,
        "metadata": 1,
        "plan": 1,
    }
    assert [(r.target, r.accepted) for r in result.rounds[1].revisions] == [("s1", True), ("s2", True)]


async def test_a_fault_that_stays_ends_in_needs_review_with_the_draft_and_its_findings(fake_wire):
    result = await write(fake_wire, Newsdesk(spoil={"s1": SPOILT["s1"]}, times=99))
    assert result.status == "needs_review"
    assert any("620" in finding for finding in open_findings(result))
    assert result.draft is not None
    assert len(result.rounds) <= 4


LOST = {"s3": SECTIONS["s3"].replace("82 % des appareils", "la plupart des appareils")}


async def test_a_fact_that_a_section_lost_is_asked_for_again(fake_wire):
    desk = Newsdesk(spoil=LOST)
    result = await write(fake_wire, desk)
    assert result.status == "passed", open_findings(result)
    assert desk.asked.count("s3") == 2
    assert "82\u00a0% des appareils" in result.draft.sections[3].body


async def test_a_fact_that_no_revision_brings_is_added_by_code_at_the_end(fake_wire):
    result = await write(fake_wire, Newsdesk(spoil=LOST, times=99))
    assert result.status == "passed", open_findings(result)
    assert result.draft.sections[3].body.endswith("82\u00a0% des appareils sont revenus à l’heure.")
    assert result.rounds[-1].revisions[-1].reason == "Code added what no revision had brought."


async def test_a_writer_is_shown_what_a_line_out_of_its_place_speaks_of(fake_wire):
    desk, told = Newsdesk(), []

    def respond(body):
        good = desk(body)
        if desk.asked[-1] == "s0":
            told.append(prompt_of(body))
        return good.replace("9: La ville paie", "9: Elle paie") if desk.asked[-1] == "translate" else good

    await write(fake_wire, respond)
    assert f"(before 9, only to understand it: {TRANSLATION[8]})\n9: Elle paie" in told[0]


async def test_a_writer_whose_revision_was_refused_is_told_why(fake_wire):
    desk, told = Newsdesk(), []

    def respond(body):
        good = desk(body)
        if desk.asked[-1] != "s1":
            return good
        told.append(prompt_of(body))
        return {1: SPOILT["s1"], 2: "La bibliothèque prête des outils."}.get(len(told), good)

    result = await write(fake_wire, respond)
    assert result.status == "passed", open_findings(result)
    assert "was not taken" not in told[1]
    assert "Your last answer was not taken: It would break" in told[2]


async def test_a_section_nobody_could_write_is_tried_again_and_never_passes(fake_wire):
    desk = Newsdesk(spoil={"s2": Answer("", refusal="I cannot help with that.")}, times=99)
    result = await write(fake_wire, desk, max_revisions=1)
    assert result.status == "needs_review"
    assert desk.asked.count("s2") == 2
    assert any("refused" in revision.reason for round_ in result.rounds for revision in round_.revisions)


async def test_a_refused_section_is_written_in_the_next_round(fake_wire):
    desk = Newsdesk(spoil={"s2": Answer("", refusal="I cannot help with that.")})
    result = await write(fake_wire, desk)
    assert result.status == "passed", open_findings(result)


async def test_a_budget_that_ends_keeps_the_draft_and_says_which(fake_wire):
    result = await write(fake_wire, Newsdesk(spoil=SPOILT), max_calls=7)
    assert result.status == "needs_review"
    assert "7 calls" in result.reason
    assert result.draft is not None
    assert result.usage.calls == 7


async def test_a_plan_that_no_model_gives_is_a_failed_run_with_the_reason(fake_wire):
    result = await write(fake_wire, Newsdesk(spoil={"plan": "I would rather chat."}, times=99))
    assert result.status == "failed"
    assert "Outline" in result.reason
    assert result.usage.calls == 2


async def test_a_wrong_key_is_a_failed_run_that_names_the_key(fake_wire):
    result = await write(fake_wire, Newsdesk(spoil={"plan": Fault(status=401, message="bad key")}, times=99))
    assert result.status == "failed"
    assert "key" in result.reason


@pytest.mark.parametrize(
    "answer",
    [
        "```json\n" + json.dumps(METADATA) + "\n```",
        "Here you are: " + json.dumps(METADATA),
        json.dumps(METADATA)[:-1],
    ],
    ids=["fenced", "with chatter", "broken"],
)
async def test_json_in_any_wrapping_is_read(fake_wire, answer):
    result = await write(fake_wire, Newsdesk(spoil={"metadata": answer}, times=99))
    assert result.draft is not None
    assert result.draft.metadata.description.startswith("La bibliothèque d")


async def test_a_request_that_names_no_language_is_an_error_that_says_so():
    with pytest.raises(LanguageUnclear, match="language"):
        await awrite_article("SEO friendly, with subheadings", SOURCE, context=Context(model="openai:scripted"))


async def test_a_request_without_an_article_is_an_error_that_says_so():
    with pytest.raises(InputError, match="article"):
        await awrite_article("Please write it in French", "", context=Context(model="openai:scripted"))


async def test_request_and_article_may_come_in_one_text(fake_wire):
    fake_wire.responder = Newsdesk()
    result = await awrite_article(f"{REQUEST}\n{SOURCE}", context=Context(model="openai:scripted"))
    assert result.status == "passed", open_findings(result)


async def test_the_graph_gives_the_verdict_the_article_and_the_result(fake_wire):
    fake_wire.responder = Newsdesk()
    output = await build_article_graph().ainvoke(
        {"request": REQUEST, "source": SOURCE}, context=Context(model="openai:scripted")
    )
    assert set(output) == {"request", "source", "status", "reason", "article", "result"} - {"request", "source"}
    assert output["article"].startswith("# Bibliothèque d")
    assert output["result"].status == output["status"] == "passed"


async def test_the_source_may_be_in_the_target_language_already(fake_wire):
    desk = Newsdesk()
    fake_wire.responder = desk
    french = "\n\n".join([f"# {OUTLINE['sections'][0]['heading']}", *SECTIONS.values()])
    await awrite_article("in French, at least 300 words", french, context=Context(model="openai:scripted"))
    assert "translate" not in desk.asked
