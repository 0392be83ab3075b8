"""What code can mend in a draft without a model: levels, typography, slug, duplicates, description, title."""

import re
from collections import defaultdict

from agents.checks.lexicon import leans
from agents.domain import Brief, Draft, Metadata, Section
from agents.fencing import visible
from agents.reading.language import base_language
from agents.reading.text import plain, sentences, words
from agents.repair.metadata import mend_description, mend_title
from agents.repair.slug import LONGEST, make_slug
from agents.repair.typography import escape_dates, typography

__all__ = ["make_slug", "repair", "typography"]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADING_MARKS = re.compile(r"^#{1,6}\s+|\s+#+$|\s*[.:;]+$")
_SENTENCE_WORDS = 4
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")
_UNANSWERED = re.compile(r"^\*\*[^*\n]+\?\*\*\s*(?=^\*\*[^*\n]+\?\*\*|\Z)", re.MULTILINE)
_ASKED = re.compile(r"^(\*\*[^*\n]+\?\*\*)[ \t]*\n(?=[^\n])", re.MULTILINE)


def repair(draft: Draft, brief: Brief) -> Draft:
    """The draft with everything mended that needs no writer. Meaning, numbers and quotations stay.

    Characters that nobody sees, or that a terminal obeys, go; heading levels start with one h1 and skip none;
    typography follows the locale; an answer stands in a paragraph of its own below its question in bold; a sentence
    that stands twice, outside quotations, stands once, where nothing leans on it, and a question whose answer went goes
    with it; a description that is too long ends at the end of a sentence or clause; a title opens with the keyphrase
    when its halves can change places; a slug that is missing, malformed or without the keyphrase is made anew.
    """
    tag = brief.language
    sections = _without_repeats(_levelled(draft.sections), base_language(tag))
    sections = [
        section.model_copy(
            update={
                "heading": typography(_bare_heading(visible(section.heading)), tag),
                "body": escape_dates(typography(_ASKED.sub(r"\1\n\n", visible(section.body)), tag), tag),
            }
        )
        for section in sections
    ]
    return draft.model_copy(update={"sections": sections, "metadata": _mended(draft.metadata, brief)})


def _mended(metadata: Metadata, brief: Brief) -> Metadata:
    keyphrase = metadata.keyphrase or brief.keyphrase or ""
    title = typography(mend_title(visible(metadata.title), keyphrase), brief.language)
    description = typography(mend_description(visible(metadata.description), brief.language), brief.language)
    return metadata.model_copy(
        update={
            "title": title,
            "description": description,
            "slug": _mended_slug(metadata.slug, keyphrase, title, brief.language),
        }
    )


def _mended_slug(slug: str, keyphrase: str, title: str, language: str) -> str:
    wanted = make_slug(keyphrase, language)
    is_sound = bool(_SLUG.fullmatch(slug)) and len(slug) <= LONGEST
    if is_sound and _holds(slug, wanted):
        return slug
    from_title = make_slug(title, language)
    return from_title if from_title and _holds(from_title, wanted) else wanted or from_title or slug


def _holds(slug: str, wanted: str) -> bool:
    return set(wanted.split("-")) <= set(slug.split("-")) if wanted else True


def _levelled(sections: list[Section]) -> list[Section]:
    found: list[Section] = []
    level = 0
    for section in sections:
        if section.level or section.heading:
            lowest = 1 if level == 0 else 2
            level = min(max(section.level, lowest), level + 1, 6)
            section = section.model_copy(update={"level": level})
        found.append(section)
    return found


def _bare_heading(heading: str) -> str:
    line = " ".join(heading.split())
    if re.search(r"\b\w\.$|\betc\.$|…$|\.\.\.$", line):
        return _HEADING_MARKS.sub("", line, count=1) if line.startswith("#") else line
    return _HEADING_MARKS.sub("", line)


def _without_repeats(sections: list[Section], language: str) -> list[Section]:
    told = [sentences(plain(section.body), language) for section in sections]
    superfluous = _superfluous(told, language)
    found: list[Section] = []
    for number, section in enumerate(sections):
        body = section.body
        start = 0
        for place, sentence in enumerate(told[number]):
            at = body.find(sentence, start)
            if at < 0:
                continue
            start = at + len(sentence)
            if (number, place) in superfluous:
                body, start = _cut(body, at, start), at
        if body != section.body:
            section = section.model_copy(update={"body": _UNANSWERED.sub("", body).strip("\n")})
        found.append(section)
    return found


def _superfluous(told: list[list[str]], language: str) -> set[tuple[int, int]]:
    """Section and place of each sentence that is to go, for the same stands elsewhere.

    The later of two goes, unless the next sentence leans on it (“This figure …”); then the earlier, unless one leans
    on that too or it opens its section. Else both stay, and the reviewer asks for other words.
    """
    same: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, rows in enumerate(told):
        for place, sentence in enumerate(rows):
            same[tuple(word.lower() for word in words(sentence))].append((number, place))
    twice = [spots for key, spots in same.items() if len(key) >= _SENTENCE_WORDS and len(spots) > 1]
    gone: set[tuple[int, int]] = set()

    def is_free(number: int, place: int) -> bool:
        if any(mark in told[number][place] for mark in '«»„“”‘"'):
            return False
        after = (row for n, row in enumerate(told[number]) if n > place and (number, n) not in gone)
        return not leans(next(after, ""), language)

    for spot in sorted((spot for _, *later in twice for spot in later), reverse=True):
        if is_free(*spot):
            gone.add(spot)
    for first, *later in twice:
        if first[1] > 0 and not gone.issuperset(later) and is_free(*first):
            gone.add(first)
    return gone


def _cut(body: str, start: int, end: int) -> str:
    before, after = body[:start], body[end:]
    if after.startswith(" "):
        after = after[1:]
    elif before.endswith(" "):
        before = before[:-1]
    line_start = before.rfind("\n") + 1
    if not before[line_start:].strip(" -*>0123456789.") and (not after or after.startswith("\n")):
        above, below = before[:line_start].rstrip("\n"), after.lstrip("\n")
        between_items = _ITEM.match(above.rpartition("\n")[2]) and _ITEM.match(below)
        return (above + ("\n" if between_items else "\n\n") + below).strip("\n")
    return before + after
