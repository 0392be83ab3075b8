"""Whether a quotation of one text is told by the quotations of another, in parts or whole."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agents.values.likeness import LONGEST_WINDOW, cosines, embed, likeness, statements, windows
from agents.values.mention import primary
from agents.values.opposites import opposed
from agents.values.reading import Reading, holds_number, read
from knowledge.embedding import Vectors

SAME_SHORT, SAME_LONG = 0.44, 0.4
"""Least cosine of two statements that say the same, below ten words and from ten words on.

Calibrated on the quotations of tests/agents/checks/fidelity/pairs.jsonl and a free translation of the demo's:
faithful short ones reach 0.45 to 0.90 and replaced ones 0.11 to 0.42; faithful long ones 0.42 to 0.85,
replaced ones 0.17 to 0.49. Where the two overlap a false alarm is the worse error, so the lower figure stands."""

SAME_CLAUSE = 0.24
"""Least cosine of a clause and the clauses nearest to it: faithful ones 0.28 to 0.81, replaced ones 0.06 to 0.27."""

LONG = 10
LEAST_CLAUSE = 4
"""Words."""

MOST_RUNS = 64
"""Runs of neighbours that are compared with one statement: four parts have at most 36 around them."""

CLAUSE_END = re.compile(r"[,;:–—]\s")


def same_statement(origin: str, language: str, telling: str, telling_language: str, *, whole: bool = True) -> bool:
    """`telling` says what `origin` says: alike, with the same numbers, and not its contrary.

    Args:
        whole: All of `origin` must be told; else `telling` may be a part of it.
    """
    if primary(language) == primary(telling_language) and " ".join(origin.split()) == " ".join(telling.split()):
        return True
    long = len(origin.split()) >= LONG and len(telling.split()) >= LONG // 2
    return (
        likeness(origin, telling) >= (SAME_LONG if long else SAME_SHORT)
        and not opposed(origin, language, telling, telling_language)
        and _numbers_told(read(telling, telling_language), read(origin, language))
        and (not whole or _numbers_told(read(origin, language), read(telling, telling_language)))
        and _clauses_told(telling, origin)
        and (not whole or _clauses_told(origin, telling))
    )


def embed_quotations(*quoted: tuple[Sequence[str], str]) -> None:
    """Embed in one batch what comparing quotations will ask for: the statements and clauses of each, with its language.

    One by one the encoder takes twice as long.
    """
    parts = [part for texts, language in quoted for text in texts for part in statements(text, language)]
    if parts:
        embed([*parts, *(clause for part in parts for clause in clauses(part))])


def told(quotation: str, language: str, parts: Sequence[str], parts_language: str) -> bool:
    """True when `parts`, quotations in reading order, say all that `quotation` says.

    Each of its sentences must be said by a sentence of the parts or a run of them, or the whole by a part or a run of
    parts. The nearest are compared first, and runs only around the nearest.
    """

    def said(statement: str, said_by: Sequence[str]) -> bool:
        near = _nearest(statement, said_by)
        if any(same_statement(statement, language, part, parts_language) for part in near):
            return True
        runs = _around(near, said_by)
        return any(same_statement(statement, language, run, parts_language) for run in _nearest(statement, runs))

    sentences = [sentence for part in parts for sentence in statements(part, parts_language)]
    wanted = statements(quotation, language)
    if wanted and all(said(statement, sentences) for statement in wanted):
        return True
    return sentences != list(parts) and said(quotation, parts)


def _around(near: Sequence[str], parts: Sequence[str]) -> list[str]:
    """The runs of neighbouring parts that hold one of the few `near` ones."""
    runs: dict[str, None] = {}
    for at in (index for index, part in enumerate(parts) if part in near):
        for size in range(2, LONGEST_WINDOW + 1):
            for start in range(max(0, at - size + 1), min(at, len(parts) - size) + 1):
                runs[" ".join(parts[start : start + size])] = None
    return list(runs)[:MOST_RUNS]


def quoted_from(quotation: str, language: str, origins: Sequence[str], origin_language: str) -> bool:
    """True when every statement of `quotation` says what a run of sentences or clauses of `origins` says."""
    whole, runs = (_runs(tuple(origins), origin_language, parts) for parts in (False, True))

    def has_origin(statement: str) -> bool:
        return any(
            same_statement(run, origin_language, statement, language, whole=False)
            for some in (whole, runs)
            for run in _nearest(statement, some)
        )

    parts = statements(quotation, language)
    return (len(parts) > 1 and all(map(has_origin, parts))) or has_origin(quotation)


@lru_cache(maxsize=64)
def _runs(origins: tuple[str, ...], language: str, parts: bool) -> tuple[str, ...]:
    """The quotations and their sentences; as `parts` the runs of their sentences and clauses."""
    runs = [] if parts else list(origins)
    for origin in origins:
        sentences = statements(origin, language)
        runs += windows(sentences) if parts else sentences
        if parts:
            runs += [run for sentence in sentences for run in windows(clauses(sentence))]
    return tuple(dict.fromkeys(runs))


def clauses(statement: str) -> list[str]:
    """The parts of a statement between commas and the like; those of fewer than four words join the one before."""
    found: list[str] = []
    for part in CLAUSE_END.split(statement):
        if found and min(len(part.split()), len(found[-1].split())) < LEAST_CLAUSE:
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


def _clauses_told(said: str, by: str) -> bool:
    """Every clause of `said` is like a run of clauses of `by`; a statement of one clause is judged as a whole."""
    wanted, parts = clauses(said), clauses(by)
    if len(wanted) < 2 and len(parts) < 2:
        return True
    for runs in (parts, windows(parts)):
        told_by_one = cosines(embed(wanted), embed(runs)).max(axis=1) >= SAME_CLAUSE
        if told_by_one.all():
            return True
        wanted = [clause for clause, is_told in zip(wanted, told_by_one, strict=True) if not is_told]
    return False


def _nearest(text: str, candidates: Sequence[str]) -> list[str]:
    """The few `candidates` most alike to `text`, best first."""
    if not candidates:
        return []
    unique, vectors = _pool(tuple(candidates))
    scores = cosines(vectors, embed([text]))[:, 0]
    return [unique[index] for index in scores.argsort()[::-1][:LONGEST_WINDOW]]


@lru_cache(maxsize=64)
def _pool(candidates: tuple[str, ...]) -> tuple[tuple[str, ...], Vectors]:
    unique = tuple(dict.fromkeys(candidates))
    return unique, embed(unique)


def _numbers_told(here: Reading, there: Reading) -> bool:
    return all(
        any(holds_number(there, value) for value in mention.readings) for mention in here.numbers if mention.firm
    )
