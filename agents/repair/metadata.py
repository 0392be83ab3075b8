"""Mending title and description where that needs no new words."""

import re

from agents.reading.text import sentences

SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 121, 156
"""Characters. Yoast SEO: 121 to 156; result pages cut what is longer."""

_SEPARATOR = re.compile(r"\s*[\u00a0\u202f ]?:\s+|\s+[–—|-]\s+")
_CLAUSE_END = re.compile(r"\s*(?:[,;:]|\s[–—])(?=\s)")
_END_MARKS = ".!?…"


def mend_description(description: str, language: str) -> str:
    """One line, without the quotation marks of a model, at most 156 characters when it can be cut cleanly.

    It is cut after a whole sentence, else after a clause, if at least 121 characters remain. Otherwise it
    stays too long: shortening it is a writer's work.
    """
    line = " ".join(description.split())
    if len(line) > 1 and line[0] + line[-1] in ('""', "“”", "``") and line[0] not in line[1:-1]:
        line = line[1:-1].strip()
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    kept = ""
    for sentence in sentences(line, language):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > LONGEST_DESCRIPTION:
            break
        kept = longer
    if len(kept) >= SHORTEST_DESCRIPTION:
        return kept
    ends = [match.start() for match in _CLAUSE_END.finditer(line[: LONGEST_DESCRIPTION + 2])]
    fitting = [end for end in ends if SHORTEST_DESCRIPTION - 1 <= end < LONGEST_DESCRIPTION]
    return f"{line[: fitting[-1]].rstrip()}." if fitting else line


def mend_title(title: str, keyphrase: str) -> str:
    """One line; `Guide : keyphrase` becomes `Keyphrase : guide` when the keyphrase opens the second half."""
    line = " ".join(title.split()).strip("#* ")
    if len(line) > 1 and line[0] + line[-1] in ('""', "“”") and line[0] not in line[1:-1]:
        line = line[1:-1].strip()
    separators = list(_SEPARATOR.finditer(line))
    if not keyphrase or len(separators) != 1 or line.endswith(tuple(_END_MARKS)):
        return line
    first, second = line[: separators[0].start()], line[separators[0].end() :]
    opens = second.lower().startswith(keyphrase.lower())
    if not opens or keyphrase.lower() in first.lower():
        return line
    return f"{second[:1].upper()}{second[1:]}{separators[0][0]}{first}"
