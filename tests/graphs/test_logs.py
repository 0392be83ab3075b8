import io
import json
import logging

import pytest

from graphs.logs import set_ids, set_up


@pytest.fixture(autouse=True)
def as_it_was():
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def logged(level, *, as_json, say):
    stream = io.StringIO()
    set_up(level, as_json=as_json, stream=stream)
    say()
    return stream.getvalue()


def test_a_library_that_logs_everything_on_its_own_is_held_to_the_level():
    chatty = logging.getLogger("chatty")
    chatty.setLevel(logging.DEBUG)
    assert logged("warning", as_json=False, say=lambda: chatty.debug("building")) == ""


def test_each_line_carries_thread_and_run():
    set_ids("thread-1", "run-1")
    line = json.loads(logged("info", as_json=True, say=lambda: logging.getLogger("a").info("hello")))
    assert (line["thread"], line["run"], line["message"]) == ("thread-1", "run-1", "hello")
