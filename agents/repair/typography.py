"""Typography of each locale, set by code so that no model is asked for a narrow space.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (fr); Duden and DIN 5008 (de);
Ortografía de la lengua española (es); Lessico e regole of the Accademia della Crusca (it); Taaladvies of the
Taalunie (nl); Acordo Ortográfico and the European Union's Interinstitutional Style Guide (pt, en).
"""

import re
from collections.abc import Callable
from functools import lru_cache

from agents.reading.text import SECTION

_NBSP, _NARROW = "\u00a0", "\u202f"
_KEEP = re.compile(
    r"(```.*?```|`[^`\n]*`|\]\([^()\n]*\)|<[^<>\n]*>|https?://[^\s)>\]]+|&#?\w{1,10};|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64})",
    re.DOTALL,
)
_STRAIGHT = re.compile(r'(?<!\w)"(?=\S)([^"\n]*[^"\s])"(?!\w)')
_CURLY = re.compile(r"“([^“”„\n]+)”")
_LOW = re.compile(r"„([^“”„\n]+)[”\"]")
_GUILLEMETS = re.compile(r"«[ \u00a0\u202f]*([^«»\n]*[^«»\s])[ \u00a0\u202f]*»")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|[«“*])")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_OPENS, _CLOSES = re.compile(r"[‘‚‹]|(?<!\w)'(?=\S)"), re.compile(r"(?<=\S)['’](?!\w)")
_DECADE = r"(?<!\w)'(?=\d\ds?(?!\w))"
_GENITIVE = r"(?<=[^\W\d_][{}])'(?= [^\W\d_])"
_EDGE = {
    "it": re.compile(rf"(?<!\w)(?:po|mo|be|va|fa|da|di|de|sta|to|ca)'(?!\w)|{_DECADE}", re.IGNORECASE),
    "nl": re.compile(rf"(?<!\w)'(?=[stnkm][ -][^\W\d_])|{_DECADE}|{_GENITIVE.format('sxz')}"),
    "de": re.compile(rf"{_DECADE}|{_GENITIVE.format('sxzß')}"),
    "en": re.compile(rf"{_DECADE}|{_GENITIVE.format('s')}"),
}
_DASH = re.compile(r"(?<=[^\s-]) --? (?=[^\s-])")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]?([%‰])")
_CURRENCY = re.compile(r"(?<=\d)[ \u202f]?(?=[€](?!\w))")
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?![\w]|[.,]\d)")
_DOTTED = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?![\w.]|,\d{3})")
_POINT = re.compile(
    r"(?<![\w.,])(\d{1,3})\.(\d{1,2})"
    r"(?=[ \u00a0\u202f]?(?:%|‰|€|\$|[Mm]illion|[Mm]illiard|Mio|Mrd|Md|miljoen|mil))"
)
_HIGH = re.compile(r"(?<=[^\W_]|[)\]»%’\"”*])[ \u00a0\u202f]?([!?;]+)(?=[\s»”\"*)\]]|$)", re.MULTILINE)
_COLON = re.compile(r"(?<=[^\W_]|[)\]»%’\"”*])[ \u00a0\u202f]?:(?=[\s*]|$)", re.MULTILINE)
_GERMAN_SHORT = re.compile(r"\b(z|d|u|o|i|s)\. ?(B|h|a|Ä|d\. ?R|o|u)\.(?!\w)")

_MONTHS = "Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DAY_FIRST = re.compile(rf"^([ >]{{0,8}}\d{{1,2}})\.(?= (?:{_MONTHS}|Jahrhundert)(?![\w-]))", re.MULTILINE)

_QUOTES = {
    "fr": f"«{_NBSP}\\1{_NBSP}»",
    "de": "„\\1“",
    "de-ch": "«\\1»",
    "es": "«\\1»",
    "it": "«\\1»",
    "it-ch": "«\\1»",
    "fr-ch": f"«{_NARROW}\\1{_NARROW}»",
    "nl": "“\\1”",
    "pt": "“\\1”",
    "pt-pt": "«\\1»",
    "en": "“\\1”",
}


def typography(text: str, language: str) -> str:
    """`text`, plain or Markdown, with the marks and spaces of the locale; repeating it changes nothing.

    Straight quotation marks and apostrophes become the locale's; French gets its narrow spaces, thousands
    and percentages their space where the language wants one. Code, addresses and HTML tags stay as they are,
    and no number changes its value. A language without rules comes back unchanged.
    """
    return _section_typography(text, language) if len(text) <= SECTION else _typography(text, language)


def _typography(text: str, language: str) -> str:
    tag = language.replace("_", "-").lower()
    base = tag.split("-")[0]
    rules = _RULES.get(base)
    if rules is None:
        return text
    quotes = _QUOTES.get(tag, _QUOTES[base])
    parts = _KEEP.split(text)
    parts[::2] = [rules(_marks(part, quotes, base), tag) for part in parts[::2]]
    return _edge_apostrophes("".join(parts), base)


_section_typography = lru_cache(maxsize=256)(_typography)


def escape_dates(body: str, language: str) -> str:
    """`body`, Markdown, with `3\\. Mai` for the `3. Mai` that opens a line.

    Unescaped, CommonMark takes the day for the number of a list item and shows it as 1, or not at all.
    """
    return _DAY_FIRST.sub(r"\1\\.", body) if language.lower().startswith("de") else body


def _marks(text: str, quotes: str, base: str) -> str:
    text = _STRAIGHT.sub(quotes, text)
    if base in ("fr", "de"):
        text = _CURLY.sub(quotes, text)
    if base == "de":
        text = _LOW.sub(quotes, text)
    text = _APOSTROPHE.sub("’", text)
    text = _DOTS.sub("…", text)
    return text if base == "en" else _DASH.sub(" – ", text)


def _edge_apostrophes(text: str, base: str) -> str:
    """`text` with the apostrophes that open or end a word, un po’, ’s avonds, where none can be a quotation mark."""
    edge = _EDGE.get(base)
    if edge is None or "'" not in text:
        return text
    shown = _KEEP.sub(lambda match: "\0" * len(match[0]), text)
    signs = list(text)
    for block in _BLOCK.finditer(shown):
        opened = _OPENS.search(block[0])
        if opened is None or not _CLOSES.search(block[0], opened.end()):
            for match in edge.finditer(block[0]):
                signs[block.start() + match.end() - 1] = "’"
    return "".join(signs)


def _french(text: str, tag: str) -> str:
    inside = _NARROW if tag == "fr-ch" else _NBSP
    text = _GUILLEMETS.sub(f"«{inside}\\1{inside}»", text)
    if tag != "fr-ca":
        text = _HIGH.sub(f"{_NARROW}\\1", text)
    text = _COLON.sub(f"{_NBSP}:", text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", _NARROW), text)
    text = _THOUSANDS.sub(lambda match: match[0].replace(" ", _NARROW), text)
    return _units(_POINT.sub("\\1,\\2", text))


def _german(text: str, tag: str) -> str:
    text = _GERMAN_SHORT.sub(lambda match: f"{match[1]}.{_NBSP}{match[2]}.", text)
    return _units(text if tag == "de-ch" else _POINT.sub("\\1,\\2", text))


def _spanish(text: str, tag: str) -> str:
    return _units(text if tag in ("es-mx", "es-us", "es-419") else _POINT.sub("\\1,\\2", text))


def _other(text: str, tag: str) -> str:
    if tag.startswith(("en", "nl")):  # Italian and Portuguese editors write `70%` and `70 %`
        text = _PERCENT.sub("\\1", text)
    return text if tag.startswith("en") or tag == "it-ch" else _POINT.sub("\\1,\\2", text)


def _units(text: str) -> str:
    return _CURRENCY.sub(_NBSP, _PERCENT.sub(f"{_NBSP}\\1", text))


_RULES: dict[str, Callable[[str, str], str]] = {
    "fr": _french,
    "de": _german,
    "es": _spanish,
    "it": _other,
    "nl": _other,
    "pt": _other,
    "en": _other,
}
