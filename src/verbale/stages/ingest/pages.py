"""Goes through what the user named, and gives a page or the reason for having none."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from verbale.errors import PageError
from verbale.records.reading import Page, Refusal
from verbale.stages.ingest.limits import Limits
from verbale.stages.ingest.texts import text_page


def ingest(paths: Iterable[str | Path], limits: Limits | None = None) -> Iterator[Page | Refusal]:
    """Yield a page, or a refusal with its reason, for everything that the paths name, lazily.

    Args:
        paths: files and folders; a folder is read with its subfolders, in the order of names, hidden ones left out.
        limits: per page.
    """
    limits = limits or Limits()
    for path in paths:
        for file in _files(Path(path)):
            try:
                yield text_page(file, limits)
            except PageError as error:
                yield Refusal(str(file), str(error))


def _files(path: Path) -> Iterator[Path]:
    """Yield the files under a path."""
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
