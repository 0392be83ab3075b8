"""What code adds to a first draft, so that no fact and no keyphrase is lost for want of a better writer.

A section that lost facts of its lines gets those lines, in their checked translation, as a last paragraph; an
opening or a description without the keyphrase is led by it. Revisions by a model may still better the wording.
"""

from collections.abc import Mapping, Sequence

from agents.checks.matching import keyphrase as matcher
from agents.domain import Draft, Fact, Line, Metadata, Plan, Section
from agents.language import SUPPORTED
from agents.ledger import missing
from agents.lines import facts_by_line
from agents.outline import lead_with
from agents.text import plain, sentences
from knowledge.passages import Term

LONGEST_DESCRIPTION = 156
"""Characters of a description, as `metadata.description-length` wants it."""


def complete(
    draft: Draft,
    plan: Plan,
    told: Mapping[int, str],
    lines: Sequence[Line],
    facts: Sequence[Fact],
    *,
    language: str,
    source_language: str,
    terms: Sequence[Term],
) -> Draft:
    """The draft with every planned fact in its section and the keyphrase in opening and description.

    Args:
        told: The source lines in the target language, by number.
        language: Primary subtag of the target; a draft in a language without data is returned as it is.
    """
    if language not in SUPPORTED:
        return draft
    planned = {section.id: section for section in plan.sections}
    stated = facts_by_line(facts, lines)
    sections: list[Section] = []
    for section in draft.sections:
        wanted = planned[section.id].facts if section.body else []
        own = [fact for fact in facts if fact.id in wanted]
        text = plain(section.body)
        lost = missing(text, own, language=language, source_language=source_language, terms=terms)
        numbers = [n for n in planned[section.id].lines if any(fact in lost for fact in stated.get(n, ()))]
        rest = " ".join(told[n] for n in numbers if n in told)
        sections.append(section.model_copy(update={"body": f"{section.body}\n\n{rest}"}) if rest else section)
    if sections and sections[0].body:
        sections[0] = sections[0].model_copy(update={"body": _opened(sections[0].body, plan.keyphrase, language)})
    metadata = _described(draft.metadata, plan.keyphrase, language)
    return draft.model_copy(update={"sections": sections, "metadata": metadata})


def _opened(body: str, keyphrase: str, language: str) -> str:
    first, _, rest = body.partition("\n\n")
    found = matcher(keyphrase, language)
    if any(found.count(sentence) for sentence in sentences(plain(first), language)):
        return body
    return "\n\n".join(part for part in (lead_with(keyphrase, first), rest) if part)


def _described(metadata: Metadata, keyphrase: str, language: str) -> Metadata:
    text = metadata.description
    if not text or matcher(keyphrase, language).count(text):
        return metadata
    led = lead_with(keyphrase, text)
    return metadata.model_copy(update={"description": led}) if len(led) <= LONGEST_DESCRIPTION else metadata
