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

    from verbale.service.record import Record

__all__ = ["VerbaleError", "__version__", "open"]


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
