"""The systems under test: how often each asks, what it sends, and what becomes of a bad answer."""

import pytest

from evals.systems import SYSTEMS, baselines, system_called
from evals.systems.prompts import read_reply
from graphs import Context
from knowledge.errors import InputError, ReplyUnusable, SourceTooLong
from tests.evals.desk import GOOD, WholeDesk
from tests.fake_wire import Answer, Fault
from tests.graphs.library import REQUEST, SECTIONS, SOURCE
from tests.graphs.test_article import SPOILT


async def run(name, fake_wire, desk, **context):
    fake_wire.responder = desk
    return await SYSTEMS[name](REQUEST, SOURCE, Context(model="openai:scripted", **context))


async def test_a_single_prompt_holds_the_request_and_the_whole_source(fake_wire):
    desk = WholeDesk()
    result = await run("single_shot", fake_wire, desk)
    assert desk.asked == ["article"]
    assert REQUEST in desk.prompts[0]
    assert "Die Stadt zahlt im Jahr 18.500 Euro" in desk.prompts[0]
    assert result.draft.metadata.keyphrase == "bibliothèque d'objets"
    assert [section.level for section in result.draft.sections] == [1, 2, 2, 2]
    assert result.review is None
    assert (result.usage.calls, result.usage.output_tokens > 300) == (1, True)
    assert result.seconds.keys() == {"single_shot"}


async def test_the_second_of_two_prompts_sees_the_translation_and_not_the_source(fake_wire):
    desk = WholeDesk()
    result = await run("translate_then_expand", fake_wire, desk)
    assert desk.asked == ["translation", "article"]
    assert "La ville paie 18 500 euros par an" in desk.prompts[1]
    assert "Die Stadt zahlt" not in desk.prompts[1]
    assert [call.node for call in result.calls] == ["translate", "expand"]
    assert result.seconds.keys() == {"translate", "expand"}


@pytest.mark.parametrize("name", ["single_shot", "translate_then_expand"])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer("", refusal="I cannot help."), "refused"),
        ("", "empty"),
        ("---\ntitle: x\n---\n", "no article"),
        (Fault(status=400, message="no such thing"), "no such thing"),
    ],
)
async def test_a_model_without_an_article_is_a_failure_with_its_reason(fake_wire, name, answer, reason):
    result = await run(name, fake_wire, WholeDesk(answer))
    assert result.status == "failed"
    assert result.draft is None
    assert reason in result.reason
    assert result.usage.calls == len(fake_wire.answered)


async def test_an_answer_that_was_cut_ends_at_its_last_whole_sentence(fake_wire):
    result = await run("single_shot", fake_wire, WholeDesk(Answer("# Titre\n\nUn. Deux", finish_reason="length")))
    assert result.draft.sections[0].body == "Un."


async def test_a_limit_of_calls_holds_for_baselines_too(fake_wire):
    result = await run("single_shot", fake_wire, WholeDesk(), max_tokens=100)
    assert result.status == "failed"
    assert "budget of 100 tokens" in result.reason


@pytest.mark.parametrize(("name", "asked"), [("translate_then_expand", 1), ("workflow_whole_rewrite", 7)])
async def test_all_calls_of_an_article_share_one_budget(fake_wire, name, asked):
    desk = WholeDesk(spoil=SPOILT, times=99)
    result = await run(name, fake_wire, desk, max_calls=asked)
    assert len(fake_wire.answered) == asked
    assert f"The budget of {asked} call" in result.reason
    assert result.usage.calls == asked


async def test_a_translation_too_long_for_the_second_prompt_is_refused_with_what_it_cost(fake_wire, monkeypatch):
    monkeypatch.setattr("evals.systems.baselines.ask", _ask_once(baselines.ask))
    with pytest.raises(InputError, match="too long") as error:
        await run("translate_then_expand", fake_wire, WholeDesk())
    assert [call.node for call in error.value.calls] == ["translate"]


def _ask_once(ask):
    seen = []

    async def asked(*args, **settings):
        seen.append(settings)
        if len(seen) > 1:
            raise SourceTooLong("too long")
        return await ask(*args, **settings)

    return asked


async def test_a_source_that_leaves_no_room_for_the_answer_is_refused(fake_wire, monkeypatch):
    monkeypatch.setenv("TRANSCREATE_CONTEXT_WINDOW", "500")
    with pytest.raises(InputError, match="of the model's 500 tokens"):
        await run("single_shot", fake_wire, WholeDesk())


@pytest.mark.parametrize("fence", ["", "```yaml\n"])
def test_front_matter_is_read_with_good_will(fence):
    closing = "```\n" if fence else ""
    reply = f"{fence}---\ntitle: Objets : le prêt\nkeyphrase: prêt\n---\n{closing}\n# Titre\n\nUn texte."
    draft = read_reply(reply, "fr")
    assert draft.metadata.title == "Objets : le prêt"
    assert draft.metadata.keyphrase == "prêt"
    assert draft.sections[0].heading == "Titre"


@pytest.mark.parametrize(("written", "read"), [("French", "fr"), ("français", "fr"), ("fr-CA", "fr-CA"), ("de", "de")])
def test_a_language_that_is_no_tag_is_read_from_the_text(written, read):
    reply = f"---\ntitle: Titre\nlang: {written}\n---\n# Titre\n\nUn texte assez long pour être du français, je crois."
    assert read_reply(reply).language == read


def test_an_article_without_front_matter_is_an_article():
    draft = read_reply("# Titre\n\nUn texte assez long pour être reconnu comme du français.")
    assert draft.metadata.title == ""
    assert draft.language == "fr"


def test_front_matter_alone_is_no_article():
    with pytest.raises(ReplyUnusable, match="no article"):
        read_reply("---\ntitle: x\n---\n")


async def test_without_review_the_first_draft_is_the_last(fake_wire):
    desk = WholeDesk(spoil=SPOILT)
    result = await run("workflow_no_review", fake_wire, desk)
    assert len(result.rounds) == 1
    assert desk.asked.count("s1") == 1
    assert result.status == "needs_review"


async def test_without_knowledge_nothing_was_looked_up(fake_wire):
    assert (await run("workflow", fake_wire, WholeDesk())).passages
    assert not (await run("workflow_no_knowledge", fake_wire, WholeDesk())).passages


async def test_rewriting_the_whole_asks_for_the_article_with_its_faults_and_takes_it(fake_wire):
    desk = WholeDesk(spoil=SPOILT, times=99)
    result = await run("workflow_whole_rewrite", fake_wire, desk)
    assert desk.asked.count("article") == 1
    assert "620 appareils" in desk.prompts[-1]
    assert "Remove «620»" in desk.prompts[-1]
    assert "18.500 Euro" in desk.prompts[-1]
    assert result.status == "passed", [finding.message for finding in result.review.blocking]
    assert [(r.target, r.accepted) for r in result.rounds[1].revisions] == [("article", True)]
    assert result.rounds[1].calls == 1
    assert result.usage.calls == len(fake_wire.answered)
    assert "rewriter" in result.seconds


async def test_a_rewritten_article_that_is_no_better_is_refused_and_ends_the_rounds(fake_wire):
    desk = WholeDesk(f"# Rien\n\n{SECTIONS['s0']}", spoil=SPOILT, times=99)
    result = await run("workflow_whole_rewrite", fake_wire, desk)
    assert result.status == "needs_review"
    assert len(result.draft.sections) == 4
    assert [round_.revisions[0].accepted for round_ in result.rounds[1:]] == [False, False]


async def test_a_rewrite_that_cannot_be_read_counts_as_a_round(fake_wire):
    desk = WholeDesk("---\ntitle: x\n---\n", GOOD, spoil=SPOILT, times=99)
    result = await run("workflow_whole_rewrite", fake_wire, desk)
    assert [round_.revisions[0].reason for round_ in result.rounds[1:]] == ["The reply holds no article.", ""]
    assert result.status == "passed"


async def test_an_endpoint_that_fails_in_the_middle_keeps_the_best_draft(fake_wire):
    desk = WholeDesk(Fault(status=400, message="too hot"), spoil=SPOILT, times=99)
    result = await run("workflow_whole_rewrite", fake_wire, desk)
    assert result.status == "needs_review"
    assert "too hot" in result.reason
    assert len(result.rounds) == 2
    assert result.draft is not None


def test_a_system_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InputError, match="single_shot"):
        system_called("one_shot")
