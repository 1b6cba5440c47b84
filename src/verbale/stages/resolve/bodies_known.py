"""The bodies of a gazetteer, beside those of the tables: names that tell which body is meant."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon.bodies import BodyEntry, body_entry, body_finder, code_of_name
from verbale.lexicon.data import base_language
from verbale.stages.resolve.seen import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.gazetteer import GazetteerEntry

GIVEN = "@"
"""What the keys of bodies start with that only a gazetteer knows."""


class _Given(NamedTuple):
    """A body of a gazetteer.

    Attributes:
        key: of the body in a record: that of a table, if it has the body too.
    """

    key: str
    name: str
    country: str | None
    wikidata: str


class _Gazetteer:
    """The bodies of one gazetteer by their names."""

    def __init__(self, entries: Sequence[GazetteerEntry]) -> None:
        self.by_key: dict[str, _Given] = {}
        self._by_name: dict[str, set[str]] = {}
        for entry in entries:
            if entry.kind != "body":
                continue
            given = _given(entry)
            self.by_key.setdefault(given.key, given)
            for name in {folded(text) for _, text in entry.names} - {""}:
                self._by_name.setdefault(name, set()).add(given.key)

    def key(self, name: str, country: str | None) -> str | None:
        """The only body of a name; of several the only one of the state that is told."""
        keys = self._by_name.get(folded(name), set())
        fitting = (
            {key for key in keys if country in (None, self.by_key[key].country)} if len(keys) > 1 else keys
        )
        if len(fitting) != 1:
            return None
        key = next(iter(fitting))
        told = self.by_key[key].country
        return None if told and country and told != country else key


def _given(entry: GazetteerEntry) -> _Given:
    key = next(filter(None, (_table_key(text, language, entry) for language, text in entry.names)), None)
    return _Given(key or GIVEN + entry.wikidata, entry.name, entry.country, entry.wikidata)


def _table_key(name: str, language: str, entry: GazetteerEntry) -> str | None:
    """Return the key of the body that a name has in the tables, when it is all of the name and of the same state."""
    found = body_finder(base_language(language)).find(name)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(name)):
        return None
    meant = found[0].meant
    code = meant.code
    if meant.of_state:
        code = dict(meant.states).get(entry.country or "", "") if meant.states else f"{code}:{entry.country}"
    known = body_entry(code)
    if known is None or known.country not in (None, entry.country):
        return None
    return "=" + code if known.wikidata in (None, entry.wikidata) else None


_lock = threading.Lock()
_known: list[_Gazetteer] = []


def know_bodies(entries: Sequence[GazetteerEntry]) -> None:
    """Know the bodies of a gazetteer in this process, instead of those of another one."""
    with _lock:
        _known[:] = [_Gazetteer(entries)]


def _gazetteer() -> _Gazetteer:
    if not _known:
        know_bodies(())
    return _known[0]


def key_of_name(name: str, country: str | None) -> str | None:
    """Return the key of the body that a name is of by a gazetteer, or in any language of the tables; or None."""
    given = _gazetteer().key(name, country)
    if given is not None:
        return given
    entry = body_entry(code_of_name(name) or "")
    if entry is None or (country and entry.country and country != entry.country):
        return None
    return "=" + entry.code


def known_body(keys: Iterable[str]) -> BodyEntry | None:
    """Return what the tables and the gazetteer say of the body that has some keys; None when they do not know it."""
    for key in sorted(keys):
        given = _gazetteer().by_key.get(key)
        if key.startswith(GIVEN) and given is not None:
            return BodyEntry(key, given.name, "", given.country, given.wikidata)
        entry = body_entry(key.removeprefix("=")) if key.startswith("=") else None
        if entry is not None:
            return entry._replace(wikidata=entry.wikidata or (given.wikidata if given else None))
    return None
