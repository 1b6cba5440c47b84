"""The workspace of a build, in the record."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy.engine import Connection

_AT_ONCE = 500


class StoredWorkspace:
    """`records.workspace.Workspace` in the tables of a record, within the transaction of the caller."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, table: str, keys: Collection[str]) -> dict[str, bytes]:
        """The bodies of the rows that are there."""
        found: dict[str, bytes] = {}
        for some in _cut(sorted(keys)):
            query = f'SELECT key, body FROM block_rows WHERE "table" = ? AND key IN ({_marks(some)})'  # noqa: S608
            found.update(tuple(row) for row in self._connection.exec_driver_sql(query, (table, *some)))
        return found

    def save(self, table: str, rows: Mapping[str, bytes | None]) -> None:
        """Write rows; those with None are taken away."""
        held = [(table, key, body) for key, body in rows.items() if body is not None]
        gone = [(table, key) for key, body in rows.items() if body is None]
        self._many('INSERT OR REPLACE INTO block_rows ("table", key, body) VALUES (?, ?, ?)', held)
        self._many('DELETE FROM block_rows WHERE "table" = ? AND key = ?', gone)

    def owners(self, table: str, keys: Collection[str]) -> dict[str, list[str]]:
        """The owners under each key that has any, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for some in _cut(sorted(keys)):
            query = (
                f'SELECT key, owner FROM block_links WHERE "table" = ? AND key IN ({_marks(some)}) '  # noqa: S608
                "ORDER BY key, owner"
            )
            for key, owner in self._connection.exec_driver_sql(query, (table, *some)):
                found[key].append(owner)
        return dict(found)

    def link(self, table: str, keys_of: Mapping[str, Collection[str]]) -> None:
        """Give owners the keys under which they stand, instead of those they had."""
        self._many(
            'DELETE FROM block_links WHERE "table" = ? AND owner = ?', [(table, owner) for owner in keys_of]
        )
        self._many(
            'INSERT INTO block_links ("table", key, owner) VALUES (?, ?, ?)',
            [(table, key, owner) for owner, keys in sorted(keys_of.items()) for key in sorted(set(keys))],
        )

    def clear(self) -> None:
        """Forget everything."""
        self._connection.exec_driver_sql("DELETE FROM block_rows")
        self._connection.exec_driver_sql("DELETE FROM block_links")

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self._connection.exec_driver_sql(statement, list(rows))


def _marks(keys: Sequence[str]) -> str:
    return ", ".join("?" * len(keys))


def _cut(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(keys), _AT_ONCE):
        yield keys[at : at + _AT_ONCE]
