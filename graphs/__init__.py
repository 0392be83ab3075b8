"""The article workflow as a LangGraph state machine, its settings, and how its results are published."""

from agents.domain import Result
from graphs.article import build_article_graph
from graphs.article import graph as article_graph
from graphs.batch import BatchLimits, arun_batch, run_batch
from graphs.batch_article import Job
from graphs.batch_index import BatchSummary
from graphs.context import Context
from graphs.threads import open_threads
from graphs.write import awrite_article, write_article

__all__ = [
    "BatchLimits",
    "BatchSummary",
    "Context",
    "Job",
    "Result",
    "article_graph",
    "arun_batch",
    "awrite_article",
    "build_article_graph",
    "open_threads",
    "run_batch",
    "write_article",
]
