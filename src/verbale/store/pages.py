"""Pages of a record with what was read from them, as rows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from verbale.records.reading import Reading, Vectors
from verbale.records.trimmed import trimmed
from verbale.store import blobs, schema


class StoredReading(NamedTuple):
    """What was read from one source, with one vector a segment."""

    reading: Reading
    vectors: Vectors


class PageRow(NamedTuple):
    """A page that was read, or was refused with a reason.

    Attributes:
        key: digest of what the page holds.
        paths: where it was found.
        version: of the reader.
        readings: one a source; empty for a refused page, and when a row is asked for without them.
    """

    key: str
    paths: tuple[str, ...]
    version: str
    reason: str | None = None
    readings: tuple[StoredReading, ...] = ()


def write_page(connection: Connection, row: PageRow) -> None:
    """Write a page with its readings, instead of what was kept of it; the paths at which it stood stay."""
    paths = set(row.paths)
    known = sa.select(schema.page_paths.c.path).where(schema.page_paths.c.page == row.key)
    paths |= set(connection.execute(known).scalars())
    connection.execute(sa.delete(schema.pages).where(schema.pages.c.key == row.key))
    connection.execute(
        sa.insert(schema.pages),
        {"key": row.key, "version": row.version, "reason": row.reason, "read_at": _now()},
    )
    connection.execute(
        sa.insert(schema.page_paths), [{"page": row.key, "path": path} for path in sorted(paths)]
    )
    forget_refusals(connection, row.paths)
    if row.readings:
        connection.execute(
            sa.insert(schema.readings),
            [_reading_row(row.key, at, stored) for at, stored in enumerate(row.readings)],
        )


def page_marks(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """For each page, by its key, the version that read it and the first of its paths.

    Two tables are run through and put together here: to look every page up in the other one takes several times as long
    where there are very many.
    """
    paths: dict[str, str] = dict(_rows(connection, "SELECT page, MIN(path) FROM page_paths GROUP BY page"))
    return {
        key: (version, paths.get(key)) for key, version in _rows(connection, "SELECT key, version FROM pages")
    }


def source_marks(connection: Connection) -> dict[str, str]:
    """For each source, what changes when its reading or its path does.

    A source that several pages gave is told by the first of them.
    """
    pages = page_marks(connection)
    # By the index, which holds all that is asked: the table holds what was read.
    query = (
        "SELECT source, page, position FROM readings INDEXED BY readings_source "
        "ORDER BY source DESC, page DESC, position DESC"
    )
    return {
        source: "\x1f".join((page, str(position), *map(str, pages[page])))
        for source, page, position in _rows(connection, query)
    }


def _rows(connection: Connection, query: str) -> Sequence[tuple[Any, ...]]:
    """All rows of a query, as SQLite gives them: those of SQLAlchemy cost more than the query."""
    driver: Any = connection.connection.driver_connection
    rows: Sequence[tuple[Any, ...]] = driver.execute(query).fetchall()
    return rows


def forget_refusals(connection: Connection, paths: Sequence[str]) -> None:
    """Forget why there was no page at these paths."""
    statement = sa.delete(schema.refusals).where(schema.refusals.c.path == sa.bindparam("read"))
    connection.execute(statement, [{"read": path} for path in paths])


def _reading_row(page: str, position: int, stored: StoredReading) -> dict[str, object]:
    rows, dimensions = stored.vectors.shape
    return {
        "page": page,
        "position": position,
        "source": stored.reading.source.id,
        "reading": blobs.pack_reading(stored.reading),
        "rows": rows,
        "dimensions": dimensions,
        "vectors": blobs.pack_vectors(stored.vectors),
        "people": blobs.pack_reading(trimmed(stored.reading)),
    }


def people_in(row: sa.Row[Any]) -> Reading:
    """What names people in the reading of a row, with the first path of its page."""
    if row.people is None:  # read by a version that did not keep it
        return trimmed(_at_path(blobs.unpack_reading(row.reading), row.path))
    return _at_path(blobs.unpack_reading(row.people), row.path)


def _at_path(reading: Reading, path: str | None) -> Reading:
    if path is None or reading.source.path == path:
        return reading
    source = msgspec.structs.replace(reading.source, path=path)
    return msgspec.structs.replace(reading, source=source)


def stored(row: sa.Row[Any]) -> StoredReading:
    """The reading and the vectors of a row, with the first path of its page."""
    reading = _at_path(blobs.unpack_reading(row.reading), row.path)
    return StoredReading(reading, blobs.unpack_vectors(row.vectors, row.rows, row.dimensions))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
