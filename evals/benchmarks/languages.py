"""Loads what the fake newsdesk's article needs of its languages, when this module is imported.

Processes forked afterwards have it already: the kill test forks two for each kill, and loading takes most of the
time of a run without a model.
"""

from agents.checks.matching import keys
from agents.reading.intake import parse_source
from agents.reading.language import identify
from graphs.version import stamp
from knowledge.tokens import count_tokens
from tests.graphs.library import KEYPHRASE, SOURCE

parse_source(SOURCE)
identify(KEYPHRASE)
for language in ("de", "fr"):
    keys("bibliothèque", language)
count_tokens(SOURCE)
stamp()
