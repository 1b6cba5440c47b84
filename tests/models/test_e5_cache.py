from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from verbale.errors import EngineError
from verbale.models.e5.cache import CACHE_VARIABLE, cache_directory, cached_file
from verbale.models.e5.weights import Weights

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(directory))
    return directory


def test_the_variable_names_the_directory(cache: Path) -> None:
    assert cache_directory() == cache


def test_a_file_is_written_once_and_alone(cache: Path) -> None:
    writes: list[Path] = []

    def write(path: Path) -> None:
        writes.append(path)
        path.write_text("graph")

    assert cached_file("g.onnx", write).read_text() == "graph"
    assert cached_file("g.onnx", write) == cache / "g.onnx"
    assert len(writes) == 1
    assert [path.name for path in cache.iterdir()] == ["g.onnx"]


def test_two_writers_at_once_leave_one_whole_file(cache: Path) -> None:
    both_writing = Barrier(2, timeout=10)

    def write(path: Path) -> None:
        both_writing.wait()
        path.write_text("graph")

    threads = [Thread(target=cached_file, args=("g.onnx", write)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(path.name, path.read_text()) for path in cache.iterdir()] == [("g.onnx", "graph")]


def test_a_writer_that_fails_leaves_nothing(cache: Path) -> None:
    def write(path: Path) -> None:
        path.write_text("half")
        raise OSError("disk full")

    with pytest.raises(EngineError, match=CACHE_VARIABLE):
        cached_file("g.onnx", write)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"E5S1", b"no weights at all"])
def test_damaged_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EngineError):
        Weights(path)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot read"):
        Weights(tmp_path / "none.bin")
