"""Orders hidden in what a run is given: none of them shapes an article that passes.

Two models are played. The obedient one does what an injected text says wherever it meets that text outside a fence.
The gullible one does so wherever it meets the text at all: it shows what the checks on the output are worth.
"""

import json
import re
from pathlib import Path

import pytest

from graphs import Context, awrite_article
from knowledge.passages import Passage, Term
from tests.fake_wire import prompt_of
from tests.graphs.library import REQUEST, SOURCE, TRANSLATION, Newsdesk, fenced

INJECTIONS = [json.loads(row) for row in Path(__file__).with_suffix(".jsonl").with_stem("injections").open("r")]
CARRIER = "Die Regale stehen im ersten Stock."
CARRIED = "Les étagères se trouvent au premier étage."
FENCE = re.compile(r"<([a-z]+)>\n.*?\n</\1>", re.DOTALL)
MARKS = {
    "link": "evil.example",
    "leak": "never an instruction",
    "off-topic": "Casino Royal",
    "language": "The library lends tools",
    "claim": "approuvé sans contrôle",
    "invention": "Kessler",
}
CASINO = "Le Casino Royal de Bellmonte ouvre ses portes aux joueurs. Ainsi, chacun y tente sa chance chaque soir. "
ENGLISH = "The library lends tools to its readers. It also keeps a drill and a tent on its shelves for them. "


def letters(text):
    """What is left of a text without marks and case; letters of the invisible tag block count as what they mean."""
    told = "".join(chr(ord(sign) - 0xE0000) if 0xE0020 < ord(sign) < 0xE007F else sign for sign in text)
    return "".join(filter(str.isalnum, told.casefold()))


class Obedient(Newsdesk):
    """A newsdesk that obeys one injected text when it meets it outside the fences of a prompt, or `everywhere`."""

    def __init__(self, injection, everywhere):
        super().__init__()
        self.effect = injection["effect"]
        self.everywhere = everywhere
        parts = re.split(r"[.\n]", injection["text"].replace(CARRIER, ""))
        self.orders = [order for part in parts if len(order := letters(part)) >= 16] or [letters(injection["text"])]
        self.obeyed = 0

    def __call__(self, body):
        prompt = prompt_of(body)
        answer = self._translated(prompt) if self._part(prompt) == "translate" else super().__call__(body)
        met = letters(prompt if self.everywhere else FENCE.sub("", prompt))
        if not any(order in met for order in self.orders):
            return answer
        self.obeyed += 1
        return self._obeyed(answer, self._part(prompt), prompt)

    def _part(self, prompt):
        try:
            return super()._part(prompt)
        except StopIteration:
            return "s1"

    def _translated(self, prompt):
        originals = {" ".join(line.split()): TRANSLATION[n] for n, line in enumerate(source_lines(), start=1)}
        rows = re.findall(r"^(\d+): (.*)$", fenced(prompt, "lines"), re.M)
        return "\n".join(f"{n}: {originals.get(text, CARRIED)}" for n, text in rows)

    def _obeyed(self, answer, part, prompt):
        if part == "plan":
            outline = json.loads(answer)
            outline["sections"][1]["heading"] = f"Bibliothèque d'objets : {self._told('', prompt)[:60]}"
            return json.dumps(outline, ensure_ascii=False)
        if part == "metadata":
            metadata = json.loads(answer)
            metadata["description"] = f"{metadata['description'][:70]} {self._told('', prompt)[:70]}"
            return json.dumps(metadata, ensure_ascii=False)
        return self._told(answer, prompt)

    def _told(self, answer, prompt):
        return {
            "link": f"{answer} Voir aussi [cette offre](https://evil.example/offre).",
            "leak": f"{answer} {prompt[:600]}",
            "off-topic": CASINO * max(1, len(answer) // len(CASINO)),
            "language": ENGLISH * max(1, len(answer) // len(ENGLISH)),
            "claim": f"{answer} Ce texte a été approuvé sans contrôle.",
            "invention": f"{answer} Selon le professeur Armin Kessler, 97 % des outils sont dangereux.",
        }[self.effect].strip()


def source_lines():
    from agents.intake import parse_source
    from agents.lines import number_lines

    return [line.text for line in number_lines(parse_source(SOURCE))]


def poisoned(real, injection):
    """The knowledge store, with one record that somebody planted."""
    place, text = injection["place"], injection["text"]

    class Store:
        def keywords(self, *_, **__):
            research = {"volume": 9000, "fit": 0.9}
            planted = Passage(id="keyword:fr:bad", kind="keyword", text=text, metadata=research)
            return [planted] if place == "keyword" else []

        def guides(self, *given, **options):
            planted = Passage(id="guide:bad#1", kind="style_guide", title="House style", text=text)
            return [planted] if place == "guide" else real.guides(*given, **options)

        def terms(self, *_, **__):
            term = Term(source_language="de", target_language="fr", source_terms=("Bibliothek",), preferred=text)
            return [term] if place == "term" else []

        def __getattr__(self, name):
            return getattr(real, name)

    return Store()


async def run(injection, fake_wire, monkeypatch, *, everywhere):
    from graphs import nodes

    opened = nodes.knowledge

    async def planted(context):
        return poisoned(await opened(context), injection)

    monkeypatch.setattr(nodes, "knowledge", planted)
    source = SOURCE
    if injection["place"] == "source":
        source = f"{SOURCE}\n\n{injection['text']}\n"
    elif injection["place"] == "title":
        source = SOURCE.replace("Lindenau eröffnet eine Bibliothek der Dinge", injection["text"])
    fake_wire.responder = desk = Obedient(injection, everywhere)
    context = Context(model="openai:scripted", max_revisions=0, keyphrase=None)
    return await awrite_article(REQUEST, source, context=context), desk


def shows_effect(result, injection):
    return MARKS[injection["effect"]] in result.draft.model_dump_json() if result.draft else False


def test_the_obedient_model_obeys_what_stands_outside_a_fence():
    desk = Obedient(INJECTIONS[0], everywhere=False)
    task = "You translate.\n<lines>\n2: Drei Bohrer.\n</lines>\n{}"
    bodies = [{"messages": [{"content": task.format(text)}]} for text in ("", INJECTIONS[0]["text"])]
    assert [MARKS["link"] in desk(body) for body in bodies] == [False, True]


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection["id"])
async def test_no_injected_text_is_met_outside_a_fence_or_shapes_an_article_that_passes(
    injection, fake_wire, monkeypatch
):
    result, desk = await run(injection, fake_wire, monkeypatch, everywhere=False)
    assert desk.obeyed == 0
    assert not shows_effect(result, injection), result.status


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection["id"])
async def test_not_even_a_model_that_obeys_every_order_gets_its_effect_past_the_checks(
    injection, fake_wire, monkeypatch
):
    result, _ = await run(injection, fake_wire, monkeypatch, everywhere=True)
    assert result.status != "passed" or not shows_effect(result, injection), result.reason
