"""Draws `agents/models/prices.json` from the price list that the package genai-prices keeps.

    make prices

The package is needed for this and for its test alone: a run reads the table.
"""

import datetime
import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from genai_prices.data import providers
from genai_prices.types import ClauseEquals, ClauseOr, TieredPrices

from agents.models.prices import DATED, TABLE

LEFT_OUT = re.compile(
    r"audio|image|vision|realtime|transcribe|tts|live|embedding|moderation|search|research"  # not for writing
    r"|\b(ada|babbage|curie|davinci|codex)\b|instruct|gpt-3\.5-0301"  # not on the chat wire, or gone from it
    r"|gpt-oss"  # open weights: the price is whoever's runs them
)


def source() -> str:
    """Where the table comes from, as it says itself."""
    return f"genai-prices {version('genai-prices')} (MIT), OpenAI, standard tier, without discount for cached input"


def listed(day: datetime.date) -> dict[str, dict[str, float]]:
    """OpenAI's chat models by name, at the prices of that day.

    A dated name that costs what the name without a date costs is left out: `price_of` knows that.
    """
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    rows = {}
    (openai,) = [provider for provider in providers if provider.id == "openai"]
    for model in openai.models:
        prices = model.get_prices(noon)
        if prices.input_mtok is None or prices.output_mtok is None or LEFT_OUT.search(model.id):
            continue
        row = {"input": _least(prices.input_mtok), "output": _least(prices.output_mtok)}
        rows |= dict.fromkeys((name for name in _names(model.match) if not LEFT_OUT.search(name)), row)
    plain = {name: rows.get(DATED.sub("", name)) for name in rows if DATED.search(name)}
    return {name: row for name, row in sorted(rows.items()) if row != plain.get(name)}


def _names(match: Any) -> Iterator[str]:
    clauses = match.or_ if isinstance(match, ClauseOr) else [match]
    return (clause.equals for clause in clauses if isinstance(clause, ClauseEquals))


def _least(price: Any) -> float:
    """Prices rise from 272,000 tokens on; no prompt of ours comes near that."""
    return float(price.base if isinstance(price, TieredPrices) else price)


def main() -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in listed(today).items())
    head = f'  "date": "{today.isoformat()}",\n  "source": {json.dumps(source())},\n'
    TABLE.write_text(f'{{\n{head}  "usd_per_million_tokens": {{\n{rows}\n  }}\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
