"""The article workflow as a LangGraph state machine, its settings, and how its results are published."""

from agents.domain import Result
from graphs.article import build_article_graph
from graphs.article import graph as article_graph
from graphs.context import Context
from graphs.threads import open_threads
from graphs.write import awrite_article, write_article

__all__ = [
    "Context",
    "Result",
    "article_graph",
    "awrite_article",
    "build_article_graph",
    "open_threads",
    "write_article",
]
