"""What a build keeps from one run to the next, so that new pages touch only the blocks that they belong to.

A workspace holds rows (a table, a key, a body) and links (a table, a key, the owners under it). Stages hold their
results of blocks there and ask for those that a change concerns. Nothing in it is read by users.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

T = TypeVar("T")

CACHED_ROWS = 20_000
"""Decoded rows of a table that are kept at hand."""


class Workspace(Protocol):
    """Rows and links by table."""

    def load(self, table: str, keys: Collection[str]) -> dict[str, bytes]:
        """The bodies of the rows that are there."""
        ...

    def save(self, table: str, rows: Mapping[str, bytes | None]) -> None:
        """Write rows; those with None are taken away."""
        ...

    def owners(self, table: str, keys: Collection[str]) -> dict[str, list[str]]:
        """The owners under each key that has any, sorted."""
        ...

    def link(self, table: str, keys_of: Mapping[str, Collection[str]]) -> None:
        """Give owners the keys under which they stand, instead of those they had; an empty one takes an owner away."""
        ...


class MemoryWorkspace:
    """A workspace that lasts as long as the process."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._rows: dict[str, dict[str, bytes]] = defaultdict(dict)
        self._owners: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._keys: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)

    def load(self, table: str, keys: Collection[str]) -> dict[str, bytes]:
        """The bodies of the rows that are there."""
        rows = self._rows[table]
        return {key: rows[key] for key in keys if key in rows}

    def save(self, table: str, rows: Mapping[str, bytes | None]) -> None:
        """Write rows; those with None are taken away."""
        for key, body in rows.items():
            if body is None:
                self._rows[table].pop(key, None)
            else:
                self._rows[table][key] = body

    def owners(self, table: str, keys: Collection[str]) -> dict[str, list[str]]:
        """The owners under each key that has any, sorted."""
        held = self._owners[table]
        return {key: sorted(held[key]) for key in keys if held.get(key)}

    def link(self, table: str, keys_of: Mapping[str, Collection[str]]) -> None:
        """Give owners the keys under which they stand, instead of those they had."""
        held, had = self._owners[table], self._keys[table]
        for owner, keys in keys_of.items():
            for key in had.pop(owner, ()):
                held[key].discard(owner)
            for key in keys:
                held[key].add(owner)
            if keys:
                had[owner] = tuple(keys)


class Rows(Generic[T]):
    """One table of a workspace, decoded; what is set is written by `flush`."""

    def __init__(self, workspace: Workspace, table: str, kind: type[T], at_hand: int = CACHED_ROWS) -> None:
        """Open a table.

        Args:
            kind: type of its rows, as msgspec takes it.
            at_hand: decoded rows that are kept at hand; fewer where they are large.
        """
        self._workspace = workspace
        self._table = table
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)
        self._at_hand = at_hand
        self._held: dict[str, T | None] = {}
        self._changed: set[str] = set()

    def fetch(self, keys: Iterable[str]) -> None:
        """Have rows at hand, so that asking for each does not go to the workspace."""
        missing = sorted({key for key in keys if key not in self._held})
        if not missing:
            return
        if len(self._held) > self._at_hand:
            self.flush()
            self._held = {}
        found = self._workspace.load(self._table, missing)
        for key in missing:
            body = found.get(key)
            self._held[key] = None if body is None else self._decoder.decode(body)

    def get(self, key: str) -> T | None:
        """A row, or None."""
        if key not in self._held:
            self.fetch([key])
        return self._held[key]

    def set(self, key: str, row: T | None) -> None:
        """Put a row in the place of another one; None takes it away."""
        self._held[key] = row
        self._changed.add(key)

    def flush(self) -> None:
        """Write what has changed."""
        encode = msgspec.msgpack.encode
        rows: dict[str, bytes | None] = {}
        for key in sorted(self._changed):
            row: Any = self._held[key]
            rows[key] = None if row is None else encode(row)
        self._workspace.save(self._table, rows)
        self._changed.clear()


class Links:
    """One table of links; what is set is written in parts, before owners are asked for, or by `flush`."""

    def __init__(self, workspace: Workspace, table: str) -> None:
        """Open a table of links."""
        self._workspace = workspace
        self._table = table
        self._fresh: dict[str, Collection[str]] = {}

    def set(self, owner: str, keys: Collection[str]) -> None:
        """Give an owner the keys under which it stands."""
        self._fresh[owner] = keys
        if len(self._fresh) > CACHED_ROWS:
            self.flush()

    def owners(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """The owners under each key that has any, sorted."""
        self.flush()
        return self._workspace.owners(self._table, sorted(set(keys)))

    def under(self, keys: Iterable[str]) -> Iterator[str]:
        """The owners under any of the keys, each once, sorted."""
        found = self.owners(keys)
        return iter(sorted({owner for owners in found.values() for owner in owners}))

    def flush(self) -> None:
        """Write what has changed."""
        if self._fresh:
            self._workspace.link(self._table, self._fresh)
            self._fresh = {}
