"""The newsdesk of `tests.graphs.library`, which also answers those who ask for a whole article at once."""

from collections.abc import Iterable
from typing import Any

from tests.fake_wire import prompt_of
from tests.graphs.library import TRANSLATION, Newsdesk, Spoilt
from tests.transcreate.test_check_command import GOOD

__all__ = ["GOOD", "WholeDesk"]


class WholeDesk(Newsdesk):
    """Gives `articles` one after the other, the last one again and again, to whoever asks for an article."""

    def __init__(self, *articles: Spoilt, marks: Iterable[Spoilt] = (), **spoilt: Any) -> None:
        super().__init__(**spoilt)
        self.articles = list(articles) or [GOOD]
        self.marks = list(marks)
        self.prompts: list[str] = []

    def __call__(self, body: dict[str, object]) -> Spoilt:
        prompt = prompt_of(body)
        self.prompts.append(prompt)
        if prompt.startswith("You are an editor."):
            self.asked.append("article")
            return self.articles[min(self.asked.count("article"), len(self.articles)) - 1]
        if prompt.startswith("You translate articles."):
            self.asked.append("translation")
            return "\n\n".join(TRANSLATION.values())
        if prompt.startswith("You judge"):
            self.asked.append("judge")
            return self.marks[min(self.asked.count("judge"), len(self.marks)) - 1]
        return super().__call__(body)
