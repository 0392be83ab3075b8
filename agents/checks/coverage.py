"""Advice on coverage: paragraphs of the source that the article leaves out."""

from collections.abc import Sequence
from math import ceil

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.fidelity import verdicts
from agents.checks.telling import LONGEST_EXCERPT, article_sentences, source_sentences
from agents.checks.views import counted
from agents.domain import Fact
from agents.lines import number_lines
from agents.values.likeness import cosines, embed
from agents.values.neighbours import Neighbours

TOLD = 0.3
"""Cosine from which a sentence tells another; see docs/fidelity.md for the pairs behind it."""
LEAST_SHARE = 0.5
FEW = 3
"""Likely counterparts that are looked at before all sentences of the article are."""
AT_ONCE = 512
"""Sentences compared with the whole article in one matrix."""


@check(
    "fidelity.coverage",
    severity="advice",
    measures="source paragraphs of which at least half the sentences are told: the article carries a fact that only "
    "they state, or has a sentence of like meaning (cosine of sentence embeddings at least 0.3)",
    threshold="all of them",
    source="House rule: every paragraph of the source is represented (docs/fidelity.md)",
    needs=("source",),
)
def paragraphs_are_told(subject: Subject) -> Outcome:
    if subject.source is None:
        return Outcome.not_run("no source given")
    wanted, told = source_sentences(subject), article_sentences(subject)
    if not wanted or not told:
        return Outcome.not_run("no sentences to compare")
    paragraphs = list(dict.fromkeys(paragraph for paragraph, _ in wanted))
    omitted = hardly_told(subject)
    texts = {paragraph.id: paragraph.text for paragraph in subject.source.paragraphs}
    flaws = []
    for paragraph in omitted:
        text = texts[paragraph]
        short = text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"
        target = _section_for(subject, paragraph)
        message = f"Paragraph {paragraph} of the source is hardly told: “{short}”"
        fix = f"Tell what this paragraph of the source says: «{short}»"
        flaws.append(Flaw(target, message, fix, measured="hardly told", place=paragraph))
    return Outcome(f"{len(paragraphs) - len(omitted)} of {counted(len(paragraphs), 'paragraph')} told", flaws)


def hardly_told(subject: Subject) -> list[str]:
    """Paragraphs of which less than half the sentences are told.

    The encoder reads as little as it can: what a fact, equal words or many like ones prove is not compared; of the rest
    first as many sentences of a paragraph as it needs, each with its likeliest counterpart, then all with a few, then
    all with all.
    """
    source, told = source_sentences(subject), [sentence for _, sentence in article_sentences(subject)]
    found = proven(subject) | set(told)
    places = {sentence: number / len(source) for number, (_, sentence) in enumerate(source)}
    paragraphs: dict[str, list[str]] = {}
    for paragraph, sentence in source:
        paragraphs.setdefault(paragraph, []).append(sentence)

    def lacking() -> dict[str, int]:
        """Each paragraph that is not yet told → how many of its sentences are still to be found."""
        return {
            paragraph: missing
            for paragraph, sentences in paragraphs.items()
            if (missing := ceil(len(sentences) * LEAST_SHARE) - sum(sentence in found for sentence in sentences)) > 0
        }

    if not lacking():
        return []
    neighbours = Neighbours(told)
    ranked = {s: neighbours.nearest(s, places[s], FEW) for p in lacking() for s in paragraphs[p] if s not in found}
    found |= {s for s, likely in ranked.items() if any(neighbours.tells(index, s) for index, _ in likely)}
    pairs = []
    for paragraph, missing in lacking().items():
        open_ones = [sentence for sentence in paragraphs[paragraph] if sentence not in found]
        open_ones.sort(key=lambda sentence: -ranked[sentence][0][1])
        pairs += [(sentence, told[ranked[sentence][0][0]]) for sentence in open_ones[:missing]]
    found |= _alike(pairs)
    rest = [s for paragraph in lacking() for s in paragraphs[paragraph] if s not in found]
    found |= _alike([(sentence, told[index]) for sentence in rest for index, _ in ranked[sentence]])
    rest = [s for paragraph in lacking() for s in paragraphs[paragraph] if s not in found]
    for start in range(0, len(rest), AT_ONCE):
        some = rest[start : start + AT_ONCE]
        best = cosines(embed(some), embed(told)).max(axis=1)
        found |= {sentence for sentence, score in zip(some, best, strict=True) if score >= TOLD}
    return list(lacking())


def _alike(pairs: Sequence[tuple[str, str]]) -> set[str]:
    """The first sentences of those pairs of which the second is of like meaning."""
    if not pairs:
        return set()
    vectors = embed([sentence for pair in pairs for sentence in pair])
    scores = (vectors[::2] * vectors[1::2]).sum(axis=1)
    return {sentence for (sentence, _), score in zip(pairs, scores, strict=True) if score >= TOLD}


def proven(subject: Subject) -> set[str]:
    """Sentences of the source that the article tells for certain: it carries a telling fact that only they state."""
    whole = subject.source.text if subject.source else ""
    kept = [
        fact
        for fact in subject.facts
        if _is_telling(fact) and verdicts(subject)[fact.id] == "kept" and whole.count(fact.text) == 1
    ]
    by_paragraph: dict[str, list[str]] = {}
    for fact in kept:
        by_paragraph.setdefault(fact.paragraph, []).append(fact.text)
    return {
        sentence
        for paragraph, sentence in source_sentences(subject)
        if any(text in sentence for text in by_paragraph.get(paragraph, ()))
    }


def _is_telling(fact: Fact) -> bool:
    """A fact that an article hardly holds by accident: not a small bare number, a month or a lone word."""
    if fact.kind in ("number", "date"):
        return len(fact.value) > 2 and not fact.value.startswith("--0")
    return fact.kind not in ("name", "link")


def _section_for(subject: Subject, paragraph: str) -> str:
    if subject.plan is None or subject.source is None:
        return "article"
    own = {line.number for line in number_lines(subject.source) if line.paragraph == paragraph}
    present = {section.id for section in subject.draft.sections}
    told = ((len(own.intersection(s.lines)), s.id) for s in subject.plan.sections if s.id in present)
    count, section = max(told, default=(0, ""), key=lambda pair: pair[0])
    return section if count else "article"
