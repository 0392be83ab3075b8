"""Who wrote it: small weights put right words into wrong sentences, which no check here knows."""

from agents.checks.base import Outcome, Subject, check
from agents.models.factory import takes_small_steps


@check(
    "language.writer",
    severity="blocking",
    measures="models that wrote the article with weights too small to be trusted with a sentence (below 3 GB)",
    threshold="none; else nobody but a person can pass the article",
    source="house rule: on 28 November 2026 five of twelve short articles by the shipped weights passed every other "
    "check, and in each of the three of them that were read an editor would have had to rewrite sentences",
    languages=None,
    needs=("writers",),
)
def written_by_able_models(subject: Subject) -> Outcome:
    small = [model for model in subject.writers if takes_small_steps(model)]
    if small:
        return Outcome.not_run(
            f"the model {small[0]} is too small to write unwatched, and a wrong sentence in right words is found by no "
            "check. Read every sentence against the source."
        )
    return Outcome("no small model")
