"""A model that does as its prompt says, for one article: what retrieval puts into prompts then shows in the text.

It answers for the shorter of the two articles of `transcreate demo`, in French. Left alone it translates as a
dictionary would; terms, keyphrases and style notes are obeyed to the letter.
"""

import json
import re
from typing import Any

from tests.fake_wire import prompt_of

HABITS = {"Großwärmepumpe": "grosse pompe thermique", "Fernwärmenetz": "réseau de chauffage à distance"}
"""Words that a termbase may set right."""

OWN_KEYPHRASE = "chaleur du fleuve"

LINES = {
    "Weserau heizt": "Weserau se chauffe avec l'eau du fleuve",
    "Die Stadtwerke": "La régie de Weserau a mis en service lundi une {Großwärmepumpe}.",
    "Sie entzieht": "Elle prend de la chaleur à la Weser et en alimente environ 4 800 logements "
    "par le {Fernwärmenetz}.",
    "Die Anlage": "L'installation a une puissance de 18 mégawatts et a coûté 31 millions d'euros.",
    "„Wir haben": "« Nous avons longtemps seulement regardé le fleuve, maintenant nous travaillons avec lui », a dit "
    "la directrice Katrin Hollweg lors de l'inauguration.",
    "Gaskraftwerk bleibt": "La centrale à gaz reste en réserve",
    "Bislang kam": "Jusqu'ici, la chaleur venait surtout d'une centrale à gaz dans le port.",
    "Es soll": "À l'avenir, elle ne doit fonctionner que les jours très froids.",
    "Nach Berechnungen": "Selon l'entreprise, la ville économise ainsi 14 000 tonnes de dioxyde de carbone par an.",
    "Sinkt die": "Si la température du fleuve descend sous trois degrés, la pompe s'arrête.",
    "Der Preis": "D'après la régie, le prix reste stable jusqu'à la fin de 2027.",
    "Eine zweite": "Une deuxième pompe pourrait suivre.",
}

TU = "Ainsi, tu sais maintenant d'où vient la chaleur de ton logement."
VOUS = "Ainsi, vous savez maintenant d'où vient la chaleur de votre logement."
TUTOIE = re.compile(r"tutoyons|tutoyer|tutoiement", re.IGNORECASE)


def respond(body: dict[str, Any]) -> str:
    """The answer to any prompt of the workflow."""
    prompt = prompt_of(body)
    if prompt.startswith("You outline"):
        return _outline(prompt)
    if prompt.startswith("You write the search title"):
        phrase = _after(prompt, "Keyphrase: ")
        return json.dumps(
            {
                "title": f"{_capital(phrase)} : 4 800 logements à Weserau",
                "description": f"Une {phrase} chauffe 4 800 logements à Weserau depuis lundi. Coût, prix et réserve : "
                "ce que dit la régie de la ville.",
            }
        )
    if prompt.startswith("You translate"):
        return "\n".join(f"{number}: {_translated(text, prompt)}" for number, text in _lines(prompt))
    return _section(prompt)


def _outline(prompt: str) -> str:
    offered = [phrase.strip() for phrase in fenced(prompt, "keyphrases").split(";") if phrase.strip()]
    phrase = offered[0] if offered else OWN_KEYPHRASE
    wanted = re.search(r"exactly (\d+) sections", prompt)
    count = int(wanted[1]) if wanted else 4
    numbers = [int(number) for number, _ in _lines(prompt)]
    headings = [f"{_capital(phrase)} : Weserau se chauffe autrement", f"{_capital(phrase)} : 4 800 logements"]
    headings += [f"La réserve et le prix, point {n}" for n in range(1, count)]
    share = -(-len(numbers) // max(1, count - 1))
    lines = [numbers[:4], *(numbers[at * share : (at + 1) * share] or numbers[-1:] for at in range(count - 1))]
    sections = [{"heading": h, "lines": told} for h, told in zip(headings, lines, strict=False)]
    return json.dumps({"keyphrase": phrase, "intent": "informational", "sections": sections})


def _translated(line: str, prompt: str) -> str:
    terms = dict(row.split(" = ", 1) for row in fenced(prompt, "terms").splitlines() if " = " in row)
    template = next((french for german, french in LINES.items() if line.startswith(german)), line)
    return re.sub(r"\{(\w+)\}", lambda slot: terms.get(slot[1], HABITS[slot[1]]), template)


def _section(prompt: str) -> str:
    phrase = _after(prompt, "searched for “", "”")
    told = [text if text.endswith((".", "»")) else f"{text}." for _, text in _lines(prompt)]
    reader = TU if TUTOIE.search(fenced(prompt, "style")) else VOUS
    first = f"Le sujet du jour à Weserau : {phrase}." if "the introduction" in prompt else ""
    return " ".join(part for part in [first, *told, reader] if part)


def _lines(prompt: str) -> list[tuple[str, str]]:
    return re.findall(r"^(\d+): (.*)$", fenced(prompt, "lines"), re.MULTILINE)


def fenced(prompt: str, label: str) -> str:
    """What stands in the last `<label>` fence of a prompt, empty without one."""
    _, opened, rest = prompt.rpartition(f"<{label}>")
    return rest.partition(f"</{label}>")[0].strip() if opened else ""


def _after(prompt: str, mark: str, end: str = "\n") -> str:
    return prompt.partition(mark)[2].partition(end)[0].strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
