"""A person in the loop: what they are shown, what they may answer, and what the verdict then says."""

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agents.domain import Draft, Metadata, Section
from graphs import Context, awrite_article, build_article_graph
from graphs.person import Answer, read_edited, targets
from graphs.report import Report
from knowledge.errors import InputError
from tests.graphs.library import REQUEST, SECTIONS, SOURCE, Newsdesk

WRONG = SECTIONS["s1"].replace("260", "620")


class Editor:
    """Answers in turn and keeps what it was shown."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.shown = []

    def __call__(self, request):
        self.shown.append(request)
        answer = self.answers.pop(0)
        return answer(request) if callable(answer) else answer


async def write(fake_wire, editor, *, policy="on_failure", desk=None, **context):
    fake_wire.responder = desk or Newsdesk(spoil={"s1": WRONG}, times=99)
    context = Context(model="openai:scripted", human_review=policy, max_revisions=0, **context)
    return await awrite_article(REQUEST, SOURCE, context=context, on_review=editor)


async def test_nobody_is_asked_when_everything_passed(fake_wire):
    editor = Editor()
    result = await write(fake_wire, editor, desk=Newsdesk())
    assert result.status == "passed"
    assert editor.shown == []
    assert result.decision is None


async def test_always_asks_even_for_a_draft_that_passed(fake_wire):
    editor = Editor(Answer(choice="approve"))
    result = await write(fake_wire, editor, policy="always", desk=Newsdesk())
    assert result.status == "passed"
    assert editor.shown[0].status == "passed"
    assert result.decision.choice == "approved"
    assert result.decision.accepted == []


async def test_a_person_sees_the_draft_its_findings_and_the_choices(fake_wire):
    editor = Editor(Answer(choice="reject", note="Wrong figures."))
    await write(fake_wire, editor)
    shown = editor.shown[0]
    assert "620 appareils" in shown.article.replace("\N{NO-BREAK SPACE}", " ")
    assert any("620" in finding.message + finding.measured for finding in shown.findings)
    assert set(shown.choices) == {"approve", "edit", "instruct", "reject"}
    assert [part.id for part in shown.sections] == ["s0", "s1", "s2", "s3"]


async def test_an_approved_draft_with_open_findings_is_not_passed_and_says_what_was_accepted(fake_wire):
    result = await write(fake_wire, Editor(Answer(choice="approve", note="The library says 620 now.")))
    assert result.status == "needs_review"
    assert any(point.startswith("fidelity.") and point.endswith("@s1") for point in result.decision.accepted)
    assert "knowing of" in result.reason
    assert "The library says 620 now." in result.reason
    report = Report.of(result)
    assert report.decision == result.decision
    assert report.status == "needs_review"


async def test_a_rejected_draft_fails_and_is_kept(fake_wire):
    result = await write(fake_wire, Editor(Answer(choice="reject", note="Not our subject.")))
    assert result.status == "failed"
    assert "Not our subject." in result.reason
    assert result.draft is not None


async def test_an_edited_draft_is_checked_again_and_passes_when_the_fault_is_gone(fake_wire):
    editor = Editor(lambda shown: Answer(choice="edit", article=shown.article.replace("620", "260")))
    result = await write(fake_wire, editor)
    assert result.status == "passed", result.reason
    assert result.decision.edits == 1
    assert result.rounds[-1].revisions[0].reason == "A person edited it."


async def test_an_edit_that_mends_nothing_is_shown_again_with_what_is_still_open(fake_wire):
    def worse(shown):
        return Answer(choice="edit", article=shown.article.replace("620", "975"))

    editor = Editor(worse, Answer(choice="approve"))
    result = await write(fake_wire, editor)
    assert any("975" in finding.message + finding.measured for finding in editor.shown[1].findings)
    assert result.status == "needs_review"
    assert result.decision.accepted != []


async def test_an_instruction_reaches_only_the_named_section_and_is_checked(fake_wire):
    desk = Newsdesk(spoil={"s1": WRONG})
    editor = Editor(Answer(choice="instruct", instruction="The source says 260 devices.", sections=["s1"]))
    result = await write(fake_wire, editor, desk=desk)
    assert result.status == "passed", result.reason
    assert (desk.asked.count("s1"), desk.asked.count("s2")) == (2, 1)
    told = fake_wire.calls[-1].body["messages"][-1]["content"]
    assert "The source says 260 devices." in told
    assert result.decision.instructions == ["s1: The source says 260 devices."]


async def test_an_instruction_may_name_a_heading_or_the_metadata(fake_wire):
    desk = Newsdesk(spoil={"s1": WRONG})
    editor = Editor(
        lambda shown: Answer(choice="instruct", instruction="Mind 260.", sections=[shown.sections[1].heading]),
        Answer(choice="instruct", instruction="Shorter.", sections=["metadata"]),
        Answer(choice="approve"),
    )
    result = await write(fake_wire, editor, policy="always", desk=desk)
    assert result.status == "passed"
    assert desk.asked.count("metadata") == 2


async def test_a_section_that_a_person_added_can_be_sent_to_a_writer(fake_wire):
    def add(shown):
        return Answer(
            choice="edit", article=f"{shown.article}\n## Des appareils contrôlés après chaque retour\n\nDeux."
        )

    editor = Editor(
        add,
        lambda shown: Answer(choice="instruct", instruction="Tell more.", sections=[shown.sections[-1].id]),
        Answer(choice="reject"),
    )
    result = await write(fake_wire, editor)
    assert len(result.draft.sections) == 5
    assert "Petra Wolfram" in result.draft.sections[-1].body


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(choice="edit", article="---\ntitle: a : b\n---\n# x"), "YAML"),
        (Answer(choice="edit", article="# Only a title"), "no text"),
        (Answer(choice="instruct", sections=["s1"]), "empty"),
        (Answer(choice="instruct", instruction="x", sections=["s9"]), "s9"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_asked_for_again_with_the_reason(fake_wire, answer, problem):
    editor = Editor(answer, Answer(choice="reject"))
    result = await write(fake_wire, editor)
    assert problem in editor.shown[1].problem
    assert result.status == "failed"


async def test_a_draft_that_a_budget_stopped_goes_to_the_person_too(fake_wire):
    editor = Editor(Answer(choice="approve"))
    fake_wire.responder = Newsdesk(spoil={"s1": WRONG}, times=99)
    context = Context(model="openai:scripted", human_review="on_failure", max_calls=7)
    result = await awrite_article(REQUEST, SOURCE, context=context, on_review=editor)
    assert "7 calls" in editor.shown[0].reason
    assert result.status == "needs_review"


async def test_an_endpoint_that_fails_during_an_instruction_leaves_the_decision_to_the_person(fake_wire):
    desk = Newsdesk(spoil={"s1": WRONG}, times=99)
    first = Answer(choice="instruct", instruction="Mend it.", sections=["s1"])
    editor = Editor(first, Answer(choice="approve"))
    result = await write(fake_wire, editor, desk=desk, max_calls=7)
    assert "7 calls" in editor.shown[1].reason
    assert result.status == "needs_review"
    assert result.draft is not None


async def test_a_run_that_would_wait_for_nobody_is_refused_before_any_call(fake_wire):
    with pytest.raises(InputError, match="on_review"):
        await write(fake_wire, None)
    assert fake_wire.calls == []


@pytest.mark.parametrize(("limit", "asked"), [(7, 1), (8, 2)])
async def test_who_answers_over_the_api_may_raise_a_limit_in_the_context(fake_wire, limit, asked):
    fake_wire.responder = desk = Newsdesk(spoil={"s1": WRONG})
    graph = build_article_graph(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": f"limit {limit}"}}
    context = Context(model="openai:scripted", human_review="always", max_revisions=0, max_calls=7)
    await graph.ainvoke({"request": REQUEST, "source": SOURCE}, config, context=context)
    answer = Command(resume={"choice": "instruct", "instruction": "Count again.", "sections": ["s1"]})
    await graph.ainvoke(answer, config, context=context.model_copy(update={"max_calls": limit}))
    assert desk.asked.count("s1") == asked


async def test_a_coroutine_may_answer(fake_wire):
    async def editor(request):
        return Answer(choice="reject")

    assert (await write(fake_wire, editor)).status == "failed"


DRAFT = Draft(
    language="fr",
    metadata=Metadata(title="Titre", description="Texte.", slug="titre", keyphrase="titre"),
    sections=[
        Section(id="s0", level=1, heading="Un", body="Texte."),
        Section(id="s1", level=2, heading="Deux", body="Texte."),
    ],
)


def test_an_edit_without_front_matter_keeps_the_metadata():
    assert read_edited("# Un\n\nAutre texte.", DRAFT).metadata == DRAFT.metadata


def test_sections_keep_their_ids_when_one_is_taken_out_or_added():
    edited = read_edited("# Un\n\nTexte.\n\n## Neuf\n\nTexte.\n\n## Deux\n\nTexte.", DRAFT)
    assert [section.id for section in edited.sections] == ["s0", "e2", "s1"]
    assert [section.id for section in read_edited("# Un\n\nTexte.", DRAFT).sections] == ["s0"]


def test_without_names_an_instruction_is_for_every_section():
    assert targets(Answer(choice="instruct", instruction="Shorter."), DRAFT) == ["s0", "s1"]
