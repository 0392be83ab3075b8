"""Spelling: words that the article's language does not know. Slips so common that the lists have them are not found."""

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.lexicon import reads_as
from agents.checks.views import counted
from agents.reading.language import language_name
from agents.values.vocabulary import is_known, lower_words

_TOLERATED = 1
"""Words an article may coin or take from a trade: 17 of 20 good articles have none unknown, the others have one."""


@check(
    "language.spelling",
    severity="advice",
    measures="different lower-case words of four letters or more, outside quotations, that neither the frequency list "
    "nor the lemma list of the language knows, and that neither keyphrase, termbase, request nor a "
    "source in the same language has; sentences in another language apart",
    threshold=f"at most {_TOLERATED}",
    source="lists of the wordfreq and simplemma libraries; limits set by hand",
)
def words_are_known(subject: Subject) -> Outcome:
    language = subject.language
    given = _given(subject)
    unknown: dict[str, tuple[str, str]] = {}
    for sentence in subject.sentences:
        if reads_as(sentence.own) not in (None, language):
            continue
        for word in lower_words(sentence.own):
            if word not in unknown and word not in given and not is_known(word, language):
                unknown[word] = (sentence.section, sentence.text)
    measured = counted(len(unknown), "word")
    if len(unknown) <= _TOLERATED:
        return Outcome(measured)
    name = language_name(language)
    flaws = [
        Flaw(
            section,
            f"“{word}” is no word that {name} lists know.",
            f"Check the word “{word}”: spell it right, or say it in common {name} words.",
            place=text,
        )
        for word, (section, text) in unknown.items()
    ]
    return Outcome(measured, flaws)


def _given(subject: Subject) -> set[str]:
    """Lower-case words that the article was given: those of a source in another language are for other checks."""
    texts = [subject.keyphrase, *subject.secondary_keyphrases, *subject.brief.instructions]
    texts += [form for term in subject.terms for form in (term.preferred, *term.admitted)]
    if subject.source and subject.source_language == subject.language:
        texts.append(subject.source.text)
    return {word for text in texts for word in lower_words(text)}
