"""Reading tables as tools export them: any encoding, any delimiter, preamble lines before the header."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

from knowledge.errors import InputError

DELIMITERS = ",;\t|"
HEADER_LINES = 40
"""A header further down than this is not looked for."""

_GROUPS = re.compile(r"^\d{1,3}(?:[.,'’ ]\d{3})+$")
_NUMBER = re.compile(r"^([\d.,'’ ]+)\s*([a-z.]*)$")
_RANGE = re.compile(r"\s*(?:[–—]|(?<=[\d\w.])\s*-\s*(?=\d)|\bbis\b|\bto\b)\s*")
_FACTORS = {
    "": 1,
    "k": 1_000,
    "tsd": 1_000,
    "tsd.": 1_000,
    "mil": 1_000,
    "mila": 1_000,
    "m": 1_000_000,
    "mio": 1_000_000,
    "mio.": 1_000_000,
    "mln": 1_000_000,
}


def decode(data: bytes, name: str) -> str:
    """The text of a file: by its byte-order mark, else UTF-8, else UTF-16 or a Western code page by its looks.

    Raises:
        InputError: the file is empty or is not text.
    """
    text = _decoded(data)
    if text is not None and not text.strip("\ufeff\0\r\n\t "):
        raise InputError(f"{name} is empty.")
    if text is None or "\0" in text:
        raise InputError(f"{name} is not a text file. Export it as CSV, or save it as UTF-8 text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    encodings = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb": "utf-8-sig"}
    encoding = encodings.get(data[:2], "utf-8")
    if encoding == "utf-8" and data[:2000].count(0) > len(data[:2000]) // 4:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return data.decode(encoding, errors="replace")
    guess = from_bytes(data[:65536], cp_isolation=["cp1252", "cp1250", "mac_roman"]).best()
    return data.decode(guess.encoding, errors="replace") if guess else None


def header_name(cell: str) -> str:
    """A header as it is compared: composed accents, lower case, single spaces, no byte-order mark."""
    plain = unicodedata.normalize("NFC", cell.replace("\ufeff", "").replace("\u00a0", " ").replace("’", "'"))
    return " ".join(plain.split()).casefold()


@dataclass(frozen=True)
class Table:
    """Where the header stands, and how the lines below it are split."""

    header: list[str]
    first_line: int
    delimiter: str
    text: str

    def rows(self) -> Iterator[tuple[int, dict[str, str] | str]]:
        """Line number and cells by header of each row that is not empty; a string says why it cannot be read."""
        below = "\n".join(self.text.split("\n")[self.first_line :])
        reader = csv.reader(io.StringIO(below), delimiter=self.delimiter, strict=True)
        while True:
            start = self.first_line + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield start, f"the quotes or the cell are broken ({error})"
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(self.header) and any(cell.strip() for cell in cells[len(self.header) :]):
                yield start, f"{len(cells)} cells under {len(self.header)} headers"
                continue
            cells += [""] * (len(self.header) - len(cells))
            yield start, {name: cell.strip() for name, cell in zip(self.header, cells, strict=False) if name}


def find_table(text: str, known: Callable[[list[str]], int]) -> Table | None:
    """The header row of `text`: the line and delimiter for which `known` recognises most names, None for none."""
    best: tuple[int, Table] | None = None
    for number, line in enumerate(text.split("\n")[:HEADER_LINES]):
        for delimiter in DELIMITERS:
            try:
                cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
            except csv.Error:
                continue
            header = [header_name(cell) for cell in cells]
            score = known(header)
            if score and (best is None or score > best[0]):
                best = score, Table(header, number + 1, delimiter, text)
    return best[1] if best else None


def pick(row: Mapping[str, str], names: frozenset[str]) -> str:
    """The first cell of `row` whose header is one of `names` and that is not empty."""
    return next((row[name] for name in row if name in names and row[name]), "")


def number(cell: str, *, count: bool = False) -> float | None:
    """The number in `cell`, None when the tool had none (`-`, `N/A`).

    A decimal comma and a decimal point are both read; with `count`, `1.300` and `1,300` are 1300.

    Raises:
        ValueError: the cell holds something else.
    """
    plain = " ".join(cell.replace("\u00a0", " ").replace("\u202f", " ").split()).lower().strip("%<>~≈ ")
    if plain in ("", "-", "--", "–", "—", "n/a", "na", "null", "none"):
        return None
    match = _NUMBER.match(plain)
    if not match or match.group(2) not in _FACTORS:
        raise ValueError(cell)
    return _digits(match.group(1).strip(), count) * _FACTORS[match.group(2)]


def _digits(digits: str, count: bool) -> float:
    if count and _GROUPS.match(digits):
        return float(re.sub(r"\D", "", digits))
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(re.sub(r"\D", "", digits))
    whole, fraction = re.sub(r"\D", "", digits[:last]), digits[last + 1 :]
    return float(f"{whole or '0'}.{fraction}")


def span(cell: str) -> tuple[float, float] | None:
    """Both ends of a count such as `1K – 10K` or `880`, None when the tool had none.

    Raises:
        ValueError: the cell holds something else.
    """
    parts = [part for part in _RANGE.split(cell.strip().lower()) if part]
    if len(parts) > 2:
        raise ValueError(cell)
    ends = [number(part, count=True) for part in parts]
    known = [end for end in ends if end is not None]
    if not known or len(known) != len(ends):
        return None
    return min(known), max(known)
