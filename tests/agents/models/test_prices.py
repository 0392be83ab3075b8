"""What tokens cost: known, free, or unknown, and never zero by accident."""

import datetime
import json

import pytest

from agents.models.prices import load_prices, price_of
from knowledge.errors import SetupError
from tests.agents.models import price_list


def test_the_table_carries_its_date_and_source():
    table = load_prices({})
    assert datetime.date.fromisoformat(table.date)
    assert table.source == price_list.source()


def test_the_table_is_what_the_price_list_says():
    """Another version of the package may know better: then `make prices` draws the table anew."""
    table = load_prices({})
    rows = {name: price.model_dump() for name, price in table.usd_per_million_tokens.items()}
    assert rows == price_list.listed(datetime.date.fromisoformat(table.date))
    assert rows["gpt-4.1-mini"] == {"input": 0.4, "output": 1.6}


def test_known_models_cost_and_embedded_ones_are_free():
    price = price_of("openai:gpt-4.1-mini", {})
    assert price is not None
    assert price.of(1_000_000, 1_000_000) == pytest.approx(2.0)
    for spec in ("embedded", "embedded:/m.gguf"):
        free = price_of(spec, {})
        assert free is not None
        assert free.of(10**9, 10**9) == 0


def test_a_dated_name_costs_what_its_family_costs():
    assert price_of("gpt-4o-2024-08-06", {}) == price_of("gpt-4o", {})


def test_unless_it_has_a_price_of_its_own():
    first, later = price_of("gpt-4o-2024-05-13", {}), price_of("gpt-4o", {})
    assert first is not None
    assert later is not None
    assert first.output > later.output


@pytest.mark.parametrize("spec", ["openai:llama3.1:8b", "gpt-4o-super", "my/gpt-4o"])
def test_the_price_of_an_unknown_model_is_unknown(spec):
    assert price_of(spec, {}) is None


def test_a_file_of_your_own_adds_and_overrides(tmp_path):
    file = tmp_path / "prices.json"
    rows = {"llama3": {"input": 0.0, "output": 0.0}, "gpt-4o": {"input": 1.0, "output": 1.0}}
    file.write_text(json.dumps({"date": "2026-05-01", "usd_per_million_tokens": rows}))
    env = {"TRANSCREATE_PRICES": str(file)}
    prices = [price_of(name, env) for name in ("llama3", "gpt-4o", "gpt-4.1")]
    assert [price.input for price in prices if price] == [0.0, 1.0, 2.0]
    assert load_prices(env).date == "2026-05-01"


@pytest.mark.parametrize("content", ["not json", "{}", '{"date": "x", "usd_per_million_tokens": {"m": {"input": -1}}}'])
def test_a_broken_price_file_is_said_and_not_ignored(tmp_path, content):
    file = tmp_path / "prices.json"
    file.write_text(content)
    with pytest.raises(SetupError, match=r"price table .*prices\.json cannot be read"):
        price_of("gpt-4o", {"TRANSCREATE_PRICES": str(file)})
