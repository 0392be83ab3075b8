"""The HTTP server of the fake: one thread per connection, any number of calls at once."""

import contextlib
import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fake_wire.answers import Answer, Body, Fault, Responder, prompt_of

CHUNK = 24
"""Characters per streamed event."""


@dataclass
class LoggedCall:
    """One request: what was asked, and whether a whole answer was written back."""

    index: int
    body: Body
    authorization: str
    started: float
    ended: float | None = None
    outcome: Answer | Fault | None = None
    answered: bool = False

    @property
    def key(self) -> str:
        """Equal for equal requests: a repeated call shows as a repeated key."""
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()[:16]


def four_characters_a_token(text: str) -> int:
    return -(-len(text) // 4)


@dataclass
class FakeWire:
    """Serves `/v1/chat/completions` and `/v1/models` on a free port of 127.0.0.1.

    Args:
        responder: decides each answer from the request body alone, so that runs can be repeated.
        delay: seconds every answer takes unless it says otherwise.
        models: names `/v1/models` lists.
        key: when set, any other bearer token gets a 401.
        count: tokens of a text, for the usage figures.
    """

    responder: Responder = lambda body: "OK"
    delay: float = 0.0
    models: tuple[str, ...] = ("fake-model",)
    key: str | None = None
    count: Callable[[str], int] = four_characters_a_token
    port: int = 0
    calls: list[LoggedCall] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    peak: int = 0
    """The greatest number of calls that were open at the same time."""
    connections: int = 0
    """How many have been opened."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0
        self._server: _Server | None = None

    def __enter__(self) -> "FakeWire":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.close_connections()
            self._server = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def env(self) -> dict[str, str]:
        """The variables that make a process take this server for its model."""
        return {
            "OPENAI_BASE_URL": self.base_url,
            "OPENAI_API_KEY": self.key or "key-for-the-fake",
            "TRANSCREATE_MODEL": f"openai:{self.models[0]}",
        }

    @property
    def answered(self) -> list[LoggedCall]:
        return [call for call in self.calls if call.answered]

    def clear(self) -> None:
        """Forgets the calls so far."""
        with self._lock:
            self.calls.clear()
            self.peak = self._open

    def decide(self, body: Body) -> Answer | Fault:
        """Asks the responder; one that raises is kept in `errors`, for the fixture to fail the test with."""
        try:
            outcome = self.responder(body)
        except Exception as error:
            self.errors.append(error)
            return Fault(status=400, message=f"the responder raised {error!r}")
        return Answer(outcome) if isinstance(outcome, str) else outcome

    def open_call(self, body: Body, authorization: str) -> LoggedCall:
        with self._lock:
            call = LoggedCall(len(self.calls), body, authorization, time.monotonic())
            self.calls.append(call)
            self._open += 1
            self.peak = max(self.peak, self._open)
        return call

    def close_call(self, call: LoggedCall) -> None:
        with self._lock:
            call.ended = time.monotonic()
            self._open -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], wire: FakeWire) -> None:
        super().__init__(address, _Handler)
        self.wire = wire
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        self.wire.connections += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Ends kept-alive connections, so that a stopped fake is as gone as a killed process."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is part of the tests, not news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """The call log takes the place of lines on stderr."""

    def do_GET(self) -> None:
        if not self._admitted():
            return
        if self.path.rstrip("/") != "/v1/models":
            self._error(Fault(status=404, message=f"no such path: {self.path}"))
            return
        listed = [{"id": name, "object": "model", "owned_by": "tests"} for name in self.server.wire.models]
        self._json(200, {"object": "list", "data": listed})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._admitted():
            return
        if self.path.rstrip("/") != "/v1/chat/completions":
            self._error(Fault(status=404, message=f"no such path: {self.path}"))
            return
        wire = self.server.wire
        call = wire.open_call(body, self.headers.get("Authorization", ""))
        try:
            call.outcome = outcome = wire.decide(body)
            time.sleep(wire.delay if outcome.delay is None else outcome.delay)
            if isinstance(outcome, Fault):
                self._fault(outcome, body)
            else:
                call.answered = True  # ahead of the last byte, after which a test may ask
                self._answer(outcome, body)
        except OSError:
            call.answered = False
            raise
        finally:
            wire.close_call(call)

    def _admitted(self) -> bool:
        wanted = self.server.wire.key
        if wanted is None or self.headers.get("Authorization") == f"Bearer {wanted}":
            return True
        self._error(Fault(status=401, message="Incorrect API key provided.", code="invalid_api_key"))
        return False

    def _fault(self, fault: Fault, body: Body) -> None:
        if fault.raw is not None:
            self._send(200, fault.raw.encode(), {"Content-Type": "application/json"})
        elif fault.drop == "before":
            self._hang_up()
        elif fault.drop == "middle":
            whole = Answer("This answer never comes to its end, because the connection is cut.")
            if body.get("stream"):
                self._stream(whole, body, cut=True)
            else:
                data = json.dumps(self._completion(whole, body)).encode()
                self._head(200, {"Content-Type": "application/json", "Content-Length": str(len(data))})
                self.wfile.write(data[: len(data) // 2])
                self._hang_up()
        else:
            self._error(fault)

    def _answer(self, answer: Answer, body: Body) -> None:
        if body.get("stream"):
            self._stream(answer, body, cut=False)
        else:
            self._json(200, self._completion(answer, body))

    def _usage(self, answer: Answer, body: Body) -> dict[str, int]:
        asked, told = self.server.wire.count(prompt_of(body)), self.server.wire.count(answer.text)
        return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}

    def _completion(self, answer: Answer, body: Body) -> Body:
        message = {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
        return {
            "id": "chatcmpl-fake",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model"),
            "choices": [{"index": 0, "message": message, "finish_reason": answer.finish_reason}],
            "usage": self._usage(answer, body),
        }

    def _stream(self, answer: Answer, body: Body, *, cut: bool) -> None:
        self._head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        pieces = [answer.text[i : i + CHUNK] for i in range(0, len(answer.text), CHUNK)]
        if cut:
            pieces = pieces[:1]
        for piece in pieces:
            self._event(body, [{"index": 0, "delta": {"role": "assistant", "content": piece}}])
        if cut:
            self._hang_up()
            return
        delta = {"refusal": answer.refusal} if answer.refusal else {}
        self._event(body, [{"index": 0, "delta": delta, "finish_reason": answer.finish_reason}])
        if (body.get("stream_options") or {}).get("include_usage"):
            self._event(body, [], usage=self._usage(answer, body))
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _event(self, body: Body, choices: list[Body], usage: dict[str, int] | None = None) -> None:
        event = {
            "id": "chatcmpl-fake",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": body.get("model"),
            "choices": choices,
            "usage": usage,
        }
        self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _error(self, fault: Fault) -> None:
        error = {"message": fault.message, "type": "fake_error", "code": fault.code, "param": None}
        self._json(fault.status, {"error": error}, fault.headers)

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self._head(status, {**headers, "Content-Length": str(len(data))})
        self.wfile.write(data)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
