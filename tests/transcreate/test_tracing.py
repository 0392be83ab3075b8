"""LangSmith sees the run when its variables are set, learns no key, and is not needed."""

import json
import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from langsmith import Client
from langsmith.run_helpers import tracing_context

from graphs import Context, awrite_article
from tests.fake_wire import FakeWire
from tests.graphs.library import REQUEST, SOURCE, Newsdesk
from tests.transcreate.job import KEY, holding, run

TRACING_KEY = "lsv2_planted_51d0c7"


class LangSmith:
    """A fake of LangSmith's API that keeps whatever is sent to it."""

    def __init__(self):
        self.requests = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(b"")

            def do_POST(self):
                length, chunks = self.headers["Content-Length"], []
                if length is None:
                    while size := int(self.rfile.readline(), 16):
                        chunks.append(self.rfile.read(size))
                        self.rfile.readline()
                else:
                    chunks.append(self.rfile.read(int(length)))
                self.answer(b"".join(chunks))

            do_PATCH = do_POST

            def answer(self, body):
                fake.requests.append((self.path, dict(self.headers), body))
                said = b"{}"
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def parts(self):
        """What was sent of runs: name of the part (`post.<id>.inputs`) to its JSON."""
        found = {}
        for _, headers, body in self.requests:
            kind = headers.get("Content-Type", "")
            if kind.startswith("multipart/"):
                message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
                for part in message.iter_parts():
                    name = part.get_param("name", header="content-disposition")
                    found[name] = json.loads(part.get_payload(decode=True))
        return found


@pytest.fixture
def langsmith():
    fake = LangSmith()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


def settings(fake):
    return {
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_API_KEY": TRACING_KEY,
        "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{fake.port}",
        "LANGSMITH_PROJECT": "press",
    }


def test_with_its_variables_set_langsmith_gets_every_node_and_call_and_no_key(tmp_path, shared_cache, langsmith):
    home = tmp_path / "job"
    with FakeWire(responder=Newsdesk()) as wire:
        done = run(home, wire, shared_cache / "knowledge", ports=(langsmith.port,), **settings(langsmith))
        calls = len(wire.calls)
    assert done.returncode == 0, done.stderr
    assert not (home / "denied").exists()
    runs = [part for name, part in langsmith.parts.items() if name.startswith("post.") and name.count(".") == 1]
    names = [sent["name"] for sent in runs]
    assert {"article", "read_brief", "planner", "translator", "section_writer", "seo_reviewer", "publish"} <= set(names)
    assert names.count("DirectChatOpenAI") == calls
    assert {sent["session_name"] for sent in runs} == {"press"}
    outputs = [part for name, part in langsmith.parts.items() if name.endswith(".outputs")]
    assert any("Lindenau" in json.dumps(part, ensure_ascii=False) for part in outputs)
    for path, headers, body in langsmith.requests:
        authentication = headers.pop("X-Api-Key", headers.pop("x-api-key", ""))
        assert authentication == TRACING_KEY
        sent = f"{path} {headers}".encode() + body
        assert KEY.encode() not in sent
        assert TRACING_KEY.encode() not in sent
    assert holding(home, TRACING_KEY) == holding(home, KEY) == []
    assert TRACING_KEY not in done.stdout + done.stderr


async def test_a_langsmith_that_is_not_there_spoils_no_article(fake_wire, langsmith, caplog):
    langsmith.server.server_close()
    fake_wire.responder = Newsdesk()
    client = Client(f"http://127.0.0.1:{langsmith.port}", api_key=TRACING_KEY)
    with tracing_context(enabled=True, client=client):
        result = await awrite_article(REQUEST, SOURCE, context=Context(model="openai:scripted"))
    assert result.status == "passed", result.reason
    client.close()
    assert "langsmith" in {record.name.partition(".")[0] for record in caplog.records}, "nothing was traced"
