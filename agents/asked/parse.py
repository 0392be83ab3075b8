"""The whole request, read by code: what it says for certain, and the clauses that remain."""

from pydantic import BaseModel, Field

from agents.asked.lengths import combine, read_lengths
from agents.asked.markets import HOW_TO_NAME_IT
from agents.asked.places import countries, is_country, tag_of_name
from agents.asked.reading import Reading, read
from agents.asked.targets import read_target
from agents.asked.wishes import Wishes, read_keyphrases, read_wishes
from agents.asked.wording import key_of
from knowledge.errors import InputError, LanguageUnclear

MAX_CHARACTERS = 8_000
"""Of a request. The longest editorial briefs have about 5,000."""

GENRES = ("news", "how-to", "product", "interview", "science")


class BriefFlags(BaseModel):
    """What was set beside the request. A flag beats what the request says."""

    to: str | None = Field(default=None, description="Target language: a tag or a name.")
    min_words: int | None = None
    max_words: int | None = None
    keyphrase: str | None = None
    secondary_keyphrases: list[str] = Field(default_factory=list)
    tone: str | None = None
    audience: str | None = None
    market: str | None = None
    genre: str | None = None
    brand: str | None = None
    site: str | None = None


class ReadRequest(BaseModel):
    """What code read. `leftover` holds the clauses it could not account for, in the user's words."""

    language: str | None = None
    min_words: int | None = None
    max_words: int | None = None
    subheadings: bool | None = None
    seo: bool = False
    keyphrase: str | None = None
    secondary_keyphrases: list[str] = Field(default_factory=list)
    tone: str | None = None
    audience: str | None = None
    market: str | None = None
    genre: str | None = None
    leftover: list[str] = Field(default_factory=list)
    assumptions: list[str] = Field(default_factory=list)


def parse_request(request: str, flags: BriefFlags | None = None) -> ReadRequest:
    """Read a request without a model; flags beat what it says.

    Raises:
        LanguageUnclear: It names several target languages, or a market where several are spoken.
        InputError: It contradicts itself, is too long, or a flag cannot be understood.
    """
    flags = flags or BriefFlags()
    if len(request) > MAX_CHARACTERS:
        raise InputError(
            f"The request has {len(request):,} characters; at most {MAX_CHARACTERS:,} can be read. "
            "Is the article in it? Put a line with --- between request and article."
        )
    reading = read(request)
    wishes = Wishes()
    read_keyphrases(reading, wishes)
    lengths = [] if flags.min_words and flags.max_words else read_lengths(reading)
    least, greatest = combine(lengths, reading.assumptions) if lengths else (None, None)
    read_wishes(reading, wishes)
    try:
        language, market = read_target(reading)
    except LanguageUnclear:
        if not flags.to:
            raise
        language, market = None, None
    asked = ReadRequest(
        language=language,
        min_words=least,
        max_words=greatest,
        market=market,
        leftover=_leftover(reading),
        assumptions=list(dict.fromkeys(reading.assumptions)),
        **vars(wishes),
    )
    return _with_flags(asked, flags)


def _with_flags(asked: ReadRequest, flags: BriefFlags) -> ReadRequest:
    given = {name: value for name, value in flags.model_dump().items() if value not in (None, [], "")}
    given.pop("brand", None)
    given.pop("site", None)
    if "to" in given:
        given["language"] = _tag(given.pop("to"))
        if asked.language and asked.language != given["language"] and asked.market and not flags.market:
            asked = asked.model_copy(update={"market": _region(given["language"])})
    if "market" in given:
        given["market"] = _country(given["market"])
    if "genre" in given and given["genre"] not in GENRES:
        raise InputError(f"The genre “{given['genre']}” is unknown. Choose one of {', '.join(GENRES)}.")
    for name in ("min_words", "max_words"):
        if name in given and given[name] < 1:
            raise InputError(f"{name} must be 1 or more, not {given[name]}.")
    for name, value in given.items():
        before = getattr(asked, name)
        if before not in (None, [], value):
            asked.assumptions.append(f"The flag for {name.replace('_', ' ')} ({value}) beats the request ({before}).")
    if "min_words" in given and "max_words" not in given and (asked.max_words or 0) < given["min_words"]:
        given["max_words"] = None
    if "max_words" in given and "min_words" not in given and (asked.min_words or 0) > given["max_words"]:
        given["min_words"] = None
    merged = asked.model_copy(update=given)
    if merged.min_words and merged.max_words and merged.min_words > merged.max_words:
        raise InputError(f"At least {merged.min_words} and at most {merged.max_words} words: no text can have both.")
    return merged


def _tag(to: str) -> str:
    tag = tag_of_name(to)
    if tag is None:
        raise LanguageUnclear(f"“{to}” is no language that is known here. {HOW_TO_NAME_IT}")
    return tag


def _region(tag: str) -> str | None:
    last = tag.split("-")[-1]
    return last if is_country(last) and "-" in tag else None


def _country(market: str) -> str:
    code = market.upper() if is_country(market.upper()) else countries().get(key_of(market))
    if code is None:
        raise InputError(f"“{market}” is no country that is known here. Give a name or a code such as CH.")
    return code


def _leftover(reading: Reading) -> list[str]:
    """Per clause, the stretch around the words that nothing accounts for, up to those that were understood."""
    left: list[str] = []
    start = 0
    for end in range(len(reading.tokens) + 1):
        if end < len(reading.tokens) and not _ends_clause(reading, end):
            continue
        open_ones = [i for i in range(start, end) if not reading.is_accounted(i)]
        if open_ones:
            first, last = open_ones[0], open_ones[-1]
            while first > start and first - 1 not in reading.used:
                first -= 1
            while last + 1 < end and last + 1 not in reading.used:
                last += 1
            left.append(reading.text[reading.tokens[first].start : reading.tokens[last].end].strip(" -•*"))
        start = end + 1
    return left


def _ends_clause(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    if not token.ends_clause:
        return False
    following = reading.text[token.end : token.end + 1]
    return token.text == "\n" or not following or not following.isalnum()
