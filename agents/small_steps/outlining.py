"""An outline that follows the source, for models that cannot outline: what belongs together stays together."""

from collections.abc import Sequence
from itertools import pairwise

from agents.domain import Line
from agents.outline import INTRO_WORDS, Slot, slots
from agents.reading.text import count_words

PARAGRAPH_BONUS, HEADING_BONUS = 15, 30
"""Words by which a cut may be off the even share to fall between two paragraphs, or ahead of a subheading."""

BEHIND_HEADING = -1000
"""No cut parts a subheading from what it heads, unless there are more sections than sentences."""

GROWTH = 0.95
"""Words of a translation by the shipped weights to those of its source: 0.95 for the demo's article, German to
French, since they leave things out."""

LEAST_BODY, BODY_WORDS = 40, 60
"""Words of a body section at least, as for every outline, and on average: about three lines, so that the subheadings
lie close."""

ASKED_FOR = 1.2
"""Words of questions and summary to those that are missing: code keeps only a part of what the model answers."""

SUMMARY_SHARE, LEAST_SUMMARY = 0.25, 50
"""Share of the words beyond the translation that retold lines bring at the end, and the least such words; the rest is
for questions, which go on to two lines at once. From a source of 17 lines the shipped weights' replies came to 318
words of questions in 18 calls, and to 69 of summary in 8."""

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
        before.append(before[-1] + (0 if is_headline(line) else max(1, count_words(line.text))))
    cuts = [0]
    for number in range(1, sections):
        share = before[-1] * number / sections
        possible = range(cuts[-1] + 1, len(own) - (sections - number) + 1)
        cuts.append(min(possible, key=lambda at: abs(before[at] - share) - _bonus(own, at)))
    return [[line.number for line in own[start:end]] for start, end in pairwise([*cuts, len(own)])]


def source_slots(total_words: int, lines: Sequence[Line]) -> list[Slot]:
    """The sections of an article whose body is the translated source and nothing else; what is wanted beyond that is
    for questions and answers and for a summary, which take their words from it again."""
    planned = slots(total_words, len(lines), source_words=0)
    told = round(sum(count_words(line.text) for line in lines) * GROWTH)
    bodies = min(sum(slot.kind == "body" for slot in planned), max(2, round(told / BODY_WORDS)))
    body = [Slot("body", max(LEAST_BODY, told // bodies)) for _ in range(bodies)]
    missing = round((total_words - told - INTRO_WORDS) * ASKED_FOR)
    summary = round(missing * SUMMARY_SHARE)
    summary = summary if summary >= LEAST_SUMMARY else 0
    frame = [Slot("faq", missing - summary), Slot("summary", summary)] if missing >= LEAST_BODY else []
    return [Slot("intro", INTRO_WORDS), *body, *(slot for slot in frame if slot.words)]


def source_outline(lines: Sequence[Line], wanted: Sequence[Slot]) -> list[tuple[str, list[int]]]:
    """An outline as a planner proposes it, its headings left to the writers: the introduction tells the source's
    opening, the body its lines in their order, questions may take up any line, and the summary what was not retold."""
    opening = [line.number for line in lines[:OPENING_LINES]]
    everything = [line.number for line in lines if line.paragraph != "title"]
    bodies = sum(slot.kind == "body" for slot in wanted)
    told = follow_source(lines, bodies)
    told += [told[-1] if told else opening] * (bodies - len(told))
    rows = iter(told)
    rest = [number for number in everything if number not in opening]
    numbers = {"intro": opening, "faq": everything, "summary": rest or everything}
    return [("", numbers.get(slot.kind) or next(rows)) for slot in wanted]


def is_headline(line: Line) -> bool:
    """A title or subheading of the source: it does not end like a sentence."""
    return not line.text.endswith(HEADLINE_ENDS)


def _bonus(own: Sequence[Line], at: int) -> int:
    if is_headline(own[at - 1]):
        return BEHIND_HEADING
    if own[at].paragraph == own[at - 1].paragraph:
        return 0
    return HEADING_BONUS if is_headline(own[at]) else PARAGRAPH_BONUS
