"""Makes `keywords_synthetic.csv` and the questions beside it: `python -m evals.datasets.make_retrieval`.

Synthetic: the keywords are head terms crossed with what people ask about them, and their figures are drawn from a
hash. The questions are written by hand; each names the passages that answer it, two thirds of them in its own
language. Those held out were written before any of them was asked, about other keywords and other sections: what is
adjusted on the first set is judged on them.
"""

import csv
import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict

FOLDER = Path(__file__).parent
SOURCE = FOLDER / "retrieval_source.txt"
"""Tables: a label, then one column for each of LANGUAGES.

`concepts`: what keywords are about. `needs`: a concept and an aspect, and a question that means them. `style`: a
section key of the general guides, and a question that it answers.
"""
SETS: dict[str, tuple[tuple[Literal["keyword", "style_guide"], str, int], ...]] = {
    "retrieval.jsonl": (("keyword", "needs", 8), ("style_guide", "style", 6)),
    "retrieval_held_out.jsonl": (("keyword", "held out needs", 6), ("style_guide", "held out style", 3)),
}
"""Sets of questions: kind of the passages, table, and how many of its rows are asked in the passages' own language."""
LANGUAGES = ("de", "en", "fr", "es", "it", "nl", "pt")


class Question(TypedDict):
    query: str
    query_language: str
    language: str
    kind: Literal["keyword", "style_guide"]
    relevant: list[str]


ASPECTS = {
    "term": ("{}", "{}", "{}", "{}", "{}", "{}", "{}"),
    "cost": ("{} Kosten", "{} cost", "prix {}", "precio {}", "{} prezzo", "{} kosten", "preço {}"),
    "pros": (
        "{} Vorteile und Nachteile",
        "{} pros and cons",
        "avantages et inconvénients {}",
        "ventajas y desventajas {}",
        "{} pro e contro",
        "{} voor- en nadelen",
        "vantagens e desvantagens {}",
    ),
    "subsidy": (
        "{} Förderung",
        "{} grant",
        "aide financière {}",
        "subvención {}",
        "{} incentivi",
        "{} subsidie",
        "apoio financeiro {}",
    ),
    "test": (
        "{} Test",
        "{} reviews",
        "avis {}",
        "opiniones {}",
        "{} recensioni",
        "{} ervaringen",
        "opiniões {}",
    ),
    "law": (
        "{} Pflicht",
        "{} legal requirements",
        "obligation légale {}",
        "obligación legal {}",
        "{} obbligo",
        "{} wettelijk verplicht",
        "obrigação legal {}",
    ),
    "how": (
        "{} Funktionsweise",
        "how {} works",
        "fonctionnement {}",
        "cómo funciona {}",
        "come funziona {}",
        "werking {}",
        "como funciona {}",
    ),
    "local": (
        "{} in der Nähe",
        "{} near me",
        "{} près de chez moi",
        "{} cerca de mí",
        "{} vicino a me",
        "{} in de buurt",
        "{} perto de mim",
    ),
}


ACROSS = (1, 2, 3, 4, 5, 6)
"""How far along LANGUAGES the language of a question lies from that of its passage, in turn."""


@cache
def _table(name: str) -> list[list[str]]:
    section = SOURCE.read_text(encoding="utf-8").partition(f"[{name}]\n")[2].partition("\n[")[0]
    return [line.split("|") for line in section.strip().splitlines()]


def keyword(concept: str, aspect: str, language: str) -> str:
    """The synthetic keyword for `concept` under `aspect` in `language`."""
    column = LANGUAGES.index(language)
    head = next(row for row in _table("concepts") if row[0] == concept)[1 + column]
    return ASPECTS[aspect][column].format(head)


def keywords_csv() -> str:
    """2,016 rows: 36 concepts, 8 aspects, 7 languages."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["keyword", "language", "volume", "difficulty", "intent", "topic", "sample"])
    for concept, *_ in _table("concepts"):
        for aspect in ASPECTS:
            for language in LANGUAGES:
                drawn = hashlib.sha256(f"{concept}{aspect}{language}".encode()).digest()
                intent = "commercial" if aspect in ("cost", "test", "local") else "informational"
                text = keyword(concept, aspect, language)
                writer.writerow(
                    [text, language, 10 + drawn[0] * drawn[1] % 20_000, drawn[2] % 100, intent, concept, "true"]
                )
    return out.getvalue()


def questions(name: str) -> list[Question]:
    """The set called `name`: query, its language, the language and kind of the passages, and what answers it."""
    made: list[Question] = []
    for kind, table, own in SETS[name]:
        for column, language in enumerate(LANGUAGES):
            for number, (label, *texts) in enumerate(_table(table)):
                step = 0 if number < own else ACROSS[(number + column) % len(ACROSS)]
                asked = (column + step) % len(LANGUAGES)
                if kind == "keyword":
                    concept, aspect = label.split("/")
                    answers = [keyword(concept, aspect, language)]
                else:
                    answers = [f"guide:{language}#{label}"]
                made.append(
                    {
                        "query": texts[asked],
                        "query_language": LANGUAGES[asked],
                        "language": language,
                        "kind": kind,
                        "relevant": answers,
                    }
                )
    return made


def questions_jsonl(name: str) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in questions(name))


if __name__ == "__main__":
    (FOLDER / "keywords_synthetic.csv").write_text(keywords_csv(), encoding="utf-8")
    for name in SETS:
        (FOLDER / name).write_text(questions_jsonl(name), encoding="utf-8")
