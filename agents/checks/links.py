"""Links and images: from known places, with texts that say where they lead and what they show."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from markdown_it.token import Token

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.lexicon import lexicon
from agents.checks.views import SectionView, counted, excerpt
from agents.reading.text import Block, parser, visible

_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'«»„“”]+", re.IGNORECASE)
_MARKS = " .:!?…»«›>→"


class Link(NamedTuple):
    """A link or an image of a section: its address and its visible text or alt text."""

    address: str
    text: str


def links(view: SectionView) -> list[Link]:
    """Markdown links, autolinks and bare addresses of a section's body."""
    found: list[Link] = []
    for block in view.blocks:
        address = ""
        start = 0
        tokens = _inline(block)
        for position, token in enumerate(tokens):
            if token.type == "link_open":
                address, start = str(token.attrGet("href") or ""), position
            elif token.type == "link_close":
                found.append(Link(address, visible(tokens[start:position])))
                address = ""
            elif token.type == "text" and not address:
                found += [Link(url.rstrip(".,;:!?"), url) for url in _URL.findall(token.content)]
    return found


def images(view: SectionView) -> list[Link]:
    """The images of a section's body with their alt texts."""
    return [
        Link(str(token.attrGet("src") or ""), token.content)
        for block in view.blocks
        for token in _inline(block)
        if token.type == "image"
    ]


def _inline(block: Block) -> Sequence[Token]:
    return parser().parseInline(block.markdown)[0].children or () if block.kind == "html" else block.inline


@check(
    "links.known",
    severity="blocking",
    measures="links and images whose address is in no source, brief or page of the site",
    threshold="0",
    source="house rule: an address nobody gave is invented",
    languages=None,
    needs=("source",),
)
def links_are_known(subject: Subject) -> Outcome:
    allowed = _allowed(subject)
    hosts = {urlsplit(subject.brief.site).netloc.lower()} - {""} if subject.brief.site else set()
    found = [(view, link) for view in subject.sections for link in (*links(view), *images(view))]
    flaws = [
        Flaw(
            view.id,
            f"The address {excerpt(link.address)} is in no source.",
            f"Remove the address {excerpt(link.address)}; keep its text “{excerpt(link.text)}”.",
            place=excerpt(link.address),
        )
        for view, link in found
        if urlsplit(_whole(link.address)).netloc
        and _normal(link.address) not in allowed
        and urlsplit(_whole(link.address)).netloc.lower() not in hosts
    ]
    return Outcome(f"{len(flaws)} unknown of {len(found)} links and images", flaws)


@check(
    "links.anchors",
    severity="advice",
    measures="links whose text says nothing (“here”, a bare address), images without alt text",
    threshold="0",
    source="WCAG 2.2, success criteria 2.4.4 and 1.1.1",
)
def anchors_say_something(subject: Subject) -> Outcome:
    vague = lexicon(subject.language).vague_anchors
    flaws: list[Flaw] = []
    for view in subject.sections:
        for link in links(view):
            text = link.text.strip(_MARKS).lower()
            if not text or text in vague or _URL.fullmatch(text):
                message = f"The link text “{excerpt(link.text)}” does not say where it leads."
                fix = f"Name what {excerpt(link.address)} is about in 2 to 6 words as the link text."
                flaws.append(Flaw(view.id, message, fix, place=excerpt(link.address)))
        for image in images(view):
            if not image.text.strip():
                message = f"The image {excerpt(image.address)} has no alt text."
                fix = f"Describe the image {excerpt(image.address)} in its alt text in 5 to 12 words."
                flaws.append(Flaw(view.id, message, fix, place=excerpt(image.address)))
    return Outcome(counted(len(flaws), "place"), flaws)


def _allowed(subject: Subject) -> set[str]:
    texts = [subject.source.text, subject.source.url or ""] if subject.source else []
    texts += [fact.value for fact in subject.facts if fact.kind == "link"]
    texts += [*subject.brief.instructions, subject.brief.site or ""]
    for passage in (p for p in subject.passages if p.kind in ("page", "article")):
        texts += [passage.text, passage.source, *(v for v in passage.metadata.values() if isinstance(v, str))]
    return {_normal(url) for text in texts for url in _URL.findall(text)}


def _whole(address: str) -> str:
    return f"https://{address}" if address.lower().startswith("www.") else address


def _normal(address: str) -> str:
    bare = re.sub(r"^https?://", "", address.strip(), flags=re.IGNORECASE).split("#")[0]
    return bare.removeprefix("www.").rstrip("/.,;:!?").lower()
