"""Whether a quotation of one text is told by the quotations of another, in parts or whole."""

from collections.abc import Sequence

from agents.values.likeness import LONGEST_WINDOW, SAME_STATEMENT, embed, likeness, opposed, statements, windows
from agents.values.mention import primary
from agents.values.reading import holds_number, read


def same_statement(one: str, language: str, other: str, other_language: str) -> bool:
    """Both say the same: alike, with the same numbers, and neither the negation of the other."""
    if primary(language) == primary(other_language) and " ".join(one.split()) == " ".join(other.split()):
        return True
    return (
        likeness(one, other) >= SAME_STATEMENT
        and not opposed(one, language, other, other_language)
        and _same_numbers(one, language, other, other_language)
    )


def told(quotation: str, language: str, parts: Sequence[str], parts_language: str) -> bool:
    """True when `parts`, quotations in reading order, say all that `quotation` says.

    The whole is compared with every run of neighbouring parts; failing that each of its sentences must be
    said by a run of sentences of the parts.
    """
    if not parts:
        return False
    if any(same_statement(quotation, language, run, parts_language) for run in _nearest(quotation, windows(parts))):
        return True
    said = [sentence for part in parts for sentence in statements(part, parts_language)]
    wanted = statements(quotation, language)
    if len(wanted) < 2 and len(said) < 2:
        return False
    runs = windows(said)
    return all(
        any(same_statement(sentence, language, run, parts_language) for run in _nearest(sentence, runs))
        for sentence in wanted
    )


def quoted_from(quotation: str, language: str, origins: Sequence[str], origin_language: str) -> bool:
    """True when every statement of `quotation` says what a run of sentences of one of `origins` says."""
    runs = [run for origin in origins for run in windows(statements(origin, origin_language))]
    runs += list(origins)
    if any(same_statement(quotation, language, run, origin_language) for run in _nearest(quotation, runs)):
        return True
    parts = statements(quotation, language)
    return len(parts) > 1 and all(
        any(same_statement(part, language, run, origin_language) for run in _nearest(part, runs)) for part in parts
    )


def _nearest(text: str, candidates: Sequence[str]) -> list[str]:
    """The few `candidates` most alike to `text`, best first."""
    if not candidates:
        return []
    scores = embed(candidates) @ embed([text])[0]
    order = sorted(range(len(candidates)), key=lambda index: -float(scores[index]))
    return [candidates[index] for index in order[:LONGEST_WINDOW]]


def _same_numbers(one: str, language: str, other: str, other_language: str) -> bool:
    first, second = read(one, language), read(other, other_language)
    pairs = ((first, second), (second, first))
    return all(
        holds_number(there, mention.readings[0]) or any(holds_number(there, value) for value in mention.readings)
        for here, there in pairs
        for mention in here.numbers
        if mention.firm
    )
