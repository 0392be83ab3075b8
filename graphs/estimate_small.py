"""What a run by a small model would take: a call a line, a heading, a question."""

from dataclasses import dataclass

from agents import read_brief
from agents.domain import Line, SectionKind
from agents.models.calling import TOKENS_PER_MESSAGE
from agents.small_steps import examples, naming, translating, writing
from agents.small_steps.outlining import source_slots
from knowledge.tokens import count_tokens

TOKENS_PER_WORD = 2.2
"""Of prose in the vocabularies of small models, as measured for translations."""


@dataclass(frozen=True)
class Calls:
    """Like calls: how many, and the tokens of one, in and out."""

    count: int
    asked: float
    told: float


def prompt_tokens(*parts: str) -> int:
    """Tokens of the messages of a prompt."""
    return sum(count_tokens(part) + TOKENS_PER_MESSAGE for part in parts)


class SmallSizes:
    """The calls of a run by kind; `end` is 0 for the least of a range and 1 for its most."""

    def __init__(self, lines: list[Line], words: int, sections: int, translated: int, *, leftover: bool) -> None:
        self._line = sum(count_tokens(line.text) for line in lines) / max(1, len(lines))
        self._lines = len(lines)
        self._translated = translated
        self._sections = sections
        self._leftover = leftover
        self._words = {slot.kind: slot.words for slot in source_slots(words, lines)}

    def once(self, end: int) -> list[Calls]:
        """The calls of a first draft, each made once; the most has a line translated straight and by way of English."""
        brief = Calls(int(self._leftover), prompt_tokens(read_brief.SYSTEM, read_brief.USER), 40 + 160 * end)
        told = self._line * (1 + 0.6 * end)
        return [
            brief,
            Calls(end, self._asked(naming.SYSTEM), 40),
            Calls(self._translated * (1 + end), self._asked(translating.SYSTEM), told),
            self._headings(end),
            Calls(1, self._asked(writing.RETELL_SYSTEM), told),
            self._retold("intro", end),
            self._retold("summary", end),
            self._questions(end),
        ]

    def revisions(self, rounds: int) -> list[Calls]:
        """The calls of that many rounds in which every part is written again."""
        again = [self._headings(1), self._questions(1), self._retold("summary", 1)]
        return [Calls(calls.count * rounds, calls.asked, calls.told) for calls in again]

    def _headings(self, end: int) -> Calls:
        tries = (self._sections + 1) * (1 + writing.HEADED_LINES)
        return Calls(tries * end, self._asked(writing.HEADING_SYSTEM) + 3 * self._line, 20)

    def _retold(self, kind: SectionKind, end: int) -> Calls:
        tries = 2 * self._words.get(kind, 0) // writing.RETOLD_WORDS
        return Calls(tries * end, self._asked(writing.RETELL_SYSTEM), TOKENS_PER_WORD * writing.RETOLD_WORDS)

    def _questions(self, end: int) -> Calls:
        words = self._words.get("faq", 0)
        tries = max(writing.LEAST_TRIES, writing.TRIES * words // writing.ANSWERED_WORDS) + self._lines if words else 0
        return Calls(tries * end, self._asked(writing.QUESTION_SYSTEM), TOKENS_PER_WORD * writing.ANSWERED_WORDS)

    def _asked(self, system: str) -> float:
        shown = [text for pair in examples.translations("de", "fr") for text in pair]
        return prompt_tokens(system, *shown) + self._line
