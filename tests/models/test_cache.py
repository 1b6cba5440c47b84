from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from verbale.errors import EngineError
from verbale.models.cache import CACHE_VARIABLE, cache_directory
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


@pytest.mark.parametrize("content", [b"", b"E5S1", b"no weights at all"])
def test_damaged_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EngineError):
        Weights(path)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot read"):
        Weights(tmp_path / "none.bin")
