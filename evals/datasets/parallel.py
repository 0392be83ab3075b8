"""Articles with a human translation beside them: the help pages that Debian's gnome-user-docs installs.

The pages are in /usr/share/help/LANGUAGE/gnome-help, the English originals in `C`. They are CC BY-SA 3.0 and no part
of this project: a dataset is built from what is installed.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agents.reading.language import base_language, identify, language_name
from agents.reading.text import count_words
from evals.datasets.items import Expected, Item
from evals.datasets.mallard import Block, NotProse, read_page, to_markdown
from knowledge.errors import InputError, SetupError

PAGES = Path("/usr/share/help")
DOCUMENT = "gnome-help"
ORIGINAL = "C"
PACKAGE = "gnome-user-docs"
LICENCE = "CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/"

REQUEST = "Translate into {language}. Leave nothing out and add nothing."

LEAST_WORDS = 40
"""Shorter pages are lists of links."""
SAME_FROM = 2
"""Words from which a text that stands word for word in the English page is one that nobody has translated. Single
words are often names: Bluetooth, SSH."""
IDENTIFIED_FROM = 12
"""Words from which the language of a text is told with certainty, commands and labels in English notwithstanding."""


@dataclass
class Parallel:
    """What was built, and how many pages were left out for which reason."""

    items: list[Item] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def build(
    source: str, target: str, *, limit: int | None = None, max_words: int | None = None, pages: Path = PAGES
) -> Parallel:
    """Items whose source is a page in one language and whose reference is the same page in another.

    A page counts only when both sides are translated whole, paragraph by paragraph. The order mixes the topics and is
    the same for every pair of languages, so that a limit takes much the same pages of each.

    Args:
        source: Tag of the language to translate from, such as `de`.
        target: Tag of the language to translate into, such as `pt-BR`.
        limit: How many items at most.
        max_words: Words of the English page at most.
        pages: Folder with one folder for each language.

    Raises:
        SetupError: No help pages are installed.
        InputError: There are none in one of the languages, or both languages are the same.
    """
    if source.lower() == target.lower():
        raise InputError(f"Both languages are {source}. Give two.")
    folders = _folders(pages)
    ours, theirs = (_named(tag, folders) for tag in (source, target))
    found = Parallel()
    for file in sorted(folders["en"].glob("*.page"), key=_shuffled):
        try:
            english = read_page(file)
            text = _translated(folders[ours] / file.name, english, ours)
            reference = _translated(folders[theirs] / file.name, english, theirs)
        except NotProse as reason:
            found.left_out[str(reason)] += 1
            continue
        words = sum(count_words(block.text) for block in english)
        if words < LEAST_WORDS:
            found.left_out[f"below {LEAST_WORDS} words"] += 1
        elif max_words and words > max_words:
            found.left_out[f"above {max_words} words"] += 1
        else:
            found.items.append(_item(file.stem, text, reference, ours, theirs))
    found.items = found.items[:limit]
    return found


def write(items: Sequence[Item], out: Path) -> None:
    """The items as JSONL. Raises InputError when there are none or the file cannot be written."""
    if not items:
        raise InputError("No page is translated whole in both languages, so there is nothing to write.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("".join(f"{item.model_dump_json(exclude_defaults=True)}\n" for item in items), "utf-8")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from error


def _folders(pages: Path) -> dict[str, Path]:
    """Language tag → folder of its pages; variants such as `sr@latin` are left out."""
    found = {path.parent.name: path for path in sorted(pages.glob(f"*/{DOCUMENT}")) if "@" not in path.parent.name}
    if ORIGINAL not in found:
        raise SetupError(f"There are no help pages in {pages}. Install them: apt-get install {PACKAGE}")
    return {"en" if name == ORIGINAL else name.replace("_", "-"): path for name, path in found.items()}


def _named(tag: str, folders: Mapping[str, Path]) -> str:
    named = {known.lower(): known for known in folders}
    if tag.lower() not in named:
        raise InputError(f"There are no help pages in {tag!r}. There are: {', '.join(folders)}.")
    return named[tag.lower()]


def _shuffled(file: Path) -> str:
    return hashlib.sha256(file.stem.encode()).hexdigest()


def _translated(file: Path, english: Sequence[Block], tag: str) -> list[Block]:
    """The page, when every text of it is in the language. Raises NotProse when it is not."""
    if not file.is_file():
        raise NotProse(f"missing in {tag}")
    blocks = read_page(file)
    if [block.mark for block in blocks] != [block.mark for block in english]:
        raise NotProse(f"built otherwise in {tag}")
    if base_language(tag) == "en":
        return blocks
    open_ = [_is_english(own.text, block.text, tag) for own, block in zip(blocks, english, strict=True)]
    told = [count_words(block.text) >= SAME_FROM for block in english]
    if any(open_):
        raise NotProse(f"{'not' if sum(open_) >= sum(told) else 'only partly'} translated in {tag}")
    return blocks


def _is_english(text: str, english: str, tag: str) -> bool:
    words = count_words(text)
    if text == english:
        return words >= SAME_FROM
    return words >= IDENTIFIED_FROM and identify(text, ("en", tag)) == "en"


def _item(page: str, text: list[Block], reference: list[Block], source: str, target: str) -> Item:
    return Item.model_validate(
        {
            "id": f"{page}-{source}-{target}".lower(),
            "request": REQUEST.format(language=language_name(target)),
            "source": to_markdown(text),
            "source_language": source,
            "expected": Expected(language=target),
            "reference": to_markdown(reference),
            "tags": ["parallel", "how-to"],
            "origin": f"{PACKAGE}: {DOCUMENT}/{page}",
            "licence": LICENCE,
        }
    )
