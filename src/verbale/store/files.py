"""A record as a file: make one, tell one from other files, bring an older one up to date."""

import os
import sqlite3
import tempfile
import threading
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from verbale.errors import RecordFileError
from verbale.store.schema import HEAD

APPLICATION_ID = 0x56455242
"""What `PRAGMA application_id` says in a record: the letters VERB."""

_JOURNAL_AT, _WAL = slice(18, 20), b"\x02\x02"
"""Where the header says that writers use a write-ahead log: from the first, so that no writer has to switch."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before it gives up."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 72
_ID_AT = slice(68, 72)
"""Where the application id stands in the header (SQLite file format, 1.3)."""

_looked_at: dict[tuple[int, int], BinaryIO] = {}
"""Files whose first bytes were read, by device and number."""

_MOST_LOOKED_AT = 256
"""More than a process has records open at once; under what systems allow it to hold."""

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps the migration that is running in globals of its own."""

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


def create_record(path: Path) -> None:
    """Make an empty record at the path; nothing happens when a record is there already.

    It is made beside the path and moved in whole: being killed meanwhile leaves no half of a record there.

    Raises:
        RecordFileError: when it cannot be written there, or another file stands there.
    """
    if path.exists():
        check_file(path)
        return
    try:
        content = _empty_record()
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            fresh = Path(folder) / path.name
            fresh.write_bytes(content)
            _move_in(fresh, path)
    except OSError as error:
        raise RecordFileError(f"cannot make a record at {path}: {error.strerror or error}") from error


def check_file(path: Path) -> None:
    """Say whether the file is a record, without changing it.

    Raises:
        RecordFileError: when it is missing, cannot be read or is something else.
    """
    try:
        header = _header(path)
    except FileNotFoundError as error:
        raise RecordFileError(
            f"there is no record at {path}; make one: verbale read PAGES --record {path}"
        ) from error
    except IsADirectoryError as error:
        raise RecordFileError(f"{path} is a folder; name the file of a record") from error
    except OSError as error:
        raise RecordFileError(f"cannot open {path}: {error.strerror or error}") from error
    if header[: len(_MAGIC)] != _MAGIC or int.from_bytes(header[_ID_AT], "big") != APPLICATION_ID:
        raise RecordFileError(f"{path} is not a record of Verbale; it was left as it is")


def _header(path: Path) -> bytes:
    """The first bytes of a file; the file stays open for as long as the process lives.

    To close any handle of a file takes away all locks that this process holds on it (POSIX `fcntl`), those of SQLite
    too: another process could then clear away a write-ahead log that is still being written (SQLite, "How To Corrupt An
    SQLite Database File", 2.2).
    """
    found = path.stat()
    at = (found.st_dev, found.st_ino)
    if at not in _looked_at:
        _looked_at[at] = path.open("rb", buffering=0)
        while len(_looked_at) > _MOST_LOOKED_AT:
            _looked_at.pop(next(iter(_looked_at))).close()
    return os.pread(_looked_at[at].fileno(), _HEADER_BYTES, 0)


def open_engine(path: Path, *, write: bool = False) -> Engine:
    """Return an engine on an existing record, brought up to date if an older version made it.

    Args:
        path: the file.
        write: whether the engine may write; else SQLite itself refuses to.

    Raises:
        RecordFileError: when it is no record, was made by a newer version or cannot be brought up to date.
    """
    check_file(path)
    looking = _engine(path, write=False)
    try:
        with looking.connect() as connection:
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if version != HEAD:
            _upgrade_file(path, version)
    except sa.exc.DatabaseError as error:
        raise trouble(path, error) from error
    finally:
        looking.dispose()
    return _engine(path, write=write)


def trouble(path: Path, error: sa.exc.DatabaseError) -> RecordFileError:
    """What to tell the user when SQLite fails on a record."""
    what = str(error.orig)
    if "locked" in what or "busy" in what:
        return RecordFileError(f"{path} is being written by another run; try again later")
    return RecordFileError(
        f"the record {path} cannot be used: {what}; take a copy of it, or read the pages into a new one"
    )


def _empty_record() -> bytes:
    """The bytes of a record that holds nothing; they are made in memory, so that no half of a file can stay."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(connection)
            connection.commit()
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)  # noqa: S101  SQLAlchemy's own type says Any
            content = bytearray(driver.serialize())
    finally:
        engine.dispose()
    content[_JOURNAL_AT] = _WAL
    return bytes(content)


def _move_in(fresh: Path, path: Path) -> None:
    """Move the new record in, unless another process was quicker."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        check_file(path)
    except OSError:  # a file system without hard links
        fresh.rename(path)


def _upgrade_file(path: Path, version: str | None) -> None:
    known = {file.stem for file in _VERSIONS.glob("[0-9]*.py")}
    if version not in known:
        raise RecordFileError(
            f"{path} was made by a newer version of Verbale (its form is {version}, this one knows {HEAD}); "
            "update Verbale to open it"
        )
    engine = _engine(path, write=True)
    try:
        with engine.begin() as connection:
            _migrate(connection)
    finally:
        engine.dispose()


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  slow to import, and most opens need no migration
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_VERSIONS.parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")


def _engine(path: Path, *, write: bool) -> Engine:
    address = f"{path.absolute().as_uri()}?{_mode(path, write=write)}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool)
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if not write:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA synchronous = NORMAL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _mode(path: Path, *, write: bool) -> str:
    """How SQLite opens a record.

    A reader that may write beside it opens it like a writer, so that the last one to leave clears the write-ahead
    log away; `query_only` keeps it from changing anything. Where nothing can be written, a record with no such log
    is read as it stands.
    """
    beside = os.access(path.parent, os.W_OK)
    if write or (beside and os.access(path, os.W_OK)):
        return "mode=rw"
    return "mode=ro" if beside or path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"
