"""Length: the words the brief asks for, and each section near its budget."""

from agents.checks.base import Flaw, Outcome, Subject, check
from agents.checks.views import counted

_EXCESS = 1.3
_BUDGET_SHARE = 0.35
_UNSPACED = ("zh", "ja", "th", "lo", "km", "my")


@check(
    "length.words",
    severity="blocking",
    measures="words of the body, headings and front matter not counted",
    threshold="what the brief asks for",
    source="the brief",
    languages=None,
)
def words_asked_for(subject: Subject) -> Outcome:
    if subject.language in _UNSPACED:
        return Outcome.not_run(f"words of {subject.language!r} are not parted by spaces and cannot be counted")
    words, low, high = subject.words, subject.brief.min_words, subject.brief.max_words
    measured = counted(words, "word")
    if low and words < low:
        flaw = Flaw(
            "article",
            f"The article has {words} words, {low - words} fewer than asked for.",
            f"Write at least {low - words} more words from the source; add nothing that it does not say.",
            amount=words - low,
        )
    elif high and words > high:
        flaw = Flaw(
            "article",
            f"The article has {words} words, {words - high} more than allowed.",
            f"Cut at least {words - high} words; keep every number, name and quotation.",
            amount=words - high,
        )
    elif not words:
        flaw = Flaw("article", "The article has no text.", "Write the article.")
    else:
        return Outcome(measured, threshold=_wanted(low, high))
    return Outcome(measured, [flaw], threshold=_wanted(low, high))


@check(
    "length.excess",
    severity="advice",
    measures="words of the body over the least number asked for, when no upper bound is given",
    threshold="at most 1.3 times",
    source="house rule: what is longer was not asked for",
    languages=None,
)
def not_far_too_long(subject: Subject) -> Outcome:
    low, words = subject.brief.min_words, subject.words
    if not low or subject.brief.max_words:
        return Outcome(counted(words, "word"), threshold="not asked for")
    limit = int(low * _EXCESS)
    measured, wanted = counted(words, "word"), f"at most {limit} words"
    if words <= limit:
        return Outcome(measured, threshold=wanted)
    return Outcome(
        measured,
        [
            Flaw(
                "article",
                f"The article has {words} words where {low} were asked for.",
                f"Cut at least {words - limit} words; keep every number, name and quotation.",
                amount=words - limit,
            )
        ],
        threshold=wanted,
    )


@check(
    "length.sections",
    severity="advice",
    measures="words of each section against its budget in the plan",
    threshold="within 35 % of the budget; above it, where the article could do with fewer words",
    source="house rule: writers miss a budget by 6 % on average",
    languages=None,
)
def sections_near_budget(subject: Subject) -> Outcome:
    if subject.plan is None:
        return Outcome.not_run("no plan given")
    budgets = {section.id: section.words for section in subject.plan.sections}
    spare = subject.words - (subject.brief.min_words or 0)
    flaws: list[Flaw] = []
    for view in subject.sections:
        budget = budgets.get(view.id, 0)
        if not budget or abs(view.words - budget) <= budget * _BUDGET_SHARE or view.words - budget > spare:
            continue
        verb = "Lengthen" if view.words < budget else "Shorten"
        flaws.append(
            Flaw(
                view.id,
                f"The section has {view.words} words; its budget is {budget}.",
                f"{verb} this section to about {budget} words.",
                measured=counted(view.words, "word"),
                threshold=f"{budget} words ± 35 %",
                place=view.heading,
            )
        )
    return Outcome(f"{len(flaws)} of {len(budgets)} sections off their budget", flaws)


def _wanted(low: int | None, high: int | None) -> str:
    if low and high:
        return f"{low} to {high} words"
    if low:
        return f"at least {low} words"
    return f"at most {high} words" if high else "at least 1 word"
