"""Write one article from Python: asynchronously, or from scripts and notebooks."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from agents.domain import Result
from graphs.article import ArticleGraph
from graphs.article import graph as article_graph
from graphs.context import Context
from graphs.publish import check_writable, publish

Event = dict[str, Any]


async def awrite_article(
    request: str,
    source: str = "",
    *,
    context: Context | None = None,
    out: Path | str | None = None,
    graph: ArticleGraph | None = None,
    thread: str | None = None,
    on_event: Callable[[Event], None] | None = None,
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

    Returns:
        How the run ended. A model that fails and a budget that ends are endings, not exceptions.

    Raises:
        InputError: The request, the source or a flag cannot be used.
        SetupError: A key, weights, an extra, a folder or the store needs mending.
    """
    if out is not None:
        await asyncio.to_thread(check_writable, Path(out))
    config: Any = {"configurable": {"thread_id": thread or uuid.uuid4().hex}}
    last: dict[str, Any] = {}
    stream: AsyncIterator[Any] = (graph or article_graph).astream(
        {"request": request, "source": source},
        config,
        context=context or Context(),
        stream_mode=["custom", "values"],
    )
    async for mode, data in stream:
        if mode == "values":
            last = data
        elif on_event is not None:
            on_event(data)
    result = Result.model_validate(last["result"])
    if out is not None:
        await asyncio.to_thread(publish, result, Path(out))
    return result


def write_article(request: str, source: str = "", **settings: Any) -> Result:
    """The synchronous twin of `awrite_article`, with the same arguments.

    Inside a running event loop, as notebooks have one, it runs on a loop of its own in a thread.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(awrite_article(request, source, **settings))
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, awrite_article(request, source, **settings)).result()
