"""Beyond what others check: advice on being quoted, being traced and not smelling of translation."""

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.fidelity import NAMES, lost_facts
from agents.checks.lexicon import leans
from agents.checks.paragraphs import introduction
from agents.checks.views import counted, excerpt
from agents.reading.language import language_name
from agents.reading.text import count_words
from agents.values.vocabulary import is_left_over, lower_words

_ANSWER_WORDS = (40, 80)
_COVERED = 0.8
_LONG_ENOUGH = 300


@check(
    "beyond.answer",
    severity="advice",
    measures="words of the first paragraph",
    threshold=f"{_ANSWER_WORDS[0]} to {_ANSWER_WORDS[1]} words that answer the article's question",
    source="house rule: answer engines quote openings of this length",
)
def opening_answers(subject: Subject) -> Outcome:
    view = subject.opening
    if view is None:
        return Outcome.not_run("no text")
    first = introduction(view)
    length = count_words(first)
    if _ANSWER_WORDS[0] <= length <= _ANSWER_WORDS[1]:
        return Outcome(counted(length, "word"))
    verb = "Lengthen" if length < _ANSWER_WORDS[0] else "Shorten"
    fix = f"{verb} the first paragraph to {_ANSWER_WORDS[0]} to {_ANSWER_WORDS[1]} words: who, what, when, how much."
    flaw = Flaw(view.id, f"The first paragraph has {counted(length, 'word')}.", fix, place=excerpt(first))
    return Outcome(counted(length, "word"), [flaw])


@check(
    "beyond.section-openings",
    severity="advice",
    measures="sections below an h2 or h3 whose first sentence leans on the one before",
    threshold="0",
    source="house rule: a section is found and quoted without the one above it",
)
def sections_stand_alone(subject: Subject) -> Outcome:
    flaws: list[Flaw] = []
    for view in subject.subheadings:
        first = next((sentence.own for sentence in view.sentences if sentence.own), "")
        if start := leans(first, subject.language):
            message = f"The section opens with “{start}”, which points at the section above."
            fix = f"Begin this section with its subject by name instead of “{start}”."
            flaws.append(Flaw(view.id, message, fix, place=excerpt(first)))
    return Outcome(f"{len(flaws)} of {len(subject.subheadings)} sections", flaws)


@check(
    "beyond.evidence",
    severity="advice",
    measures="sentences with a figure, and quotations, in articles of 300 words or more",
    threshold="at least 1 of either",
    source="Aggarwal and others (2024), GEO: figures and quotations raise how often a text is cited",
    languages=None,
)
def figures_and_quotations(subject: Subject) -> Outcome:
    figures = sum(any(map(str.isdigit, sentence.text)) for sentence in subject.sentences)
    quotations = sum(sentence.own != sentence.text for sentence in subject.sentences)
    measured = f"{counted(figures, 'sentence')} with figures, {quotations} with quotations"
    if figures or quotations:
        return Outcome(measured)
    if subject.words < _LONG_ENOUGH:
        return Outcome(measured, threshold=f"judged from {_LONG_ENOUGH} words on")
    fix = "Give a figure or a quotation of the source; invent none."
    return Outcome(measured, [Flaw("article", "The article gives no figure and no quotation.", fix)])


@check(
    "beyond.entities",
    severity="advice",
    measures="people, organisations and other names of the source that the article names",
    threshold="at least 80 %",
    source="house rule",
    needs=("source",),
)
def entities_covered(subject: Subject) -> Outcome:
    lost, total = lost_facts(subject, NAMES)
    unsaid = [fact for fact, _ in lost]
    measured = f"{total - len(unsaid)} of {total} names"
    if len(unsaid) <= total * (1 - _COVERED):
        return Outcome(measured)
    flaws = [
        Flaw(
            "article",
            f"The source names “{fact.text}”, the article does not.",
            f"Name “{fact.text}” where its fact is told.",
            facts=[fact.id],
        )
        for fact in unsaid
    ]
    return Outcome(measured, flaws)


@check(
    "beyond.source-words",
    severity="advice",
    measures="lower-case words of four letters or more that are in use in the source's language and rare or unknown in "
    "the article's",
    threshold="0",
    source="word frequencies of the wordfreq library; limits set by hand",
    needs=("source",),
)
def no_words_of_the_source(subject: Subject) -> Outcome:
    language, other = subject.language, subject.source_language
    if other == language or subject.source is None:
        return Outcome("same language")
    flaws: list[Flaw] = []
    seen: set[str] = set()
    for sentence in subject.sentences:
        for word in lower_words(sentence.own):
            if word in seen:
                continue
            seen.add(word)
            if is_left_over(word, language, other):
                fix = f"Translate the word “{word}” into {language_name(language)}."
                flaws.append(
                    Flaw(sentence.section, f"“{word}” is a word of the source’s language.", fix, place=sentence.text)
                )
    return Outcome(counted(len(flaws), "word"), flaws)
