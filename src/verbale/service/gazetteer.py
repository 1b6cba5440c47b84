"""The gazetteer of a user: people with their ids in Wikidata, imported once and used by every reading."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from verbale.errors import GazetteerError
from verbale.records.gazetteer import GazetteerEntry
from verbale.records.ids import content_id
from verbale.service.gazetteer_files import BadRow, entries_in
from verbale.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

VARIABLE = "VERBALE_GAZETTEER"
"""Environment variable that names another file."""

MAX_ENTRIES = 300_000
"""Entries of a gazetteer: some 1 GB of memory when it is used."""

MAX_BAD_ROWS = 1_000
"""Rows left out that are remembered with their reason."""


class _File(msgspec.Struct):
    """What the file holds; keys are worked out anew when another version made them."""

    version: str
    entries: list[GazetteerEntry]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        taken: entries that the file gave.
        new: of those, how many were not known.
        bad: rows left out, the first of them.
        left_out: how many they are.
    """

    taken: int
    new: int
    bad: tuple[BadRow, ...]
    left_out: int


def gazetteer_path() -> Path:
    """The file that `VERBALE_GAZETTEER` (or the setting `gazetteer`) names, else one with the user's data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415  only needed here

    return user_data_path("verbale") / "gazetteer.bin"


def use_file(named: str) -> None:
    """Have this process use another file, if one is named."""
    if named:
        os.environ[VARIABLE] = named


def import_gazetteer(path: Path) -> Imported:
    """Take the entries of a file into the gazetteer; an entry with the id of a known one takes its place.

    Raises:
        GazetteerError: when the file cannot be read, holds no entry, or is too large.
    """
    known = {entry.wikidata: entry for entry in load_gazetteer()}
    before = set(known)
    taken: dict[str, GazetteerEntry] = {}
    bad: list[BadRow] = []
    left_out = 0
    for row in entries_in(path):
        if isinstance(row, BadRow):
            left_out += 1
            if len(bad) < MAX_BAD_ROWS:
                bad.append(row)
        else:
            taken[row.wikidata] = _joined(taken.get(row.wikidata), row)
            if len(taken.keys() | before) > MAX_ENTRIES:
                raise GazetteerError(
                    f"{path} gives more than {MAX_ENTRIES:,} entries; import an extract of it"
                )
    if not taken:
        first = f"; line {bad[0].line}: {bad[0].reason}" if bad else ""
        raise GazetteerError(f"{path} holds no entry for a gazetteer{first}")
    known |= _with_keys(taken.values())
    _write(known.values())
    return Imported(len(taken), len(taken.keys() - before), tuple(bad), left_out)


def remove_from_gazetteer(ids: Collection[str]) -> int:
    """Take entries away by id, all when none is named; give how many they were."""
    entries = load_gazetteer()
    kept = [entry for entry in entries if ids and entry.wikidata not in ids]
    if len(kept) == len(entries):
        return 0
    if kept:
        _write(kept)
    else:
        gazetteer_path().unlink(missing_ok=True)
    return len(entries) - len(kept)


def load_gazetteer() -> list[GazetteerEntry]:
    """Every entry, by number of the id; none when nothing was imported.

    Raises:
        GazetteerError: when the file is there and is no gazetteer.
    """
    path = gazetteer_path()
    if not path.is_file():
        return []
    try:
        held = msgspec.msgpack.decode(path.read_bytes(), type=_File)
    except (OSError, msgspec.MsgspecError) as error:
        raise GazetteerError(f"{path} is no gazetteer: {error}; remove it and import again") from error
    if held.version != __version__:
        return list(_with_keys(held.entries).values())
    return held.entries


def use_user_gazetteer() -> str:
    """Have this process resolve people with the user's gazetteer; return what tells it from others, or nothing.

    Raises:
        GazetteerError: when the file is there and is no gazetteer.
    """
    from verbale.stages.resolve import use_gazetteer  # noqa: PLC0415  stages load late

    entries = load_gazetteer()
    digest = (
        content_id("gazetteer", *(msgspec.json.encode(entry).decode() for entry in entries))
        if entries
        else ""
    )
    if _used != [digest]:
        use_gazetteer(entries)
        _used[:] = [digest]
    return digest


_used: list[str] = [""]
"""What tells the gazetteer that this process uses."""


def _joined(held: GazetteerEntry | None, row: GazetteerEntry) -> GazetteerEntry:
    """One entry of two rows with the same id: the names of both."""
    if held is None:
        return row
    return msgspec.structs.replace(held, names=tuple(dict.fromkeys((*held.names, *row.names))))


def _with_keys(entries: Iterable[GazetteerEntry]) -> dict[str, GazetteerEntry]:
    from verbale.stages.resolve import telling_keys  # noqa: PLC0415  stages load late

    return {entry.wikidata: msgspec.structs.replace(entry, keys=telling_keys(entry)) for entry in entries}


def _write(entries: Iterable[GazetteerEntry]) -> None:
    path = gazetteer_path()
    ordered = sorted(entries, key=lambda entry: int(entry.wikidata[1:]))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(msgspec.msgpack.encode(_File(__version__, ordered)))
        Path(file.name).replace(path)
    except OSError as error:
        raise GazetteerError(f"cannot write the gazetteer {path}: {error}") from error
