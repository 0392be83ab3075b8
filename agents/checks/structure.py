"""Structure: one h1, and a ladder of headings without gaps."""

from itertools import pairwise

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.views import counted, excerpt
from agents.reading.text import count_words

_WORDS_PER_SUBHEADING = 300
_HEADING_WORDS = 14


@check(
    "structure.h1",
    severity="blocking",
    measures="headings of level 1",
    threshold="exactly 1, before any text",
    source="Google Search Central, SEO Starter Guide; WCAG 2.2, technique H42",
    languages=None,
)
def one_h1(subject: Subject) -> Outcome:
    tops = [view for view in subject.sections if view.level == 1]
    measured = f"{len(tops)} h1"
    if not tops:
        return Outcome(
            measured,
            [
                Flaw(
                    "article",
                    "The article has no h1.",
                    "Begin the article with one line: `# ` and its title.",
                )
            ],
        )
    flaws = [
        Flaw(
            extra.id,
            f"A second h1 stands in the article: “{extra.heading}”.",
            f"Make “{extra.heading}” a level-2 heading: begin its line with `## `.",
            place=extra.heading,
        )
        for extra in tops[1:]
    ]
    before = next((v for v in subject.sections if v.paragraphs or v.level), None)
    if before is not None and before.level != 1:
        flaws.append(
            Flaw(
                before.id,
                "Text or a heading stands before the h1.",
                "Move the title line `# …` to the very top of the article.",
                place=excerpt(before.heading or before.text),
            )
        )
    return Outcome(measured, flaws)


@check(
    "structure.levels",
    severity="blocking",
    measures="headings that are more than one level below the heading before them",
    threshold="0",
    source="WCAG 2.2, technique G141",
    languages=None,
)
def no_skipped_level(subject: Subject) -> Outcome:
    headed = [view for view in subject.sections if view.level]
    flaws = [
        Flaw(
            view.id,
            f"The heading “{view.heading}” jumps from level {above.level} to level {view.level}.",
            f"Make “{view.heading}” a level-{above.level + 1} heading.",
            place=view.heading,
        )
        for above, view in pairwise(headed)
        if view.level > above.level + 1
    ]
    return Outcome(f"{len(flaws)} skipped", flaws)


@check(
    "structure.subheadings",
    severity="blocking",
    measures="h2 and h3 in an article that shall have them and has 300 words or more",
    threshold="at least 1",
    source="the brief; Yoast SEO, subheading distribution",
    languages=None,
)
def has_subheadings(subject: Subject) -> Outcome:
    count = len(subject.subheadings)
    measured = f"{counted(count, 'subheading')} in {counted(subject.words, 'word')}"
    if count:
        return Outcome(measured)
    if not subject.brief.subheadings:
        return Outcome(measured, threshold="not asked for")
    if subject.words < _WORDS_PER_SUBHEADING:
        return Outcome(measured, threshold=f"asked for from {_WORDS_PER_SUBHEADING} words on")
    wanted = subject.words // _WORDS_PER_SUBHEADING + 1
    return Outcome(
        measured,
        [
            Flaw(
                "article",
                "The article has no subheadings.",
                f"Divide the article by {wanted} or more headings of level 2 (`## `).",
            )
        ],
    )


@check(
    "structure.headings",
    severity="blocking",
    measures="headings that are empty or stand twice",
    threshold="0",
    source="WCAG 2.2, success criterion 2.4.6",
    languages=None,
)
def headings_filled_and_unique(subject: Subject) -> Outcome:
    flaws: list[Flaw] = []
    seen: set[str] = set()
    for view in subject.sections:
        if not view.level:
            continue
        key = " ".join(view.heading.casefold().split())
        if not key:
            flaws.append(Flaw(view.id, "A heading is empty.", "Write a heading of 3 to 8 words for this section."))
        elif key in seen:
            flaws.append(
                Flaw(
                    view.id,
                    f"The heading “{view.heading}” stands twice.",
                    f"Write another heading than “{view.heading}”: name what only this section tells.",
                    place=view.heading,
                )
            )
        seen.add(key)
    return Outcome(f"{len(flaws)} empty or repeated", flaws)


@check(
    "structure.heading-form",
    severity="advice",
    measures="headings that are sentences: a full stop at the end, or more than 14 words",
    threshold="0",
    source="house rule: a heading names, a sentence tells",
    languages=None,
)
def headings_are_no_sentences(subject: Subject) -> Outcome:
    flaws = [
        Flaw(
            view.id,
            f"The heading “{excerpt(view.heading)}” reads like a sentence.",
            f"Shorten the heading to at most {_HEADING_WORDS} words, without a full stop.",
            place=excerpt(view.heading),
        )
        for view in subject.sections
        if count_words(view.heading) > _HEADING_WORDS
        or (view.heading.endswith((".", ";")) and count_words(view.heading) > 4)
    ]
    return Outcome(counted(len(flaws), "heading"), flaws)
