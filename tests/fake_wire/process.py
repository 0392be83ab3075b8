"""The fake as a process of its own, for measurements: its CPU is not the client's, and it keeps its own figures.

One event loop and no call log, so that it answers thousands of calls a second; faults and streams are the other
server's. `GET /figures` tells what it saw.
"""

import argparse
import asyncio
import importlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from tests.fake_wire.answers import Responder


@dataclass(frozen=True)
class Figures:
    """What the endpoint has seen since it started. `open_seconds` grows by a second for each open call a second."""

    seconds: float
    calls: int
    connections: int
    open_seconds: float
    peak: int
    cpu_seconds: float
    at: int = 0
    """Calls open now."""


class _Endpoint:
    def __init__(self, responder: Responder, delay: float) -> None:
        self.responder = responder
        self.delay = delay
        self.started = self._changed = time.monotonic()
        self.calls = self.connections = self.peak = self._open = 0
        self._open_seconds = 0.0

    def count(self, change: int) -> None:
        now = time.monotonic()
        self._open_seconds += self._open * (now - self._changed)
        self._changed = now
        self._open += change
        self.peak = max(self.peak, self._open)

    def figures(self) -> Figures:
        self.count(0)
        seconds = time.monotonic() - self.started
        cpu = time.process_time()
        return Figures(seconds, self.calls, self.connections, self._open_seconds, self.peak, cpu, self._open)


class _Connection(asyncio.Protocol):
    """Requests of one kept-alive connection, one at a time, as HTTP/1.1 clients without pipelining send them."""

    def __init__(self, endpoint: _Endpoint) -> None:
        self._endpoint = endpoint
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._endpoint.connections += 1

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, blank, body = self._received.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        if not blank or len(body) < length:
            return
        self._received = b""
        if head.startswith(b"GET /figures"):
            self._send(asdict(self._endpoint.figures()))
            return
        self._endpoint.count(1)
        answer = self._endpoint.responder(json.loads(body))
        asyncio.get_running_loop().call_later(self._endpoint.delay, self._answer, answer, len(body))

    def _answer(self, text: object, asked: int) -> None:
        self._endpoint.count(-1)
        self._endpoint.calls += 1
        assert isinstance(text, str)
        usage = {"prompt_tokens": asked // 4, "completion_tokens": len(text) // 4}
        self._send(
            {
                "id": "chatcmpl-fake",
                "object": "chat.completion",
                "created": 0,
                "model": "fake-model",
                "choices": [
                    {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"},
                ],
                "usage": {**usage, "total_tokens": sum(usage.values())},
            }
        )

    def _send(self, value: object) -> None:
        data = json.dumps(value).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(head.encode() + data)


@dataclass(frozen=True)
class StandingWire:
    """A running fake. `env` makes a process take it for its model."""

    port: int

    @property
    def env(self) -> dict[str, str]:
        return {
            "OPENAI_BASE_URL": f"http://127.0.0.1:{self.port}/v1",
            "OPENAI_API_KEY": "key-for-the-fake",
            "TRANSCREATE_MODEL": "openai:fake-model",
        }

    def figures(self) -> Figures:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/figures", timeout=10) as answer:
            return Figures(**json.load(answer))


@contextmanager
def standing_wire(responder: str, delay: float) -> Iterator[StandingWire]:
    """Starts the fake, and ends it with the block.

    Args:
        responder: `package.module:function`, called with each request's body; it gives the text of the answer.
        delay: seconds every answer takes.
    """
    command = [sys.executable, "-m", __name__, responder, str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        try:
            assert process.stdout is not None
            yield StandingWire(int(process.stdout.readline()))
        finally:
            process.kill()


async def serve(responder: str, delay: float) -> None:
    module, _, name = responder.partition(":")
    endpoint = _Endpoint(getattr(importlib.import_module(module), name), delay)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(endpoint), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("responder")
    parser.add_argument("delay", type=float)
    options = parser.parse_args()
    asyncio.run(serve(options.responder, options.delay))
