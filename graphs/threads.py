"""Runs that outlive their process: each is a LangGraph thread in a database beside its output.

A run that was cut off goes on where it was. One that ended because the endpoint failed or a budget was used up goes
back to the step that failed, with every answered call at hand.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from langgraph.types import StateSnapshot
from pydantic import BaseModel, Field

from agents.domain import Result, Usage
from agents.models.paying import used
from agents.models.wire import WireReply
from graphs.article import ArticleGraph
from graphs.article import graph as article_graph
from graphs.context import Context
from graphs.databases import FILE, Checkpoints, open_database
from graphs.desk import begin_budget
from graphs.locks import alone, note_of_holder
from graphs.publish import check_writable, publish
from graphs.state import Stop
from graphs.version import require_same, stamp
from graphs.write import Event, OnReview, drive
from knowledge.errors import InputError, SetupError

ThreadStatus = Literal["passed", "needs_review", "failed", "unfinished", "waiting", "running"]
LOCK = "runs.lock"
ANSWERED = "__return__"
"""Channel of a checkpoint's writes that holds what a task returned: here, an answered model call."""
METADATA = "transcreate"
"""Checkpoint metadata keep plain values only, so version and settings stand there as JSON text."""


class Thread(BaseModel):
    """One run as `transcreate runs` lists it."""

    thread: str
    status: ThreadStatus = Field(description="`waiting`: for a person. `unfinished`: cut off, can be resumed.")
    reason: str = ""
    at: str = Field(default="", description="Where it stands: the next nodes, and how many of them are done.")
    title: str = ""
    started: str = Field(description="ISO 8601, UTC.")
    updated: str
    usage: Usage
    resumable: bool = Field(description="Whether `resume` would do anything.")
    out: str = Field(default="", description="Folder of its files.")
    version: str = ""
    model: str | None = Field(default=None, description="Model the run was started with, when one was named.")


class Step(BaseModel):
    """One step of a run's history."""

    number: int
    at: str = Field(description="When it was reached, ISO 8601, UTC.")
    nodes: dict[str, int] = Field(description="The nodes it ran, and how many of each.")
    done: bool
    usage: Usage = Field(description="What had been spent before it.")


@asynccontextmanager
async def open_threads(out: Path | str, database: str | None = None) -> AsyncIterator["Threads"]:
    """The runs whose files go to `out`, kept in `out/runs.sqlite` or in the Postgres database of that address."""
    folder = Path(out)
    async with open_database(folder, database) as opened:
        yield Threads(folder, opened, database)


def folders_with_runs(out: Path | str) -> list[Path]:
    """`out` and the folders right below it, as far as they hold runs."""
    base = Path(out)
    return [path.parent for path in sorted([*base.glob(FILE), *base.glob(f"*/{FILE}")])]


class Threads:
    """Writes, resumes and lists the runs of one database. Made by `open_threads`."""

    def __init__(self, folder: Path, checkpoints: Checkpoints, address: str | None) -> None:
        self.folder = folder
        self._checkpoints = checkpoints
        self._is_server = address is not None
        self._graph: ArticleGraph = article_graph.copy({"checkpointer": checkpoints})  # compiling it anew takes 12 ms

    async def write(
        self,
        request: str,
        source: str = "",
        *,
        context: Context | None = None,
        thread: str | None = None,
        on_event: Callable[[Event], None] | None = None,
        on_review: OnReview | None = None,
    ) -> Result:
        """Write an article as a new thread, and its files. Arguments and errors are those of `awrite_article`."""
        thread = thread or new_thread()
        chosen = context or Context()
        await asyncio.to_thread(check_writable, self.folder)
        try:
            given = {"request": request, "source": source}
            return await self._go(given, thread, chosen, self.folder, on_event=on_event, on_review=on_review)
        except (InputError, SetupError):
            await self._forget_unless_paid(thread)
            raise

    async def resume(
        self,
        thread: str,
        *,
        changes: Mapping[str, Any] | None = None,
        on_event: Callable[[Event], None] | None = None,
        on_review: OnReview | None = None,
    ) -> Result:
        """Go on with a thread, on the settings it was started with.

        A run that came to its own end is not run again, nor is one that used up its budget unless a limit changes:
        its result is returned and its files are written once more. `max_seconds` counts from here on, so a run that
        used up its time goes on without a change.

        Args:
            changes: Settings to change, by name: limits or the model.

        Raises:
            InputError: There is no such thread, it runs in another process, waits for a person, or was started by
                a version with other prompts or another state.
            SetupError: As for `awrite_article`.
        """
        snapshot = await self._snapshot(thread)
        metadata = _metadata(snapshot)
        require_same(metadata["version"])
        context = Context.model_validate({**metadata["context"], **(changes or {})})
        again_from = await self._step_to_run_again(snapshot)
        used_up = any(_stays_used_up(stop) for stop in snapshot.values.get("stops", []))
        folder = Path(metadata["out"]) if self._is_server else self.folder
        if not snapshot.next and (again_from is None or (used_up and not changes)):
            result = Result.model_validate(snapshot.values["result"])
            await asyncio.to_thread(publish, result, folder)
            return result
        begin = again_from or snapshot
        spent = Usage.of(begin.values.get("calls", []))
        recorded = await self._recorded(begin)
        await asyncio.to_thread(begin_budget, begin.values.get("run") or thread, context, spent, recorded)
        checkpoint = again_from and again_from.config["configurable"]["checkpoint_id"]
        listeners = {"on_event": on_event, "on_review": on_review}
        return await self._go(None, thread, context, folder, checkpoint=checkpoint, **listeners)

    async def go_on(self, thread: str, request: str, source: str = "", *, context: Context) -> Result:
        """`resume` where the thread is kept, on the limits and the model of `context`; `write` where it is not."""
        snapshot = await self._graph.aget_state(_config(thread))
        if not snapshot.created_at:
            return await self.write(request, source, context=context, thread=thread)
        before = Context.model_validate(_metadata(snapshot)["context"])
        changes = {name: value for name, value in context if value != getattr(before, name)}
        return await self.resume(thread, changes=changes)

    async def runs(self) -> list[Thread]:
        """All runs, the newest first."""
        names = {}
        async for found in self._checkpoints.alist(None, filter={"source": "input"}):
            names[found.config["configurable"]["thread_id"]] = found.checkpoint["ts"]
        listed = [await self._describe(await self._snapshot(name), started) for name, started in names.items()]
        return sorted(listed, key=lambda run: run.started, reverse=True)

    async def show(self, thread: str) -> tuple[Thread, list[Step]]:
        """A run and its steps in the order in which they were made. A step that was run again stands there twice."""
        steps = [_step(snapshot) async for snapshot in self._graph.aget_state_history(_config(thread))]
        current = await self._snapshot(thread)
        started = steps[-1].at if steps else ""
        return await self._describe(current, started), [step for step in reversed(steps) if step.nodes]

    async def _go(
        self,
        given: Any,
        thread: str,
        context: Context,
        folder: Path,
        *,
        checkpoint: str | None = None,
        **listeners: Any,
    ) -> Result:
        refusal = f"Another process is writing in {folder}. Wait until it ends, or choose another folder."
        with alone(folder / LOCK, thread, refusal):
            result = await drive(
                self._graph,
                given,
                thread=thread,
                context=context,
                checkpoint=checkpoint,
                metadata={METADATA: _described(context, folder)},
                **listeners,
            )
            await asyncio.to_thread(publish, result, folder)
        return result

    async def _step_to_run_again(self, snapshot: StateSnapshot) -> StateSnapshot | None:
        """The state before the step that has to be run again; None when the thread goes on from its end, if at all.

        A step after which the run was stopped is run again as a whole, and so is one whose error was raised: then
        there is an end without a result. The calls that were answered in it are found on record, and are counted as
        the step makes them again.
        """
        if any(task.error for task in snapshot.tasks):
            return snapshot
        if snapshot.next or ("result" in snapshot.values and not snapshot.values.get("stops")):
            return None
        thread = snapshot.config["configurable"]["thread_id"]
        async for earlier in self._graph.aget_state_history(_config(thread)):
            if not earlier.values.get("stops") and earlier.next:
                return earlier
        return None

    async def _recorded(self, snapshot: StateSnapshot) -> list[WireReply]:
        """The answers to calls of the step in progress, those of its unfinished nodes too.

        A step that is run again starts from a copy of its checkpoint, a fork: what was answered before stands with
        the one that was copied.
        """
        replies: dict[str, WireReply] = {}
        found = await self._checkpoints.aget_tuple(snapshot.config)
        while found is not None:
            answers = [reply for _, channel, reply in found.pending_writes or [] if channel == ANSWERED]
            replies |= {reply.id: reply for reply in map(WireReply.model_validate, answers)}
            copied = found.parent_config if found.metadata.get("source") == "fork" else None
            found = await self._checkpoints.aget_tuple(copied) if copied else None
        return list(replies.values())

    async def _usage(self, snapshot: StateSnapshot) -> Usage:
        """What was spent until then: by the steps that are done, and by the calls of the step in progress."""
        replies = await self._recorded(snapshot)
        spent = await asyncio.to_thread(lambda: [used(reply, reply.model) for reply in replies])
        return sum(spent, Usage.of(snapshot.values.get("calls", [])))

    async def _snapshot(self, thread: str) -> StateSnapshot:
        """Where a thread stands: the state before the step in progress, and that step's nodes, done or not.

        Asked for without a checkpoint, LangGraph adds what the nodes wrote that are done. A step of which all are
        done then looks like the end of the run, and their calls would be counted here and once more as answers on
        record. Only the questions to a person are taken from there, since it leaves out those that were answered.
        """
        now = await self._graph.aget_state(_config(thread))
        if not now.created_at:
            raise InputError(f"There is no run {thread} in {self.folder}. See `transcreate runs`.")
        before = await self._graph.aget_state(now.config)
        return before._replace(interrupts=now.interrupts)

    async def _describe(self, snapshot: StateSnapshot, started: str) -> Thread:
        metadata, values = _metadata(snapshot), snapshot.values
        thread = str(snapshot.config["configurable"]["thread_id"])
        result = values.get("result") if not snapshot.next else None
        status: ThreadStatus = result.status if result else "unfinished"
        if snapshot.interrupts:
            status = "waiting"
        elif not result and note_of_holder(Path(metadata["out"]) / LOCK) == thread:
            status = "running"
        plan = values.get("plan")
        return Thread(
            thread=thread,
            status=status,
            reason=result.reason if result else "",
            at=_position(snapshot),
            title=plan.sections[0].heading if plan else "",
            started=started,
            updated=snapshot.created_at or "",
            usage=await self._usage(snapshot),
            resumable=status in ("unfinished", "waiting") or bool(values.get("stops")),
            out=metadata.get("out", ""),
            version=metadata["version"].get("transcreate", ""),
            model=metadata["context"].get("model"),
        )

    async def _forget_unless_paid(self, thread: str) -> None:
        """What was refused before the first call is no run; a database without any goes, too."""
        snapshot = await self._graph.aget_state(_config(thread))
        if (await self._usage(snapshot)).calls:
            return
        await self._checkpoints.adelete_thread(thread)
        left = [found async for found in self._checkpoints.alist(None, limit=1)]
        if not left and not self._is_server:
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", LOCK):
                (self.folder / name).unlink(missing_ok=True)


def new_thread() -> str:
    """A short id that can be typed; 40 random bits."""
    return uuid.uuid4().hex[:10]


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread}}


def _described(context: Context, folder: Path) -> str:
    settings = context.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"version": stamp(), "context": settings, "out": str(folder.absolute())})


def _metadata(snapshot: StateSnapshot) -> dict[str, Any]:
    kept = dict(snapshot.metadata or {}).get(METADATA)
    if not isinstance(kept, str):
        raise InputError("This thread was not made by `transcreate write`.")
    return dict(json.loads(kept))


def _position(snapshot: StateSnapshot) -> str:
    if not snapshot.next:
        return "end"
    names = dict.fromkeys(task.name for task in snapshot.tasks)
    done = sum(task.result is not None for task in snapshot.tasks)
    of = f", {done} of {len(snapshot.tasks)} done" if len(snapshot.tasks) > 1 else ""
    return f"{', '.join(names)}{of}"


def _stays_used_up(stop: Stop) -> bool:
    """Whether a limit ended the run that is the same at every start; a start has its own `max_seconds`."""
    return stop.kind == "budget" and stop.limit != "max_seconds"


def _step(snapshot: StateSnapshot) -> Step:
    names = [task.name for task in snapshot.tasks]
    return Step(
        number=(snapshot.metadata or {}).get("step", 0) + 1,
        at=snapshot.created_at or "",
        nodes={name: names.count(name) for name in dict.fromkeys(names) if not name.startswith("__")},
        done=all(task.result is not None for task in snapshot.tasks),
        usage=Usage.of(snapshot.values.get("calls", [])),
    )
