"""A scripted newsdesk: what a careful model would answer for one short German article, written by hand.

`Newsdesk` is a responder for the fake wire. It finds out from the prompt what is wanted, as a model would, and
answers deterministically. `spoil` exchanges its first answer for some part by a bad one; a revision gets the good one.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fake_wire import Answer, Fault, prompt_of

REQUEST = "Please rewrite this in French, SEO friendly, with subheadings, at least 300 words"

SOURCE = """\
# Lindenau eröffnet eine Bibliothek der Dinge

Die Stadtbücherei Lindenau verleiht seit dem 4. März 2025 auch Werkzeug. In den Regalen liegen 260 Geräte, \
von der Bohrmaschine bis zum Zelt. Die Ausleihe kostet 3 Euro pro Woche.

„Viele Menschen brauchen eine Bohrmaschine nur zwölf Minuten im Jahr“, sagt Büchereileiterin Petra Wolfram. \
Der Verein Reparaturtreff Lindenau prüft jedes Gerät nach der Rückgabe.

Im ersten Halbjahr zählte das Haus 1.450 Ausleihen. 82 Prozent der Geräte kamen pünktlich zurück. \
Die Stadt zahlt im Jahr 18.500 Euro für das Angebot. Ob es über 2026 hinaus läuft, soll der Rat im Herbst entscheiden.
"""

TRANSLATION = {
    1: "Lindenau ouvre une bibliothèque d'objets",
    2: "La bibliothèque municipale de Lindenau prête aussi des outils depuis le 4 mars 2025.",
    3: "Sur les étagères se trouvent 260 appareils, de la perceuse à la tente.",
    4: "Le prêt coûte 3 euros par semaine.",
    5: "« Beaucoup de gens n'ont besoin d'une perceuse que douze minutes par an », dit la directrice de la "
    "bibliothèque, Petra Wolfram.",
    6: "L'association Reparaturtreff Lindenau contrôle chaque appareil après son retour.",
    7: "Au premier semestre, la maison a compté 1 450 prêts.",
    8: "82 % des appareils sont revenus à l'heure.",
    9: "La ville paie 18 500 euros par an pour cette offre.",
    10: "Le conseil doit décider à l'automne si elle se poursuit au-delà de 2026.",
}

KEYPHRASE = "bibliothèque d'objets"

OUTLINE = {
    "keyphrase": KEYPHRASE,
    "intent": "informational",
    "sections": [
        {"heading": "Bibliothèque d'objets : Lindenau prête ses outils depuis mars 2025", "lines": [2, 3, 9]},
        {"heading": "Une bibliothèque d'objets à 3 euros par semaine", "lines": [2, 3, 4]},
        {"heading": "Des appareils contrôlés après chaque retour", "lines": [5, 6]},
        {"heading": "Un premier bilan et une décision à l'automne", "lines": [7, 8, 9, 10]},
    ],
}

SECTIONS = {
    "s0": "La bibliothèque d'objets de Lindenau prête des outils depuis le 4 mars 2025. Elle se trouve à la "
    "bibliothèque municipale, où 260 appareils attendent les lecteurs. Ainsi, une perceuse ou une tente "
    "s'emprunte comme un livre, pour 3 euros par semaine. Pour la ville, la dépense s'élève à 18 500 euros par an. "
    "Cependant, la suite n'est pas acquise : le conseil doit décider à l'automne.",
    "s1": "D'abord, le principe est simple : la bibliothèque municipale de Lindenau ne prête plus seulement des "
    "livres. Sur ses étagères se trouvent aussi 260 appareils, de la perceuse à la tente. Une bibliothèque "
    "d'objets prête donc des choses que l'on rapporte après usage.\n\n"
    "Ensuite, le tarif est le même pour tous les outils : 3 euros par semaine. L'offre existe depuis le "
    "4 mars 2025. En outre, elle vient en plus du prêt de livres, car la maison continue aussi de servir ses lecteurs.",
    "s2": "« Beaucoup de gens n'ont besoin d'une perceuse que douze minutes par an », dit Petra Wolfram. Elle "
    "dirige la bibliothèque de Lindenau. Autrement dit, l'outil acheté reste presque toute l'année au placard.\n\n"
    "De plus, chaque appareil passe par d'autres mains après son retour. L'association Reparaturtreff Lindenau "
    "contrôle en effet tout ce qui revient. Ce contrôle vaut pour la perceuse comme pour la tente. Ainsi, "
    "la bibliothèque d'objets repose sur deux partenaires : une équipe municipale et une association.",
    "s3": "Au premier semestre, la maison a compté 1 450 prêts. Par ailleurs, 82 % des appareils sont revenus à "
    "l'heure. Ces deux chiffres décrivent l'usage, mais ils ne disent rien de l'avenir.\n\n"
    "En effet, la ville paie 18 500 euros par an pour cette offre. Or, le conseil doit décider à l'automne si elle "
    "se poursuit au-delà de 2026. D'ici là, la bibliothèque d'objets de Lindenau reste ouverte. Enfin, "
    "rien ne change pour les lecteurs : ils paient toujours 3 euros par semaine pour chaque appareil.",
}

METADATA = {
    "title": "Bibliothèque d'objets : Lindenau prête 260 appareils",
    "description": "La bibliothèque d'objets de Lindenau prête 260 appareils pour 3 euros par semaine. Voici ce que "
    "la ville paie et ce que le conseil décide.",
}

Spoilt = str | Answer | Fault


@dataclass
class Newsdesk:
    """Answers every prompt of the workflow. `spoil` maps a part (`plan`, `metadata`, `s1`, line number `"3"`)
    to what is answered for it the first `times` times."""

    spoil: Mapping[str, Spoilt] = field(default_factory=dict)
    times: int = 1

    def __post_init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, body: dict[str, object]) -> Spoilt:
        prompt = prompt_of(body)
        part = self._part(prompt)
        self.asked.append(part)
        if part in self.spoil and self.asked.count(part) <= self.times:
            return self.spoil[part]
        if part == "plan":
            return json.dumps(OUTLINE, ensure_ascii=False)
        if part == "metadata":
            return json.dumps(METADATA, ensure_ascii=False)
        if part == "facts":
            return json.dumps({"doubts": []})
        if part == "translate":
            numbers = [int(n) for n in re.findall(r"^(\d+): ", fenced(prompt, "lines"), re.M)]
            return "\n".join(f"{n}: {TRANSLATION[n]}" for n in numbers)
        return SECTIONS[part]

    def _part(self, prompt: str) -> str:
        if prompt.startswith("You translate"):
            return "translate"
        if prompt.startswith("You outline"):
            return "plan"
        if prompt.startswith("You write the search title"):
            return "metadata"
        if prompt.startswith("You check the facts"):
            return "facts"
        match = re.search(r"Write (?:the section “(.*?)”|a section:)", prompt)
        assert match, f"no part of the workflow asks like this:\n{prompt}"
        plain = (match[1] or "").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        sections = OUTLINE["sections"]
        assert isinstance(sections, list)
        return next(f"s{i}" for i, section in enumerate(sections) if section["heading"] == plain)


def fenced(prompt: str, label: str) -> str:
    """What stands in the last `<label>` fence of a prompt."""
    return prompt.rpartition(f"<{label}>")[2].partition(f"</{label}>")[0].strip()
