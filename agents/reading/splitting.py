"""Tells the request from the article when both come in one text."""

import re

from agents.asked.parse import MAX_CHARACTERS, parse_request
from agents.asked.reading import read
from agents.reading.text import count_words
from knowledge.errors import InputError

REQUEST_LINE_WORDS = 80
"""A line with more words is no request but a paragraph of the article."""

LEAST_ARTICLE = 30
"""Words that must follow a request in the same line to be an article."""

_REQUEST_LABEL = (
    r"request|task|brief|briefing|instructions?|prompt|auftrag|anfrage|aufgabe|anweisung|demande|consigne|instruction|"
    r"petición|solicitud|encargo|instrucciones|richiesta|istruzioni|opdracht|verzoek|pedido|instruções|solicitação"
)
_ARTICLE_LABEL = (
    r"article|source article|source text|source|text|original|artikel|quelltext|ausgangstext|texte|texte source|"
    r"artículo|texto|texto original|articolo|testo|tekst|brontekst|artigo"
)
_LABELLED = (
    rf"[ \t]*(?:#{{1,6}}[ \t]+)?[*_\[<]{{0,2}}(?:(?P<request>{_REQUEST_LABEL})|(?P<article>{_ARTICLE_LABEL}))"
    r"[*_\]>]{0,2}[ \t]*(?::[*_]{0,2}|$)"
)
_LABEL = re.compile(rf"^{_LABELLED}", re.IGNORECASE | re.MULTILINE)
_BORDER = re.compile(
    rf"^(?:{_LABELLED}|(?P<rule>[ \t]*(?:-{{3,}}|={{3,}}|\*{{3,}}|_{{3,}}|~{{3,}}|#{{3,}})[ \t]*$))",
    re.IGNORECASE | re.MULTILINE,
)
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=\S)")


MAX_TOGETHER = 320_000
"""Characters of a request and its article in one text: more than either may have."""


def split_request(text: str) -> tuple[str, str]:
    """Request and article of one text, every word of which stands in one of the two, labels apart.

    A label at the start decides first (`Request:`, `Article:`, in the seven languages), then what the first lines
    say: a request names a language, a length or the like, or starts with an order, and may end at a line of `---`.
    Only where none is found at the start is it looked for at the end; so an order inside an article that follows
    its request stays part of the article. Where one of the two is missing, it is empty.

    Raises:
        InputError: The text is longer than `MAX_TOGETHER`.
    """
    if len(text) > MAX_TOGETHER:
        raise InputError(
            f"Request and article have {len(text):,} characters together; at most {MAX_TOGETHER:,} can be read. "
            "Give a part of the article."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for split in (_by_first_label, _from_the_start, _from_the_end):
        parts = split(text)
        if parts is not None:
            return parts[0].strip(), parts[1].strip()
    return "", text.strip()


def is_request(text: str, *, started: bool = False) -> bool:
    """True for a line that orders an article: everything in it is understood, or two wishes, or an order and one.

    Args:
        started: The line before was part of the request; then one wish or an order is enough.
    """
    if count_words(text) > REQUEST_LINE_WORDS or len(text) > MAX_CHARACTERS or not re.search(r"\w", text):
        return False
    orders = _is_order(text)
    try:
        asked = parse_request(text)
    except InputError:
        return orders or started
    wishes = sum(
        value not in (None, False, [])
        for name, value in asked
        if name not in ("leftover", "assumptions", "market", "genre", "audience")
    )
    if started:
        return wishes >= 1 or orders
    return wishes >= 2 or (wishes >= 1 and (orders or not asked.leftover))


def _is_order(text: str) -> bool:
    reading = read(_BULLET.sub("", text))
    first = next((i for i, token in enumerate(reading.tokens) if token.is_word), None)
    return first is not None and bool(reading.match("verb", first))


def _by_first_label(text: str) -> tuple[str, str] | None:
    """What is asked when the text opens with a label."""
    start = len(text) - len(text.lstrip())
    label = _LABEL.match(text, start)
    if label is None:
        return None
    body = text[label.end() :]
    if label["request"]:
        border = next((m for m in _BORDER.finditer(body) if m["article"] or m["rule"]), None)
        if border:
            return body[: border.start()], body[border.end() :]
        request, _, article = body.strip().partition("\n\n")
        return _from_the_start(body) or (request, article)
    requests = [match for match in _LABEL.finditer(body) if match["request"]]
    if requests:
        return body[requests[-1].end() :], body[: requests[-1].start()]
    return _from_the_end(body) or ("", body)


def _from_the_start(text: str) -> tuple[str, str] | None:
    """A request ahead of a border, if all blocks there ask for something, or else the first lines that do."""
    border = next((m for m in _BORDER.finditer(text) if m["article"] or m["rule"]), None)
    if border and _is_brief(text[: border.start()], started=bool(border["article"])):
        return text[: border.start()], text[border.end() :]
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    if not filled:
        return "", ""
    first = filled[0]
    if count_words("\n".join(lines[first + 1 :])) < LEAST_ARTICLE and (within := _within(lines[first])):
        return within[0], "\n".join([within[1], *lines[first + 1 :]])
    taken = _run(lines, filled)
    return ("\n".join(lines[:taken]), "\n".join(lines[taken:])) if taken else None


def _from_the_end(text: str) -> tuple[str, str] | None:
    borders = [match for match in _BORDER.finditer(text) if not match["article"]]
    if borders and _is_brief(text[borders[-1].end() :]):
        return text[borders[-1].end() :], text[: borders[-1].start()]
    lines = text.rstrip().split("\n")
    first = len(lines)
    while first and (is_request(lines[first - 1], started=first < len(lines))):
        first -= 1
    request = "\n".join(lines[first:])
    return (request, "\n".join(lines[:first])) if is_request(request) else None


def _is_brief(text: str, *, started: bool = False) -> bool:
    """True when the first block is a request and every further block asks for something too."""
    found = [block.split("\n") for block in re.split(r"\n[^\S\n]*\n", text.strip()) if block.strip()]
    if not found or count_words(text) > 5 * REQUEST_LINE_WORDS:
        return False
    return any(is_request(line, started=started) for line in found[0]) and all(
        any(is_request(line, started=True) for line in block) for block in found[1:]
    )


def _run(lines: list[str], filled: list[int]) -> int:
    """How many lines from the start are the request; 0 for none."""
    if not is_request(lines[filled[0]]) and not _opens(lines, filled):
        return 0
    taken = filled[0] + 1
    for index in filled[1:]:
        line = lines[index]
        follows = index == taken
        listed = (
            follows
            and bool(_BULLET.match(line))
            and (bool(_BULLET.match(lines[taken - 1])) or _leads(lines[taken - 1]))
        )
        if not listed and not is_request(line, started=follows):
            break
        taken = index + 1
    return taken


def _opens(lines: list[str], filled: list[int]) -> bool:
    """A first line that is only an order or a greeting, followed by a line that is a request."""
    first = lines[filled[0]]
    if len(filled) < 2 or count_words(first) > 25:
        return False
    return (_is_order(first) or _leads(first)) and is_request(lines[filled[1]], started=_is_order(first))


def _leads(line: str) -> bool:
    return line.rstrip().endswith((":", ","))


def _within(line: str) -> tuple[str, str] | None:
    """Request and article in one line: the leading sentences that are a request."""
    places = [match.start() for match in _SENTENCE.finditer(line)][:6]
    best = None
    for number, place in enumerate(places):
        start = places[number - 1] if number else 0
        if not is_request(line[start:place], started=best is not None):
            break
        best = place
    if best is None or count_words(line[best:]) < LEAST_ARTICLE:
        return None
    return line[:best], line[best:]
