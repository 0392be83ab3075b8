"""An outline that follows the source, for models that cannot outline: what belongs together stays together."""

from collections.abc import Sequence
from itertools import pairwise

from agents.domain import Line
from agents.text import count_words

PARAGRAPH_BONUS, HEADING_BONUS = 15, 30
"""Words by which a cut may be off the even share to fall between two paragraphs, or ahead of a subheading."""

OPENING_LINES = 4
"""Lines that tell what an article is about: its title and the sentences after it."""

HEADLINE_ENDS = tuple('.!?…:"”»“')


def follow_source(lines: Sequence[Line], sections: int) -> list[list[int]]:
    """The numbers of consecutive lines for each of at most `sections` sections, of about as many words each.

    The title belongs to none. Fewer sections come back when there are fewer lines.
    """
    own = [line for line in lines if line.paragraph != "title"]
    sections = min(sections, len(own))
    if sections < 1:
        return []
    before = [0]
    for line in own:
        before.append(before[-1] + max(1, count_words(line.text)))
    cuts = [0]
    for number in range(1, sections):
        share = before[-1] * number / sections
        possible = range(cuts[-1] + 1, len(own) - (sections - number) + 1)
        cuts.append(min(possible, key=lambda at: abs(before[at] - share) - _bonus(own, at)))
    return [[line.number for line in own[start:end]] for start, end in pairwise([*cuts, len(own)])]


def source_outline(lines: Sequence[Line], bodies: int) -> list[tuple[str, list[int]]]:
    """An outline as a planner proposes it, its headings left to the writers: the introduction, which tells the
    source's opening, and the body sections."""
    opening = [line.number for line in lines[:OPENING_LINES]]
    return [("", opening), *(("", numbers) for numbers in follow_source(lines, bodies))]


def is_headline(line: Line) -> bool:
    """A title or subheading of the source: it does not end like a sentence."""
    return not line.text.endswith(HEADLINE_ENDS)


def _bonus(own: Sequence[Line], at: int) -> int:
    if own[at].paragraph == own[at - 1].paragraph:
        return 0
    return HEADING_BONUS if is_headline(own[at]) and not is_headline(own[at - 1]) else PARAGRAPH_BONUS
