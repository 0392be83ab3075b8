"""Every exception of the project, grouped by what the caller should do.

The tree stands here, at the bottom of the house, so that all packages can raise from it.

    TranscreateError
    ├── InputError            mend what was given: the request, the source, a file, a flag
    │   ├── LanguageUnclear   the request names no target language
    │   └── SourceTooLong     the source does not fit the model
    ├── SetupError            mend the surroundings: a key, weights, an extra, a folder, the store
    │   ├── WeightsError      embedded weights are missing, damaged, or there is no room for them
    │   └── KnowledgeMismatch the store was built with another embedding: rebuild it
    ├── ModelError            the model or its endpoint failed; `is_retryable` says if trying again may help
    │   ├── EndpointUnreachable
    │   ├── AccessDenied      the endpoint refuses the key or the model name
    │   └── ReplyUnusable     the reply is empty, cut, a refusal, or not what was asked
    └── BudgetExceeded        a limit the caller set was reached: `limit` names it
"""

from typing import Any


class TranscreateError(Exception):
    """Base of all errors this project raises on purpose; its text is written for people.

    Attributes:
        calls: Model calls that were paid for before the error ended the work they were made for.
    """

    calls: tuple[Any, ...] = ()


class InputError(TranscreateError):
    """What was given cannot be used. Mend the request, the source, the file or the flag."""


class LanguageUnclear(InputError):
    """The request does not say in which language the article shall be."""


class SourceTooLong(InputError):
    """The source does not fit what the model can hold."""


class SetupError(TranscreateError):
    """The surroundings need mending: a key, weights, an extra, a folder, the store."""


class WeightsError(SetupError):
    """The embedded weights are missing or damaged, or the disk has no room for them."""


class KnowledgeMismatch(SetupError):
    """The knowledge store was built with another embedding than the one asked for."""


class ModelError(TranscreateError):
    """The model or its endpoint failed.

    Attributes:
        is_retryable: True when the same call may succeed later.
    """

    is_retryable: bool = False


class EndpointUnreachable(ModelError):
    """No answer from the endpoint within the time and the tries allowed."""

    is_retryable = True


class AccessDenied(ModelError):
    """The endpoint refuses the key, or does not know the model."""


class ReplyUnusable(ModelError):
    """The reply is empty, cut at the length limit, a refusal, or not what was asked for."""


class BudgetExceeded(TranscreateError):
    """A limit set by the caller would be passed by the next call, which was therefore not made, or has come in the
    middle of one, which was then cut off.

    Attributes:
        limit: Name of the limit: `max_calls`, `max_seconds` …
    """

    def __init__(self, message: str, limit: str = "") -> None:
        super().__init__(message)
        self.limit = limit
