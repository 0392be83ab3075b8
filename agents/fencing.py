"""Puts material between tags, so that a model can tell what it is given from what it is told."""

import re
from collections.abc import Sequence

from knowledge.guides import guide_line
from knowledge.passages import Passage, Term

_BARE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # control characters but tab and line ends
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters nobody sees: zero-width, directional, tag and control characters (Unicode: Default_Ignorable)."""

_BEYOND_LATIN = "[\u0300-\u1fff\u2c00-\U0001ffff]"
_JOINERS = re.compile(f"(?<!{_BEYOND_LATIN})[\u200c\u200d]|[\u200c\u200d](?!{_BEYOND_LATIN})")
"""Joiners, except where they belong: inside words of other scripts and between emoji."""

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_OPENS_TAG = re.compile(r"[<\uff1c\ufe64](?=[\s<\uff1c\ufe64]*(?:[^\W\d_]|[/|!?\uff0f\uff5c\u2215]))")
_BRACKET_TOKEN = re.compile(
    r"\[(\s*/?\s*(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|THINK"
    r"|gMASK|sop|BOS|EOS)\s*)\]",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[a-z][a-z_-]*\Z")


def fence(label: str, text: str) -> str:
    """`text` as data: `<label>`, the text on lines of its own, `</label>`. `label` is lower-case ASCII."""
    if not _LABEL.match(label):
        raise ValueError(f"not a label: {label!r}")
    return f"<{label}>\n{neutral(text)}\n</{label}>"


def style_notes(guides: Sequence[Passage]) -> str:
    """Passages of style guides as a prompt's last lines, each with its id; empty when there are none."""
    if not guides:
        return ""
    notes = "".join(guide_line(guide.id, guide.text) for guide in guides)
    return f"Form, and form alone, as these notes want it:\n{fence('style', notes.rstrip())}\n"


def term_rows(terms: Sequence[Term], text: str) -> str:
    """Termbase entries as a prompt's first lines, each under the name that `text` gives it; empty without any."""
    if not terms:
        return ""
    rows = "\n".join(f"{_name_in(text, term)} = {term.preferred}" for term in terms)
    return f"Use these terms:\n{fence('terms', rows)}\n"


def _name_in(text: str, term: Term) -> str:
    names = (name for name in term.source_terms if re.search(rf"(?<!\w){re.escape(name)}", text, re.IGNORECASE))
    return next(names, term.source_terms[0])


def visible(text: str) -> str:
    """The text without characters that nobody sees, or that a terminal takes for commands."""
    return _JOINERS.sub("", _BARE.sub("", text))


def neutral(text: str) -> str:
    """The text without what could close or open a fence or pass for a chat template's own tokens.

    What a reader sees stays, but for two signs: `<` that opens a tag becomes `‹`, and the brackets of tokens
    such as `[INST]` become round. Invisible characters go. Neutral text stays as it is.
    """
    text = _OPENS_TAG.sub("‹", visible(_LINE_ENDS.sub("\n", text)))
    return _BRACKET_TOKEN.sub(r"(\1)", text)
