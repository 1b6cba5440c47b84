"""Files that a gazetteer is imported from: tables, and extracts of the JSON dump of Wikidata."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from verbale.errors import GazetteerError
from verbale.records.gazetteer import GazetteerEntry
from verbale.text.data import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

MAX_LINE = 32 << 20
"""Characters of a line: an entity of Wikidata has a few million at most."""

MAX_WHOLE = 512 << 20
"""Characters of a file that is one JSON value, which is read at once."""

MAX_NAMES = 400
"""Names kept of one entry; those of Wikidata have up to some 300."""

MAX_NAME = 200
"""Characters of a name."""

_ID = re.compile(r"Q[1-9]\d{0,11}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HUMAN = "Q5"
_NEEDED = ("wikidata", "name")


class BadRow(NamedTuple):
    """A row that was left out: where it stands (the first line is 1; in one JSON value, the number), and why."""

    line: int
    reason: str


Row: TypeAlias = GazetteerEntry | BadRow


class _WrongError(Exception):
    """Why a row cannot be taken."""


def entries_in(path: Path) -> Iterator[Row]:
    """Yield the entries of a file, and the rows of it that are none.

    A file is a table (CSV with a first line of column names) or JSON: an entity of Wikidata a line, or an array or
    object of them; either may be packed by gzip.

    Raises:
        GazetteerError: when the file cannot be read, or is neither.
    """
    try:
        with _text(path) as file:
            start = file.read(1)
            while start.isspace() or start == "\ufeff":
                start = file.read(1)
            file.seek(0)
            yield from _of_json(file) if start in ("{", "[") else _of_table(file)
    except (OSError, EOFError, zlib.error) as error:
        told = getattr(error, "strerror", None) or error
        raise GazetteerError(f"cannot read {path}: {told}") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path} is not text in UTF-8") from error
    except csv.Error as error:
        raise GazetteerError(f"{path} is no table: {error}") from error


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        yield io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise GazetteerError(f"a line has more than {MAX_LINE >> 20} million characters")
        yield line


def _of_table(file: TextIO) -> Iterator[Row]:
    reader = csv.DictReader(_lines(file), strict=True)
    columns = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise GazetteerError(
            f"the table has no column {' and no column '.join(missing)}; "
            "it takes wikidata, name, aliases, country, kind"
        )
    reader.fieldnames = columns
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        try:
            yield _of_row(row)
        except _WrongError as wrong:
            yield BadRow(reader.line_num, str(wrong))


def _of_row(row: dict[str, Any]) -> GazetteerEntry:
    if None in row:
        raise _WrongError("more cells than columns")
    cells = {name: (value or "").strip() for name, value in row.items()}
    name, country = _name(cells["name"]), cells.get("country", "").upper() or None
    kind = cells.get("kind", "").lower() or "person"
    if not _ID.fullmatch(cells["wikidata"]):
        raise _WrongError(f"wikidata is {cells['wikidata'][:MAX_NAME]!r}, not an id such as Q42")
    if country is not None and not _COUNTRY.fullmatch(country):
        raise _WrongError(f"country is {country[:MAX_NAME]!r}, not two letters (ISO 3166-1)")
    if kind not in ("person", "body"):
        raise _WrongError(f"kind is {kind[:MAX_NAME]!r}, not person or body")
    others = [_name(text) for text in cells.get("aliases", "").split("|") if text.strip()]
    names = tuple(("und", text) for text in dict.fromkeys((name, *others)))
    return GazetteerEntry(
        cells["wikidata"], name, names[:MAX_NAMES], country, "body" if kind == "body" else "person"
    )


def _name(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise _WrongError("a name is empty")
    if len(text) > MAX_NAME:
        raise _WrongError(f"a name has more than {MAX_NAME} characters")
    if any(ord(c) < ord(" ") for c in text):
        raise _WrongError("a name has a control character")
    return " ".join(text.split())


def _of_json(file: TextIO) -> Iterator[Row]:
    states = {item: code for code, item in load_yaml("names", "wikidata_states").items()}
    for line, entity in _entities(file):
        if isinstance(entity, BadRow):
            yield entity
            continue
        try:
            found = _of_entity(entity, states)
        except _WrongError as wrong:
            yield BadRow(line, str(wrong))
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
            yield BadRow(line, "not an entity as Wikidata writes them")
        else:
            if found is not None:
                yield found


def _entities(file: TextIO) -> Iterator[tuple[int, Any]]:
    """Yield entities one a line, as the dump has them; else those of one JSON value."""
    first = next((text for line in _lines(file) if (text := line.strip().rstrip(",")) not in ("", "[")), "")
    file.seek(0)
    if _is_json(first):
        for number, line in enumerate(_lines(file), start=1):
            text = line.strip().rstrip(",")
            if text in ("", "[", "]"):
                continue
            value = _parsed(text)
            yield from ((number, entity) for entity in _unpacked(value))
        return
    whole = file.read(MAX_WHOLE + 1)
    if len(whole) > MAX_WHOLE:
        raise GazetteerError("the file is one JSON value that is too large; write one entity a line")
    yield from enumerate(_unpacked(_parsed(whole)), start=1)


def _is_json(text: str) -> bool:
    return not isinstance(_parsed(text), _Broken)


class _Broken(NamedTuple):
    reason: str


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _Broken("no JSON")


def _unpacked(value: Any) -> list[Any]:
    if isinstance(value, _Broken):
        return [value]
    if isinstance(value, dict) and isinstance(value.get("entities"), dict):
        return list(value["entities"].values())
    return value if isinstance(value, list) else [value]


def _of_entity(entity: Any, states: dict[str, str]) -> GazetteerEntry | None:
    """Return the person of an entity; None for a state, whose code is kept, and for what is no human."""
    if isinstance(entity, _Broken):
        raise _WrongError(entity.reason)
    item = entity["id"]
    if not isinstance(item, str) or not _ID.fullmatch(item):
        raise _WrongError("no id such as Q42")
    claims = entity.get("claims") or {}
    codes = _values(claims, "P297")
    if len(codes) == 1 and isinstance(codes[0], str) and _COUNTRY.fullmatch(codes[0]):
        states[item] = codes[0]
        return None
    kinds = _values(claims, "P31")
    if kinds and _HUMAN not in kinds:
        return None
    names = list(dict.fromkeys(_names(entity)))
    if not names:
        raise _WrongError(f"{item} has no name")
    label = next((text for language, text in names if language == "en"), names[0][1])
    countries = {states[state] for state in _values(claims, "P27") if state in states}
    country = next(iter(countries)) if len(countries) == 1 else None
    return GazetteerEntry(item, label, tuple(names[:MAX_NAMES]), country)


def _names(entity: Any) -> Iterator[tuple[str, str]]:
    labels, aliases = entity.get("labels") or {}, entity.get("aliases") or {}
    for language in sorted(labels, key=lambda code: (code != "en", code)):
        yield language, _name(labels[language]["value"])
    for language in sorted(aliases):
        for alias in aliases[language]:
            yield language, _name(alias["value"])


def _values(claims: dict[str, Any], property_: str) -> list[Any]:
    """Return the values of a property that hold now: not deprecated, and without an end (P582)."""
    found = []
    for claim in claims.get(property_) or ():
        if claim.get("rank") == "deprecated" or "P582" in (claim.get("qualifiers") or {}):
            continue
        value = (claim["mainsnak"].get("datavalue") or {}).get("value")
        found.append(value.get("id") if isinstance(value, dict) else value)
    return found
