"""A small fake of the OpenAI wire: a real HTTP server with scripted answers, faults and a call log."""

from tests.fake_wire.answers import Answer, Fault, Responder, asks_for_json, prompt_of, schema_name
from tests.fake_wire.server import FakeWire, LoggedCall

__all__ = [
    "Answer",
    "FakeWire",
    "Fault",
    "LoggedCall",
    "Responder",
    "asks_for_json",
    "prompt_of",
    "schema_name",
]
