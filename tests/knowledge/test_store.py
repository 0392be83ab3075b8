"""What survives interruption, other processes, other embeddings and another kind of database."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import Knowledge, embedding
from knowledge.embedding import DEFAULT, Vectors
from knowledge.errors import KnowledgeMismatch, SetupError
from knowledge.keyword_exports import read_keywords
from knowledge.records import Document
from knowledge.style_guide import read_guide


class Letters:
    """A small embedding of its own: how often each letter occurs."""

    name = "letters"
    local = True

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [[text.lower().count(chr(97 + i)) + 0.01 for i in range(26)] for text in texts]
        table = np.asarray(rows, dtype=np.float32)
        return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    load = embedding._load
    monkeypatch.setattr(embedding, "_load", lambda name: Letters() if name == "letters" else load(name))


def keywords(*words: str, name: str = "own.csv") -> Document:
    return read_keywords(name, "keyword,language\n" + "".join(f"{word},fr\n" for word in words))


def texts(store: Knowledge, query: str) -> list[str]:
    found = store.keywords(query, language="fr", limit=100)
    return [passage.text for passage in found if query in passage.text]


def test_the_same_file_twice_changes_nothing(folder: Path) -> None:
    store = Knowledge.open(folder)
    assert store.put(keywords("boulangerie artisanale"))
    before = store.sources()
    assert not store.put(keywords("boulangerie artisanale"))
    assert store.sources() == before


def test_an_edited_file_replaces_its_passages(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.put(keywords("boulangerie artisanale"))
    store.put(keywords("boulangerie bio"))
    assert texts(store, "boulangerie") == ["boulangerie bio"]


def test_an_interrupted_import_leaves_the_old_state_whole(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.put(keywords("boulangerie artisanale"))
    before = store.sources()

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.put(keywords("boulangerie bio", "pain complet"), progress=interrupt)
    assert Knowledge.open(folder).sources() == before
    assert texts(store, "boulangerie") == ["boulangerie artisanale"]
    store.put(keywords("boulangerie bio"))
    assert store._store.sweep() == 0, "the half-written segment is cleared away by the next import"


def test_an_import_in_another_process_is_seen_without_opening_again(folder: Path) -> None:
    store = Knowledge.open(folder)
    store.put(keywords("boulangerie artisanale"))
    assert texts(store, "boulangerie") == ["boulangerie artisanale"]
    script = (
        "import sys; from knowledge import Knowledge; from knowledge.keyword_exports import read_keywords\n"
        "Knowledge.open(sys.argv[1]).put("
        "read_keywords('own.csv', 'keyword,language\\nboulangerie de quartier,fr\\n'))"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, timeout=120)
    assert texts(store, "boulangerie") == ["boulangerie de quartier"]


def test_processes_that_import_at_once_all_keep_what_they_brought(folder: Path) -> None:
    Knowledge.open(folder)
    script = (
        "import sys; from knowledge import Knowledge; from knowledge.keyword_exports import read_keywords\n"
        "n = sys.argv[2]; rows = ''.join(f'boulangerie {n} {i},fr\\n' for i in range(40))\n"
        "Knowledge.open(sys.argv[1]).put(read_keywords(n + '.csv', 'keyword,language\\n' + rows))"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(folder), name]) for name in ("one", "two", "three")]
    assert [process.wait(timeout=180) for process in running] == [0, 0, 0]
    store = Knowledge.open(folder)
    brought = {source.name: source.count for source in store.sources() if source.origin == "team"}
    assert brought == {"one.csv": 40, "two.csv": 40, "three.csv": 40}
    assert "boulangerie two 7" in texts(store, "boulangerie two 7")


def test_another_embedding_rebuilds_what_is_shipped_by_itself(folder: Path, letters: None) -> None:
    Knowledge.open(folder)
    assert {s.embedding for s in Knowledge.open(folder, embedding="letters").sources()} == {"letters"}


def test_another_embedding_is_refused_when_the_team_has_sources_of_its_own(folder: Path, letters: None) -> None:
    store = Knowledge.open(folder)
    store.put(keywords("boulangerie artisanale"))
    with pytest.raises(KnowledgeMismatch, match="transcreate knowledge rebuild --embedding letters"):
        Knowledge.open(folder, embedding="letters")
    assert texts(store, "boulangerie") == ["boulangerie artisanale"]


def test_rebuilding_embeds_everything_anew_without_the_original_files(folder: Path, letters: None) -> None:
    store = Knowledge.open(folder)
    store.put(keywords("boulangerie artisanale"))
    before = [(s.key, s.count, s.digest) for s in store.sources()]
    Knowledge.rebuild(folder, embedding="letters")
    after = Knowledge.open(folder)
    assert after.embedding.name == "letters"
    assert [(s.key, s.count, s.digest) for s in after.sources()] == before
    assert "boulangerie artisanale" in texts(after, "boulangerie artisanale")


def test_the_store_keeps_its_embedding_when_none_is_asked_for(folder: Path) -> None:
    assert Knowledge.open(folder).embedding.name == DEFAULT
    assert Knowledge.open(folder).embedding.name == DEFAULT


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SetupError, match="file"):
        Knowledge.open(tmp_path / "file")


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(SetupError, match="chroma run"):
        Knowledge.open("http://127.0.0.1:9")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server with an empty database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


def test_a_chroma_server_answers_as_the_embedded_database_does(
    folder: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    stores = [Knowledge.open(folder), Knowledge.open(server)]
    guide = read_guide("acme.md", "## Ton\n\nChaleureux et direct.", language="fr", brand="acme")
    answers = []
    for store in stores:
        store.put(keywords("boulangerie artisanale"))
        store.put(guide)
        found = [
            *store.keywords("Großwärmepumpe am Fluss speist Fernwärme ein", language="fr"),
            *store.keywords("boulangerie", language="fr"),
            *store.guides("Zitate", language="fr", role="writer", brand="acme", max_tokens=600),
        ]
        answers.append([(p.id, p.text, round(p.score, 4), sorted(p.metadata)) for p in found])
    assert answers[0] == answers[1]
    assert len(answers[0]) > 5


def test_a_second_machine_makes_its_own_copies_of_what_a_server_holds(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "first"))
    first = Knowledge.open(server)
    query = "chauffage urbain Grenoble"
    expected = first.keywords(query, language="fr")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "second"))
    monkeypatch.setattr("knowledge.store.PAGE", 7)
    assert Knowledge.open(server).keywords(query, language="fr") == expected
    assert expected
    made = next((tmp_path / "second").rglob("vectors.f32"))
    own = next((tmp_path / "first").rglob(made.parent.name)) / made.name
    ours, theirs = (np.fromfile(file, dtype="<f4") for file in (own, made))
    np.testing.assert_allclose(theirs, ours, rtol=1e-5)  # a server rounds what the first machine gave it


def empty(folder: Path) -> None:
    for file in folder.rglob("*.*"):
        if file.is_file():
            file.write_bytes(b"")


@pytest.mark.parametrize("damage", [shutil.rmtree, empty])
def test_a_copy_that_is_lost_or_damaged_is_made_again(folder: Path, damage: Callable[[Path], object]) -> None:
    expected = Knowledge.open(folder).keywords("chauffage urbain Grenoble", language="fr")
    damage(folder / "copies")
    assert Knowledge.open(folder).keywords("chauffage urbain Grenoble", language="fr") == expected
    assert any(file.stat().st_size for file in folder.glob("copies/*/vectors.f32"))
