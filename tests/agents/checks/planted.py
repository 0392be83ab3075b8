"""Defects planted in a good article: one named mutation per check, made to break that check alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from agents.checks.base import Subject
from agents.checks.lexicon import lexicon
from agents.checks.matching import keyphrase
from agents.checks.transitions import has_transition
from agents.domain import Brief, Draft, Plan, PlannedSection, Section
from agents.reading.text import count_words, sentences
from tests.agents.checks.corpus import MODEL, article, other_of, subject
from tests.agents.checks.phrases import PHRASES, Phrases

Plant = Callable[["Ground"], Subject]


@dataclass
class Ground:
    """A good article, and means to change it."""

    language: str
    draft: Draft = field(init=False)

    def __post_init__(self) -> None:
        self.draft = article(MODEL[self.language]).model_copy(deep=True)

    @property
    def phrase(self) -> str:
        return self.draft.metadata.keyphrase

    @property
    def say(self) -> Phrases:
        return PHRASES[self.language]

    @property
    def foreign(self) -> Phrases:
        return PHRASES["de" if self.language == "en" else "en"]

    @property
    def other(self) -> Draft:
        return other_of(MODEL[self.language])

    @property
    def sections(self) -> list[Section]:
        return self.draft.sections

    def bears(self, text: str) -> bool:
        return keyphrase(self.phrase, self.language).count(text) > 0

    def plain_section(self) -> Section:
        """The last section whose heading does not hold the keyphrase."""
        return [s for s in self.sections if s.level == 2 and not self.bears(s.heading)][-1]

    def add(self, text: str, glue: str = " ") -> Subject:
        """The article with `text` at the end of the section whose heading does not hold the keyphrase."""
        section = self.plain_section()
        section.body = f"{section.body}{glue}{text}"
        return self.done()

    def metadata(self, **fields: object) -> Subject:
        self.draft.metadata = self.draft.metadata.model_copy(update=fields)
        return self.done()

    def done(self, **known: object) -> Subject:
        return subject(self.draft, **known)

    def words(self) -> int:
        return subject(self.draft).words

    def paragraphs(self, section: Section) -> list[str]:
        return section.body.split("\n\n")

    def in_first_sentences(self, insert: str, times: int) -> Subject:
        """The article with `insert` in brackets in the first sentence of so many paragraphs."""
        for section in self.sections:
            found = self.paragraphs(section)
            for index, paragraph in enumerate(found):
                first = sentences(paragraph, self.language)[0]
                if times and first.endswith(".") and first in paragraph:
                    found[index] = paragraph.replace(first, f"{first[:-1]} ({insert}).", 1)
                    times -= 1
            section.body = "\n\n".join(found)
        return self.done()


def _second_h1(ground: Ground) -> Subject:
    ground.plain_section().level = 1
    return ground.done()


def _skipped_level(ground: Ground) -> Subject:
    ground.plain_section().level = 4
    return ground.done()


def _no_subheadings(ground: Ground) -> Subject:
    first = ground.sections[0]
    first.body = "\n\n".join(section.body for section in ground.sections)
    ground.draft.sections = [first]
    return ground.done()


def _heading_twice(ground: Ground) -> Subject:
    plain = [s for s in ground.sections if s.level == 2 and not ground.bears(s.heading)]
    plain[-1].heading = plain[0].heading
    return ground.done()


def _heading_sentence(ground: Ground) -> Subject:
    section = next(s for s in ground.sections[1:] if count_words(s.heading) > 4)
    section.heading = section.heading.rstrip("?\u202f") + "."
    return ground.done()


def _merged(ground: Ground, count: int, glue: str) -> Subject:
    """The article with so many sections told in the second; those with the keyphrase in the heading go last."""
    target = ground.sections[1]
    moved = sorted(ground.sections[2:], key=lambda section: ground.bears(section.heading))[:count]
    target.body = glue.join(section.body.replace("\n\n", glue) for section in (target, *moved))
    ground.draft.sections = [section for section in ground.sections if section not in moved]
    return ground.done()


def _list_first(ground: Ground) -> Subject:
    ground.sections[0].body = f"- {ground.sections[0].body}"
    return ground.done()


def _short_of_the_brief(ground: Ground) -> Subject:
    return ground.done(brief=Brief(language=ground.draft.language, min_words=ground.words() + 1))


def _over_the_brief(ground: Ground) -> Subject:
    return ground.done(brief=Brief(language=ground.draft.language, min_words=int(ground.words() / 1.31)))


def _off_budget(ground: Ground) -> Subject:
    planned = [
        PlannedSection(id=view.id, heading=view.heading, words=view.words) for view in subject(ground.draft).sections
    ]
    planned[1].words *= 2
    return ground.done(plan=Plan(keyphrase=ground.phrase, keyphrase_origin="brief", sections=planned))


def _foreign_body(ground: Ground) -> Subject:
    ground.plain_section().body = ground.foreign.short_text
    return ground.done()


def _foreign_heading(ground: Ground) -> Subject:
    ground.plain_section().heading = ground.foreign.heading
    return ground.done()


def _five_words(ground: Ground) -> Subject:
    return ground.metadata(keyphrase=" ".join([ground.phrase] * 5))


def _opening_without(ground: Ground) -> Subject:
    first = ground.sections[0]
    for section in ground.sections[1:]:
        found = ground.paragraphs(section)
        for index, paragraph in enumerate(found):
            if 40 <= count_words(paragraph) <= 80 and not any(map(ground.bears, sentences(paragraph, ground.language))):
                found[index], first.body = first.body, paragraph
                section.body = "\n\n".join(found)
                return ground.done()
    raise LookupError("no paragraph fits")


def _headings_full(ground: Ground) -> Subject:
    for section in ground.sections[1:]:
        if not ground.bears(section.heading):
            section.heading = section.heading.rstrip("?\u202f") + f" ({ground.phrase})"
    return ground.done()


def _last_third_bare(ground: Ground) -> Subject:
    bare = [s for s in ground.sections[1:] if not ground.bears(s.heading)][:2]
    for section in bare:
        section.body = re.sub(re.escape(ground.phrase), ground.say.thing, section.body, flags=re.IGNORECASE)
    ground.draft.sections = [*(s for s in ground.sections if s not in bare), *bare]
    return ground.done()


def _worn_phrase(ground: Ground) -> Subject:
    return ground.in_first_sentences(ground.say.worn, 4)


def _wide_title(ground: Ground) -> Subject:
    return ground.metadata(title=f"{ground.draft.metadata.title} {ground.say.short_text[:30]}")


def _long_description(ground: Ground) -> Subject:
    return ground.metadata(description=f"{ground.draft.metadata.description} {ground.say.short_text[:60]}.")


def _description_is_h1(ground: Ground) -> Subject:
    ground.sections[0].heading = ground.draft.metadata.description
    return ground.done()


def _title_is_h1(ground: Ground) -> Subject:
    ground.sections[0].heading = ground.draft.metadata.title
    return ground.done()


def _sentence_twice(ground: Ground) -> Subject:
    body = ground.sections[1].body
    again = [s for s in sentences(ground.paragraphs(ground.sections[1])[0], ground.language) if not ground.bears(s)]
    assert again[0] in body
    return ground.add(again[0])


def _paragraph_twice(ground: Ground) -> Subject:
    paragraph = next(
        p
        for s in ground.sections
        for p in ground.paragraphs(s)
        if count_words(p) > 35 and "«" not in p and "“" not in p
    )
    changed = [re.sub(r"\s\S+$", ".", sentence) for sentence in sentences(paragraph, ground.language)]
    return ground.add(" ".join(changed), "\n\n")


def _wrong_json_ld(ground: Ground) -> Subject:
    page = '<html><head><script type="application/ld+json">{"@type": "Article", "headline": "X"}</script></head></html>'
    return ground.done(page=page)


def _long_sentences(ground: Ground) -> Subject:
    for section in ground.sections[1:]:
        section.body = re.sub(r"(?<=[^\W\d_])\. (?=[^\W\d_][^.]{40})", " – ", section.body)
    return ground.done()


def _unlinked(ground: Ground) -> Subject:
    def loose(draft: Draft) -> dict[str, list[str]]:
        return {
            view.id: [s.text for s in view.sentences if s.own == s.text and not has_transition(s.text, ground.language)]
            for view in subject(draft).sections
        }

    own = loose(ground.draft)
    others = [text for texts in loose(ground.other).values() for text in texts]
    for index, section in enumerate(ground.sections[1:]):
        bearing = [s for s in sentences(section.body, ground.language) if ground.bears(s)]
        added = others[index * 4 : index * 4 + 4]
        section.body = " ".join(dict.fromkeys([*bearing, *own[section.id], *added]))
    return ground.done()


def _passives(ground: Ground) -> Subject:
    for section, text in zip(ground.sections[1:] * 2, ground.say.passives, strict=False):
        section.body += f" {text}"
    return ground.done()


def _endless(ground: Ground) -> Subject:
    for section in ground.sections:
        section.body = re.sub(r"[.!?»”“]+\s+", ", ", section.body)
    return ground.done()


def _short_opening(ground: Ground) -> Subject:
    first = ground.sections[0]
    start = sentences(first.body, ground.language)[0]
    first.body = first.body.replace(f"{start} ", f"{start}\n\n", 1)
    return ground.done()


def _leaning_opening(ground: Ground) -> Subject:
    section = ground.plain_section()
    section.body = f"{ground.say.leaning} {section.body}"
    return ground.done()


def _no_evidence(ground: Ground) -> Subject:
    for section in ground.sections:
        section.body = re.sub(r"[«»„“”]", "", re.sub(r"\d[\d.,:\s\u202f\u00a0]*\d|\d", ground.say.many, section.body))
    return ground.done()


def _foreign_description(ground: Ground) -> Subject:
    return ground.metadata(description=ground.foreign.description.format(phrase=ground.phrase))


PLANTED: dict[str, Plant] = {
    "structure.h1": _second_h1,
    "structure.levels": _skipped_level,
    "structure.subheadings": _no_subheadings,
    "structure.headings": _heading_twice,
    "structure.heading-form": _heading_sentence,
    "structure.subheading-distance": lambda ground: _merged(ground, 3, "\n\n"),
    "structure.paragraph-length": lambda ground: _merged(ground, 1, " "),
    "structure.opening": _list_first,
    "length.words": _short_of_the_brief,
    "length.excess": _over_the_brief,
    "length.sections": _off_budget,
    "language.body": _foreign_body,
    "language.leftovers": lambda ground: ground.add(ground.foreign.sentence),
    "language.headings": _foreign_heading,
    "language.metadata": _foreign_description,
    "language.alt": lambda ground: ground.add(f"![{ground.foreign.heading}](/a.jpg)", "\n\n"),
    "language.spelling": lambda ground: ground.add(f"({ground.say.thing.lower()}xq, {ground.say.thing.lower()}zk)."),
    "language.typography": lambda ground: ground.add(f'({ground.say.thing} "{ground.say.thing}").'),
    "keyphrase.form": _five_words,
    "keyphrase.title": lambda ground: ground.metadata(title=ground.other.metadata.title),
    "keyphrase.title-start": lambda ground: ground.metadata(title=f"2026 – {ground.draft.metadata.title}"),
    "keyphrase.opening": _opening_without,
    "keyphrase.description": lambda ground: ground.metadata(description=ground.other.metadata.description),
    "keyphrase.slug": lambda ground: ground.metadata(slug=ground.other.metadata.slug),
    "keyphrase.headings": _headings_full,
    "keyphrase.density": lambda ground: ground.in_first_sentences(ground.phrase, 12),
    "keyphrase.spread": _last_third_bare,
    "keyphrase.stuffing": lambda ground: ground.add(f"{', '.join([ground.phrase] * 3).capitalize()}."),
    "keyphrase.exact": lambda ground: ground.metadata(keyphrase=" ".join(reversed(ground.phrase.split()))),
    "keyphrase.secondary": lambda ground: ground.metadata(secondary_keyphrases=["xylophon quarz"]),
    "keyphrase.repetition": _worn_phrase,
    "metadata.title-width": _wide_title,
    "metadata.description-length": _long_description,
    "metadata.description-sentence": lambda ground: ground.metadata(
        description=ground.draft.metadata.description.removesuffix(".")
    ),
    "metadata.description-distinct": _description_is_h1,
    "metadata.title-distinct": _title_is_h1,
    "metadata.slug": lambda ground: ground.metadata(slug=f"{ground.draft.metadata.slug}/"),
    "hygiene.leaks": lambda ground: ground.add("</think>"),
    "hygiene.placeholders": lambda ground: ground.add("[Name]"),
    "hygiene.assistant-talk": lambda ground: ground.add(
        lexicon(ground.language).assistant_talk[0].capitalize() + ".", "\n\n"
    ),
    "hygiene.code": lambda ground: ground.add("```\nx = 1\n```", "\n\n"),
    "hygiene.repeated-sentences": _sentence_twice,
    "hygiene.near-duplicates": _paragraph_twice,
    "hygiene.markdown": lambda ground: ground.add(f"**{ground.say.thing}"),
    "links.anchors": lambda ground: ground.add(f"[{min(lexicon(ground.language).vague_anchors)}](/a)"),
    "page.json-ld": _wrong_json_ld,
    "readability.sentence-length": _long_sentences,
    "readability.transitions": _unlinked,
    "readability.passive": _passives,
    "readability.beginnings": lambda ground: ground.add(ground.say.same_beginning, "\n\n"),
    "readability.ease": _endless,
    "beyond.answer": _short_opening,
    "beyond.section-openings": _leaning_opening,
    "beyond.evidence": _no_evidence,
}

# What a defect cannot but break as well: a text in endless sentences also has long ones.
INSEPARABLE: dict[str, frozenset[str]] = {
    "structure.subheadings": frozenset({"structure.subheading-distance"}),
    "metadata.description-distinct": frozenset({"structure.heading-form"}),
    "language.body": frozenset({"language.spelling"}),
    "keyphrase.form": frozenset({"keyphrase.exact"}),
    "readability.sentence-length": frozenset({"readability.passive"}),
    "readability.ease": frozenset({"readability.sentence-length", "readability.passive"}),
}
