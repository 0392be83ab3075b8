"""Keyphrase: where readers and result pages look for it.

The keyphrase counts as present when every content word of it, in any inflected form, stands in the same
sentence (see `agents.checks.matching`). A sentence counts it as often as its rarest content word.
"""

import math
from collections.abc import Iterable

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.matching import Keyphrase, content_words, keyphrase, stem, tokens
from agents.checks.paragraphs import introduction
from agents.checks.views import counted, excerpt
from agents.reading.text import count_words
from agents.reading.text import sentences as split_sentences
from agents.repair.slug import make_slug

MOST_CONTENT_WORDS = 4
HEADING_SHARE = (0.30, 0.75)
DENSITY = (0.005, 0.02)
_UPPER_FROM = 4
_ALWAYS_ALLOWED = 2
_YOAST = "Yoast SEO, {}"
_NO_PHRASE = "no focus keyphrase given"
_NO_SLUG = "no slug given, which metadata.slug asks for"


def focus(subject: Subject) -> Keyphrase | None:
    """The focus keyphrase, ready for search; None when none is given."""
    return keyphrase(subject.keyphrase, subject.language) if tokens(subject.keyphrase) else None


def occurrences(subject: Subject, phrase: Keyphrase) -> int:
    """How often headings and bodies hold the keyphrase."""
    headings = (view.heading for view in subject.sections)
    return phrase.count_in(headings) + phrase.count_in(sentence.text for sentence in subject.sentences)


def focus_count(phrase: str, language: str, sentences: Iterable[str]) -> int:
    """How often these sentences hold `phrase`; 0 for an empty phrase."""
    return keyphrase(phrase, language).count_in(sentences) if tokens(phrase) else 0


def allowed_occurrences(words: int) -> tuple[int, int]:
    """Least and greatest number of occurrences in an article of so many words.

    0.5 to 2 % of the words, at least 1; two occurrences are never too many, so that short texts can pass.
    """
    least = max(1, math.ceil(words * DENSITY[0]))
    return least, max(_ALWAYS_ALLOWED, least, math.floor(words * DENSITY[1]))


def allowed_headings(headings: int) -> tuple[int, int]:
    """Least and greatest number of h2 and h3 that shall carry the keyphrase.

    30 to 75 % of them; a single subheading need not, and up to three may all do.
    """
    if headings < 2:
        return 0, headings
    most = math.floor(headings * HEADING_SHARE[1]) if headings >= _UPPER_FROM else headings
    return math.ceil(headings * HEADING_SHARE[0]), most


@check(
    "keyphrase.form",
    severity="blocking",
    measures="content words of the focus keyphrase",
    threshold=f"1 to {MOST_CONTENT_WORDS} content words",
    source=_YOAST.format("keyphrase length"),
)
def keyphrase_form(subject: Subject) -> Outcome:
    phrase = subject.keyphrase
    found = content_words(phrase, subject.language)
    if 1 <= len(found) <= MOST_CONTENT_WORDS:
        return Outcome(counted(len(found), "content word"))
    if not phrase:
        message = "The article names no focus keyphrase."
    elif not found:
        message = f"The keyphrase “{phrase}” holds no content word."
    else:
        message = f"The keyphrase “{excerpt(phrase)}” has {len(found)} content words."
    fix = "Give a keyphrase of 2 or 3 content words that people search for."
    return Outcome(counted(len(found), "content word"), [Flaw("metadata", message, fix, place=excerpt(phrase))])


@check(
    "keyphrase.title",
    severity="blocking",
    measures="content words of the keyphrase that the title holds",
    threshold="all",
    source=_YOAST.format("keyphrase in SEO title"),
)
def in_title(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    title = subject.draft.metadata.title
    measured = _share(phrase, title)
    if not phrase.absent(title):
        return Outcome(measured)
    fix = f"Begin the title with the phrase « {phrase.phrase} »."
    return Outcome(measured, [Flaw("metadata", _missing(phrase, title, "The title"), fix, place=title)])


@check(
    "keyphrase.title-start",
    severity="advice",
    measures="whether the first content word of the title belongs to the keyphrase",
    threshold="yes",
    source=_YOAST.format("keyphrase in SEO title, position"),
)
def at_start_of_title(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    title = subject.draft.metadata.title
    if phrase.absent(title):
        return Outcome("keyphrase not in the title", threshold="judged by keyphrase.title")
    first = content_words(title, subject.language)[:1]
    if first and phrase.present(first[0]):
        return Outcome("yes")
    fix = f"Move « {phrase.phrase} » to the start of the title."
    return Outcome("no", [Flaw("metadata", "The title does not begin with the keyphrase.", fix, place=title)])


@check(
    "keyphrase.opening",
    severity="blocking",
    measures="content words of the keyphrase in the best sentence of the first paragraph",
    threshold="all in one sentence",
    source=_YOAST.format("keyphrase in introduction"),
)
def in_first_paragraph(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    view = subject.opening
    if view is None:
        fix = f"Write an introduction whose first sentence holds « {phrase.phrase} »."
        return Outcome("no text", [Flaw("article", "The article has no text.", fix)])
    first = introduction(view)
    best = max(split_sentences(first, subject.language), key=lambda text: len(phrase.present(text)), default="")
    if not phrase.absent(best):
        return Outcome(_share(phrase, best))
    message = f"No sentence of the first paragraph holds the keyphrase « {phrase.phrase} »."
    if phrase.present(best):
        message = f"{message[:-1]}: the nearest lacks {_listed(phrase.absent(best))}."
    fix = f"Write the phrase « {phrase.phrase} » in the first sentence of this section."
    return Outcome(_share(phrase, best), [Flaw(view.id, message, fix, place=excerpt(first))])


@check(
    "keyphrase.description",
    severity="blocking",
    measures="how often the description holds the keyphrase",
    threshold="1 or 2 times",
    source=_YOAST.format("keyphrase in meta description"),
)
def in_description(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    description = subject.draft.metadata.description
    count = phrase.count(description)
    if 1 <= count <= 2:
        return Outcome(counted(count, "time"))
    if count:
        message = f"The description holds the keyphrase {count} times."
        fix = f"Write the phrase « {phrase.phrase} » only once in the description."
    else:
        message = _missing(phrase, description, "The description")
        fix = f"Write the phrase « {phrase.phrase} » once in the description."
    return Outcome(counted(count, "time"), [Flaw("metadata", message, fix, place=description)])


@check(
    "keyphrase.slug",
    severity="blocking",
    measures="content words of the keyphrase that the slug holds",
    threshold="all",
    source=_YOAST.format("keyphrase in slug"),
)
def in_slug(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    language, slug = subject.language, subject.draft.metadata.slug.strip()
    if not slug:
        return Outcome.not_run(_NO_SLUG)
    stems = {stem(part, language) for part in tokens(slug)} | set(tokens(slug))
    absent = [word for word in phrase.words if not stems & _slug_forms(word, language)]
    measured = f"{len(phrase.words) - len(absent)} of {len(phrase.words)} words"
    if not absent:
        return Outcome(measured)
    fix = f"Use the slug `{make_slug(phrase.phrase, subject.draft.language)}`."
    message = f"The slug lacks {_listed(absent)} of the keyphrase."
    return Outcome(measured, [Flaw("metadata", message, fix, place=slug)])


@check(
    "keyphrase.headings",
    severity="blocking",
    measures="h2 and h3 that hold the keyphrase",
    threshold="30 to 75 % of them; a single one need not, up to three may all do",
    source=_YOAST.format("keyphrase in subheading"),
)
def in_headings(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    headings = subject.subheadings
    bearing = [view for view in headings if phrase.count(view.heading)]
    least, most = allowed_headings(len(headings))
    measured, wanted = f"{len(bearing)} of {len(headings)}", f"{least} to {most} of {len(headings)}"
    if least <= len(bearing) <= most:
        return Outcome(measured, threshold=wanted)
    if len(bearing) < least:
        message = f"{len(bearing)} of {len(headings)} subheadings hold the keyphrase; {least} should."
        fix = f"Put the phrase « {phrase.phrase} » into {least - len(bearing)} more subheadings."
    else:
        message = f"{len(bearing)} of {len(headings)} subheadings hold the keyphrase; at most {most} should."
        fix = f"Take « {phrase.phrase} » out of {len(bearing) - most} subheadings."
    amount = len(bearing) - (least if len(bearing) < least else most)
    return Outcome(measured, [Flaw("article", message, fix, amount=amount)], threshold=wanted)


@check(
    "keyphrase.density",
    severity="blocking",
    measures="occurrences of the keyphrase in headings and bodies / words of headings and bodies",
    threshold="0.5 to 2 %, at least once; two occurrences are never too many",
    source=_YOAST.format("keyphrase density, with a stricter upper bound"),
)
def density(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    words = subject.words + sum(count_words(view.heading) for view in subject.sections)
    count = occurrences(subject, phrase)
    least, most = allowed_occurrences(words)
    share = 100 * count / words if words else 0.0
    measured, wanted = f"{counted(count, 'time')}, {share:.2f} %", f"{least} to {most} times in {words} words"
    if least <= count <= most:
        return Outcome(measured, threshold=wanted)
    message = f"The keyphrase stands {count} times in {words} words ({share:.2f} %)."
    if count < least:
        fix = f"Write « {phrase.phrase} » {least - count} more times, each in another paragraph."
    else:
        fix = f"Replace « {phrase.phrase} » {count - most} times by a pronoun or another word."
    amount = count - (least if count < least else most)
    return Outcome(measured, [Flaw("article", message, fix, amount=amount)], threshold=wanted)


def _slug_forms(word: str, language: str) -> set[str]:
    spelt = make_slug(word, language)
    return {spelt, stem(spelt, language), stem(word, language), make_slug(stem(word, language), "")}


def _share(phrase: Keyphrase, text: str) -> str:
    return f"{len(phrase.present(text))} of {len(phrase.words)} words"


def _missing(phrase: Keyphrase, text: str, where: str) -> str:
    return f"{where} lacks {_listed(phrase.absent(text))} of the keyphrase « {phrase.phrase} »."


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
