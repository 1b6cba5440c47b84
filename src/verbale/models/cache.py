"""Where fetched models, and what the benches computed once, are kept."""

from __future__ import annotations

import os
from pathlib import Path

CACHE_VARIABLE = "VERBALE_CACHE"
"""Environment variable that names another cache directory."""


def cache_directory() -> Path:
    """The directory named by `VERBALE_CACHE`, else the user's cache directory; it may not exist yet."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path  # noqa: PLC0415  only needed here

    return user_cache_path("verbale")
