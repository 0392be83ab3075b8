"""The one way to a model: which one a run takes, where it answers, and the LangChain chat model for it.

Everything speaks the OpenAI wire: OpenAI itself, any endpoint named by OPENAI_BASE_URL, and the embedded
weights, which llama.cpp serves on a local port of this process.
"""

import asyncio
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, SecretStr

from agents.models import embedded, weights
from knowledge.errors import InputError, SetupError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_openai import ChatOpenAI

DEFAULT_OPENAI_MODEL = "gpt-4.1-mini"
OPENAI_URL = "https://api.openai.com/v1"
UNKNOWN_WINDOW = 8192
"""Tokens taken for models nothing is known about; TRANSCREATE_CONTEXT_WINDOW says better."""

SMALL_BYTES = 3_000_000_000
"""Weights of some 5 billion parameters in 4 bits. Below, models lost their way in this workflow's longer prompts; the
shipped ones have 1.5 billion."""

KEEP_SECONDS = 60.0
"""How long an idle connection is kept: an article's next call comes when the one before was answered."""

ASK_SECONDS = 3.0
CALL_SECONDS = 180.0
EMBEDDED_CALL_SECONDS = 1800.0
"""Time limits of one call: embedded, 1000 tokens need 50 to 200 s. TRANSCREATE_TIMEOUT says better."""


class ModelChoice(BaseModel):
    """A model by its spec (`openai:NAME`, `embedded`, `embedded:/path.gguf`) and why it is named here.

    `reachable` is None where nobody asked.
    """

    spec: str
    why: str
    reachable: bool | None = None


@dataclass(frozen=True)
class Address:
    """Where a spec answers. The key shows neither in `repr` nor in errors."""

    base_url: str
    model: str
    key: SecretStr
    seconds: float
    slots: int
    per_minute: float = float("inf")

    @property
    def name(self) -> str:
        """The address as it may be shown: without user, password and query."""
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    @property
    def is_openai(self) -> bool:
        return self.base_url.startswith(OPENAI_URL)


def resolve(spec: str | None, env: Mapping[str, str] = os.environ) -> ModelChoice:
    """The model a run takes: the one asked for, TRANSCREATE_MODEL, OpenAI when set up, else `embedded`."""
    if spec:
        return ModelChoice(spec=normal(spec), why="it was asked for")
    if env.get("TRANSCREATE_MODEL"):
        return ModelChoice(spec=normal(env["TRANSCREATE_MODEL"]), why="TRANSCREATE_MODEL names it")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        if env.get(name):
            why = f"{name} is set, and {DEFAULT_OPENAI_MODEL} is the default there"
            return ModelChoice(spec=f"openai:{DEFAULT_OPENAI_MODEL}", why=why)
    return ModelChoice(spec="embedded", why="neither a model nor OPENAI_API_KEY or OPENAI_BASE_URL is set")


def normal(spec: str) -> str:
    """The spec in full: a bare name means `openai:NAME`. Raises InputError for a spec without a name."""
    spec = spec.strip()
    kind, colon, name = spec.partition(":")
    if kind not in ("openai", "embedded"):
        kind, colon, name = "openai", ":", spec
    if not name and (colon or kind == "openai"):
        raise InputError(
            f"The model {spec!r} names nothing. Write openai:NAME, embedded, or embedded:/path/to/model.gguf."
        )
    return f"{kind}{colon}{name}"


def is_embedded(spec: str) -> bool:
    return normal(spec).partition(":")[0] == "embedded"


def takes_small_steps(spec: str) -> bool:
    """Whether the model is so small that its work is cut into `agents.small_steps`: the shipped weights, and others
    below SMALL_BYTES."""
    kind, _, name = normal(spec).partition(":")
    if kind != "embedded":
        return False
    file = Path(name).expanduser() if name else None
    return file is None or (file.is_file() and file.stat().st_size < SMALL_BYTES)


def address(spec: str, env: Mapping[str, str] = os.environ) -> Address:
    """Where `spec` answers. The first call for embedded weights loads them, which blocks: use a thread."""
    kind, _, name = normal(spec).partition(":")
    if kind == "embedded":
        server = embedded.serve(Path(name).expanduser() if name else None)
        return Address(
            base_url=server.base_url,
            model=server.model,
            key=server.key,
            seconds=_positive(env, "TRANSCREATE_TIMEOUT", EMBEDDED_CALL_SECONDS),
            slots=server.slots,
        )
    base_url = env.get("OPENAI_BASE_URL", "").rstrip("/")
    key = env.get("OPENAI_API_KEY", "")
    if not key and not base_url:
        raise SetupError(
            f"The model {spec} needs OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint that asks for no "
            "key. Set one of them, or take --model embedded."
        )
    return Address(
        base_url=base_url or OPENAI_URL,
        model=name,
        key=SecretStr(key or "not-needed"),
        seconds=_positive(env, "TRANSCREATE_TIMEOUT", CALL_SECONDS),
        slots=max(1, int(_positive(env, "TRANSCREATE_CONCURRENCY", 16))),
        per_minute=_positive(env, "TRANSCREATE_CALLS_PER_MINUTE", float("inf")),
    )


def available(env: Mapping[str, str] = os.environ) -> list[ModelChoice]:
    """What can be used now: the models of the endpoint that is set up, and the embedded one. Asks the network.

    The endpoint gets ASK_SECONDS to answer; `why` says what stands in the way of a model that is not reachable.
    """
    return [*_at_endpoint(env), _embedded_choice()]


def _at_endpoint(env: Mapping[str, str]) -> list[ModelChoice]:
    from openai import APIStatusError, OpenAI, OpenAIError

    spec = f"openai:{DEFAULT_OPENAI_MODEL}"
    try:
        place = address(spec, env)
    except SetupError as error:
        return [ModelChoice(spec=spec, why=str(error), reachable=False)]
    key = place.key.get_secret_value()
    try:
        with OpenAI(base_url=place.base_url, api_key=key, timeout=ASK_SECONDS, max_retries=0) as client:
            names = sorted(model.id for model in client.models.list().data)
    except APIStatusError as error:
        why = f"{place.name} refuses to list its models ({error.status_code})"
        return [ModelChoice(spec=spec, why=why, reachable=False)]
    except (OpenAIError, ValueError, TypeError):
        return [ModelChoice(spec=spec, why=f"{place.name} cannot be reached", reachable=False)]
    why = f"{place.name} lists it"
    return [ModelChoice(spec=f"openai:{name}", why=why, reachable=True) for name in names]


def _embedded_choice() -> ModelChoice:
    missing = weights.missing_parts()
    if not embedded.installed() or (missing and not weights.is_joined()):
        return ModelChoice(spec="embedded", why=f"not installed. {weights.INSTALL}", reachable=False)
    why = "its weights are joined" if weights.is_joined() else "its weights will be joined at the first run"
    return ModelChoice(spec="embedded", why=why, reachable=True)


def chat_model(spec: str) -> "BaseChatModel":
    """The LangChain chat model of `spec`, with one HTTP client for all calls on the running event loop.

    A client lives as long as its loop, so that a second `asyncio.run` gets its own. The first call blocks.
    """
    models = _models_of_loop()
    place = address(spec)
    _build_once(models, place)
    return models[place]


async def chat_model_at(place: Address) -> "ChatOpenAI":
    """Like `chat_model`, for an address already known, and without blocking the loop."""
    models = _models_of_loop()
    if place not in models:
        await asyncio.to_thread(_build_once, models, place)
    return models[place]


_Models = dict[Address, "ChatOpenAI"]
_models: dict[asyncio.AbstractEventLoop, _Models] = {}
_building = threading.Lock()


def _models_of_loop() -> _Models:
    """The models of the running loop; outside of one, none that could be shared."""
    for closed in [loop for loop in _models if loop.is_closed()]:
        del _models[closed]
    try:
        return _models.setdefault(asyncio.get_running_loop(), {})
    except RuntimeError:
        return {}


def _build_once(models: _Models, place: Address) -> None:
    with _building:
        if place not in models:
            models[place] = _build(place)


def _build(place: Address) -> "ChatOpenAI":
    from httpx2 import Limits
    from openai import DefaultAsyncHttpxClient

    from agents.models.direct import DirectChatOpenAI

    kept_open = Limits(max_keepalive_connections=place.slots, keepalive_expiry=KEEP_SECONDS)
    return DirectChatOpenAI(
        model=place.model,
        base_url=place.base_url,
        api_key=place.key,
        timeout=place.seconds,
        max_retries=0,
        use_responses_api=False,
        stream_usage=True,
        http_async_client=DefaultAsyncHttpxClient(timeout=place.seconds, limits=kept_open),
    )


def context_window(spec: str, env: Mapping[str, str] = os.environ) -> int:
    """Tokens that prompt and reply may fill together, without asking the network.

    TRANSCREATE_CONTEXT_WINDOW wins; then what llama.cpp was given; then LangChain's model profiles.
    """
    if env.get("TRANSCREATE_CONTEXT_WINDOW"):
        return int(_positive(env, "TRANSCREATE_CONTEXT_WINDOW", UNKNOWN_WINDOW))
    kind, _, name = normal(spec).partition(":")
    return embedded.SLOT_TOKENS if kind == "embedded" else _profiled_window(name)


@cache
def _profiled_window(name: str) -> int:
    from langchain_openai import ChatOpenAI

    profile = ChatOpenAI(model=name, api_key=SecretStr("none"), base_url=OPENAI_URL).profile or {}
    return profile.get("max_input_tokens") or UNKNOWN_WINDOW


def _positive(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise SetupError(f"{name} must be a number above zero, not {text!r}.")
    return value
