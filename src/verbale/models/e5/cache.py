"""Where what was computed once is kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from verbale.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

CACHE_VARIABLE = "VERBALE_CACHE"
"""Environment variable that names another cache directory."""


def cache_directory() -> Path:
    """The directory named by `VERBALE_CACHE`, else the user's cache directory; it may not exist yet."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path  # noqa: PLC0415  only needed here

    return user_cache_path("verbale")


def cached_file(name: str, write: Callable[[Path], None]) -> Path:
    """The cached file of that name; when it is missing, `write` makes it elsewhere and it is moved in.

    The move is atomic: another process sees the whole file or none, and of two that write it at once the
    last wins with the same content.

    Raises:
        EngineError: when it cannot be written.
    """
    path = cache_directory() / name
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="new-", dir=path.parent) as directory:
            fresh = Path(directory) / name
            write(fresh)
            fresh.replace(path)
    except OSError as error:
        raise EngineError(
            f"cannot write the encoder to {path}: {error}; set {CACHE_VARIABLE} to another directory"
        ) from error
    return path
