"""Real text as the stuff that made accounts are cut from: each page read once, with who is who in it.

A group holds the accounts of one real meeting: the example pages and seeds have some in several languages, each
official readout is alone. What the models read of the pages is kept in a cache outside the tree.
"""

from __future__ import annotations

import json
import os
import pickle
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bench.harness import ROOT, digest
from bench.records import READOUTS, SEEDS, SEEDS_GOLD
from verbale.pipeline import PIPELINE_VERSION, ReadSource, ingest, make_reader
from verbale.records.reading import OfficeHeld, Page, PersonMention, Reading, StateMention
from verbale.settings import Settings
from verbale.stages.resolve import resolve
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.records.reading import Vectors

EXAMPLES = ROOT / "examples" / "pages"
EXAMPLES_GOLD = ROOT / "examples" / "gold.json"
NEEDS = (READOUTS, SEEDS, SEEDS_GOLD, EXAMPLES, EXAMPLES_GOLD)

_SOURCE = ROOT / "src" / "verbale"
_READ_BY = (_SOURCE / "records" / "reading.py", _SOURCE / "resources" / "heads")
"""What readings depend on, besides the version of the pipeline."""

_LIKE = 0.85
"""Cosine from which two segments of different accounts, each the nearest of the other, say the same."""

_LEAST = 3
"""Segments without which a page is no account."""


class Role(NamedTuple):
    """A part that somebody plays in the accounts of a group: of a state or of none, in a post."""

    state: str | None
    post: str


class Template(NamedTuple):
    """One real account.

    Attributes:
        roles: number of the role in the group, by first character of each mention of a person.
        statements: for each segment, a number that segments of the same group share when they say the same.
    """

    read: ReadSource
    roles: Mapping[int, int]
    statements: tuple[int, ...]


class Group(NamedTuple):
    """The accounts of one real meeting; `sides` are its two states and `day` when it was."""

    name: str
    call: bool
    day: date
    sides: tuple[str, str]
    roles: tuple[Role, ...]
    templates: tuple[Template, ...]


class Telling(NamedTuple):
    """What is known of a page beforehand: the meeting that it is an account of, its day, its people by name.

    `states` are those of the people.
    """

    meeting: str
    call: bool
    day: date
    people: Mapping[str, str]
    sides: tuple[str, ...] = ()
    states: Mapping[str, str] = {}


def load_groups(readings: Sequence[tuple[str, ReadSource]] | None = None) -> list[Group]:
    """All groups, by name.

    Args:
        readings: of pages by the name of their file (`file#row` for a row of a table, the id of a readout); None
            means all pages, read when no earlier run has kept what was read of them.

    Raises:
        OSError: when the pages are not here.
    """
    readings = page_readings() if readings is None else readings
    told = _pages_told(EXAMPLES_GOLD)
    told |= _pages_told(SEEDS_GOLD) if SEEDS_GOLD.exists() else {}
    told |= _readouts_told() if READOUTS.exists() else {}
    people = resolve([read.reading for _, read in readings])
    countries = {person.id: person.country for person in people.people}
    grouped: dict[str, list[tuple[Telling, ReadSource]]] = defaultdict(list)
    for path, read in readings:
        telling = told.get(path)
        if telling is not None and len(read.reading.segments) >= _LEAST:
            grouped[telling.meeting].append((telling, read))
    groups = (_group(name, rows, people.person_of, countries) for name, rows in sorted(grouped.items()))
    return [group for group in groups if group is not None]


def cache_file() -> Path:
    """Where readings of the pages are kept; VERBALE_BENCH_CACHE names another folder."""
    folder = os.environ.get("VERBALE_BENCH_CACHE") or Path.home() / ".cache" / "verbale-bench"
    return Path(folder) / f"templates-{PIPELINE_VERSION}-{digest((*NEEDS, *_READ_BY))}.pickle"


def page_readings() -> list[tuple[str, ReadSource]]:
    """Name and reading of each page: `file`, `file#row` or the id of a readout; kept from an earlier run.

    Raises:
        OSError: when the pages are not here.
    """
    file = cache_file()
    if file.exists():
        rows: list[tuple[str, ReadSource]] = pickle.loads(file.read_bytes())  # noqa: S301  our own
        return rows
    rows = list(_read_all())
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(rows))
    part.replace(file)
    return rows


def _read_all() -> Iterator[tuple[str, ReadSource]]:
    reader, settings = make_reader(Settings(threads=1)), Settings()
    for page in ingest([str(EXAMPLES), str(SEEDS)], settings.limits, settings.columns):
        if isinstance(page, Page):
            yield Path(page.path).name, ReadSource(*reader.read(page)[0])
    with READOUTS.open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            page = Page(path=row["id"], text=row["text"], published=row["date"], published_from="given")
            yield row["id"], ReadSource(*reader.read(page)[0])


def _readouts_told() -> dict[str, Telling]:
    with READOUTS.open(encoding="utf-8") as rows:
        return {
            row["id"]: Telling(
                row["id"], row["gold"]["kind"] == "call", date.fromisoformat(row["date"]), {}, ("US",)
            )
            for row in map(json.loads, rows)
        }


def _pages_told(file: Path) -> dict[str, Telling]:
    """The first meeting that the gold has for each page."""
    gold: dict[str, Any] = json.loads(file.read_text("utf-8"))
    people = {name: key for key, person in gold["people"].items() for name in person["names"]}
    states = {key: person["country"] for key, person in gold["people"].items() if person.get("country")}
    told: dict[str, Telling] = {}
    for meeting in gold["meetings"]:
        call = "call" in (meeting.get("type"), meeting.get("kind", "").split()[-1:])
        for key in meeting["sources"]:
            source = gold["sources"].get(key)
            if source is None or len(meeting.get("countries", ())) < 2:
                continue
            page = f"{source['file']}#{source['row']}" if source.get("row") else source["file"]
            day = date.fromisoformat(meeting["date"])
            told.setdefault(
                page, Telling(meeting["id"], call, day, people, tuple(meeting["countries"]), states)
            )
    return told


def _group(
    name: str,
    rows: Sequence[tuple[Telling, ReadSource]],
    person_of: Mapping[tuple[str, int], str],
    countries: Mapping[str, str | None],
) -> Group | None:
    told = rows[0][0]
    keys = [_people(read.reading, told.people, person_of) for _, read in rows]
    mentions: dict[str, list[PersonMention]] = defaultdict(list)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, read), named in zip(rows, keys, strict=True):
        for mention in _persons(read.reading):
            key = named[mention.start]
            mentions[key].append(mention)
            country = countries.get(person_of.get((read.reading.source.id, mention.start), ""))
            country = told.states.get(key, country)
            states[key].update([country] if country else [])
    sides = _sides(told, rows, states)
    if sides is None:
        return None
    numbers = {key: at for at, key in enumerate(sorted(mentions))}
    roles = _roles(mentions, states)
    statements = _statements([read.vectors for _, read in rows])
    templates = tuple(
        Template(read, {start: numbers[key] for start, key in named.items()}, said)
        for (_, read), named, said in zip(rows, keys, statements, strict=True)
    )
    return Group(name, told.call, told.day, sides, roles, templates)


def _persons(reading: Reading) -> Iterator[PersonMention]:
    return (mention for mention in reading.mentions if isinstance(mention, PersonMention))


def _people(
    reading: Reading, names: Mapping[str, str], person_of: Mapping[tuple[str, int], str]
) -> dict[int, str]:
    """Who is meant by each mention: by the names that a reader found, else by the record, else by the fullest name."""
    known = {fold(name): key for name, key in names.items()}
    found: dict[int, str] = {}
    same: dict[str, str] = {}
    for mention in _persons(reading):
        person = person_of.get((reading.source.id, mention.start), "")
        key = known.get(fold(mention.text)) or _within(fold(mention.text), known)
        found[mention.start] = key or person
        if key and person:
            same.setdefault(person, key)
    full = {fold(m.text): found[m.start] for m in _persons(reading) if found[m.start]}
    for mention in _persons(reading):
        key = found[mention.start]
        found[mention.start] = (
            same.get(key, key) or _within(fold(mention.text), full) or f"name {fold(mention.text)}"
        )
    return found


def _within(name: str, names: Mapping[str, str]) -> str:
    """The person one of whose names holds all words of a name, if there is only one."""
    words = set(name.split())
    keys = {key for other, key in names.items() if words <= set(other.split())}
    return keys.pop() if len(keys) == 1 else ""


def _sides(
    told: Telling, rows: Iterable[tuple[Telling, ReadSource]], states: Mapping[str, Counter[str]]
) -> tuple[str, str] | None:
    if len(told.sides) == 2:
        return told.sides[0], told.sides[1]
    people = Counter(state for votes in states.values() for state in votes.elements())
    named = Counter(
        m.country for _, read in rows for m in read.reading.mentions if isinstance(m, StateMention)
    )
    others = sorted((state for state in people if state not in told.sides), key=lambda s: (-named[s], s))
    return (told.sides[0], others[0]) if others else None


def _roles(
    mentions: Mapping[str, Sequence[PersonMention]], states: Mapping[str, Counter[str]]
) -> tuple[Role, ...]:
    """State and post of each person by key; two people of one state never share a post."""
    taken: Counter[tuple[str | None, str]] = Counter()
    found = []
    for key in sorted(mentions):
        votes = states[key]
        state = min(votes, key=lambda s: (-votes[s], s)) if votes else None
        held = [office for mention in mentions[key] for office in mention.offices]
        post = _post(held)
        taken[state, post] += 1
        number = taken[state, post]
        found.append(Role(state, post if number == 1 else f"{post}.{number}"))
    return tuple(found)


def _post(held: Sequence[OfficeHeld]) -> str:
    kinds = Counter(office.kind for office in held if office.kind and not office.former)
    if not kinds:
        return "former" if any(office.former for office in held) else "other"
    return min(kinds, key=lambda kind: (-kinds[kind], kind))


def _statements(accounts: Sequence[Vectors]) -> list[tuple[int, ...]]:
    """Numbers of the statements of each account: nearest segments of two accounts share one."""
    first = np.cumsum([0, *(len(vectors) for vectors in accounts)])
    number = list(range(int(first[-1])))
    for a, b in combinations(range(len(accounts)), 2):
        near = accounts[a] @ accounts[b].T
        for row, column in enumerate(near.argmax(axis=1)):
            if near[row, column] >= _LIKE and near[:, column].argmax() == row:
                one, other = number[first[a] + row], number[first[b] + int(column)]
                number = [min(one, other) if n in (one, other) else n for n in number]
    return [tuple(number[first[at] : first[at + 1]]) for at in range(len(accounts))]
