"""Keeps the record of diplomacy: who met whom, what was undertaken, and what became of it.

import verbale

with verbale.open("seeds.db") as record:
for meeting in record.meetings(country="VN"):
print(meeting.date_start, meeting.place)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.errors import VerbaleError
from verbale.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from verbale.service.judge import Judge
    from verbale.service.reading import Progress, ReadReport
    from verbale.service.record import Record
    from verbale.settings import Settings

__all__ = ["VerbaleError", "__version__", "judge", "open", "read"]


def open(path: str | os.PathLike[str], *, write: bool = False) -> Record:  # noqa: A001  `verbale.open` reads well
    """Open a record; use it as a context manager, or close it.

    Args:
        path: the file that `verbale read` made.
        write: whether the record may be changed.

    Raises:
        RecordFileError: when it is missing, is no record or was made by a newer version.
    """
    from verbale.service.record import Record  # noqa: PLC0415  keeps `import verbale` fast

    return Record(path, write=write)


def read(
    paths: Iterable[str | os.PathLike[str]],
    record: str | os.PathLike[str],
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> ReadReport:
    """Read pages into a record, which is made if there is none; pages that it holds are not read again.

    A script that reads many pages calls this under `if __name__ == "__main__":`, because the processes that read
    them import the script.

    Args:
        paths: files, folders, addresses, or `-` for JSON lines on standard input.
        record: the file.
        settings: None means those of `verbale.toml` and the environment.
        progress: called with how far it has come.

    Raises:
        VerbaleError: when the file is no record, a setting is wrong, or the encoder fails.
    """
    from verbale.service.reading import read_into  # noqa: PLC0415
    from verbale.settings import load_settings  # noqa: PLC0415

    return read_into(record, paths, settings or load_settings(), progress)


def judge(record: str | os.PathLike[str], author: str) -> Judge:
    """Correct a record in somebody's name: merge, split, edit, confirm, reject, undo.

    What was read stays; judgements lie on top, and the items follow at the end of the `with` block.

    Args:
        record: the file.
        author: in whose name.

    Raises:
        RecordFileError: when it is missing, is no record or was made by a newer version.
        JudgementError: when the author has no name.
    """
    from verbale.service.judge import Judge  # noqa: PLC0415

    return Judge(record, author)
