"""What LangGraph Studio does, done over HTTP against a real `langgraph dev`: its page itself is hosted elsewhere.

The server detects blocking calls in nodes and fails the run, so every test here is a test of that too.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx2
import pytest
from langgraph_sdk import get_sync_client

from tests.fake_wire import FakeWire
from tests.graphs.library import REQUEST, SECTIONS, SOURCE, Newsdesk

ROOT = Path(__file__).parents[2]
INPUT = {"request": REQUEST, "source": SOURCE}
CONTEXT = {"model": "openai:scripted"}
SECONDS_TO_START = 60

BLOCKING = """
import time

from langgraph.graph import START, MessagesState, StateGraph


async def sleep(state):
    time.sleep(0.01)
    return {}


graph = StateGraph(MessagesState).add_node("sleep", sleep).add_edge(START, "sleep").compile()
"""
"""A graph beside ours whose node holds up the event loop, to see that the server notices."""


def studio_command():
    """What `make studio` runs, without the environment of make."""
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nstudio:")[2].partition("\n\n")[0]
    return recipe.partition("langgraph dev ")[2].split()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def wire():
    with FakeWire() as fake:
        yield fake


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("studio")


@pytest.fixture
def server_log(folder):
    return folder / "log"


@pytest.fixture(scope="module")
def server(wire, shared_cache, folder):
    """`langgraph dev` as `make studio` starts it, its state in a folder of its own."""
    settings = json.loads((ROOT / "langgraph.json").read_text("utf-8"))
    settings["dependencies"] = [str(ROOT)]
    for graph in settings["graphs"].values():
        graph["path"] = str(ROOT / graph["path"])
    (folder / "blocking.py").write_text(BLOCKING, "utf-8")
    settings["graphs"]["blocking"] = f"{folder / 'blocking.py'}:graph"
    (folder / "langgraph.json").write_text(json.dumps(settings), "utf-8")
    port = free_port()
    private = ("OPENAI_", "LANGSMITH_", "LANGCHAIN_", "TRANSCREATE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(private)}
    env |= wire.env | {
        "TRANSCREATE_KNOWLEDGE": str(shared_cache / "knowledge"),
        "LANGGRAPH_CLI_NO_ANALYTICS": "1",
        "LANGGRAPH_NO_VERSION_CHECK": "1",
    }
    command = [
        Path(sys.executable).with_name("langgraph"),
        "dev",
        *studio_command(),
        "--no-reload",
        "--port",
        str(port),
    ]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + SECONDS_TO_START
    try:
        while not answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail((folder / "log").read_text("utf-8"))
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(address):
    try:
        return httpx2.get(f"{address}/ok", timeout=2).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
def client(server, wire):
    wire.responder = Newsdesk()
    return get_sync_client(url=server)


def written(client, thread, **more):
    """The run's output; an error of the run is raised."""
    options = {"input": INPUT, "context": CONTEXT, **more}
    return client.runs.wait(thread["thread_id"], "article", raise_error=True, **options)


def test_the_graph_is_listed_with_a_description(client):
    (assistant,) = client.assistants.search(graph_id="article")
    assert assistant["graph_id"] == "article"
    assert "article" in assistant["description"]


def test_the_context_is_a_form_whose_every_field_is_described(client):
    (assistant,) = client.assistants.search(graph_id="article")
    schemas = client.assistants.get_schemas(assistant["assistant_id"])
    assert set(schemas["input_schema"]["properties"]) == {"request", "source"}
    fields = schemas["context_schema"]["properties"]
    assert {"model", "human_review", "max_cost_usd"} <= set(fields)
    assert [name for name, field in fields.items() if not field.get("description")] == []
    assert set(schemas["output_schema"]["properties"]) == {"status", "reason", "article", "result"}


def test_a_run_streams_what_went_into_each_node_what_came_out_and_how_far_it_is(client):
    thread = client.threads.create()
    updated, given, told, events = set(), {}, {}, []
    for part in client.runs.stream(
        thread["thread_id"], "article", input=INPUT, context=CONTEXT, stream_mode=["updates", "tasks", "custom"]
    ):
        assert part.event != "error", part.data
        if part.event == "updates":
            updated |= set(part.data)
        elif part.event == "custom":
            events.append(part.data)
        elif part.event == "tasks":
            (told if "result" in part.data else given)[part.data["name"]] = part.data
    nodes = {"read_brief", "planner", "translator", "align", "section_writer", "metadata_writer", "seo_reviewer"}
    assert nodes | {"assemble", "publish"} <= updated & set(given) & set(told)
    assert given["planner"]["input"]["brief"]["language"] == "fr"
    assert told["planner"]["result"]["plan"]["keyphrase"] == "bibliothèque d'objets"
    assert given["section_writer"]["input"]["planned"]["words"] > 0
    assert told["publish"]["result"]["status"] == "passed"
    ended = [e["label"] for e in events if e["node"] == "section_writer" and e["event"] == "end"]
    assert len(ended) == 4


def test_a_run_waits_for_a_person_and_goes_on_with_their_answer(client, wire):
    wire.responder = Newsdesk(spoil={"s1": SECTIONS["s1"].replace("260", "620")}, times=99)
    thread = client.threads.create()
    context = {**CONTEXT, "human_review": "on_failure", "max_revisions": 0}
    written(client, thread, context=context)
    (waiting,) = client.threads.get_state(thread["thread_id"])["interrupts"]
    assert "620" in waiting["value"]["article"]
    assert set(waiting["value"]["choices"]) == {"approve", "edit", "instruct", "reject"}
    calls = len(wire.calls)
    resume = {"input": None, "context": context}
    written(client, thread, **resume, command={"resume": {"choice": "shrug"}})
    (waiting,) = client.threads.get_state(thread["thread_id"])["interrupts"]
    assert "choice" in waiting["value"]["problem"]
    edited = waiting["value"]["article"].replace("620", "260")
    output = written(client, thread, **resume, command={"resume": {"choice": "edit", "article": edited}})
    assert output["status"] == "passed", output["reason"]
    assert output["result"]["decision"]["edits"] == 1
    assert len(wire.calls) == calls


def test_a_fork_with_an_edited_plan_gives_another_article_and_leaves_the_first(client):
    thread = client.threads.create()
    first = written(client, thread)
    history = client.threads.get_history(thread["thread_id"], limit=50)
    assert [state["next"] for state in history if state["next"] == ["human_review"]]
    planned = next(state for state in history if "translator" in state["next"])
    plan = planned["values"]["plan"]
    shorter = {**plan, "sections": plan["sections"][:-1]}
    fork = client.threads.update_state(
        thread["thread_id"], {"plan": shorter}, as_node="planner", checkpoint_id=planned["checkpoint"]["checkpoint_id"]
    )
    context = {**CONTEXT, "max_revisions": 0}
    checkpoint = {"checkpoint_id": fork["checkpoint"]["checkpoint_id"]}
    second = written(client, thread, input=None, context=context, checkpoint=checkpoint)
    assert first["status"] == "passed"
    assert second["article"].count("\n## ") == first["article"].count("\n## ") - 1
    assert second["status"] == "needs_review"


def test_two_articles_are_written_at_once(client, wire):
    desk, met = Newsdesk(), threading.Barrier(2, timeout=30)

    def responder(body):
        if body["messages"][0]["content"].startswith("You outline"):
            met.wait()
        return desk(body)

    wire.responder = responder
    threads = [client.threads.create() for _ in range(2)]
    runs = [client.runs.create(t["thread_id"], "article", input=INPUT, context=CONTEXT) for t in threads]
    for thread, run in zip(threads, runs, strict=True):
        assert client.runs.join(thread["thread_id"], run["run_id"])["status"] == "passed"


def test_a_node_that_holds_up_the_event_loop_fails_its_run(client, server_log):
    thread = client.threads.create()
    run = client.runs.create(thread["thread_id"], "blocking", input={"messages": []})
    client.runs.join(thread["thread_id"], run["run_id"])
    assert client.runs.get(thread["thread_id"], run["run_id"])["status"] == "error"
    assert "Blocking call to time.sleep" in server_log.read_text("utf-8")


def test_the_mcp_endpoint_offers_the_graph_as_a_tool_that_says_what_it_does(server):
    question = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"Accept": "application/json, text/event-stream"}
    answer = httpx2.post(f"{server}/mcp", json=question, headers=headers, timeout=10).json()
    (tool,) = [tool for tool in answer["result"]["tools"] if tool["name"] == "article"]
    assert "request" in tool["description"]
    assert set(tool["inputSchema"]["properties"]) == {"request", "source"}
