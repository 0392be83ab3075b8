"""A newsdesk with a fact checker: it doubts the one sentence that a writer made up."""

import json
import re

from tests.fake_wire import prompt_of
from tests.graphs.library import SECTIONS, Newsdesk, fenced

INVENTED = "D'autres villes suivent déjà cet exemple avec succès."


class Doubter(Newsdesk):
    """A newsdesk whose fact checker doubts every sentence that speaks of success."""

    def __call__(self, body):
        answer = super().__call__(body)
        if self.asked[-1] != "facts" or "facts" in self.spoil:
            return answer
        rows = re.findall(r"^(\d+): (.*)$", fenced(prompt_of(body), "sentences"), re.M)
        doubted = [int(number) for number, text in rows if "succès" in text]
        return json.dumps({"doubts": [{"sentence": n, "why": "no other town is named"} for n in doubted]})


def inventing(part="s2"):
    return {part: f"{SECTIONS[part]} {INVENTED}"}


def doubted_once(body):
    """Answers by the prompt alone, as in a new process: a section that is made up at first, then mended."""
    return Doubter(spoil={} if "Mend only this" in prompt_of(body) else inventing())(body)
