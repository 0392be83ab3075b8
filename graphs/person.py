"""A person decides: what is shown, which answers are understood, and what follows from each."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal

from langgraph.runtime import Runtime
from langgraph.types import interrupt
from pydantic import BaseModel, Field, ValidationError

from agents.domain import Decision, Draft, Finding, Metadata, Review, Section
from agents.reading.intake import MAX_CHARACTERS
from agents.reading.markdown import parse_article, to_markdown
from agents.reading.text import count_words
from agents.repair import typography
from graphs.context import Context, HumanReview
from graphs.desk import restart_clock
from graphs.ending import ending
from graphs.state import State
from knowledge.errors import InputError

Choice = Literal["approve", "edit", "instruct", "reject"]
CHOICES: dict[Choice, str] = {
    "approve": "Take the draft as it stands. Open blocking findings stay named, and the verdict does not change.",
    "edit": "Send the whole article as Markdown in `article`. The checks then run again.",
    "instruct": "Send `instruction` to the writers of `sections` (ids or headings, `metadata`; none: every section), "
    "once. The checks then run again.",
    "reject": "End the run as failed.",
}


ORDER = "person.instruction"
"""Stands where revisions name the check that they mend."""


class Answer(BaseModel):
    """What a person answers when a run waits."""

    choice: Choice
    article: str = Field(default="", description="For `edit`: the whole article; front matter may be left out.")
    instruction: str = Field(default="", max_length=2000, description="For `instruct`: what shall be changed.")
    sections: list[str] = Field(default_factory=list, description="For `instruct`: ids or headings, or `metadata`.")
    note: str = Field(default="", max_length=2000, description="Why; kept in the report.")


class Part(BaseModel):
    """A part of the draft that can be named in an answer."""

    id: str
    heading: str


class ReviewRequest(BaseModel):
    """What a person sees when a run waits for them."""

    status: str = Field(description="The verdict that approving the draft now would give.")
    reason: str
    article: str = Field(description="The draft as Markdown with front matter.")
    sections: list[Part]
    findings: list[Finding] = Field(description="Open findings, blocking ones first.")
    not_run: list[str] = Field(description="Blocking checks that gave no answer, and why.")
    choices: dict[Choice, str] = CHOICES
    problem: str = Field(default="", description="Why the answer before this one could not be used.")


async def human_review(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Wait for a person where the context asks for one; an answer that cannot be used is asked for again."""
    context = runtime.context or Context()
    draft, review = state.get("best"), state.get("review")
    if draft is None or review is None or not is_asked(context.human_review, state):
        return {}
    problem = ""
    while True:
        given = interrupt(
            _request(state, draft, review, context, problem).model_dump(mode="json"),
            response_schema=Answer.model_json_schema(),
        )
        restart_clock(state["run"])
        try:
            return await asyncio.to_thread(follow, Answer.model_validate(given), state, draft, review)
        except ValidationError as error:
            problem = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in error.errors()[:5])
        except InputError as error:
            problem = str(error)


def is_asked(policy: HumanReview, state: State) -> bool:
    """Whether a person is asked now. `on_failure` means: unless every blocking check passed."""
    if policy == "never":
        return False
    review = state.get("review")
    return policy == "always" or bool(state.get("stops")) or review is None or not review.passed


def follow(answer: Answer, state: State, draft: Draft, review: Review) -> dict[str, Any]:
    """The update that an answer leads to.

    Raises:
        InputError: The answer cannot be followed; the text says why.
    """
    decided = state.get("decision") or Decision()
    if answer.choice == "edit":
        edited = read_edited(answer.article, draft)
        return {
            "candidate": edited,
            "best": None,
            "review": None,
            "orders": {},
            "decision": decided.model_copy(update={"edits": decided.edits + 1}),
        }
    if answer.choice == "instruct":
        orders = {target: answer.instruction.strip() for target in targets(answer, draft)}
        told = [*decided.instructions, *(f"{target}: {text}" for target, text in orders.items())]
        return {"orders": orders, "decision": decided.model_copy(update={"instructions": told})}
    approved = answer.choice == "approve"
    final = {
        "choice": "approved" if approved else "rejected",
        "note": answer.note.strip(),
        "accepted": open_points(review) if approved else [],
    }
    return {"orders": {}, "decision": decided.model_copy(update=final)}


def order(target: str, instruction: str) -> Finding:
    """A person's instruction in the form in which writers are told what to mend."""
    return Finding(
        check=ORDER,
        severity="blocking",
        target=target,
        measured="",
        threshold="",
        message="A person asks for a change.",
        fix=instruction,
    )


def open_points(review: Review) -> list[str]:
    """What stands between the draft and `passed`, as `Decision.accepted` lists it."""
    found = [f"{finding.check}@{finding.target}" for finding in review.blocking]
    return list(dict.fromkeys([*found, *(check.check for check in review.not_run)]))


def targets(answer: Answer, draft: Draft) -> list[str]:
    """The ids of the parts that an instruction is for."""
    if not answer.instruction.strip():
        raise InputError("The instruction is empty. Say what shall be changed.")
    if not answer.sections:
        return [section.id for section in draft.sections]
    names = {"metadata": "metadata"}
    for section in draft.sections:
        names |= {section.id: section.id, section.heading.strip().casefold(): section.id}
    wanted = [name.strip().casefold() for name in answer.sections]
    if unknown := [name for name in wanted if name not in names]:
        known = ", ".join(["metadata", *(section.id for section in draft.sections)])
        raise InputError(f"The draft has no part {', '.join(unknown)}. Its parts are {known}.")
    return list(dict.fromkeys(names[name] for name in wanted))


def read_edited(article: str, old: Draft) -> Draft:
    """A person's Markdown as a draft: their words, in the typography of the language.

    What the front matter leaves out is kept from the old draft, and so are the ids of sections that can be
    recognised.
    """
    if len(article) > MAX_CHARACTERS:
        raise InputError(f"The edited article has {len(article):,} characters; at most {MAX_CHARACTERS:,} can be read.")
    edited = parse_article(article, language=old.language)
    if not sum(count_words(section.body) for section in edited.sections):
        raise InputError("The edited article holds no text.")
    named = {key: value for key, value in edited.metadata.model_dump().items() if value}
    metadata = Metadata.model_validate({**old.metadata.model_dump(), **named})
    tag = old.language
    return Draft(
        language=tag,
        metadata=metadata.model_copy(
            update={
                "title": typography(metadata.title, tag),
                "description": typography(metadata.description, tag),
            }
        ),
        sections=[
            section.model_copy(
                update={
                    "id": known,
                    "heading": typography(section.heading, tag),
                    "body": typography(section.body, tag),
                }
            )
            for section, known in zip(edited.sections, _ids(edited.sections, old.sections), strict=True)
        ],
    )


def _ids(edited: Sequence[Section], old: Sequence[Section]) -> list[str]:
    if len(edited) == len(old):
        return [section.id for section in old]
    by_heading = {section.heading: section.id for section in old}
    taken: list[str] = []
    for number, section in enumerate(edited, start=1):
        known = by_heading.pop(section.heading, "")
        taken.append(known or f"e{number}")
    return taken


def _request(state: State, draft: Draft, review: Review, context: Context, problem: str) -> ReviewRequest:
    _, reason = ending(state, context.max_revisions)
    return ReviewRequest(
        status="passed" if review.passed else "needs_review",
        reason=reason,
        article=to_markdown(draft),
        sections=[Part(id=section.id, heading=section.heading) for section in draft.sections],
        findings=sorted(review.findings, key=lambda finding: finding.severity != "blocking"),
        not_run=[f"{check.check}: {check.reason}" for check in review.not_run],
        problem=problem,
    )
