"""How well and how fast the knowledge base finds things: `python -m evals.benchmarks.retrieval`.

Quality: 147 labelled questions (`evals/datasets/retrieval.jsonl`) and 91 held out (`retrieval_held_out.jsonl`) over
the shipped style guides and 2,016 synthetic keywords; recall@1, recall@3 and mean reciprocal rank, by dense vectors
alone, by words alone, and fused.
`--latency`: p50 and p95 of a whole retrieval, the embedding of the query included, and the median of its CPU time, in
stores of 1,000, 10,000 and 100,000 keywords of two languages and five markets, asked for one of each or for any
market. No question is asked twice; of several passes the one with the best p50 is told.
`--fit`: how the threshold for "this keyphrase fits the article" separates, on labelled articles.
`--import-rows N`: time and memory of importing N keyword rows.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console

from evals.datasets.make_retrieval import LANGUAGES, SETS, Question, keywords_csv, questions
from knowledge import Knowledge
from knowledge.embedding import Embedding, Vectors
from knowledge.keyword_exports import read_keywords
from knowledge.keywords import MIN_FIT
from knowledge.opening import connect
from knowledge.records import Shelf
from knowledge.search import Hit, chosen

console = Console(highlight=False, soft_wrap=True)
DATASETS = Path(__file__).parents[1] / "datasets"
Ranking = Callable[[Sequence[Hit]], list[Hit]]

RANKINGS: dict[str, Ranking] = {
    "dense": lambda hits: sorted(hits, key=lambda hit: (-hit.similarity, hit.record.id)),
    "lexical": lambda hits: sorted((hit for hit in hits if hit.words), key=lambda hit: (-hit.words, hit.record.id)),
    "fused": list,
}


@contextmanager
def synthetic_store() -> Iterator[Knowledge]:
    """The shipped guides and the synthetic keywords."""
    with tempfile.TemporaryDirectory() as folder:
        store = Knowledge.open(folder)
        store.put(read_keywords("keywords_synthetic.csv", keywords_csv()))
        yield store


def ranks(store: Knowledge, name: str, ranking: Ranking) -> list[tuple[Question, int | None]]:
    """Each question with the rank of its first answer, None when it is not among the first 50."""
    found = []
    for question in questions(name):
        shelf = Shelf(question["kind"], question["language"])
        shipped = question["kind"] == "style_guide"
        hits = store.find(question["query"], shelf, limit=50, shipped=shipped)
        names = [hit.record.id if question["kind"] == "style_guide" else hit.record.text for hit in ranking(hits)]
        places = [names.index(answer) + 1 for answer in question["relevant"] if answer in names]
        found.append((question, min(places, default=None)))
    return found


def quality(store: Knowledge, name: str) -> None:
    console.print(f"\n{name}")
    for way, ranking in RANKINGS.items():
        results = ranks(store, name, ranking)
        console.print(f"\n{way:28}questions  recall@1  recall@3    MRR")
        groups: dict[str, list[int | None]] = {}
        for question, rank in results:
            same = question["language"] == question["query_language"]
            groups.setdefault("same language" if same else "across languages", []).append(rank)
            groups.setdefault(f"{question['kind']}, {'same' if same else 'across'}", []).append(rank)
            groups.setdefault(f"passages in {question['language']}", []).append(rank)
        for group, places in sorted(groups.items()):
            console.print(
                f"  {group:26}{len(places):9}{_share(places, 1):10.3f}{_share(places, 3):10.3f}{_mrr(places):7.3f}"
            )


def _share(places: Sequence[int | None], within: int) -> float:
    return sum(place is not None and place <= within for place in places) / len(places)


def _mrr(places: Sequence[int | None]) -> float:
    return sum(1 / place for place in places if place) / len(places)


MARKETS = ("", "FR", "BE", "CH", "CA")
FILTERS = (("fr", "FR"), ("fr", None), ("de", None))
QUERIES = 60
PASSES = 5
SPREAD = 0.015
"""Standard deviation, in each dimension, by which the vectors of one keyword's copies differ: their cosine is 0.9."""


class Copies:
    """Vectors for `keyword 17`: those of `keyword`, slightly moved. To embed 100,000 texts takes four minutes."""

    local = True

    def __init__(self, model: Embedding, texts: Sequence[str]) -> None:
        self.name = model.name
        self._vectors = dict(zip(texts, model.encode(texts), strict=True))
        self._random = np.random.default_rng(1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.stack([self._vectors[text.rpartition(" ")[0]] for text in texts])
        moved = rows + self._random.normal(0, SPREAD, rows.shape)
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def latency(sizes: Sequence[int]) -> None:
    """Half of the keywords are French, a fifth of these for each market or for none; the other half is German."""
    console.print(f"\n{'keywords':>10}  {'asked for':18}{'searched':>9}{'p50 ms':>8}{'p95 ms':>8}{'CPU p50':>9}")
    texts = [row.split(",")[0] for row in keywords_csv().splitlines()[1:]]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = Knowledge.open(folder)
            rows = (
                f"{texts[i % len(texts)]} {i},{f'fr,{MARKETS[i % 5]}' if i % 10 < 5 else 'de,'},{i % 9000}"
                for i in range(size)
            )
            many = read_keywords("many.csv", "keyword,language,market,volume\n" + "\n".join(rows))
            inside = connect(folder)
            with inside.writing():
                inside.commit([inside.stage(many, "team", Copies(store.embedding, texts))])
            for number, (language, market) in enumerate(FILTERS):
                shelf = Shelf("keyword", language, market or "")
                searched = sum(segment.count for segment, _ in chosen(store.sources(), shelf))
                questions = iter([text + " ?" for text in texts[number :: len(FILTERS)]])
                ask = partial(store.keywords, language=language, market=market)
                passes = [_timed([next(questions) for _ in range(QUERIES)], ask) for _ in range(PASSES)]
                wall, cpu = min(passes, key=lambda timed: statistics.median(timed[0]))
                high = statistics.quantiles(wall, n=20)[18]
                figures = f"{statistics.median(wall):8.1f}{high:8.1f}{statistics.median(cpu):9.1f}"
                console.print(f"{size:10,}  {language}, {market or 'any market':14}{searched:9,}{figures}")


def _timed(queries: Sequence[str], ask: Callable[[str], object]) -> tuple[list[float], list[float]]:
    """Milliseconds of wall and of CPU time for each query, each asked once; the first five load indexes and do not
    count."""
    wall, cpu = [], []
    for query in queries:
        start, busy = time.perf_counter(), time.process_time()
        ask(query)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return wall[5:], cpu[5:]


def threshold() -> None:
    """Labelled articles against the shipped sample: which fit separates on the topic from off it."""
    lines = (DATASETS / "keyword_fit.jsonl").read_text(encoding="utf-8").splitlines()
    pairs: list[tuple[bool, float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        store = Knowledge.open(folder)
        for article in map(json.loads, lines):
            for language in LANGUAGES:
                hits = store.find(article["text"], Shelf("keyword", language), limit=50)
                best = max(hits, key=lambda hit: hit.similarity)
                right = best.record.metadata["topic"] in article["topics"]
                pairs.append((bool(article["topics"]), best.similarity, right))
    covered = [pair for pair in pairs if pair[0]]
    foreign = [pair for pair in pairs if not pair[0]]
    console.print(f"\n{len(lines)} articles x {len(LANGUAGES)} languages; the threshold in use is {MIN_FIT}")
    console.print(f"{'threshold':>10}{'covered, answered':>20}{'of these right':>16}{'foreign, answered':>20}")
    for step in range(20, 41, 2):
        given = [pair for pair in covered if pair[1] >= step / 100]
        wrong = sum(pair[1] >= step / 100 for pair in foreign)
        console.print(
            f"{step / 100:10.2f}{len(given):13} of {len(covered):3}{sum(pair[2] for pair in given):16}"
            f"{wrong:13} of {len(foreign):3}"
        )


def importing(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Knowledge.open(folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        texts = [row.split(",")[0] for row in keywords_csv().splitlines()[1:]]
        rows = (f"{texts[i % len(texts)]} {i},fr,{i % 9000}" for i in range(count))
        start = time.perf_counter()
        store.put(read_keywords("many.csv", "keyword,language,volume\n" + "\n".join(rows)))
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    console.print(f"{count:,} rows in {seconds:.0f} s, {count / seconds:.0f} rows/s; peak memory {after // 1024} MB")
    console.print(f"before the import it was {before // 1024} MB")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--latency", nargs="*", type=int, metavar="SIZE", help="default 1000 10000 100000")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--import-rows", type=int, metavar="N")
    wanted = parser.parse_args(arguments)
    if wanted.latency is not None:
        latency(wanted.latency or (1_000, 10_000, 100_000))
    elif wanted.fit:
        threshold()
    elif wanted.import_rows:
        importing(wanted.import_rows)
    else:
        with synthetic_store() as store:
            for name in SETS:
                quality(store, name)


if __name__ == "__main__":
    main()
