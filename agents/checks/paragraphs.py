"""Paragraphs: an opening that is prose, and none too long to read."""

import re
from collections.abc import Iterator

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.views import SectionView, counted, excerpt
from agents.reading.text import Block, count_words

_WORDS_PER_SUBHEADING = 300
_WORDS_PER_PARAGRAPH = 150
_OPENING_WORDS = 5
_KINDS = {
    "list": "a list",
    "quote": "a block quotation",
    "table": "a table",
    "code": "a code block",
    "html": "HTML",
}
_SENTENCE_END = re.compile(r"[.!?…][»”“\"’)\]\u00a0\u202f]*(?=\s|$)|[。！？]")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|de|text|texte|testo|texto|tekst)\b\s*:?\s+\S", re.IGNORECASE)


@check(
    "structure.subheading-distance",
    severity="advice",
    measures="words of a section between its heading and the next",
    threshold="at most 300 words",
    source="Yoast SEO, subheading distribution",
    languages=None,
)
def sections_are_short(subject: Subject) -> Outcome:
    longest = max((view.words for view in subject.sections), default=0)
    flaws = [
        Flaw(
            view.id,
            f"{view.words} words stand below “{excerpt(view.heading)}” without another subheading.",
            f"Shorten this section to {_WORDS_PER_SUBHEADING} words, or divide it by a subheading.",
            measured=counted(view.words, "word"),
            place=excerpt(view.heading),
        )
        for view in subject.sections
        if view.words > _WORDS_PER_SUBHEADING
    ]
    return Outcome(f"longest: {counted(longest, 'word')}", flaws)


@check(
    "structure.paragraph-length",
    severity="advice",
    measures="words of a paragraph",
    threshold="at most 150 words",
    source="Yoast SEO, paragraph length",
    languages=None,
)
def paragraphs_are_short(subject: Subject) -> Outcome:
    lengths = [(view, text, count_words(text)) for view, text in _prose(subject)]
    flaws = [
        Flaw(
            view.id,
            f"A paragraph has {words} words.",
            f"Divide the paragraph that begins “{excerpt(text)}” into two or three.",
            measured=counted(words, "word"),
            place=excerpt(text),
        )
        for view, text, words in lengths
        if words > _WORDS_PER_PARAGRAPH
    ]
    longest = max((words for _, _, words in lengths), default=0)
    return Outcome(f"longest: {counted(longest, 'word')}", flaws)


@check(
    "structure.opening",
    severity="blocking",
    measures="what the first text of the article is",
    threshold="a paragraph of at least one whole sentence: no list, table, byline or table of contents",
    source="house rule: the first paragraph is what result pages and assistants quote",
    languages=None,
)
def opens_with_prose(subject: Subject) -> Outcome:
    view = subject.opening
    if view is None:
        return Outcome(
            "no text",
            [
                Flaw(
                    "article",
                    "The article has no text.",
                    "Write the article, beginning with its introduction.",
                )
            ],
        )
    first = next(block for block in view.blocks if block.text)
    if is_prose(first):
        return Outcome("a paragraph")
    measured = "a byline" if _is_byline(first.text) else _KINDS.get(first.kind, "a line that is no sentence")
    return Outcome(
        measured,
        [
            Flaw(
                view.id,
                f"The article opens with {measured}, not with a paragraph.",
                "Begin with a paragraph of two or three whole sentences that say what the article is about.",
                place=excerpt(first.text),
            )
        ],
    )


def introduction(view: SectionView) -> str:
    """The first paragraph of a section that is prose; where there is none, its first text."""
    return next((block.text for block in view.blocks if is_prose(block)), view.paragraphs[0])


def is_prose(block: Block) -> bool:
    """A paragraph of at least one whole sentence, and no byline."""
    if block.kind != "paragraph" or _is_byline(block.text):
        return False
    ends = [match.end() for match in _SENTENCE_END.finditer(block.text)]
    return bool(ends) and count_words(block.text[: ends[-1]]) >= _OPENING_WORDS


def _is_byline(text: str) -> bool:
    return bool(_BYLINE.match(text)) and count_words(text) <= 10


def _prose(subject: Subject) -> Iterator[tuple[SectionView, str]]:
    for view in subject.sections:
        for block in view.blocks:
            if block.kind == "paragraph" and block.text:
                yield view, block.text
