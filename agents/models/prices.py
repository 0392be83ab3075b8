"""What a token costs, by the dated table in `prices.json`; TRANSCREATE_PRICES names a file of your own."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from agents.models.factory import is_embedded, normal
from knowledge.errors import SetupError

TABLE = Path(__file__).with_name("prices.json")
DATED = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")


class Price(BaseModel):
    """USD per million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """USD."""
        return (input_tokens * self.input + output_tokens * self.output) / 1_000_000


class Prices(BaseModel):
    """The table: prices by model name, when they were noted, and where."""

    date: str
    source: str = ""
    usd_per_million_tokens: dict[str, Price]


FREE = Price(input=0, output=0)


def load_prices(env: Mapping[str, str] = os.environ) -> Prices:
    """The shipped table, its rows overridden by those of the file TRANSCREATE_PRICES names."""
    return _table(env.get("TRANSCREATE_PRICES", ""))


def price_of(spec: str, env: Mapping[str, str] = os.environ) -> Price | None:
    """The price of a model, None when unknown. `gpt-4o-2024-08-06` costs what `gpt-4o` costs."""
    if is_embedded(spec):
        return FREE
    name = normal(spec).removeprefix("openai:")
    rows = load_prices(env).usd_per_million_tokens
    return rows.get(name) or rows.get(DATED.sub("", name))


@cache
def _table(own_file: str) -> Prices:
    shipped = _read(TABLE)
    if not own_file:
        return shipped
    own = _read(Path(own_file).expanduser())
    rows = shipped.usd_per_million_tokens | own.usd_per_million_tokens
    return own.model_copy(update={"usd_per_million_tokens": rows})


def _read(path: Path) -> Prices:
    try:
        return Prices.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise SetupError(f"The price table {path} cannot be read: {error}") from error
