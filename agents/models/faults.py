"""What went wrong on the wire, as errors written for people, and whether another try can help."""

import email.utils
import time

import httpx2
import openai

from agents.models.factory import Address
from knowledge.errors import (
    AccessDenied,
    EndpointUnreachable,
    ModelError,
    ReplyUnusable,
    SourceTooLong,
    TranscreateError,
)

NO_ANSWER = (openai.APIConnectionError, httpx2.TransportError)
NOT_THE_WIRE = (openai.APIResponseValidationError, ValueError, LookupError, TypeError, AttributeError)
"""How the client libraries report a 200 whose body is not a chat completion."""

CALL_ERRORS = (openai.OpenAIError, *NO_ANSWER, *NOT_THE_WIRE)

OPTIONAL_FIELDS = {
    "response_format": ("response_format", "json_schema", "structured output", "grammar"),
    "temperature": ("temperature",),
    "seed": ("seed",),
    "max_tokens": ("max_tokens", "max_completion_tokens"),
}
"""Request fields a call can do without, and the words by which endpoints name them when they reject them."""


class Retry(Exception):
    """Another try may help.

    `error` is what to raise when there is none, `after` the seconds the endpoint asks to wait, and `alive`
    says that the endpoint works but has too much to do.
    """

    def __init__(self, error: ModelError, after: float | None = None, alive: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.after = after
        self.alive = alive


def explain(error: Exception, place: Address) -> TranscreateError | Retry:
    """The error of the project's tree for what a client library raised; `Retry` when another try may help."""
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException | TimeoutError):
        return Retry(EndpointUnreachable(f"{place.name} gave no answer within {place.seconds:.0f} s."))
    if isinstance(error, NO_ANSWER):
        return Retry(EndpointUnreachable(f"{place.name} cannot be reached, or the connection broke. Is it running?"))
    if isinstance(error, openai.APIStatusError):
        return _explain_status(error, place)
    if isinstance(error, NOT_THE_WIRE):
        return Retry(
            EndpointUnreachable(
                f"{place.name} answers, but not in the format of OpenAI's chat completions. Check OPENAI_BASE_URL."
            )
        )
    return EndpointUnreachable(f"The call to {place.name} failed: {_said(error, place)}")


def rejected_field(error: Exception, sent: set[str]) -> str | None:
    """The optional field among `sent` because of which the endpoint rejected the request, if it was one.

    An endpoint that rejects a schema without saying why is taken to have no schemas.
    """
    if not isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
        return None
    if _is_overflow(error) or error.code == "content_filter":
        return None
    said = f"{error.param} {error.message}".lower()
    for name, words in OPTIONAL_FIELDS.items():
        if name in sent and any(word in said for word in words):
            return name
    return "response_format" if "response_format" in sent else None


def _explain_status(error: openai.APIStatusError, place: Address) -> TranscreateError | Retry:
    status = error.status_code
    if status in (401, 403):
        return AccessDenied(f"{place.name} refuses the key ({status}). Check OPENAI_API_KEY.")
    if status == 404:
        return AccessDenied(
            f"{place.name} does not know the model {place.model} (404), or its address is incomplete: "
            "OPENAI_BASE_URL usually ends in /v1."
        )
    if status == 429 and error.code == "insufficient_quota":
        return AccessDenied(f"{place.name} says that the account of this key has no credit left (429).")
    if status == 429:
        return Retry(EndpointUnreachable(f"{place.name} limits the rate of calls (429)."), _retry_after(error), True)
    if status in (408, 409) or status >= 500:
        return Retry(EndpointUnreachable(f"{place.name} is in trouble ({status})."), _retry_after(error))
    if _is_overflow(error):
        return SourceTooLong(
            f"The prompt does not fit the model {place.model}. Give a shorter source, or take a model "
            "with a larger context window."
        )
    if error.code == "content_filter":
        return ReplyUnusable(f"{place.name} refuses the prompt by its content filter.")
    return ModelError(f"{place.name} rejects the request ({status}): {_said(error, place)}")


def _is_overflow(error: openai.APIStatusError) -> bool:
    said = f"{error.code} {error.message}".lower()
    return any(
        words in said
        for words in (
            "context_length",
            "context length",
            "context size",
            "context window",
            "prompt is too long",
        )
    )


def _said(error: Exception, place: Address) -> str:
    """At most 300 characters of what the endpoint said, without the key."""
    said = error.message if isinstance(error, openai.APIError) else str(error)
    return said.replace(place.key.get_secret_value(), "***")[:300]


def _retry_after(error: openai.APIStatusError) -> float | None:
    """Seconds of a Retry-After header in either form (RFC 9110, 10.2.3), or of retry-after-ms."""
    headers = error.response.headers
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        if "retry-after" not in headers:
            return None
        return max(0.0, float(headers["retry-after"]))
    except ValueError:
        pass
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None
