"""The source as numbered lines: the unit that plans refer to and translations are aligned by.

A line number costs one token where a sentence costs thirty, so an outline that names lines stays short.
"""

import re
from collections.abc import Sequence

from agents.domain import Fact, Line, Source
from agents.reading.text import count_words, sentences
from agents.values.quotes import find_quotations

LONGEST_LINE = 90
"""Words up to which the sentences of a quotation are kept together."""

TOKENS_PER_WORD = 3.2
"""Room for an answer: words of the source times this. French and German prose needs 1.4 to 1.7 tokens a
word in o200k_base and up to 2.2 in the vocabularies of small models."""

SPEAKER_WITHIN = 3
"""Lines ahead of a quotation in which its speaker may be named: `"…," he says.`"""

NAMES = ("person", "organisation", "name")

CELL_BORDER = " | "

_MARK = re.compile(r"(?<![\\*_])(\*{1,3}|_{1,3})(?![*_])")

OPENING = 25
"""Characters of a fact that tell its line when the whole fact spans several lines."""


def number_lines(source: Source) -> list[Line]:
    """Title, headings, sentences and list items of the source, numbered from 1 in reading order.

    The sentences of one quotation stay together in a line, so that no translator or writer sees half of it. Bold or
    italic type over several lines is left out: its marks would stand alone in the first and the last of them.
    """
    blocks = [("title", source.title)] if source.title else []
    blocks += [(paragraph.id, paragraph.text) for paragraph in source.paragraphs]
    texts = [
        (paragraph, text)
        for paragraph, block in blocks
        for row in _without_long_emphasis(block, source.language).splitlines()
        for text in whole_quotations(row, source.language)
    ]
    return [Line(number=number, paragraph=paragraph, text=text) for number, (paragraph, text) in enumerate(texts, 1)]


def whole_quotations(row: str, language: str) -> list[str]:
    """The sentences of a row; those that one quotation spans are joined, up to `LONGEST_LINE` words."""
    spans = [(quotation.start, quotation.end) for quotation in find_quotations(row) if quotation.closed]
    found: list[str] = []
    position = 0
    for sentence in sentences(row, language):
        start = max(row.find(sentence, position), position)
        inside = any(opened < start < closed for opened, closed in spans)
        if found and inside and count_words(found[-1]) + count_words(sentence) <= LONGEST_LINE:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
        position = start + len(sentence)
    return found


def _without_long_emphasis(block: str, language: str) -> str:
    opened: dict[str, int] = {}
    cut: list[tuple[int, int]] = []
    for match in _MARK.finditer(block):
        mark, start, end = match[1], match.start(), match.end()
        before, after = block[start - 1 : start], block[end : end + 1]
        if mark in opened and not before.isspace() and not after.isalnum():
            inside = opened.pop(mark)
            if len(whole_quotations(block[inside:start], language)) > 1:
                cut += [(inside - len(mark), inside), (start, end)]
        elif after.strip() and not before.isalnum():
            opened[mark] = end
    for start, end in sorted(cut, reverse=True):
        block = block[:start] + block[end:]
    return block


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


def explaining_lines(facts: Sequence[Fact], lines: Sequence[Line]) -> dict[int, int]:
    """For lines that nobody can tell alone, the line ahead that is needed: the one that names the speaker of a
    quotation (`"…," he says.`), the head of a table's row."""
    names = [word for fact in facts if fact.kind in NAMES for word in fact.text.split() if word[0].isupper()]

    def names_somebody(line: Line) -> bool:
        around = line.text
        for quotation in find_quotations(line.text):
            around = around.replace(quotation.text, "")
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", around) for name in names)

    found: dict[int, int] = {}
    for index, line in enumerate(lines):
        ahead = [other for other in lines[:index] if other.paragraph == line.paragraph]
        needed: list[Line] = []
        if CELL_BORDER in line.text:
            needed = [other for other in ahead[:1] if CELL_BORDER in other.text]
        elif any(quotation.direct for quotation in find_quotations(line.text)) and not names_somebody(line):
            needed = [other for other in ahead[-SPEAKER_WITHIN:] if names_somebody(other)]
        if needed:
            found[line.number] = needed[-1].number
    return found


def chunks(lines: Sequence[Line], about_words: int) -> list[list[Line]]:
    """Runs of consecutive lines of about `about_words` words each, as few and as even as can be.

    Parallel translations wait for the longest run, so a short rest is shared out rather than sent alone.
    """
    sizes = [max(1, count_words(line.text)) for line in lines]
    count = max(1, -(-sum(sizes) // about_words))
    share = sum(sizes) / count
    runs: dict[int, list[Line]] = {}
    before = 0
    for line, size in zip(lines, sizes, strict=True):
        runs.setdefault(int((before + size / 2) / share), []).append(line)
        before += size
    return list(runs.values())


def room_for(lines: Sequence[Line]) -> int:
    """Tokens that a translation of the lines may take."""
    return int(sum(count_words(line.text) for line in lines) * TOKENS_PER_WORD) + 12 * len(lines) + 40
