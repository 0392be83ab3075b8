"""The nodes: each takes what its agent needs from the state, calls it, and returns the update.

Work that would hold up the event loop (the store, the checks, reading the source) runs in a thread.
"""

import asyncio
import uuid
from collections.abc import Mapping
from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from agents import fact_checker, metadata_writer, planner, section_writer, translator
from agents import read_brief as brief_reader
from agents.domain import Candidate, FactCheck, RelatedPage, Result, Source, Translation, Usage
from agents.models.factory import context_window, resolve, takes_small_steps
from agents.reading.intake import parse_source, split_request
from agents.reading.language import base_language
from agents.reading.markdown import body_markdown
from graphs.context import Context
from graphs.desk import caller, knowledge
from graphs.ending import ending
from graphs.fact_check import checked, fingerprint, unread
from graphs.logs import set_run
from graphs.material import for_planner, for_writers, remember
from graphs.measured import Update, measured
from graphs.rounds import assembled, reviewed
from graphs.state import Piece, Spending, State, TranslationTask, WritingTask
from knowledge.errors import InputError, ReplyUnusable, SourceTooLong
from knowledge.tokens import count_tokens

PROMPT_RESERVE = 3000
"""Tokens kept free for instructions and answer when a source is measured against the model's window."""


@measured("read_brief")
async def read_brief(state: State, runtime: Runtime[Context]) -> Update:
    context = runtime.context or Context()
    run = uuid.uuid4().hex
    set_run(run)
    request, source = await asyncio.to_thread(read_given, state, context)
    with caller("read_brief", runtime, Spending(run=run)) as desk:
        brief = await brief_reader.read_brief(request, source, desk, flags=context.flags())
    return {
        "run": run,
        "brief": brief,
        "parsed": source,
        "calls": Overwrite(desk.calls),
        "translations": Overwrite([]),
        "pieces": Overwrite([]),
        "rounds": [],
        "stops": Overwrite([]),
        "review": None,
        "best": None,
        "fact_check": None,
        "decision": None,
        "orders": {},
    }


def read_given(given: Mapping[str, Any], context: Context) -> tuple[str, Source]:
    """The request, and the source article that was given beside it or in it."""
    request, article = given.get("request", ""), given.get("source", "")
    if not article.strip():
        request, article = split_request(request)
    if not article.strip():
        raise InputError("There is a request but no article. Give the source text with it, or in a file of its own.")
    flags = context.flags()
    if not request.strip() and not flags.to:
        raise InputError("There is an article but no request. Say what you want, or at least --to LANGUAGE.")
    source = parse_source(article)
    if context.fact_checker and takes_small_steps(resolve(context.fact_checker).spec):
        raise InputError(
            "Weights this small cannot check facts. Name a stronger model, as in --fact-checker openai:NAME."
        )
    tokens, window = count_tokens(source.text), context_window(resolve(context.model).spec)
    if tokens > window - PROMPT_RESERVE:
        raise SourceTooLong(
            f"The source has {tokens:,} tokens; the model holds {window:,}, and {PROMPT_RESERVE:,} of them are "
            "needed for instructions and answer. Shorten the source or take a model with a larger window."
        )
    return request, source


@measured("planner")
async def plan(state: State, runtime: Runtime[Context]) -> Update:
    context = runtime.context or Context()
    brief, source = state["brief"], state["parsed"]
    store = await knowledge(context)

    known = await asyncio.to_thread(for_planner, store, brief, source)
    with caller("planner", runtime, spending(state)) as desk:
        planned, rest = await asyncio.gather(
            planner.make_plan(
                brief,
                known.lines,
                candidates=[
                    Candidate(keyphrase=found.keyphrase, score=found.score, why=found.why, passage=found.passage)
                    for found in known.candidates
                ],
                guides=known.guides,
                source_language=base_language(source.language),
                caller=desk,
            ),
            asyncio.to_thread(for_writers, store, brief, source),
        )
    planner.hand_out(planned, rest.facts, known.lines)
    planned.related = [RelatedPage(title=page.title, url=str(page.metadata["url"])) for page in rest.pages]
    planned.warnings = planner.competitors(planned.keyphrase, rest.past, brief.base_language)
    guides = {"planner": known.guides, **rest.guides}
    cited = [*(passage for passages in guides.values() for passage in passages), *known.keywords, *rest.pages]
    return {
        "lines": known.lines,
        "facts": rest.facts,
        "terms": rest.terms,
        "guides": guides,
        "plan": planned,
        "passages": list({passage.id: passage for passage in cited}.values()),
        "calls": desk.calls,
    }


@measured("translator")
async def translate(state: TranslationTask, runtime: Runtime[Context]) -> Update:
    with caller("translator", runtime, state["spending"]) as desk:
        try:
            translation = await translator.translate(
                state["lines"],
                before=state["before"],
                after=state["after"],
                brief=state["brief"],
                source_language=state["source_language"],
                stated=state["stated"],
                terms=state["terms"],
                guides=state["guides"],
                caller=desk,
            )
        except ReplyUnusable as error:
            translation = Translation(lines={}, problems=[str(error)])
    return {"translations": [translation], "calls": desk.calls}


@measured("align")
async def align(state: State, runtime: Runtime[Context]) -> Update:
    """The source in the target language, line by line: the translators' work, or the source itself."""
    if translations := state["translations"]:
        return {"told": {n: text for part in translations for n, text in part.lines.items()}}
    return {"told": {line.number: line.text for line in state["lines"]}}


@measured("section_writer")
async def write_section(state: WritingTask, runtime: Runtime[Context]) -> Update:
    planned, old = state["planned"], state["old_section"]
    assert planned is not None
    piece = Piece(round=state["round"], target=planned.id, findings=_checks(state))
    with caller("section_writer", runtime, state["spending"]) as desk:
        try:
            if old is None:
                piece.section = await section_writer.write_section(
                    planned,
                    state["plan"],
                    state["lines"],
                    brief=state["brief"],
                    guides=state["guides"],
                    caller=desk,
                )
            else:
                piece.section = await section_writer.revise_section(
                    old,
                    state["findings"],
                    planned,
                    state["plan"],
                    state["lines"],
                    brief=state["brief"],
                    guides=state["guides"],
                    caller=desk,
                )
        except ReplyUnusable as error:
            piece.failure = str(error)
    return {"pieces": [piece], "calls": desk.calls}


@measured("metadata_writer")
async def write_metadata(state: WritingTask, runtime: Runtime[Context]) -> Update:
    piece = Piece(round=state["round"], target="metadata", findings=_checks(state))
    with caller("metadata_writer", runtime, state["spending"]) as desk:
        try:
            piece.metadata = await metadata_writer.write_metadata(
                state["plan"],
                state["lines"],
                brief=state["brief"],
                guides=state["guides"],
                caller=desk,
                old=state["old_metadata"],
                findings=state["findings"],
            )
        except ReplyUnusable as error:
            piece.failure = str(error)
    return {"pieces": [piece], "calls": desk.calls}


def _checks(task: WritingTask) -> list[str]:
    return list(dict.fromkeys(finding.check for finding in task["findings"]))


@measured("assemble")
async def assemble(state: State, runtime: Runtime[Context]) -> Update:
    """Put the first draft together; later rounds exchange parts of the best draft in the reviewer."""
    if state.get("best"):
        return {}
    spec = resolve((runtime.context or Context()).model).spec
    return {"candidate": await asyncio.to_thread(assembled, state, takes_small_steps(spec))}


@measured("seo_reviewer")
async def seo_review(state: State, runtime: Runtime[Context]) -> Update:
    context = runtime.context or Context()
    best, review, round_, on = await asyncio.to_thread(reviewed, state, context.max_revisions)
    asks = context.fact_checker is not None
    return {
        "best": best,
        "review": review,
        "rounds": [*state["rounds"], round_],
        "goes_on": on,
        "unread": await asyncio.to_thread(unread, state, best, review) if asks else {},
        "orders": {},
    }


@measured("fact_checker")
async def check_facts(state: State, runtime: Runtime[Context]) -> Update:
    context = runtime.context or Context()
    told, known = state["unread"], state.get("fact_check") or FactCheck()
    with caller("fact_checker", runtime, spending(state), model=context.fact_checker) as desk:
        try:
            doubts = await fact_checker.check_facts(
                told,
                state["lines"],
                brief=state["brief"],
                source_language=base_language(state["parsed"].language),
                caller=desk,
            )
            known = FactCheck(
                doubts=[*known.doubts, *doubts], read=[*known.read, *(fingerprint(texts) for texts in told.values())]
            )
            opinion = known
        except ReplyUnusable as error:
            opinion = known.model_copy(update={"failure": str(error)})
    review, rounds, on = await asyncio.to_thread(checked, state, opinion, desk.calls, context.max_revisions)
    return {
        "fact_check": known,
        "review": review,
        "rounds": rounds,
        "goes_on": on,
        "unread": {},
        "calls": desk.calls,
    }


@measured("publish")
async def publish(state: State, runtime: Runtime[Context]) -> Update:
    context = runtime.context or Context()
    status, reason = ending(state, context.max_revisions)
    draft = state.get("best")
    result = Result(
        status=status,
        reason=reason,
        brief=state.get("brief"),
        source=state.get("parsed"),
        facts=state.get("facts", []),
        plan=state.get("plan"),
        draft=draft,
        review=state.get("review"),
        rounds=state.get("rounds", []),
        passages=state.get("passages", []),
        terms=state.get("terms", []),
        calls=state.get("calls", []),
        seconds=_seconds(state),
        decision=state.get("decision"),
        stopped_by=next((stop.error for stop in state.get("stops", [])), ""),
    )
    if context.remember and draft and status == "passed":
        store = await knowledge(context)
        await asyncio.to_thread(remember, store, draft, state["brief"])
    return {
        "status": status,
        "reason": reason,
        "article": body_markdown(draft) if draft else "",
        "result": result,
    }


def _seconds(state: State) -> dict[str, float]:
    """Time per node, seconds; of siblings that ran side by side the sum."""
    total: dict[str, float] = {}
    for time in state.get("times", []):
        total[time.node] = round(total.get(time.node, 0.0) + time.seconds, 3)
    return total


def spending(state: State) -> Spending:
    """What the run has spent so far."""
    return Spending(run=state["run"], usage=Usage.of(state.get("calls", [])))
