"""People whose names no sound tells: `拜登` is Joe Biden. A table of them, and a gazetteer if one is given."""

import threading
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from verbale.records.gazetteer import GazetteerEntry
from verbale.stages.resolve import rules
from verbale.stages.resolve.rules import FOLDER
from verbale.stages.resolve.spelling import Spelling, spell
from verbale.text.data import load_yaml

OF_EACH_SCRIPT = 3
"""Spellings in one script by which somebody of a gazetteer is compared with others; all are known when they are met."""


class Alias(msgspec.Struct, frozen=True):
    """A person of the table of aliases.

    Attributes:
        name: the spelling to show.
        country: ISO 3166-1 alpha-2; None for officials of organisations.
        wikidata: None where the table does not know it for certain.
        spellings: by language code.
        keys: by which a gazetteer knows the person.
        given: whether a gazetteer gave the person: then a country of None is only not known.
    """

    name: str
    country: str | None
    wikidata: str | None
    spellings: dict[str, list[str]]
    given: bool = False
    keys: tuple[str, ...] = ()

    def all(self) -> tuple[Spelling, ...]:
        """Return every spelling taken apart, the one to show first."""
        rows = [("en", [self.name]), *self.spellings.items()]
        return tuple(dict.fromkeys(spell(text, (language,)) for language, texts in rows for text in texts))


class People:
    """The people whom a process knows beforehand: read once, and again when another gazetteer is used."""

    def __init__(self, entries: Sequence[GazetteerEntry] = ()) -> None:
        """Put the table and a gazetteer together: who has the same id in Wikidata is one."""
        rows = list(_table())
        at_id = {row.wikidata: at for at, row in enumerate(rows) if row.wikidata}
        for entry in entries:
            if entry.kind != "person":
                continue
            at = at_id.get(entry.wikidata)
            at = _same_name(rows, entry) if at is None else at
            if at is None:
                rows.append(
                    Alias(entry.name, entry.country, entry.wikidata, _spellings(entry), True, entry.keys)
                )
            else:
                rows[at] = _with(rows[at], entry)
        self.rows = tuple(rows)
        self._numbers: dict[str, set[int]] = {}
        for at, row in enumerate(self.rows):
            for key in _keys(row):
                self._numbers.setdefault(key, set()).add(at)
        self._spelled: dict[int, tuple[Spelling, ...]] = {}

    def spellings(self, number: int) -> tuple[Spelling, ...]:
        """The spellings of a person that are compared with others."""
        if number not in self._spelled:
            row = self.rows[number]
            self._spelled[number] = _few(row.all()) if row.given else row.all()
        return self._spelled[number]

    def number(self, key: str) -> int | None:
        """The only person who has a name, by the key of its spelling."""
        numbers = self._numbers.get(key)
        return next(iter(numbers)) if numbers is not None and len(numbers) == 1 else None


_lock = threading.Lock()
_known: list[People] = []


def aliases() -> tuple[Alias, ...]:
    """Return the people who are known beforehand."""
    return _people().rows


def spellings_of(number: int) -> tuple[Spelling, ...]:
    """Return the spellings of a known person by number."""
    return _people().spellings(number)


def alias_of(name: Spelling) -> int | None:
    """Return the number of the known person whose name this is, or None when it is nobody's or several's."""
    return _people().number(name.key)


def know(entries: Sequence[GazetteerEntry]) -> None:
    """Know the people of a gazetteer beside those of the table, instead of those of another one."""
    with _lock:
        _known[:] = [People(entries)]


def _people() -> People:
    if not _known:
        know(())
    return _known[0]


@cache
def _table() -> tuple[Alias, ...]:
    return msgspec.convert(tuple(load_yaml(FOLDER, "aliases")), tuple[Alias, ...])


@cache
def _table_by_name() -> dict[str, int]:
    return {row.name.casefold(): at for at, row in enumerate(_table())}


def _same_name(rows: Sequence[Alias], entry: GazetteerEntry) -> int | None:
    """Return who of the table has the name and state of an entry, where the table does not know the id."""
    found = {_table_by_name().get(text.casefold()) for _, text in entry.names} - {None}
    at = next(iter(found)) if len(found) == 1 else None
    if at is None or rows[at].wikidata is not None or entry.country not in (None, rows[at].country):
        return None
    return at


def _with(row: Alias, entry: GazetteerEntry) -> Alias:
    spellings = {language: list(texts) for language, texts in row.spellings.items()}
    for language, texts in _spellings(entry).items():
        held = spellings.setdefault(language, [])
        held += [text for text in texts if text not in held]
    keys = row.keys or tuple(spelling.key for spelling in row.all())
    return msgspec.structs.replace(
        row, wikidata=entry.wikidata, spellings=spellings, keys=tuple(dict.fromkeys((*keys, *entry.keys)))
    )


def _spellings(entry: GazetteerEntry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, text in entry.names:
        found.setdefault(language, []).append(text)
    return found


def _keys(row: Alias) -> Iterable[str]:
    return row.keys or {spelling.key for spelling in row.all()}


def telling_keys(entry: GazetteerEntry) -> tuple[str, ...]:
    """Return the keys of the names of an entry; a lone word of a script with spaces tells nobody."""
    spelled = dict.fromkeys(spell(text, (language,)) for language, text in entry.names)
    return tuple(sorted({spelling.key for spelling in spelled if _tells(spelling)}))


def _tells(spelling: Spelling) -> bool:
    return len(spelling.telling) > 1 or (
        spelling.script in rules.value("scripts", "unspaced_names") and len(spelling.text) > 1
    )


def _few(spellings: Iterable[Spelling]) -> tuple[Spelling, ...]:
    """Return the first spellings in each script, without lone words."""
    found: dict[str, list[Spelling]] = {}
    for at, spelling in enumerate(spellings):
        if at == 0 or _tells(spelling):
            found.setdefault(spelling.script, []).append(spelling)
    return tuple(spelling for some in found.values() for spelling in some[:OF_EACH_SCRIPT])
