"""Hygiene: nothing that a machine left behind, and nothing said twice."""

import re
from collections import Counter

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.lexicon import lexicon
from agents.checks.matching import tokens
from agents.checks.views import counted, excerpt
from agents.echo import prompt_phrases
from agents.reading.text import words

_LEAK = re.compile(
    r"</?think(?:ing)?>|<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|^#{0,4} ?(?:system|user|assistant|instruction|"
    r"response|output|prompt)\s?:|^(?:you are a|your task is|rewrite the section|write the section)\b|"
    r"material, never an instruction|^you (?:write|outline|translate|sort) (?:sections|the|a|an)\b|"
    r"word for word as in the lines",
    re.IGNORECASE | re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"lorem ipsum|\{\{[^{}\n]{0,80}\}\}|\{[a-z_]{2,40}\}|<(?:insert|your|name|keyword|keyphrase|title)\b[^<>\n]{0,60}>"
    r"|\[(?:insert|your|add|placeholder|keyword|keyphrase|name|title|link|date|url|todo|hier|einfügen|ihr|votre|"
    r"insérer|nom|su|insertar|nombre|inserire|nome|uw|invoegen|naam|inserir|seu|…|\.\.\.)\b[^\[\]\n]{0,60}\](?!\()"
    r"|\b(?:TODO|TBD|FIXME):|\b(?:TBD|FIXME|XXX{1,8})\b",
    re.IGNORECASE,
)
_SHOUTED = ("TODO", "TBD", "FIXME", "XXX")
_JSON = re.compile(r"[{\[]\s{0,20}\"[\w$@ -]{1,40}\"\s{0,20}:|\}\s{0,20}[\]}]\s{0,20}$", re.MULTILINE)
_BROKEN = re.compile(
    r"\*\*|(?<!\w)__(?=\w)|\]\(|!\[|^#{1,6}[^\s#\d]|^#{1,6} |```|</?(?:p|div|span|br|b|i|em|strong|h[1-6]|"
    r"ul|ol|li|a|img|table|tr|td)\b[^<>\n]{0,200}>|&(?:nbsp|amp|quot|lt|gt|#\d{1,6});|^\|.{0,400}\|$",
    re.MULTILINE,
)
_REPEAT_WORDS = 4
_DUPLICATE_WORDS = 20
_SHINGLE = 3
_ALIKE = 0.6
_SHARED_BY = 8


@check(
    "hygiene.leaks",
    severity="blocking",
    measures="marks of a prompt or of a model's inner speech in any part",
    threshold="0",
    source="house rule",
    languages=None,
)
def no_leaked_prompt(subject: Subject) -> Outcome:
    told = " ".join(" ".join(text for _, text in _texts(subject)).casefold().split())
    found = [phrase for phrase in prompt_phrases() if " ".join(phrase.split()) in told]
    phrases = "".join("|" + re.escape(phrase).replace(r"\ ", r"\s+") for phrase in found)
    pattern = re.compile(f"{_LEAK.pattern}{phrases}", _LEAK.flags) if found else _LEAK
    return _search(subject, pattern, "A piece of the prompt stands in the text", "Remove")


@check(
    "hygiene.placeholders",
    severity="blocking",
    measures="placeholders in any part: `[Name]`, `{{title}}`, `TODO:`, lorem ipsum",
    threshold="0",
    source="house rule",
    languages=None,
)
def no_placeholder(subject: Subject) -> Outcome:
    return _search(subject, _PLACEHOLDER, "A placeholder was not filled", "Remove or fill")


@check(
    "hygiene.assistant-talk",
    severity="blocking",
    measures="lines or sentences in which a model speaks to its user",
    threshold="0",
    source="house rule; phrases per language in agents/checks/data",
)
def no_assistant_talk(subject: Subject) -> Outcome:
    phrases = (*lexicon(subject.language).assistant_talk, *lexicon("en").assistant_talk)
    flaws = [
        Flaw(
            target,
            "A sentence speaks to the user of a model, not to the reader.",
            f"Remove the sentence “{excerpt(line)}”.",
            place=excerpt(line),
        )
        for target, line in _lines(subject)
        if _bare(line).startswith(phrases)
    ]
    return Outcome(counted(len(flaws), "sentence"), flaws)


@check(
    "hygiene.code",
    severity="blocking",
    measures="code blocks that the source does not have, JSON in the text",
    threshold="0",
    source="house rule",
    languages=None,
)
def no_code(subject: Subject) -> Outcome:
    flaws: list[Flaw] = []
    source = subject.source.text if subject.source else ""
    for view in subject.sections:
        for block in view.blocks:
            is_code = block.kind == "code" and block.text not in source
            if is_code or (block.kind != "code" and _JSON.search(block.text)):
                message = "A code block or JSON stands in the article."
                fix = f"Remove the code or JSON that begins “{excerpt(block.text, 40)}”; write prose."
                flaws.append(Flaw(view.id, message, fix, place=excerpt(block.text)))
    metadata = subject.draft.metadata
    flaws += [
        Flaw(
            "metadata",
            "JSON or code stands in the metadata.",
            "Write title and description as plain text.",
            place=excerpt(text),
        )
        for text in (metadata.title, metadata.description)
        if _JSON.search(text) or "```" in text
    ]
    return Outcome(counted(len(flaws), "block"), flaws)


@check(
    "hygiene.repeated-sentences",
    severity="blocking",
    measures="sentences of 4 words or more, outside quotations, that stand twice",
    threshold="0",
    source="house rule",
    languages=None,
)
def no_sentence_twice(subject: Subject) -> Outcome:
    seen: set[tuple[str, ...]] = set()
    flaws: list[Flaw] = []
    for sentence in subject.sentences:
        key = tuple(word.lower() for word in words(sentence.own))
        if len(key) < _REPEAT_WORDS:
            continue
        if key in seen:
            fix = f"Remove or replace the sentence “{excerpt(sentence.text)}”: it already stands above."
            flaws.append(Flaw(sentence.section, "A sentence stands twice.", fix, place=excerpt(sentence.text)))
        seen.add(key)
    return Outcome(counted(len(flaws), "sentence"), flaws)


@check(
    "hygiene.near-duplicates",
    severity="blocking",
    measures="share of three-word sequences that two paragraphs of 20 words or more have in common",
    threshold="at most 60 %",
    source="Broder (1997), resemblance of documents by shingles; share set by hand",
    languages=None,
)
def no_near_duplicate_paragraphs(subject: Subject) -> Outcome:
    holders: dict[tuple[str, ...], tuple[int, ...]] = {}
    parts: list[tuple[str, str, int]] = []
    flaws: list[Flaw] = []
    highest = 0.0
    for view in subject.sections:
        for block in view.blocks:
            found = tokens(block.text) if block.kind in ("paragraph", "list") else []
            if len(found) < _DUPLICATE_WORDS:
                continue
            shingles = set(zip(*(found[start:] for start in range(_SHINGLE)), strict=False))
            again = shingles & holders.keys()
            shared = Counter(other for shingle in again for other in holders[shingle])
            number = len(parts)
            parts.append((view.id, block.text, len(shingles)))
            holders |= dict.fromkeys(shingles - again, (number,))
            holders |= {s: (*holders[s], number) for s in again if len(holders[s]) < _SHARED_BY}
            other, common = max(shared.items(), key=lambda item: item[1], default=(0, 0))
            alike = common / (len(shingles) + parts[other][2] - common) if common else 0.0
            highest = max(highest, alike)
            if alike > _ALIKE:
                flaws.append(
                    Flaw(
                        view.id,
                        f"This paragraph repeats {alike:.0%} of “{excerpt(parts[other][1])}”.",
                        f"Remove the paragraph that begins “{excerpt(block.text)}”, or tell something else.",
                        measured=f"{alike:.0%}",
                        place=excerpt(block.text),
                    )
                )
    return Outcome(f"at most {highest:.0%}", flaws)


@check(
    "hygiene.markdown",
    severity="blocking",
    measures="Markdown or HTML marks that a reader would see",
    threshold="0",
    source="CommonMark 0.31",
    languages=None,
)
def markdown_is_well_formed(subject: Subject) -> Outcome:
    flaws: list[Flaw] = []
    for view in subject.sections:
        shown = [view.heading, *(b.text for b in view.blocks if b.kind not in ("code", "table"))]
        tagged = [b.markdown for b in view.blocks if b.kind == "html" or "<" in b.markdown]
        for text in (*shown, *(part for part in tagged if part not in shown)):
            match = _BROKEN.search(text)
            if match is None:
                continue
            place = text[max(0, match.start() - 20) : match.end() + 20]
            fix = f"Write “{place}” in well-formed Markdown, or without “{excerpt(match[0], 20)}”."
            flaws.append(Flaw(view.id, f"The mark “{excerpt(match[0], 20)}” is broken.", fix, place=place))
    return Outcome(counted(len(flaws), "place"), flaws)


def _search(subject: Subject, pattern: re.Pattern[str], message: str, verb: str) -> Outcome:
    flaws: list[Flaw] = []
    for target, text in _texts(subject):
        for match in list(pattern.finditer(text))[:3]:
            found = match[0].strip()
            if found.rstrip(":").upper() in _SHOUTED and not found.isupper():
                continue
            place = text[max(0, match.start() - 20) : match.end() + 20]
            flaws.append(Flaw(target, f"{message}: “{found}”.", f"{verb} “{found}”.", place=place))
    return Outcome(counted(len(flaws), "place"), flaws)


def _texts(subject: Subject) -> list[tuple[str, str]]:
    metadata = subject.draft.metadata
    parts = [("metadata", text) for text in (metadata.title, metadata.description, metadata.slug)]
    return parts + [
        (section.id, text) for section in subject.draft.sections for text in (section.heading, section.body)
    ]


def _lines(subject: Subject) -> list[tuple[str, str]]:
    metadata = subject.draft.metadata
    parts = [("metadata", text) for text in (metadata.title, metadata.description)]
    parts += [(view.id, view.heading) for view in subject.sections if view.heading]
    return parts + [(sentence.section, sentence.text) for sentence in subject.sentences if sentence.own]


def _bare(line: str) -> str:
    return " ".join(line[:200].lower().replace("’", "'").split()).lstrip("*#>-–—\"'«„“ ")
