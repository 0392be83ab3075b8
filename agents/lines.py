"""The source as numbered lines: the unit that plans refer to and translations are aligned by.

A line number costs one token where a sentence costs thirty, so an outline that names lines stays short.
"""

from collections.abc import Sequence

from agents.domain import Fact, Line, Source
from agents.text import count_words, sentences

OPENING = 25
"""Characters of a fact that tell its line when the whole fact spans several lines."""


def number_lines(source: Source) -> list[Line]:
    """Title, headings, sentences and list items of the source, numbered from 1 in reading order."""
    blocks = [("title", source.title)] if source.title else []
    blocks += [(paragraph.id, paragraph.text) for paragraph in source.paragraphs]
    texts = [
        (paragraph, sentence.strip())
        for paragraph, text in blocks
        for row in text.splitlines()
        for sentence in sentences(row, source.language)
        if sentence.strip()
    ]
    return [
        Line(number=number, paragraph=paragraph, text=text) for number, (paragraph, text) in enumerate(texts, start=1)
    ]


def line_of(fact: Fact, lines: Sequence[Line]) -> int | None:
    """The number of the line that states the fact; a quotation over several lines counts at its first."""
    own = [line for line in lines if line.paragraph == fact.paragraph]
    for line in own:
        if fact.text in line.text or fact.text[:OPENING] in line.text:
            return line.number
    return own[0].number if own else None


def facts_by_line(facts: Sequence[Fact], lines: Sequence[Line]) -> dict[int, list[Fact]]:
    """The facts that each line states, by line number."""
    stated: dict[int, list[Fact]] = {}
    for fact in facts:
        number = line_of(fact, lines)
        if number is not None:
            stated.setdefault(number, []).append(fact)
    return stated


def chunks(lines: Sequence[Line], max_words: int) -> list[list[Line]]:
    """Runs of consecutive lines of at most `max_words` words each; a longer line stands alone.

    The runs are of even length: parallel translations wait for the longest of them.
    """
    total = sum(count_words(line.text) for line in lines)
    share = total / max(1, -(-total // max_words))
    runs: list[list[Line]] = []
    filled = 0
    for line in lines:
        size = count_words(line.text)
        if not runs or filled + size > max_words or filled + size / 2 > share:
            runs.append([])
            filled = 0
        runs[-1].append(line)
        filled += size
    return runs
