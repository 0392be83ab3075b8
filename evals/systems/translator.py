"""The translator alone: the graph's own tasks for it, run outside of the graph, and their lines as an article."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import cast

from agents.domain import Brief, Line, Paragraph, Result, Source, Status, Translation
from agents.lines import number_lines
from agents.reading.markdown import parse_article
from agents.translator import translate
from evals.systems.system import caller
from graphs.article import to_translators
from graphs.context import Context
from graphs.desk import knowledge
from graphs.material import for_writers
from graphs.state import State, TranslationTask
from knowledge.errors import BudgetExceeded, InputError, ModelError, ReplyUnusable
from knowledge.passages import Term

MARKS: Mapping[str, str] = {"heading": "## ", "list": "- ", "quote": "> "}


async def translation(source: Source, brief: Brief, context: Context) -> tuple[Result, dict[int, str], list[Term]]:
    """The source in the language of `brief`: its result, its lines by number, and the terms they were given.

    A line that nobody could translate is missing among the lines; a model that fails ends the whole.

    Raises:
        InputError: The source is in that language already.
        SetupError: A key, weights, an extra or the store needs mending.
    """
    lines = number_lines(source)
    known = await asyncio.to_thread(for_writers, await knowledge(context), brief, source)
    state = {"run": "", "parsed": source, "brief": brief, "lines": lines, **known._asdict()}
    sends = to_translators(cast(State, state))
    if sends == "align":
        raise InputError(f"The source is in {brief.language!r} already; there is nothing to translate.")
    desk, started = caller("translator", context), time.monotonic()

    async def one(task: TranslationTask) -> Translation:
        try:
            return await translate(
                task["lines"],
                before=task["before"],
                after=task["after"],
                brief=task["brief"],
                source_language=task["source_language"],
                stated=task["stated"],
                terms=task["terms"],
                guides=task["guides"],
                caller=desk,
            )
        except ReplyUnusable as error:
            return Translation(lines={}, problems=[str(error)])

    parts = await asyncio.gather(*(one(send.arg) for send in sends), return_exceptions=True)
    told: dict[int, str] = {}
    problems: list[str] = []
    faults: list[str] = []
    for part in parts:
        if isinstance(part, Translation):
            told |= part.lines
            problems += part.problems
        elif isinstance(part, ModelError | BudgetExceeded):
            faults.append(str(part))
        else:
            raise part
    status, reason = _verdict(told, problems, faults)
    result = Result(
        status=status,
        reason=reason,
        brief=brief,
        source=source,
        facts=known.facts,
        draft=parse_article(told_again(source, lines, told), language=brief.language) if status != "failed" else None,
        calls=desk.calls,
        seconds={"translator": time.monotonic() - started},
    )
    return result, told, known.terms


def _verdict(told: Mapping[int, str], problems: Sequence[str], faults: Sequence[str]) -> tuple[Status, str]:
    if faults:
        return "failed", faults[0]
    if not told:
        return "failed", " ".join(problems) or "No line was translated."
    if problems:
        return "needs_review", " ".join(problems)
    return "passed", "Code finds nothing wrong with any line."


def told_again(source: Source, lines: Sequence[Line], told: Mapping[int, str]) -> str:
    """The source's blocks as Markdown, each with what `told` has for its lines."""
    title = [Paragraph(id="title", text="", kind="heading")] if source.title else []
    rows = []
    for paragraph in (*title, *source.paragraphs):
        text = block(paragraph.id, lines, told)
        mark = "# " if paragraph.id == "title" else MARKS.get(paragraph.kind, "")
        rows.append(f"{mark}{text}" if text else "")
    return "\n\n".join(filter(None, rows))


def block(paragraph: str, lines: Sequence[Line], told: Mapping[int, str]) -> str:
    """What `told` has for the lines of one block of the source."""
    own = (told.get(line.number, "") for line in lines if line.paragraph == paragraph)
    return " ".join(filter(None, own))
