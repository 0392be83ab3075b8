"""How fast the reviewer is, warm: `python -m evals.benchmarks.review_speed`.

Articles of 300, 1,000 and 10,000 words are put together from the good articles of the test corpus, one language at a
time: from the second use on, half the longer words of a sentence are exchanged, so that nothing is said twice. They
are judged alone, and against themselves as the source (fact ledger and fidelity checks included; drawing the ledger
is timed apart). Each figure is the median over the languages of the best of three reviews of three different texts;
CPU time is that of all threads of this process. First use, with the loading of language models, dictionaries and
embeddings, is shown apart. Growth is the time per word at 10,000 words over the time per word at 1,000.
"""

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable
from functools import cache
from operator import itemgetter
from pathlib import Path

from rich.console import Console

from agents.checks.base import Subject, registered, run
from agents.domain import Brief, Draft, Paragraph, Section, Source
from agents.language import SUPPORTED, base_language
from agents.ledger import draw_ledger
from agents.markdown import parse_article
from agents.text import count_words, paragraphs

ARTICLES = Path(__file__).parents[2] / "tests" / "agents" / "checks" / "articles"
SIZES = (300, 1_000, 10_000)
REPEATS = 3
AIM_MS = 60.0
console = Console(soft_wrap=True, highlight=False)
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")


@cache
def corpus(language: str) -> tuple[Draft, ...]:
    """The good articles of a language."""
    return tuple(parse_article(path.read_text(encoding="utf-8")) for path in sorted(ARTICLES.glob(f"{language}_*.md")))


def article(language: str, size: int, seed: int) -> Draft:
    """An article of about `size` words with h1, subheadings and metadata of the first of the corpus."""
    chance = random.Random(seed)
    drafts = corpus(language)
    bodies = [section for draft in drafts for section in draft.sections]
    vocabulary = sorted({word for section in bodies for word in _LONG_WORD.findall(section.body)})
    sections: list[Section] = []
    words = 0
    while words < size:
        number = len(sections)
        template = bodies[number % len(bodies)]
        body, heading = template.body, template.heading
        if number >= len(drafts[0].sections):
            parts, kept = _LONG_WORD.split(body), _LONG_WORD.findall(body)
            mixed = [chance.choice((word, chance.choice(vocabulary))) for word in kept]
            body = "".join(part + word for part, word in zip(parts, [*mixed, ""], strict=True))
            heading = f"{heading} {number}"
        sections.append(Section(id=f"s{number + 1}", level=2 if sections else 1, heading=heading, body=body))
        words += count_words(body)
    return drafts[0].model_copy(update={"sections": sections})


def alone(draft: Draft) -> Subject:
    return Subject(draft=draft, brief=Brief(language=draft.language))


def with_source(draft: Draft) -> Subject:
    texts = [text for section in draft.sections for text in paragraphs(section.body)]
    source = Source(language=base_language(draft.language), paragraphs=[])
    source.paragraphs = [Paragraph(id=f"p{number}", text=text) for number, text in enumerate(texts, start=1)]
    return Subject(draft=draft, brief=Brief(language=draft.language), source=source, facts=tuple(draw_ledger(source)))


def measure(subject: Subject) -> tuple[float, float, dict[str, float]]:
    """Wall and CPU milliseconds of one review, and the wall milliseconds of each family of checks."""
    families: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    for item in registered():
        started = time.perf_counter()
        run(item, subject)
        family = item.id.split(".")[0]
        families[family] = families.get(family, 0.0) + (time.perf_counter() - started) * 1000
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000, families


def best(language: str, size: int, build: Callable[[Draft], Subject]) -> tuple[float, float, dict[str, float]]:
    """The review with the least CPU time of three different articles."""
    found = [measure(build(article(language, size, seed))) for seed in range(REPEATS)]
    return min(found, key=itemgetter(1))


def show(name: str, build: Callable[[Draft], Subject]) -> None:
    """Print a line per size and the growth of the CPU time per word from 1,000 to 10,000 words."""
    console.print(f"\n{name:22}{'wall ms':>9}{'CPU ms':>9}{'worst language':>17}  families, wall ms")
    per_word: dict[int, float] = {}
    for size in SIZES:
        found = [best(language, size, build) for language in SUPPORTED]
        wall = statistics.median(wall for wall, _, _ in found)
        cpu = statistics.median(cpu for _, cpu, _ in found)
        worst = max(cpu for _, cpu, _ in found)
        spent = {family: statistics.median(parts.get(family, 0.0) for _, _, parts in found) for family in found[0][2]}
        largest = sorted(spent.items(), key=lambda item: -item[1])[:4]
        shares = ", ".join(f"{family} {milliseconds:.0f}" for family, milliseconds in largest)
        console.print(f"{size:16,} words{wall:9.0f}{cpu:9.0f}{worst:17.0f}  {shares}")
        per_word[size] = cpu / size
    console.print(f"CPU time per word grows by {per_word[10_000] / per_word[1_000]:.2f} from 1,000 to 10,000 words")
    verdict = "met" if per_word[1_000] * 1_000 <= AIM_MS else "missed"
    console.print(f"aim of {AIM_MS:.0f} ms for 1,000 words: {verdict}")


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    loading = {language: measure(with_source(article(language, 300, 9)))[0] for language in SUPPORTED}
    spent = ", ".join(f"{language} {milliseconds:,.0f}" for language, milliseconds in loading.items())
    console.print(f"first review in each language, loading included, wall ms: {spent}")
    show("all checks, alone", alone)
    show("all, with a source", with_source)


if __name__ == "__main__":
    main()
