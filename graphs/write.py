"""Write one article from Python: asynchronously, or from scripts and notebooks."""

import asyncio
import inspect
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agents.domain import Result
from graphs.article import ArticleGraph, build_article_graph
from graphs.article import graph as article_graph
from graphs.context import Context
from graphs.person import Answer, ReviewRequest
from graphs.publish import check_writable, publish
from knowledge.errors import InputError

Event = dict[str, Any]
OnReview = Callable[[ReviewRequest], Answer | Awaitable[Answer]]
T = TypeVar("T")


async def awrite_article(
    request: str,
    source: str = "",
    *,
    context: Context | None = None,
    out: Path | str | None = None,
    graph: ArticleGraph | None = None,
    thread: str | None = None,
    on_event: Callable[[Event], None] | None = None,
    on_review: OnReview | None = None,
) -> Result:
    """Write an article and, with `out`, its files.

    Args:
        request: What is asked, in any words; may hold the source too.
        source: The source article as text or Markdown.
        context: Model, limits and flags; flags beat the request.
        out: Folder for `article.md`, `article.html`, `report.json` and `report.html`.
        graph: A graph of the caller's own, for instance with a checkpointer.
        thread: The thread's id for a graph with a checkpointer; made up when not given.
        on_event: Told when nodes start and end: `{"node", "event": "start" | "end", "label", "seconds"}`.
        on_review: Asked for the decision when the context's `human_review` wants a person; a function or a coroutine
            function.

    Returns:
        How the run ended. A model that fails and a budget that ends are endings, not exceptions.

    Raises:
        InputError: The request, the source or a flag cannot be used.
        SetupError: A key, weights, an extra, a folder or the store needs mending.
    """
    chosen = context or Context()
    if graph is None and chosen.human_review != "never":
        if on_review is None:
            raise InputError(
                f"With human_review={chosen.human_review} give on_review, which is asked for the decision."
            )
        graph = build_article_graph(checkpointer=InMemorySaver())
    if out is not None:
        await asyncio.to_thread(check_writable, Path(out))
    result = await drive(
        graph or article_graph,
        {"request": request, "source": source},
        thread=thread or uuid.uuid4().hex,
        context=chosen,
        on_event=on_event,
        on_review=on_review,
    )
    if out is not None:
        await asyncio.to_thread(publish, result, Path(out))
    return result


async def drive(
    graph: ArticleGraph,
    given: Any,
    *,
    thread: str,
    context: Context,
    checkpoint: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    on_event: Callable[[Event], None] | None = None,
    on_review: OnReview | None = None,
) -> Result:
    """Run a thread to its end, asking `on_review` whenever it waits for a person.

    Args:
        given: The input of a new run, or None to go on with a thread where it stopped.
        checkpoint: Where in the thread's history to go on; None means its end.
        metadata: What is kept with each checkpoint of the thread.

    Raises:
        InputError: The thread waits for a person, and there is no `on_review`.
    """
    config: Any = {"configurable": {"thread_id": thread}, "metadata": dict(metadata or {})}
    if checkpoint is not None:
        config["configurable"]["checkpoint_id"] = checkpoint
    while True:
        last: dict[str, Any] = {}
        stream: AsyncIterator[Any] = graph.astream(
            given,
            config,
            context=context,
            stream_mode=["custom", "values"],
            durability="sync" if graph.checkpointer else None,
        )
        async for mode, data in stream:
            if mode == "values":
                last = data
            elif on_event is not None:
                on_event(data)
        waiting = last.get("__interrupt__")
        if not waiting:
            return Result.model_validate(last["result"])
        if on_review is None:
            raise InputError(f"The thread {thread} waits for a person's decision.")
        answer = on_review(ReviewRequest.model_validate(waiting[0].value))
        if inspect.isawaitable(answer):
            answer = await answer
        given = Command(resume=answer.model_dump())
        config["configurable"].pop("checkpoint_id", None)


def write_article(request: str, source: str = "", **settings: Any) -> Result:
    """The synchronous twin of `awrite_article`, with the same arguments.

    Inside a running event loop, as notebooks have one, it runs on a loop of its own in a thread.
    """
    return to_its_end(awrite_article(request, source, **settings))


def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Runs `work` on an event loop of its own: in a thread where a loop is running here already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
