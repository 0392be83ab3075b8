"""What a responder may answer, and what it may ask of a request body."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A reply on the OpenAI wire. A responder that returns a `str` means `Answer(text)`."""

    text: str
    finish_reason: str = "stop"
    refusal: str | None = None
    delay: float | None = None
    """Seconds before the answer; None takes the server's own delay."""


@dataclass(frozen=True)
class Fault:
    """Anything but a good reply.

    `status` with `headers` and `code` is an error answer. `drop` closes the connection: `before` any byte,
    or in the `middle` of the body (of the stream, when one was asked for). `raw` is sent as the body of a
    200 as it stands.
    """

    status: int = 503
    message: str = "scripted fault"
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: Literal["before", "middle"] | None = None
    raw: str | None = None
    delay: float | None = None


Responder = Callable[[Body], "str | Answer | Fault"]


def prompt_of(body: Body) -> str:
    """All messages of the request as one text, roles left out."""
    return "\n\n".join(str(message.get("content") or "") for message in body.get("messages", []))


def schema_name(body: Body) -> str | None:
    """The name of the JSON schema the answer must obey, or None when prose was asked for."""
    wanted = body.get("response_format") or {}
    return wanted.get("json_schema", {}).get("name") if wanted.get("type") == "json_schema" else None


def asks_for_json(body: Body) -> bool:
    return body.get("response_format") is not None
