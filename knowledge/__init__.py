"""The vector store and what is in it: style guides, keyword research, termbases, pages, past articles."""

from knowledge.base import Knowledge
from knowledge.keywords import Keyphrase, competing, rank_candidates
from knowledge.passages import Passage, Term

__all__ = ["Keyphrase", "Knowledge", "Passage", "Term", "competing", "rank_candidates"]
