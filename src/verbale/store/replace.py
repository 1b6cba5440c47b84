"""Replace the items of a record, writing only what has changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from verbale.records.items import AnyItem
from verbale.store import schema
from verbale.store.sealed import Sealed, seal

T = TypeVar("T")

_AT_ONCE = 500
"""Rows in one statement; SQLite allows 32,766 variables."""

_WRITTEN_AT_ONCE = 5_000
"""Rows that are collected before they are written."""

_ITEM = (
    "INSERT INTO items (num, kind, id, body, digest, sort, start, source, meeting, thread, "
    "date_start, date_end, rejected, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINKS = tuple(
    (f"INSERT INTO {table} (item, {column}) VALUES (?, ?)", name)  # noqa: S608  names of the schema
    for table, column, name in (
        ("item_countries", "country", "countries"),
        ("item_persons", "person", "persons"),
        ("item_pillars", "pillar", "pillars"),
        ("item_marks", "mark", "marks"),
    )
)
_EVIDENCE = 'INSERT INTO evidence (item, position, source, start, "end") VALUES (?, ?, ?, ?, ?)'
_TEXT = f"INSERT INTO {schema.WORDS} (rowid, text) VALUES (?, ?)"  # noqa: S608
_NO_TEXT = f"DELETE FROM {schema.WORDS} WHERE rowid = ?"  # noqa: S608

ALL = "all"
"""The owner of items that are replaced all at once."""


def replace_all(connection: Connection, items: Sequence[AnyItem]) -> None:
    """Make these the items of the record; the caller holds the transaction."""
    writer = ItemWriter(connection)
    writer.put(ALL, seal(items))
    writer.finish(only={ALL})


class ItemWriter:
    """Writes items block by block, within the transaction of the caller."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        last = sa.select(sa.func.coalesce(sa.func.max(schema.items.c.num), 0))
        self._next: int = connection.execute(last).scalar_one() + 1
        self._empty = self._next == 1
        self._waiting: list[tuple[int, str, Sealed]] = []

    def put(self, owner: str, rows: Iterable[Sealed] | None) -> None:
        """Make these the items of an owner; None leaves it without any."""
        old = {} if self._empty else self._of(owner)
        new = {(row.kind, row.id): row for row in rows or ()}
        same = {key for key, row in new.items() if key in old and old[key][1] == row.digest}
        self._delete([num for key, (num, _digest) in old.items() if key not in same])
        fresh = [row for key, row in new.items() if key not in same]
        if fresh and not self._empty:
            self._take_over(fresh)
        for row in fresh:
            self._waiting.append((self._next, owner, row))
            self._next += 1
        if len(self._waiting) >= _WRITTEN_AT_ONCE:
            self._write()

    def finish(self, only: set[str] | None = None) -> None:
        """Write what is waiting.

        Args:
            only: the owners whose items stay, when all have been put; items of others are taken away.
        """
        self._write()
        if only is None:
            return
        owners = self._connection.execute(sa.select(schema.items.c.owner).distinct()).scalars()
        for owner in [owner for owner in owners if owner not in only]:
            self._delete([num for num, _digest in self._of(owner).values()])

    def _of(self, owner: str | None) -> Mapping[tuple[str, str], tuple[int, bytes]]:
        """Number and digest of the items of an owner, by kind and id."""
        items = schema.items.c
        mine = items.owner.is_(None) if owner is None else items.owner == owner
        found = self._connection.execute(sa.select(items.num, items.kind, items.id, items.digest).where(mine))
        return {(row.kind, row.id): (row.num, row.digest) for row in found}

    def _take_over(self, rows: Sequence[Sealed]) -> None:
        """Take items away from another owner who has them still."""
        self._write()
        items = schema.items.c
        for some in _cut(rows):
            taken = {(row.kind, row.id) for row in some}
            # By id alone: SQLite looks pairs of columns up without an index.
            query = sa.select(items.num, items.kind, items.id).where(items.id.in_([row.id for row in some]))
            found = self._connection.execute(query)
            self._delete([row.num for row in found if (row.kind, row.id) in taken])

    def _delete(self, numbers: Sequence[int]) -> None:
        for some in _cut(numbers):
            self._connection.execute(sa.delete(schema.items).where(schema.items.c.num.in_(some)))
            self._many(_NO_TEXT, [(num,) for num in some])

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._many(_ITEM, [(num, *row[:6], *row.columns, owner) for num, owner, row in waiting])
        for statement, name in _LINKS:
            self._many(statement, [(num, value) for num, _, row in waiting for value in getattr(row, name)])
        self._many(
            _EVIDENCE,
            [(num, at, *proof) for num, _, row in waiting for at, proof in enumerate(row.evidence)],
        )
        self._many(_TEXT, [(num, row.words) for num, _, row in waiting if row.words is not None])

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self._connection.exec_driver_sql(statement, list(rows))


def _cut(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE]
