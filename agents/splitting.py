"""Tells the request from the article when both come in one text."""

import re

from agents.asked.parse import MAX_CHARACTERS, parse_request
from agents.asked.reading import read
from agents.text import count_words
from knowledge.errors import InputError

REQUEST_LINE_WORDS = 80
"""A line with more words is no request but a paragraph of the article."""

LEAST_ARTICLE = 20
"""Words that must follow a request in the same line to be an article."""

_REQUEST_LABEL = (
    r"request|task|brief|briefing|instructions?|prompt|auftrag|anfrage|aufgabe|anweisung|demande|consigne|instruction|"
    r"petición|solicitud|encargo|instrucciones|richiesta|istruzioni|opdracht|verzoek|pedido|instruções|solicitação"
)
_ARTICLE_LABEL = (
    r"article|source article|source text|source|text|original|artikel|quelltext|ausgangstext|texte|texte source|"
    r"artículo|texto|texto original|articolo|testo|tekst|brontekst|artigo"
)
_LABEL = re.compile(
    rf"^[ \t]*(?:#{{1,6}}[ \t]+)?[*_\[<]{{0,2}}(?:(?P<request>{_REQUEST_LABEL})|(?P<article>{_ARTICLE_LABEL}))"
    rf"[*_\]>]{{0,2}}[ \t]*(?::|(?=\n|\Z)|$)[*_]{{0,2}}",
    re.IGNORECASE | re.MULTILINE,
)
_RULE = re.compile(r"^[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,}|~{3,}|#{3,})[ \t]*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=\S)")


def split_request(text: str) -> tuple[str, str]:
    """Request and article of one text, every word of which stands in one of the two, labels apart.

    Labels (`Request:`, `Article:`, in the seven languages) decide first, then a line of `---`, then what the
    first and the last lines say: a request names a language, a length or the like, or starts with an order.
    A request at the end is looked for only when there is none at the start, so an order inside an article
    that follows its request stays part of the article. Where one of the two is missing, it is empty.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for split in (_by_label, _by_rule, _by_lines):
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


def _by_label(text: str) -> tuple[str, str] | None:
    labels = [match for match in _LABEL.finditer(text) if _counts(text, match)]
    article = next((match for match in labels if match["article"]), None)
    request = next((match for match in labels if match["request"]), None)
    if article is None and request is None:
        return None
    if article is None and request is not None:
        head, body = text[: request.start()], text[request.end() :]
        if head.strip():
            return body, head
        return _by_rule(body) or _by_lines(body) or _by_block(body)
    assert article is not None
    if request is not None and request.start() > article.start():
        return text[request.end() :], text[: article.start()] + text[article.end() : request.start()]
    head = text[request.end() if request else 0 : article.start()]
    if request is not None:
        head = text[: request.start()] + head
    return head, text[article.end() :]


def _counts(text: str, match: re.Match[str]) -> bool:
    """A label is one at the start, behind a blank line or a request; not the word “Text:” amid an article."""
    before = text[: match.start()].strip()
    if match["request"] and before:
        return is_request(text[match.end() :].strip()[:MAX_CHARACTERS])
    return not before or bool(match["request"]) or _starts_with_request(before)


def _starts_with_request(before: str) -> bool:
    label = _LABEL.match(before)
    if label and label["request"]:
        return True
    return count_words(before) <= 2 * REQUEST_LINE_WORDS and any(
        is_request(line) for line in before.split("\n") if line.strip()
    )


def _by_block(body: str) -> tuple[str, str]:
    head, _, rest = body.strip().partition("\n\n")
    return head, rest


def _by_rule(text: str) -> tuple[str, str] | None:
    rules = list(_RULE.finditer(text))
    if not rules:
        return None
    first, last = rules[0], rules[-1]
    head = text[: first.start()].strip()
    if head and _is_request_block(head):
        return head, text[first.end() :]
    tail = text[last.end() :].strip()
    if tail and _is_request_block(tail):
        return tail, text[: last.start()]
    return None


def _is_request_block(block: str) -> bool:
    lines = [line for line in block.split("\n") if line.strip()]
    return count_words(block) <= 5 * REQUEST_LINE_WORDS and any(is_request(line) for line in lines)


def _by_lines(text: str) -> tuple[str, str] | None:
    lines = text.strip("\n").split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    if not filled:
        return "", ""
    within = _within(lines[filled[0]])
    if within:
        return within[0], "\n".join([within[1], *lines[filled[0] + 1 :]])
    taken = _run(lines, filled)
    if taken:
        return "\n".join(lines[:taken]), "\n".join(lines[taken:])
    last = filled[-1]
    first = last
    while first in filled and is_request(lines[first], started=first < last):
        first -= 1
    if first < last and is_request("\n".join(lines[first + 1 :])):
        return "\n".join(lines[first + 1 :]), "\n".join(lines[: first + 1])
    return None


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
    if best is None or count_words(line[best:]) < LEAST_ARTICLE or is_request(line[best:], started=True):
        return None
    return line[:best], line[best:]
