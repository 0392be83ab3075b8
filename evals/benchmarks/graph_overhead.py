"""What the graph costs on top of its model calls, and how its calls, tokens and waves add up.

    python -m evals.benchmarks.graph_overhead [--latency 0.2] [--runs 5]

A fake endpoint answers every call after the same time. The graph writes an article of 8 sections through the real
client; then the very same requests are made by hand with asyncio, wave by wave, in the same process. The ratio of
the two wall times is the overhead. The fake stands in `tests/`, so this runs from a checkout.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import tempfile
import time
from typing import Any

from openai import AsyncOpenAI
from rich.console import Console
from rich.table import Table

from agents import metadata_writer, planner, section_writer, translator
from agents.domain import Result
from agents.reading.text import count_words
from graphs import Context, awrite_article
from knowledge.tokens import count_tokens
from tests.fake_wire import FakeWire, prompt_of

AGENTS = {
    "planner": planner,
    "translator": translator,
    "section_writer": section_writer,
    "metadata_writer": metadata_writer,
}
WAVES = (("planner",), ("translator",), ("section_writer", "metadata_writer"))
REQUEST = "In French, with subheadings, at least 600 words, please"
SECTIONS = 8
OPENING = (
    "Le réseau de chaleur de la ville relie désormais plusieurs quartiers au fleuve. Ainsi, chaque immeuble reçoit une "
    "conduite neuve, et les habitants en sont informés auparavant. En effet, la ville annonce les travaux rue par rue. "
    "Cependant, la construction ne commence qu'après l'été. De plus, le raccordement des maisons vient seulement "
    "ensuite, quand les tuyaux sont posés."
)
MORE = (
    "Ainsi, le quartier {name} attend maintenant ses nouveaux tuyaux.",
    "Cependant, rien ne commence au quartier {name} avant la fin de l'été.",
    "De plus, chaque habitant du quartier {name} reçoit une lettre.",
    "Par ailleurs, la rue reste ouverte pendant les travaux du quartier {name}.",
    "Enfin, les maisons du quartier {name} sont reliées au réseau.",
)
ANSWERS = (
    "**Quand commencent les travaux ?**\n\nIls commencent après l'été, quartier par quartier, et chacun en est "
    "informé.\n\n"
    "**Que vient ensuite ?**\n\nEnsuite, les maisons sont reliées au réseau de chaleur, l'une après l'autre."
)
SUMMARY = (
    "En somme, la ville pose les tuyaux après l'été et prévient d'abord les habitants. Puis les maisons rejoignent le "
    "réseau de chaleur. Ainsi, le fleuve chauffe peu à peu les quartiers, et chaque rue connaît son tour."
)
HEADINGS = (
    "Réseau de chaleur : la ville se chauffe grâce au fleuve",
    "Réseau de chaleur : les premières rues",
    "Le tour des rues suivantes",
    "Réseau de chaleur : le milieu du chantier",
    "Les rues près du port",
    "Les derniers raccordements",
    "Questions et réponses",
    "En bref",
)
TRANSLATED = {
    "Die Stadt heizt": "La ville se chauffe grâce au fleuve",
    "Im Viertel": "Dans le quartier {name}, la construction de la conduite commence après l'été.",
    "Die Stadt verlegt": "La ville pose de nouveaux tuyaux au quartier {name}, et chacun en est informé auparavant.",
    "Danach folgt": "Vient ensuite le raccordement des maisons du quartier {name} au réseau.",
}
DISTRICTS = ("Nord", "Süd", "Ost", "West", "Mittel", "Hafen", "Alt", "Berg")
ENDINGS = ("feld", "hagen", "stedt", "brunn", "walde", "rode", "kamp", "beck", "dorf", "heim", "tal", "moor")


def source(run: int) -> str:
    """An article about districts of its own for each run: what was read of an earlier one is of no use to it."""
    ending = ENDINGS[run % len(ENDINGS)] + "s" * (run // len(ENDINGS))
    names = [f"{name}{ending}" for name in DISTRICTS]
    return "# Die Stadt heizt mit dem Fluss\n\n" + "\n\n".join(
        f"Im Viertel {name} beginnt der Bau der Leitung nach dem Sommer. Die Stadt verlegt im Viertel {name} neue "
        f"Rohre, und die Bewohner werden vorher informiert. Danach folgt im Viertel {name} der Anschluss der Häuser an "
        "das Netz."
        for name in names
    )


def respond(body: dict[str, Any]) -> str:
    """Answers that a strong model could give: the article passes its first review, as the usual run does."""
    prompt = prompt_of(body)
    agent = node_of(prompt)
    if agent == "planner":
        wanted = re.search(r"exactly (\d+) sections", prompt)
        count = int(wanted[1]) if wanted else SECTIONS
        sections = [{"heading": HEADINGS[n], "lines": [3 * n + 2, 3 * n + 3, 3 * n + 4]} for n in range(count)]
        return json.dumps({"keyphrase": "réseau de chaleur", "intent": "informational", "sections": sections})
    if agent == "metadata_writer":
        return json.dumps(
            {
                "title": "Réseau de chaleur : le chantier avance dans la ville",
                "description": "Le réseau de chaleur de la ville avance : quartiers, calendrier et travaux, voici ce "
                "que les habitants doivent savoir du chantier.",
            }
        )
    if agent == "translator":
        rows = re.findall(r"^(\d+): (.*)$", prompt.rpartition("<lines>")[2], re.M)
        return "\n".join(f"{number}: {translated(line)}" for number, line in rows)
    return section(prompt)


def spoilt(body: dict[str, Any]) -> str:
    """The same answers, but for one section that at first says a number of its own and has to be revised."""
    prompt = prompt_of(body)
    is_first = f"Write the section “{HEADINGS[4]}”" in prompt and "Mend only this" not in prompt
    return f"{respond(body)}\n\nLe tout coûte 99 euros." if is_first else respond(body)


def section(prompt: str) -> str:
    """The opening, the answers, the summary, or the lines of a body section and what else its words allow, each in a
    paragraph of its own: those of two districts would be near duplicates."""
    fixed = {"intro": OPENING, "faq": ANSWERS, "summary": SUMMARY}
    for kind, text in fixed.items():
        if section_writer.PURPOSES[kind].partition("“")[0] in prompt:
            return text
    rows = re.findall(r"^\d+: (.*)$", prompt.rpartition("<lines>")[2], re.M)
    name = re.findall(r"quartier (\w+)", " ".join(rows))[-1]
    budget = re.search(r"(\d+) words, not more", prompt)
    more = iter(MORE)
    while count_words(" ".join(rows)) < (int(budget[1]) if budget else 90) * 0.95 and (sentence := next(more, "")):
        rows.append(sentence.format(name=name))
    return "\n\n".join(rows)


def translated(line: str) -> str:
    """A line of the source in French: a wrong one would be asked for again, a call that `by_hand` makes at once."""
    name = re.search(r"Viertel (\S+)", line)
    telling = next(french for german, french in TRANSLATED.items() if line.startswith(german))
    return telling.format(name=name[1] if name else "")


async def by_hand(result: Result, wire: FakeWire) -> tuple[float, list[float]]:
    """The graph's own requests again, wave by wave: total and per-wave seconds."""
    bodies: dict[str, list[dict[str, Any]]] = {}
    for logged in wire.answered:
        bodies.setdefault(node_of(prompt_of(logged.body)), []).append(logged.body)
    waves = []
    async with AsyncOpenAI(base_url=wire.base_url, api_key="none") as client:
        for nodes in WAVES:
            started = time.perf_counter()
            await asyncio.gather(
                *(
                    client.chat.completions.create(**{k: v for k, v in body.items() if k != "stream"})
                    for node in nodes
                    for body in bodies.get(node, [])
                )
            )
            waves.append(time.perf_counter() - started)
    return sum(waves), waves


def node_of(prompt: str) -> str:
    """Which agent a prompt belongs to, by how it begins."""
    return next(name for name, agent in AGENTS.items() if prompt.startswith(agent.SYSTEM.partition("{")[0]))


async def measure(latency: float, runs: int) -> dict[str, Any]:
    with FakeWire(responder=respond, delay=latency, count=count_tokens) as wire:
        os.environ.update(wire.env)
        context = Context(model="openai:fake", max_revisions=0)
        graph_times, hand_times = [], []
        result: Result | None = None
        for run in range(runs + 1):
            wire.clear()
            started = time.perf_counter()
            result = await awrite_article(REQUEST, source(run), context=context)
            graph_time = time.perf_counter() - started
            hand_time, _ = await by_hand(result, wire)
            if run:
                graph_times.append(graph_time)
                hand_times.append(hand_time)
        wire.clear()
        wire.responder = spoilt
        revised = await awrite_article(REQUEST, source(0), context=Context(model="openai:fake", max_revisions=1))
    assert result is not None
    longest = [
        max(call.output_tokens for call in result.calls if call.node in nodes)
        for nodes in WAVES
        if any(call.node in nodes for call in result.calls)
    ]
    first_draft = result.usage.input_tokens + result.usage.output_tokens
    revisions = [call.input_tokens + call.output_tokens for call in revised.calls if call.purpose == "revise"]
    graph_time, hand_time = statistics.median(graph_times), statistics.median(hand_times)
    return {
        "calls": result.usage.calls,
        "waves": len(longest),
        "sections": len(result.plan.sections) if result.plan else 0,
        "verdict": result.status,
        "input tokens": result.usage.input_tokens,
        "output tokens": result.usage.output_tokens,
        "longest chain of generated tokens": sum(longest),
        "tokens in all": first_draft,
        "one revised section, share of the first draft's tokens": round(statistics.mean(revisions) / first_draft, 3),
        "graph, s": round(graph_time, 3),
        "by hand, s": round(hand_time, 3),
        "ratio": round(graph_time / hand_time, 3),
        "added per wave, ms": round(1000 * (graph_time - hand_time) / len(longest), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds every call takes")
    parser.add_argument("--runs", type=int, default=5, help="runs after one that warms up")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TRANSCREATE_KNOWLEDGE", folder)
        figures = asyncio.run(measure(options.latency, options.runs))
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name, str(value))
    Console().print(table)


if __name__ == "__main__":
    main()
