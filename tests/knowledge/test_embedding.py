import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from knowledge.embedding import DEFAULT, OpenAIEmbedding, embedding
from knowledge.errors import AccessDenied, EndpointUnreachable, InputError, SetupError


class Wire(BaseHTTPRequestHandler):
    """Speaks the embeddings endpoint: one number for each text, its length; rows come in reverse."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = self.headers["Authorization"] == "Bearer wrong"
        rows = [
            {"object": "embedding", "index": index, "embedding": [float(len(text)), 1.0]}
            for index, text in enumerate(asked["input"])
        ]
        answer: dict[str, Any] = {"object": "list", "model": asked["model"], "data": rows[::-1]}
        body = json.dumps({"error": {"message": "no"}} if refused else answer).encode()
        self.send_response(401 if refused else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "right")
    yield
    server.shutdown()
    server.server_close()


def test_the_same_text_in_another_language_is_nearer_than_another_text() -> None:
    texts = ["Die Wärmepumpe steht am Fluss.", "La pompe à chaleur est au bord du fleuve.", "Il aime le fromage."]
    german, french, other = embedding(DEFAULT).encode(texts)
    assert float(german @ french) > float(german @ other) + 0.3


def test_vectors_have_length_one_whatever_the_batch() -> None:
    alone = embedding(DEFAULT).encode(["chauffage urbain"])
    among = embedding(DEFAULT).encode(["chauffage urbain", *["autre chose"] * 300])
    assert np.allclose(np.linalg.norm(among, axis=1), 1, atol=1e-4)
    assert np.allclose(alone[0], among[0], atol=1e-5)


def test_openai_vectors_keep_the_order_of_the_texts(wire: None) -> None:
    vectors = OpenAIEmbedding("any").encode(["a", "bbbb"])
    assert vectors[1][0] > vectors[0][0]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_a_refused_key_is_told_apart_from_a_silent_endpoint(wire: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    with pytest.raises(AccessDenied):
        OpenAIEmbedding("any").encode(["a"])
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(EndpointUnreachable):
        OpenAIEmbedding("any").encode(["a"])


def test_a_missing_key_and_an_unknown_name_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SetupError, match="OPENAI_API_KEY"):
        OpenAIEmbedding("any")
    with pytest.raises(InputError, match="openai:MODEL"):
        embedding("word2vec")
