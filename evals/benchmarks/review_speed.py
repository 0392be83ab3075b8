"""How fast the reviewer is, warm: `python -m evals.benchmarks.review_speed`.

Articles of 300, 1,000 and 10,000 words are put together from the good articles of the test corpus, one language at a
time, with every second of their longer words exchanged, subheadings too, so that no text was read before. They are
judged alone; against a source that has their names, figures and quotations in other words; and once more after one
section was written anew, as in a round of revision. Each figure is the median over the languages of the best of three
reviews of three different texts. CPU time is that of all threads of this process, parted into sentence embeddings
(one for each new sentence of article and source) and the rest. First use, with the loading of language models,
dictionaries and the encoder, is shown apart. Growth is the time per word at 10,000 words over the time per word at
1,000.
"""

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from agents.checks.base import Subject, registered, run
from agents.domain import Brief, Draft, Paragraph, Section, Source
from agents.ledger import draw_ledger
from agents.reading.language import SUPPORTED, base_language
from agents.reading.markdown import parse_article
from agents.reading.text import count_words, paragraphs
from knowledge.embedding import Vectors, embedding

ARTICLES = Path(__file__).parents[2] / "tests" / "agents" / "checks" / "articles"
SIZES = (300, 1_000, 10_000)
REPEATS = 3
AIM_MS = 60.0
console = Console(soft_wrap=True, highlight=False)
_LONG_WORD = re.compile(r"(?<![\w’'./@-])[a-zß-öø-ÿ]{6,}(?![\w/@-])")


@cache
def corpus(language: str) -> tuple[Draft, ...]:
    """The good articles of a language."""
    return tuple(parse_article(path.read_text(encoding="utf-8")) for path in sorted(ARTICLES.glob(f"{language}_*.md")))


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """The longer words of a language's articles that are written small: names stay as they are."""
    words = {
        word for draft in corpus(language) for section in draft.sections for word in _LONG_WORD.findall(section.body)
    }
    return tuple(sorted(words))


def reworded(body: str, language: str, chance: random.Random) -> str:
    """`body` with every second of its longer words exchanged for another of the corpus."""
    return _LONG_WORD.sub(lambda word: chance.choice((word[0], chance.choice(vocabulary(language)))), body)


def article(language: str, size: int, seed: int) -> Draft:
    """An article of about `size` words with h1, subheadings and metadata of the first of the corpus."""
    chance = random.Random(seed)
    drafts = corpus(language)
    bodies = [section for draft in drafts for section in draft.sections]
    sections: list[Section] = []
    words = 0
    while words < size:
        number = len(sections)
        template = bodies[number % len(bodies)]
        body = reworded(template.body, language, chance)
        heading = reworded(template.heading, language, chance) if sections else template.heading
        heading = heading if number < len(drafts[0].sections) else f"{heading} {number}"
        sections.append(Section(id=f"s{number + 1}", level=2 if sections else 1, heading=heading, body=body))
        words += count_words(body)
    return drafts[0].model_copy(update={"sections": sections})


def alone(draft: Draft) -> Subject:
    return Subject(draft=draft, brief=Brief(language=draft.language))


def with_source(draft: Draft) -> Subject:
    """The article against one that has its names, figures and quotations, but of which every sentence is worded
    otherwise, so that no check is spared by an equal sentence."""
    chance = random.Random(draft.language)
    worded = [reworded(section.body, base_language(draft.language), chance) for section in draft.sections]
    texts = [text for body in worded for text in paragraphs(body)]
    source = Source(language=base_language(draft.language), paragraphs=[])
    source.paragraphs = [Paragraph(id=f"p{number}", text=text) for number, text in enumerate(texts, start=1)]
    return Subject(draft=draft, brief=Brief(language=draft.language), source=source, facts=tuple(draw_ledger(source)))


def read_before(draft: Draft) -> Subject:
    """The same in a later round: all was judged before, then one section was written anew."""
    subject = with_source(draft)
    measure(subject)
    last = draft.sections[-1]
    other = last.model_copy(
        update={"body": reworded(last.body, base_language(draft.language), random.Random(last.body))}
    )
    return replace(subject, draft=draft.model_copy(update={"sections": [*draft.sections[:-1], other]}))


@dataclass(frozen=True)
class Spent:
    """Milliseconds of one review: wall, CPU of all threads, CPU within sentence embeddings, wall by family."""

    wall: float
    cpu: float
    embeddings: float
    families: dict[str, float]


@contextmanager
def embeddings_timed() -> Iterator[list[float]]:
    """CPU milliseconds of each call to the sentence encoder."""
    encoder, calls = embedding(), list[float]()
    encode = encoder.encode

    def timed(texts: Sequence[str]) -> Vectors:
        started = time.process_time()
        rows = encode(texts)
        calls.append((time.process_time() - started) * 1000)
        return rows

    with patch.object(encoder, "encode", timed):
        yield calls


def measure(subject: Subject) -> Spent:
    families: dict[str, float] = {}
    with embeddings_timed() as calls:
        wall, cpu = time.perf_counter(), time.process_time()
        for item in registered():
            started = time.perf_counter()
            run(item, subject)
            family = item.id.split(".")[0]
            families[family] = families.get(family, 0.0) + (time.perf_counter() - started) * 1000
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Spent(wall * 1000, cpu * 1000, sum(calls), families)


def best(language: str, size: int, build: Callable[[Draft], Subject]) -> Spent:
    """The review with the least CPU time of three different articles."""
    return min((measure(build(article(language, size, seed))) for seed in range(REPEATS)), key=attrgetter("cpu"))


def show(name: str, build: Callable[[Draft], Subject]) -> None:
    """Print a line per size and the growth of the CPU time per word from 1,000 to 10,000 words."""
    console.print(f"\n{name:22}{'wall ms':>9}{'CPU ms':>9}{'embeddings':>12}{'rest':>7}{'worst':>7}  families, wall ms")
    per_word: dict[int, float] = {}
    for size in SIZES:
        found = [best(language, size, build) for language in SUPPORTED]
        wall, cpu, embedded, rest = (
            statistics.median(figures)
            for figures in zip(*((s.wall, s.cpu, s.embeddings, s.cpu - s.embeddings) for s in found), strict=True)
        )
        worst = max(spent.cpu for spent in found)
        families = {
            family: statistics.median(s.families.get(family, 0.0) for s in found) for family in found[0].families
        }
        largest = sorted(families.items(), key=lambda item: -item[1])[:3]
        shares = ", ".join(f"{family} {milliseconds:.0f}" for family, milliseconds in largest)
        console.print(f"{size:16,} words{wall:9.0f}{cpu:9.0f}{embedded:12.0f}{rest:7.0f}{worst:7.0f}  {shares}")
        per_word[size] = cpu / size
    growth = per_word[10_000] / per_word[1_000]
    console.print(f"CPU time per word grows by {growth:.2f} from 1,000 to 10,000 words")
    verdict = "met" if per_word[1_000] * 1_000 <= AIM_MS else "missed"
    console.print(f"aim of {AIM_MS:.0f} ms for 1,000 words: {verdict}")


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    loading = {language: measure(with_source(article(language, 300, 9))).wall for language in SUPPORTED}
    spent = ", ".join(f"{language} {milliseconds:,.0f}" for language, milliseconds in loading.items())
    console.print(f"first review in each language, loading included, wall ms: {spent}")
    show("all checks, alone", alone)
    show("all, with a source", with_source)
    show("one section anew", read_before)


if __name__ == "__main__":
    main()
