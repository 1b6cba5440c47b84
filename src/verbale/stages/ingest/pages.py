"""Goes through what the user named, and gives a page or the reason for having none."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from verbale.errors import PageError
from verbale.records.reading import Page, Refusal
from verbale.stages.ingest.columns import ColumnMap
from verbale.stages.ingest.content import checked, format_of, read_bytes
from verbale.stages.ingest.extraction import Extraction
from verbale.stages.ingest.limits import Limits
from verbale.stages.ingest.tables import SUFFIXES as TABLE_SUFFIXES
from verbale.stages.ingest.tables import json_lines, table
from verbale.stages.ingest.web import fetch, is_address

STANDARD_INPUT = "-"


def ingest(
    paths: Iterable[str | Path], limits: Limits | None = None, columns: ColumnMap | None = None
) -> Iterator[Page | Refusal]:
    """Yield a page, or a refusal with its reason, for everything that the paths name; one page at a time.

    Args:
        paths: files, folders, addresses, or `-` for JSON lines on standard input. A folder is read with its
            subfolders, in the order of names; hidden files and folders are left out.
        limits: per page.
        columns: of tables, where they have unusual names.
    """
    limits, columns = limits or Limits(), columns or ColumnMap()
    with Extraction(limits) as extraction:
        for named in map(str, paths):
            if named == STANDARD_INPUT:
                yield from json_lines(sys.stdin.buffer, named, columns, limits)
            elif is_address(named):
                yield _address(named, extraction, limits)
            else:
                for file in _files(Path(named)):
                    if file.suffix.lower() in TABLE_SUFFIXES:
                        yield from table(file, columns, limits)
                    else:
                        yield _document(file, extraction, limits)


def _address(address: str, extraction: Extraction, limits: Limits) -> Page | Refusal:
    try:
        return checked(fetch(address, extraction, limits), limits)
    except PageError as error:
        return Refusal(address, str(error))


def _document(file: Path, extraction: Extraction, limits: Limits) -> Page | Refusal:
    try:
        data = read_bytes(file, limits)
        extracted = extraction.extract(format_of(file.name, data), data)
        return checked(extracted.page(str(file)), limits)
    except PageError as error:
        return Refusal(str(file), str(error))


def _files(path: Path) -> Iterator[Path]:
    """Yield the files under a path; a path that is no folder stands for itself."""
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
