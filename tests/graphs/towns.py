"""The newsdesk's article as many articles: each about another town, with other figures and other names.

Batches that are measured need sources that differ, or caches would do the work. `answer` finds out from a prompt
which town it is about, and gives the newsdesk's answer with that town's figures.
"""

import re
from dataclasses import dataclass

from graphs import Job
from tests.fake_wire import prompt_of
from tests.graphs.library import REQUEST, SOURCE, Newsdesk

FIRST = ("Alt", "Berg", "Birk", "Dorn", "Eich", "Erl", "Feld", "Hag", "Heid", "Klee", "Lang", "Mühl", "Neu", "Ross")
MIDDLE = ("", "en", "er", "els", "in", "ings", "am", "an", "ber", "der", "hart", "holz")
LAST = ("au", "bach", "brunn", "dorf", "eck", "furt", "hain", "heim", "hof", "horst", "ow", "ried", "stadt", "thal")
TOWNS = [first + middle + last for first in FIRST for middle in MIDDLE for last in LAST]
_NUMBERS = {town: number for number, town in enumerate(TOWNS)}
_TOWN = re.compile(rf"\b(?:{'|'.join(FIRST)})(?:{'|'.join(MIDDLE)})(?:{'|'.join(LAST)})\b")
_NAMES = ("Anna", "Britta", "Carla", "Dora", "Elke", "Frieda", "Gerda", "Heike", "Inge", "Jutta", "Karin", "Lena")


@dataclass(frozen=True)
class Town:
    number: int

    @property
    def name(self) -> str:
        return TOWNS[self.number]

    def told(self, text: str) -> str:
        """What is told of Lindenau, told of this town."""
        n = self.number
        changes = {
            "Lindenau": self.name,
            "Petra Wolfram": f"{_NAMES[n % len(_NAMES)]} {TOWNS[-1 - n]}er",
            "260": str(200 + n % 97),
            "1.450": f"1.{100 + n % 883}",
            "1 450": f"1 {100 + n % 883}",
            "18.500": f"18.{100 + n % 887}",
            "18 500": f"18 {100 + n % 887}",
            "82": str(60 + n % 37),
        }
        return re.sub("|".join(map(re.escape, changes)), lambda found: changes[found[0]], text)

    def untold(self, text: str) -> str:
        """A prompt as the newsdesk knows it: its headings name Lindenau."""
        return text.replace(self.name, "Lindenau")


def jobs(count: int) -> list[Job]:
    """As many articles, each about a town of its own."""
    return [Job(Town(number).name.lower(), REQUEST, Town(number).told(SOURCE)) for number in range(count)]


def answer(body: dict[str, object]) -> str:
    """A responder for every town."""
    prompt = prompt_of(body)
    found = _TOWN.search(prompt)
    assert found, f"no town is named:\n{prompt}"
    town = Town(_NUMBERS[found[0]])
    return town.told(str(Newsdesk()({**body, "messages": [{"content": town.untold(prompt)}]})))
