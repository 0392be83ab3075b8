"""Asking a model over real HTTP: text, data, faults of the way."""

from pydantic import BaseModel

from agents.calling import Caller, wire
from tests.fake_wire import FakeWire


class Verdict(BaseModel):
    title: str
    words: int


def caller(model: str = "openai:fake-model", **kwargs) -> Caller:
    return Caller(wire, model=model, node="test", **kwargs)


async def test_text_comes_back_with_what_it_cost(fake_wire: FakeWire):
    fake_wire.responder = lambda body: "Bonjour."
    asking = caller()
    assert await asking.text("system", "user", max_tokens=50, purpose="greet") == "Bonjour."
    (call,) = asking.calls
    assert (call.node, call.purpose, call.error) == ("test", "greet", None)
    assert call.input_tokens > 0
    assert call.output_tokens == 2
    assert call.cost_usd is None
    assert fake_wire.calls[0].body["max_tokens"] == 50
