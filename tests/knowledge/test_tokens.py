import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from knowledge.tokens import CACHE_NAME, count_tokens, truncate_tokens


def test_tokens_are_those_of_o200k_base() -> None:
    assert count_tokens("hello world") == 2
    assert count_tokens("") == 0


def test_a_control_marker_in_an_article_is_counted_as_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_cutting_to_a_budget_never_leaves_half_a_character() -> None:
    text = "Größe 😀😀 und mehr"
    for limit in range(8):
        cut = truncate_tokens(text, limit)
        assert text.startswith(cut)
        assert count_tokens(cut) <= limit


def test_a_fresh_machine_without_network_counts_from_several_threads_at_once(tmp_path: Path) -> None:
    script = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from knowledge.tokens import count_tokens\n"
        "print(set(ThreadPoolExecutor(8).map(count_tokens, ['hello world'] * 32)))"
    )
    environment = {**os.environ, "TIKTOKEN_CACHE_DIR": str(tmp_path / "fresh")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "{2}", done.stderr
    assert [entry.name for entry in (tmp_path / "fresh").iterdir()] == [CACHE_NAME]


def test_counting_is_the_same_from_every_thread() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(count_tokens, ["Die Wärmepumpe steht am Fluss."] * 16))) == 1
