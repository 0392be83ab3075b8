"""The workflow as a state machine.

read_brief → planner → translator × n → align → section_writer × n + metadata_writer → assemble → seo_reviewer
                                                       ▲                                              │
                                                       ├────────── what failed, with findings ────────┤
                                                       ├── what is doubted ── fact_checker ◄─ what ───┤
                                                       │                                      passed  ▼
                                                       └── what a person asks for ──────────── human_review → publish

`fact_checker` is asked only where the context names its model; what it does not doubt goes on. `human_review` waits for
a person only when the context asks for one; an edited draft goes back to the reviewer.
"""

from collections.abc import Sequence
from typing import Any, Literal

from langgraph.errors import NodeError
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, Send

from agents.domain import Finding, PlannedSection, Section
from agents.lines import chunks, facts_by_line
from agents.reading.language import base_language
from agents.reading.text import count_words
from agents.sharing import share_out
from agents.translator import WORDS_PER_CALL
from graphs import nodes, person
from graphs.context import Context
from graphs.state import Input, Output, State, Stop, TranslationTask, WritingTask
from knowledge.errors import BudgetExceeded, InputError, SetupError, TranscreateError
from knowledge.termbase import occurring

AFTER_OPINION = ["section_writer", "metadata_writer", "human_review"]


def build_article_graph(checkpointer: Any = None, store: Any = None) -> "ArticleGraph":
    """Compile the workflow.

    Args:
        checkpointer: A LangGraph checkpointer. With one, every answered model call is kept, and a run that was
            interrupted goes on where it stopped.
        store: A LangGraph store, handed through to the graph.

    Returns:
        A graph that takes `{"request": str, "source": str}` and a `Context`, and ends in `status`, `reason`,
        `article` (Markdown) and `result` (a `Result`). Request and source may stand together in `request`.
    """
    graph = StateGraph(State, input_schema=Input, output_schema=Output, context_schema=Context)
    graph.set_node_defaults(error_handler=stop)  # type: ignore[arg-type]
    graph.add_node("read_brief", nodes.read_brief)
    graph.add_node("planner", nodes.plan)
    graph.add_node("translator", nodes.translate, input_schema=TranslationTask)
    graph.add_node("align", nodes.align)
    graph.add_node("section_writer", nodes.write_section, input_schema=WritingTask)
    graph.add_node("metadata_writer", nodes.write_metadata, input_schema=WritingTask)
    graph.add_node("assemble", nodes.assemble)
    graph.add_node("seo_reviewer", nodes.seo_review)
    graph.add_node("fact_checker", nodes.check_facts)
    graph.add_node("human_review", person.human_review, defer=True)
    graph.add_node("publish", nodes.publish)

    graph.add_edge(START, "read_brief")
    graph.add_edge("read_brief", "planner")
    graph.add_conditional_edges("planner", to_translators, ["translator", "align"])
    graph.add_edge("translator", "align")
    graph.add_conditional_edges("align", to_writers, ["section_writer", "metadata_writer", "human_review"])
    graph.add_edge("section_writer", "assemble")
    graph.add_edge("metadata_writer", "assemble")
    graph.add_edge("assemble", "seo_reviewer")
    graph.add_conditional_edges("seo_reviewer", after_review, [*AFTER_OPINION, "fact_checker"])
    graph.add_conditional_edges("fact_checker", after_review, AFTER_OPINION)
    graph.add_conditional_edges(
        "human_review", after_person, ["section_writer", "metadata_writer", "seo_reviewer", "publish"]
    )
    graph.add_edge("publish", END)
    return graph.compile(checkpointer=checkpointer, store=store, name="article")


def to_translators(state: State) -> list[Send] | Literal["align"]:
    """One translator for each run of source lines; none when the source is in the target language already."""
    source, brief, lines = state["parsed"], state["brief"], state["lines"]
    if base_language(source.language) == brief.base_language:
        return "align"
    stated = facts_by_line(state["facts"], lines)
    sends = []
    for run in chunks(lines, WORDS_PER_CALL):
        first, last = run[0].number, run[-1].number
        text = " ".join(line.text for line in run)
        task = TranslationTask(
            lines=run,
            before=lines[first - 2].text if first > 1 else "",
            after=lines[last].text if last < len(lines) else "",
            brief=brief,
            source_language=base_language(source.language),
            stated={line.number: stated[line.number] for line in run if line.number in stated},
            terms=occurring(text, state["terms"], source.language),
            guides=state["guides"]["translator"],
            spending=nodes.spending(state),
        )
        sends.append(Send("translator", task))
    return sends


def to_writers(state: State) -> list[Send] | Literal["human_review"]:
    """One writer for each planned section and one for the metadata; none when nothing could be translated."""
    if state.get("stops") or not state["told"]:
        return "human_review"
    sections = [Send("section_writer", _task(state, planned.id, round_number=0)) for planned in state["plan"].sections]
    return [*sections, Send("metadata_writer", _task(state, "metadata", round_number=0))]


def after_review(state: State) -> list[Send] | Literal["fact_checker", "human_review"]:
    """Only the parts that failed go back to their writers, each with its findings; what passes may be doubted yet."""
    if state["unread"]:
        return "fact_checker"
    review, best = state.get("review"), state.get("best")
    if not state["goes_on"] or review is None or best is None:
        return "human_review"
    shares = share_out(review, state["plan"], best)
    refused = {revision.target: revision.reason for revision in state["rounds"][-1].revisions if not revision.accepted}
    sends = []
    for target, findings in shares.items():
        task = _task(state, target, round_number=len(state["rounds"]))
        task["findings"] = _with_refusal(findings, refused.get(target, ""))
        if target == "metadata":
            task["old_metadata"] = best.metadata if best.metadata.title else None
        else:
            written = next(section for section in best.sections if section.id == target)
            task["old_section"] = written if written.body else None
        sends.append(Send("metadata_writer" if target == "metadata" else "section_writer", task))
    return sends or "human_review"


def _with_refusal(findings: list[Finding], reason: str) -> list[Finding]:
    """The findings, the first of which also says why the last revision was not taken: else it would come again."""
    if not reason:
        return findings
    first, *rest = findings
    return [first.model_copy(update={"fix": f"{first.fix} Your last answer was not taken: {reason}"}), *rest]


def after_person(state: State) -> list[Send] | Literal["seo_reviewer", "publish"]:
    """What a person asked for goes to the writers, what they edited to the reviewer, what they decided ends the run."""
    best, decision = state.get("best"), state.get("decision")
    if decision is None or decision.choice:
        return "publish"
    if best is None:
        return "seo_reviewer"
    sends = []
    for target, instruction in state.get("orders", {}).items():
        task = _task(state, target, round_number=len(state["rounds"]))
        task["findings"] = [person.order(target, instruction)]
        if target == "metadata":
            task["old_metadata"] = best.metadata
        else:
            written = next(section for section in best.sections if section.id == target)
            planned = task["planned"] or _unplanned(written, state)
            task.update({"old_section": written, "planned": planned, "lines": _told(state, planned.lines)})
        sends.append(Send("metadata_writer" if target == "metadata" else "section_writer", task))
    return sends or "publish"


def _unplanned(section: Section, state: State) -> PlannedSection:
    """The plan line of a section that a person added: it may tell every line of the source."""
    return PlannedSection(
        id=section.id,
        heading=section.heading,
        words=max(40, count_words(section.body)),
        lines=sorted(state["told"]),
    )


def _task(state: State, target: str, *, round_number: int) -> WritingTask:
    plan = state["plan"]
    planned = next((section for section in plan.sections if section.id == target), None)
    return WritingTask(
        round=round_number,
        planned=planned,
        plan=plan,
        lines=_told(state, (planned or plan.sections[0]).lines),
        brief=state["brief"],
        guides=state["guides"]["writer" if planned else "metadata"],
        old_section=None,
        old_metadata=None,
        findings=[],
        spending=nodes.spending(state),
    )


def _told(state: State, numbers: Sequence[int]) -> dict[int, str]:
    """These lines and the one ahead of each, without which a writer may not know what a line speaks of."""
    told = state["told"]
    return {number: told[number] for number in sorted({*numbers, *(n - 1 for n in numbers)}) if number in told}


def stop(state: State, error: NodeError) -> Command[Literal["human_review"]]:
    """Where every failed node goes: the run ends, what was written and paid for is kept.

    What the caller has to mend (input, setup) and what is a defect of this program is raised instead.
    """
    failure = error.error
    if not isinstance(failure, TranscreateError) or isinstance(failure, InputError | SetupError):
        raise failure
    stopped = Stop(kind="error", message=str(failure), error=type(failure).__name__)
    if isinstance(failure, BudgetExceeded):
        stopped.kind, stopped.limit = "budget", failure.limit
    update = {"stops": [stopped], "calls": list(failure.calls)}
    return Command(update=update, goto="human_review")


ArticleGraph = CompiledStateGraph[State, Context, Input, Output]

graph = build_article_graph()
"""The graph as LangGraph Studio and server load it: without a checkpointer, since they bring their own."""
