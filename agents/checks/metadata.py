"""Metadata: title, description and slug as a result page shows them."""

import json
import re
from functools import cache
from importlib import resources

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.matching import fold, tokens
from agents.checks.views import counted
from agents.repair.metadata import LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION
from agents.repair.slug import LONGEST, make_slug

TITLE_PIXELS = 600
_TITLE_SIZE = 20
_WIDE = 0x1100
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHOLE = re.compile(r"[.!?][»”“\"’)\]]*$")
_YOAST = "Yoast SEO, {}"


@cache
def _widths() -> tuple[dict[str, int], int]:
    file = resources.files("agents.checks").joinpath("data", "arial_widths.json")
    table = json.loads(file.read_text(encoding="utf-8"))
    widths = {char: int(width) for width, chars in table["widths"].items() for char in chars}
    return widths, int(table["units_per_em"])


def title_pixels(title: str) -> int:
    """Width of `title` in Arial at 20 px, rounded up. Signs that are not in the table count one em."""
    widths, em = _widths()
    units = sum(widths.get(char, em if ord(char) >= _WIDE else em // 2) for char in title)
    return -(-units * _TITLE_SIZE // em)


@check(
    "metadata.title-width",
    severity="blocking",
    measures="width of the title in Arial, 20 px",
    threshold="1 to 600 px",
    source="Yoast SEO, SEO title width; widths of a font with the metrics of Arial",
    languages=None,
)
def title_fits(subject: Subject) -> Outcome:
    title = subject.draft.metadata.title.strip()
    if not title:
        return Outcome("0 px", [Flaw("metadata", "The title is missing.", "Write a title of 30 to 55 characters.")])
    pixels = title_pixels(title)
    if pixels <= TITLE_PIXELS:
        return Outcome(f"{pixels} px")
    characters = len(title) * TITLE_PIXELS // pixels
    return Outcome(
        f"{pixels} px",
        [
            Flaw(
                "metadata",
                f"The title is {pixels} px wide; result pages cut it at {TITLE_PIXELS} px.",
                f"Shorten the title to at most {characters} characters.",
                place=title,
            )
        ],
    )


@check(
    "metadata.description-length",
    severity="blocking",
    measures="characters of the description",
    threshold=f"{SHORTEST_DESCRIPTION} to {LONGEST_DESCRIPTION} characters",
    source=_YOAST.format("meta description length"),
    languages=None,
)
def description_length(subject: Subject) -> Outcome:
    description = subject.draft.metadata.description.strip()
    length = len(description)
    if SHORTEST_DESCRIPTION <= length <= LONGEST_DESCRIPTION:
        return Outcome(counted(length, "character"))
    if not description:
        message, verb = "The description is missing.", "Write a description of"
    elif length < SHORTEST_DESCRIPTION:
        message, verb = f"The description has only {length} characters.", "Lengthen the description to"
    else:
        message, verb = (
            f"The description has {length} characters and will be cut.",
            "Shorten the description to",
        )
    fix = f"{verb} {SHORTEST_DESCRIPTION + 4} to {LONGEST_DESCRIPTION - 6} characters, about 20 words."
    return Outcome(counted(length, "character"), [Flaw("metadata", message, fix, place=description)])


@check(
    "metadata.description-sentence",
    severity="blocking",
    measures="whether the description is whole sentences",
    threshold="begins with a capital letter or a figure, ends with a full stop, question or exclamation mark",
    source="Google Search Central, how to write meta descriptions",
    languages=None,
)
def description_is_whole(subject: Subject) -> Outcome:
    description = subject.draft.metadata.description.strip()
    if not description:
        return Outcome("no description", threshold="judged by metadata.description-length")
    start = description.lstrip("«„“\"'¿¡‘( \u00a0\u202f")
    begins = bool(start) and not start[0].islower()
    ends = bool(_WHOLE.search(description)) and not description.endswith("...")
    if begins and ends:
        return Outcome("whole")
    return Outcome(
        "cut" if begins else "no capital at its start",
        [
            Flaw(
                "metadata",
                "The description is not a whole sentence.",
                "Write the description as one or two whole sentences that end with a full stop.",
                place=description[-80:],
            )
        ],
    )


@check(
    "metadata.description-distinct",
    severity="blocking",
    measures="whether the description repeats the title or the h1",
    threshold="other words than title and h1",
    source="Google Search Central, how to write meta descriptions",
    languages=None,
)
def description_says_more(subject: Subject) -> Outcome:
    metadata = subject.draft.metadata
    description = tokens(metadata.description)
    for name, text in (("title", metadata.title), ("h1", subject.h1)):
        if description and description == tokens(text):
            fix = "Write a description that says what the title does not: the main fact and a figure."
            flaw = Flaw("metadata", f"The description repeats the {name}.", fix, place=metadata.description)
            return Outcome(f"same as the {name}", [flaw])
    return Outcome("distinct")


@check(
    "metadata.title-distinct",
    severity="advice",
    measures="whether title and h1 are the same",
    threshold="not the same words",
    source="house rule: two lines can answer two searches",
    languages=None,
)
def title_and_h1_differ(subject: Subject) -> Outcome:
    title = subject.draft.metadata.title
    if not tokens(title) or tokens(title) != tokens(subject.h1):
        return Outcome("distinct")
    fix = "Keep the keyphrase at the start of the title and word the rest otherwise than the h1."
    return Outcome("the same", [Flaw("metadata", "Title and h1 are the same.", fix, place=title)])


@check(
    "metadata.slug",
    severity="blocking",
    measures="form of the slug",
    threshold=f"lower-case ASCII words joined by hyphens, 1 to {LONGEST} characters, umlauts spelt out",
    source="Google Search Central, URL structure; RFC 3986",
    languages=None,
)
def slug_form(subject: Subject) -> Outcome:
    slug = subject.draft.metadata.slug.strip()
    better = make_slug(slug or subject.keyphrase or subject.draft.metadata.title, subject.draft.language)
    if not slug:
        message = "The slug is missing."
    elif len(slug) > LONGEST:
        message = f"The slug has {len(slug)} characters."
    elif not _SLUG.fullmatch(slug):
        message = f"The slug “{slug}” holds more than lower-case letters, figures and single hyphens."
    elif wrong := _badly_spelt(slug, subject):
        right = make_slug(wrong, subject.draft.language)
        message = f"The slug spells “{wrong}” without its umlaut."
        better = "-".join(right if part == _without_marks(wrong) else part for part in slug.split("-"))
    else:
        return Outcome(counted(len(slug), "character"))
    fix = f"Use the slug `{better}`." if better else "Write a slug of 2 to 6 words."
    return Outcome(counted(len(slug), "character"), [Flaw("metadata", message, fix, place=slug)])


def _without_marks(word: str) -> str:
    return fold(word).replace("ß", "ss")


def _badly_spelt(slug: str, subject: Subject) -> str:
    parts = set(slug.split("-"))
    texts = (subject.draft.metadata.title, subject.keyphrase, subject.h1)
    for word in (word for text in texts for word in tokens(text)):
        bare = _without_marks(word)
        if bare != word and bare in parts and make_slug(word, subject.draft.language) != bare:
            return word
    return ""
