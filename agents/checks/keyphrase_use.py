"""How the keyphrase and its companions are used over the article: advice for an editor."""

from collections import Counter
from itertools import accumulate, groupby

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.keyphrase import focus
from agents.checks.matching import content_words, keyphrase, tokens
from agents.checks.views import counted, excerpt
from agents.reading.text import count_words

_SPREAD_FROM = 300
_PER_SENTENCE = 2
_ROW = 3
_NGRAM = 4
_NGRAM_LEAST = 3
_NGRAM_WORDS = 250
_THIRDS = ("first", "middle", "last")
_NO_PHRASE = "no focus keyphrase given"


@check(
    "keyphrase.spread",
    severity="advice",
    measures="thirds of the text (by words) with the keyphrase or a secondary one, from 300 words on",
    threshold="3 of 3",
    source="Yoast SEO, keyphrase distribution",
)
def spread_over_the_text(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    parts = [
        (view.id, text)
        for view in subject.sections
        for text in (view.heading, *(sentence.text for sentence in view.sentences))
    ]
    ends = list(accumulate(count_words(text) for _, text in parts))
    if not ends or ends[-1] < _SPREAD_FROM:
        return Outcome("a short text", threshold="judged from 300 words on")
    wanted = [phrase, *(keyphrase(other, subject.language) for other in subject.secondary_keyphrases)]
    flaws: list[Flaw] = []
    for third in range(3):
        low, high = third * ends[-1] / 3, (third + 1) * ends[-1] / 3
        here = [part for part, end in zip(parts, ends, strict=True) if low < end <= high]
        if not here or any(item.count(text) for _, text in here for item in wanted):
            continue
        section, text = here[len(here) // 2]
        message = f"The {_THIRDS[third]} third of the article does not hold the keyphrase « {phrase.phrase} »."
        flaws.append(Flaw(section, message, f"Write « {phrase.phrase} » once in this section.", place=excerpt(text)))
    return Outcome(f"{3 - len(flaws)} of 3", flaws)


@check(
    "keyphrase.stuffing",
    severity="advice",
    measures="sentences with the keyphrase three times or more; three sentences in a row that all hold it",
    threshold="0",
    source="Google Search Central, spam policies: keyword stuffing; counts by house rule",
)
def no_stuffing(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    holding = [(sentence, phrase.count(sentence.text)) for sentence in subject.sentences]
    flaws = [
        Flaw(
            sentence.section,
            f"A sentence holds the keyphrase {count} times.",
            f"Keep « {phrase.phrase} » once in the sentence “{excerpt(sentence.text)}”.",
            place=excerpt(sentence.text),
        )
        for sentence, count in holding
        if count > _PER_SENTENCE
    ]
    for (section, holds), group in groupby(holding, key=lambda item: (item[0].section, item[1] > 0)):
        row = list(group)
        if holds and len(row) >= _ROW:
            message = f"{len(row)} sentences in a row hold the keyphrase."
            fix = f"Replace « {phrase.phrase} » by a pronoun in every second of these {len(row)} sentences."
            flaws.append(Flaw(section, message, fix, place=excerpt(row[0][0].text)))
    return Outcome(counted(len(flaws), "place"), flaws)


@check(
    "keyphrase.exact",
    severity="advice",
    measures="how often the article holds the keyphrase letter by letter",
    threshold="at least once",
    source="house rule: result pages set the exact form in bold",
)
def exact_form(subject: Subject) -> Outcome:
    phrase = focus(subject)
    if phrase is None:
        return Outcome.not_run(_NO_PHRASE)
    count = sum(phrase.exact(sentence.text) for sentence in subject.sentences)
    if count:
        return Outcome(counted(count, "time"))
    target = subject.opening.id if subject.opening else "article"
    fix = f"Write exactly « {phrase.phrase} » once in this section."
    return Outcome("0 times", [Flaw(target, "The exact keyphrase stands nowhere in the text.", fix)])


@check(
    "keyphrase.secondary",
    severity="advice",
    measures="secondary keyphrases that stand in no heading and no sentence",
    threshold="0",
    source="Yoast SEO, related keyphrases",
)
def secondary_used(subject: Subject) -> Outcome:
    texts = [*(view.heading for view in subject.sections), *(sentence.text for sentence in subject.sentences)]
    phrases = subject.secondary_keyphrases
    unused = [text for text in phrases if not keyphrase(text, subject.language).count_in(texts)]
    flaws = [
        Flaw(
            "article",
            f"The secondary keyphrase “{excerpt(text)}” is not used.",
            f"Write « {excerpt(text)} » once where it fits.",
        )
        for text in unused
    ]
    return Outcome(f"{len(unused)} of {len(phrases)} unused", flaws)


@check(
    "keyphrase.repetition",
    severity="advice",
    measures="sequences of four words with two content words or more, the keyphrase and the termbase's terms apart, "
    "and how often they stand",
    threshold="at most 3 times, and once more per 250 words above 750",
    source="house rule",
)
def no_worn_out_phrase(subject: Subject) -> Outcome:
    counts: Counter[tuple[str, ...]] = Counter()
    known = set(tokens(subject.keyphrase))
    names = [f" {' '.join(tokens(form))} " for term in subject.terms for form in (term.preferred, *term.admitted)]
    for sentence in subject.sentences:
        found = tokens(sentence.own)
        counts.update(tuple(found[i : i + _NGRAM]) for i in range(len(found) - _NGRAM + 1))
    most = max(_NGRAM_LEAST, subject.words // _NGRAM_WORDS)

    def is_judged(gram: tuple[str, ...]) -> bool:
        own = set(content_words(" ".join(gram), subject.language)) - known
        return len(own) > 1 and not any(f" {' '.join(gram)} " in name for name in names)

    highest = next((count for gram, count in counts.most_common() if is_judged(gram)), 0)
    worn = [(gram, count) for gram, count in counts.items() if count > most and is_judged(gram)]
    flaws = [
        Flaw(
            "article",
            f"“{' '.join(gram)}” stands {count} times.",
            f"Say “{' '.join(gram)}” otherwise in {count - most} places.",
            amount=count - most,
        )
        for gram, count in sorted(worn, key=lambda item: -item[1])[:3]
    ]
    measured = f"at most {counted(highest, 'time')}, the keyphrase and terms apart"
    return Outcome(measured, flaws, threshold=f"at most {most} times")
