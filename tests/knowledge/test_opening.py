import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from knowledge import Knowledge

ASK = """
import sys
from knowledge import Knowledge
store = Knowledge.open(sys.argv[1])
found = store.keywords("Großwärmepumpe am Fluss speist das Fernwärmenetz", language="fr")
print([passage.text for passage in found])
"""


def test_several_processes_may_open_the_same_fresh_folder_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK, str(tmp_path / "store")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [process.communicate(timeout=120) for process in running]
    assert all(process.returncode == 0 for process in running), answers
    assert len({out for out, _ in answers}) == 1
    assert "pompe à chaleur" in answers[0][0]


def test_threads_get_the_same_answers_as_one_caller(folder: Path) -> None:
    def ask(_: int) -> list[str]:
        store = Knowledge.open(folder)
        hits = store.keywords("Wärmepumpe am Fluss", language="fr")
        hits += store.guides("Zitate", language="fr", role="writer")
        return [passage.id for passage in hits]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)
