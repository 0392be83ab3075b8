"""What a run would cost, before anything is spent: the planner's own arithmetic without a model."""

from pydantic import BaseModel, Field

from agents import fact_checker, metadata_writer, planner, read_brief, section_writer, translator
from agents.domain import Brief, Line
from agents.lines import chunks, number_lines
from agents.models.factory import resolve, takes_small_steps
from agents.models.prices import Price, load_prices, price_of
from agents.outline import slots, target_words, words_of
from agents.read_brief import parse_request
from agents.reading.language import base_language
from agents.small_steps.outlining import source_slots
from graphs.context import Context
from graphs.estimate_small import Calls, SmallSizes, prompt_tokens
from graphs.material import OWN_GUIDE_TOKENS
from graphs.nodes import read_given
from knowledge.errors import LanguageUnclear
from knowledge.tokens import count_tokens

TOKENS_PER_WORD = (1.4, 2.2)
"""Least and most tokens of a word of the article: prose in o200k_base and in the vocabularies of small models,
as measured for translations."""

HEADING_TOKENS = (14, 40)
METADATA_TOKENS = (60, 110)
FIXES_TOKENS = 150
"""Findings in the prompt of a revision."""

NUMBERED = 1.3
"""Tokens of a text as numbered sentences, in those of the text alone."""

LINES_TOLD = (0.8, 1.6)
"""How much of the source all sections' prompts hold together: introduction, FAQ and summary repeat lines."""


class Spend(BaseModel):
    """One end of the range."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None = Field(description="None when the model's price is unknown.")


class Estimate(BaseModel):
    """`least`: every answer is right at once. `most`: every answer is asked for twice, and all rounds revise all."""

    model: str
    language: str
    words: int = Field(description="Words the article would aim at.")
    sections: int
    translations: int = Field(description="Translation calls of the first try.")
    prices_of: str = Field(description="Date of the price table, ISO 8601.")
    least: Spend
    most: Spend


def estimate(request: str, source: str, context: Context) -> Estimate:
    """The range of calls, tokens and cost of one run. Makes no call.

    Raises:
        InputError: As for a run; also when only a model could tell the language from the request.
    """
    asked, article = read_given({"request": request, "source": source}, context)
    read = parse_request(asked, context.flags())
    if read.language is None:
        raise LanguageUnclear(
            "Code alone cannot tell the language from the request. Add --to LANGUAGE for an estimate."
        )
    brief = Brief(language=read.language, min_words=read.min_words, max_words=read.max_words)
    lines = number_lines(article)
    words = target_words(brief, words_of(lines))
    model = resolve(context.model).spec
    price = price_of(model)
    small = takes_small_steps(model)
    sections = len(source_slots(words, lines) if small else slots(words, len(lines), words_of(lines)))
    translates = base_language(article.language) != brief.base_language
    runs = [] if not translates else [[line] for line in lines] if small else chunks(lines, translator.WORDS_PER_CALL)
    checks, checker_price = _fact_checks(lines, words, context)
    sizes = (SmallSizes if small else _Sizes)(lines, words, sections, len(runs), leftover=bool(read.leftover))
    return Estimate(
        model=model,
        language=brief.language,
        words=words,
        sections=sections,
        translations=len(runs),
        prices_of=load_prices().date,
        least=_spend((sizes.once(0), price), (checks[:1], checker_price)),
        most=_spend(
            ([*sizes.once(1), *sizes.once(1), *sizes.revisions(context.max_revisions)], price), (checks, checker_price)
        ),
    )


class _Sizes:
    """The calls of a run by kind; `end` is 0 for the least of a range and 1 for its most."""

    def __init__(self, lines: list[Line], words: int, sections: int, runs: int, *, leftover: bool) -> None:
        self._source = count_tokens("\n".join(f"{line.number}: {line.text}" for line in lines))
        self._source_words = words_of(lines)
        self._words = words
        self._sections = sections
        self._runs = runs
        self._leftover = leftover

    def once(self, end: int) -> list[Calls]:
        """The calls of a first draft, each made once."""
        told = TOKENS_PER_WORD[end] * self._source_words
        brief = Calls(int(self._leftover), prompt_tokens(read_brief.SYSTEM, read_brief.USER), 40 + 160 * end)
        plan = Calls(
            1,
            prompt_tokens(planner.SYSTEM, planner.USER) + OWN_GUIDE_TOKENS * end + self._source,
            (1 + self._sections) * HEADING_TOKENS[end],
        )
        share = 1 / max(1, self._runs)
        translations = Calls(
            self._runs,
            prompt_tokens(translator.SYSTEM, translator.USER)
            + OWN_GUIDE_TOKENS * end
            + self._source * share
            + told * share * end,
            told * share,
        )
        return [brief, plan, translations, self._writers(end), self._metadata(end)]

    def revisions(self, rounds: int) -> list[Calls]:
        """The calls of that many rounds in which every part is written again."""
        old = TOKENS_PER_WORD[1] * self._words / self._sections
        section, metadata = self._writers(1), self._metadata(1)
        return [
            Calls(self._sections * rounds, section.asked + old + FIXES_TOKENS, section.told),
            Calls(2 * rounds, metadata.asked + METADATA_TOKENS[1] + FIXES_TOKENS, metadata.told),
        ]

    def _writers(self, end: int) -> Calls:
        told = TOKENS_PER_WORD[end] * self._source_words * LINES_TOLD[end]
        headings = self._sections * HEADING_TOKENS[end]
        prompt = prompt_tokens(section_writer.SYSTEM, section_writer.USER) + OWN_GUIDE_TOKENS * end
        return Calls(
            self._sections,
            prompt + headings + told / self._sections,
            TOKENS_PER_WORD[end] * self._words * (0.8 + 0.6 * end) / self._sections,
        )

    def _metadata(self, end: int) -> Calls:
        prompt = prompt_tokens(metadata_writer.SYSTEM, metadata_writer.USER) + OWN_GUIDE_TOKENS * end
        return Calls(1, prompt + 60 + 140 * end, METADATA_TOKENS[end])


def _fact_checks(lines: list[Line], words: int, context: Context) -> tuple[list[Calls], Price | None]:
    """The calls of a fact checker, the least first: once for the draft, or asked twice each time, after each round."""
    if context.fact_checker is None:
        return [], None
    prompt = prompt_tokens(fact_checker.SYSTEM, fact_checker.USER)
    source = count_tokens("\n".join(f"{line.number}: {line.text}" for line in lines))
    least, most = (prompt + source + NUMBERED * per_word * words for per_word in TOKENS_PER_WORD)
    times = 1 + 2 * context.max_revisions
    doubts = FIXES_TOKENS * 2
    return [Calls(1, least, 4), Calls(times, most + doubts, doubts)], price_of(resolve(context.fact_checker).spec)


def _spend(*parts: tuple[list[Calls], Price | None]) -> Spend:
    """What calls take, each part of them at its own price."""
    spent = Spend(calls=0, input_tokens=0, output_tokens=0, cost_usd=0.0)
    for calls, price in parts:
        asked = round(sum(kind.count * kind.asked for kind in calls))
        told = round(sum(kind.count * kind.told for kind in calls))
        cost = price.of(asked, told) if price else None if calls else 0.0
        spent = Spend(
            calls=spent.calls + sum(kind.count for kind in calls),
            input_tokens=spent.input_tokens + asked,
            output_tokens=spent.output_tokens + told,
            cost_usd=None if spent.cost_usd is None or cost is None else spent.cost_usd + cost,
        )
    return spent
