"""The front door: what `from transcreate import …` gives. The work is done in `agents` and `graphs`."""

from agents.domain import Brief, Finding, Result, Review
from graphs import Context, article_graph, awrite_article, build_article_graph, open_threads, write_article
from knowledge.errors import (
    AccessDenied,
    BudgetExceeded,
    EndpointUnreachable,
    InputError,
    KnowledgeMismatch,
    LanguageUnclear,
    ModelError,
    ReplyUnusable,
    SetupError,
    SourceTooLong,
    TranscreateError,
    WeightsError,
)

__all__ = [
    "AccessDenied",
    "Brief",
    "BudgetExceeded",
    "Context",
    "EndpointUnreachable",
    "Finding",
    "InputError",
    "KnowledgeMismatch",
    "LanguageUnclear",
    "ModelError",
    "ReplyUnusable",
    "Result",
    "Review",
    "SetupError",
    "SourceTooLong",
    "TranscreateError",
    "WeightsError",
    "article_graph",
    "awrite_article",
    "build_article_graph",
    "open_threads",
    "write_article",
]
