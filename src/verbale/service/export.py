"""Write every item of a record and every judgement, one JSON object a line: what other programs read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from verbale.errors import VerbaleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from verbale.service.record import Record


def jsonl(record: Record, *, rejected: bool = False) -> Iterator[bytes]:
    """Lines in UTF-8, each ended by a line feed, in an order and form that depend on items and judgements alone.

    Args:
        record: what is exported.
        rejected: whether items that somebody rejected stand among the others.
    """
    for _kind, body in record.store.bodies(rejected=rejected):
        yield body.encode() + b"\n"
    for judgement in record.store.judgements():
        yield msgspec.json.encode(judgement) + b"\n"


def export_jsonl(record: Record, out: IO[bytes], *, rejected: bool = False) -> int:
    """Write the export to an open file; returns the number of items and judgements."""
    count = 0
    for line in jsonl(record, rejected=rejected):
        out.write(line)
        count += 1
    return count


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file beside the path and move it in: readers see the whole of it or what was there before.

    Raises:
        VerbaleError: when it cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).chmod(_mode(path))
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise VerbaleError(f"cannot write {path}: {error.strerror or error}") from error


def _mode(path: Path) -> int:
    """Permissions of the file that is replaced, else those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
