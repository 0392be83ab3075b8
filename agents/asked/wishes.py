"""Everything else code reads for certain: subheadings, keyphrases, search wish, tone, audience, genre."""

import re
from dataclasses import dataclass, field

from agents.asked.reading import Reading, read
from knowledge.errors import InputError

MAX_KEYPHRASE_WORDS = 8

_QUOTED = re.compile(
    r"\s*(?:“([^”“]{1,120})[”“]|„([^“”\"]{1,120})[“”\"]|«\s*([^»]{1,120}?)\s*»|»([^«]{1,120})«|\"([^\"]{1,120})\"|"
    r"[‘'‚`]([^’'‘`]{1,120})[’'‘`])"
)
_LINK = re.compile(r"\s*[:=]\s*|\s+-\s+|\s*[–—]\s*")
_PIECE = re.compile(r"\s*([^,;\n.!?]{2,120})")


@dataclass
class Wishes:
    """What was asked for besides language and length."""

    subheadings: bool | None = None
    seo: bool = False
    keyphrase: str | None = None
    secondary_keyphrases: list[str] = field(default_factory=list)
    tone: str | None = None
    audience: str | None = None
    genre: str | None = None


def read_keyphrases(reading: Reading, wishes: Wishes) -> None:
    """Keyphrases, before anything else is read: what stands in them is nobody's wish."""
    index = 0
    while index < len(reading.tokens):
        kind, length = _keyphrase_noun(reading, index)
        if not length or index in reading.used:
            index += 1
            continue
        phrases, end = _phrases_after(reading, index + length, many=kind != "keyphrase")
        if phrases:
            start = index
            while lead := _lead(reading, start):
                start -= lead
            reading.use(start, max(end, index + length) - start)
            if kind == "secondary":
                wishes.secondary_keyphrases += phrases
            else:
                if wishes.keyphrase and wishes.keyphrase.casefold() != phrases[0].casefold():
                    reading.assumptions.append(
                        f"Two keyphrases are named; “{wishes.keyphrase}” is the focus, “{phrases[0]}” comes second."
                    )
                    wishes.secondary_keyphrases += phrases
                else:
                    wishes.keyphrase = phrases[0]
                    wishes.secondary_keyphrases += phrases[1:]
            index = max(end, index + length)
        else:
            index += length


def read_wishes(reading: Reading, wishes: Wishes) -> None:
    """Subheadings, search wish, tone, audience and genre.

    Raises:
        InputError: The request both asks for subheadings and forbids them.
    """
    for index in range(len(reading.tokens)):
        if index in reading.used:
            continue
        if length := reading.match("subheadings", index):
            _subheadings(reading, wishes, index, length)
        elif length := reading.match("seo", index):
            if not reading.ends("no", index):
                wishes.seo = True
                reading.use(index, length)
        elif not _labelled(reading, wishes, index):
            _tone(reading, wishes, index)
            _audience(reading, wishes, index)
            _genre(reading, wishes, index)


def _keyphrase_noun(reading: Reading, index: int) -> tuple[str, int]:
    sizes = {kind: reading.match(kind, index) for kind in ("keyphrase", "keyphrases", "secondary")}
    kind = max(sizes, key=lambda name: sizes[name])
    if kind != "secondary" and sizes[kind] == sizes["secondary"]:
        kind = "secondary"
    return kind, sizes[kind]


def _lead(reading: Reading, at: int) -> int:
    if at == 0 or reading.tokens[at - 1].ends_clause:
        return 0
    return reading.ends("keyphrase_lead", at)


def _phrases_after(reading: Reading, at: int, *, many: bool) -> tuple[list[str], int]:
    """The phrases named behind a word for “keyword”, and the token after the last of them."""
    text = reading.text
    if at >= len(reading.tokens):
        return [], at
    place = reading.tokens[at - 1].end
    linked = reading.match("link", at)
    if linked:
        place = reading.tokens[at + linked - 1].end
    mark = _LINK.match(text, place)
    if mark:
        place = mark.end()
    phrases: list[str] = []
    while True:
        quoted = _QUOTED.match(text, place)
        if quoted:
            phrase = next(group for group in quoted.groups() if group)
            end = quoted.end()
        else:
            piece = _PIECE.match(text, place) if mark or linked else None
            if not piece or (phrases and _says_something_else(piece[1])):
                break
            phrase = _cut(piece[1])
            end = piece.start(1) + len(phrase)
        phrase = " ".join(phrase.split()).strip(" .,:;")
        if not phrase or len(phrase.split()) > MAX_KEYPHRASE_WORDS:
            break
        phrases.append(phrase)
        place = end
        comma = re.compile(r"\s*(?:,|/|\||\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b)").match(text, place)
        if not comma or not many:
            break
        place = comma.end()
    return phrases, sum(1 for token in reading.tokens if token.start < place) if phrases else at


def _cut(piece: str) -> str:
    """An unquoted phrase ends where the next wish begins: `district heating and at least 700 words`."""
    match = re.search(
        r"\s+(?:and|und|et|y|e|en|with|mit|avec|con|met|com|in|auf)\s+(?=.*(?:\d|\b(?:french|german|spanish|seo)\b))"
        r"|\s*[(\[]",
        piece,
        re.IGNORECASE,
    )
    return piece[: match.start()] if match else piece.rstrip()


def _says_something_else(piece: str) -> bool:
    other = read(piece)
    kinds = ("unit", "seo", "subheadings", "tone_noun", "into", "min_before", "max_before", "verb", "no")
    return any(other.match(kind, i) for i in range(len(other.tokens)) for kind in kinds)


def _subheadings(reading: Reading, wishes: Wishes, index: int, length: int) -> None:
    at = index
    refused = 0
    for _ in range(3):
        refused = reading.ends("no", at)
        if refused and not reading.used.issuperset(range(at - refused, at)):
            break
        refused = 0
        if at == 0 or reading.tokens[at - 1].ends_clause or not reading.is_accounted(at - 1):
            break
        at -= 1
    after = index + length
    wanted = not refused
    if not refused and after < len(reading.tokens) and reading.tokens[after].text in ":=":
        answer = reading.tokens[after + 1].norm if after + 1 < len(reading.tokens) else ""
        if answer in ("no", "nein", "non", "nee", "nao", "off", "false", "none"):
            wanted, length = False, length + 2
        elif answer in ("yes", "ja", "oui", "si", "sim", "on", "true"):
            length += 2
    if wishes.subheadings not in (None, wanted):
        raise InputError("The request both asks for subheadings and forbids them. Say which.")
    wishes.subheadings = wanted
    start = at - refused if refused else index
    reading.use(start, index + length - start)


def _labelled(reading: Reading, wishes: Wishes, index: int) -> bool:
    """`tone: sober`, `Zielgruppe: Laien`, `genre: how-to`: the words up to the end of the clause."""
    for kind in ("tone", "audience", "genre"):
        length = reading.match(f"{kind}_label", index)
        colon = index + length
        if not length or colon >= len(reading.tokens) or reading.tokens[colon].text not in ":=":
            continue
        end = colon + 1
        while end < len(reading.tokens) and not (reading.tokens[end].ends_clause or end in reading.used):
            end += 1
        if end == colon + 1:
            continue
        written = reading.text[reading.tokens[colon + 1].start : reading.tokens[end - 1].end].strip()
        value, size = reading.value(kind, colon + 1)
        if kind == "genre" and not value:
            continue
        meant = value if size == end - colon - 1 else written
        setattr(wishes, kind, getattr(wishes, kind) or (value if kind == "genre" else meant))
        reading.use(index, end - index)
        return True
    return False


def _tone(reading: Reading, wishes: Wishes, index: int) -> None:
    """Adjectives beside a word for tone or style: `a friendly tone`, `ton neutre`, `sachlicher Stil`."""
    length = reading.match("tone_noun", index)
    if not length:
        return
    found: list[str] = []
    for step, at in ((-1, index - 1), (1, index + length)):
        while 0 <= at < len(reading.tokens):
            value, size = reading.value("tone", at)
            if value:
                found.append(value)
                reading.use(at, size)
            elif reading.tokens[at].norm not in ("and", "und", "et", "y", "e", "en", "but", ","):
                break
            at += step
    if found:
        wishes.tone = wishes.tone or ", ".join(dict.fromkeys(found))
        reading.use(index, length)


def _audience(reading: Reading, wishes: Wishes, index: int) -> None:
    value, length = reading.value("audience", index)
    before = reading.ends("for", index)
    if value and before:
        wishes.audience = wishes.audience or value
        reading.use(index - before, before + length)


def _genre(reading: Reading, wishes: Wishes, index: int) -> None:
    value, length = reading.value("genre", index)
    if value:
        wishes.genre = wishes.genre or value
        reading.use(index, length)
