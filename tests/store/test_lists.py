"""Lists that are shown part by part: their order, what they are narrowed to, how many there are."""

import sqlite3
from pathlib import Path

import pytest
from tests.store import made

from verbale.records.items import AnyItem, Event, Judged, Meeting, Name, Person, Target, Thread, Undertaking
from verbale.records.reading import Source
from verbale.store import Store
from verbale.store.filters import Filter, Part


def items() -> list[AnyItem]:
    meetings = [
        made.meeting("meeting-1", "2024-01-02"),
        made.meeting("meeting-2", None),
        made.meeting("meeting-3", "2025-03-04", countries=("SE", "VN"), part_of="meeting-1"),
    ]
    event = Event(date="2025-03-04", event="repeated", undertaking="undertaking-2")
    thread = made.thread("thread-1", "undertaking-1", "undertaking-2")
    target = Target(
        id="target-1",
        indicator="trade",
        value=1.0,
        unit="USD",
        by=None,
        countries=("SE", "VN"),
        meeting="meeting-3",
        status="reached",
        evidence=(),
        series="series-1",
    )
    return [
        *(made.source(f"source-{n}", language=code, published=day) for n, code, day in SOURCES),
        *meetings,
        made.undertaking("undertaking-1", "meeting-1", thread="thread-1"),
        made.undertaking("undertaking-2", "meeting-3", thread="thread-1", strength="commit", pillars=()),
        Thread(**{name: getattr(thread, name) for name in thread.__struct_fields__} | {"events": (event,)}),
        target,
        named("person-1", "Tô Lâm", "To Lam", "То Лам"),
        named("person-2", "Ulf Kristersson"),
    ]


SOURCES = ((1, "vi", "2024-01-03"), (2, "sv", None), (3, "vi", "2025-03-05"))


def named(id_: str, *spellings: str) -> Person:
    person = made.person(id_, spellings[0])
    names = tuple(Name(text, "en", "Latn") for text in spellings)
    return Person(**{name: getattr(person, name) for name in person.__struct_fields__} | {"names": names})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "r.db", write=True, create=True)
    store.replace_items(items())
    return store


def ids(found: object) -> list[str]:
    return [item.id for item in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "only", [Filter(), Filter(country="VN"), Filter(person="person-9"), Filter(named="")]
)
def test_parts_of_a_list_are_the_list(store: Store, only: Filter) -> None:
    whole = ids(store.select(Meeting, only))
    parts = [store.select(Meeting, only, Part(limit=1, offset=at)) for at in range(len(whole) + 1)]
    assert [id_ for part in parts for id_ in ids(part)] == whole
    assert store.count(Meeting, only) == len(whole)


def test_latest_first_and_undated_last(store: Store) -> None:
    assert ids(store.select(Meeting, part=Part(latest=True))) == ["meeting-3", "meeting-1", "meeting-2"]
    assert ids(store.select(Source, part=Part(latest=True))) == ["source-3", "source-1", "source-2"]
    assert store.days(Meeting) == ("2024-01-02", "2025-03-04")


@pytest.mark.parametrize("letters", ["tô l", "TO LAM", "лам"])
def test_people_are_found_by_letters_of_any_spelling(store: Store, letters: str) -> None:
    assert ids(store.select(Person, Filter(named=letters))) == ["person-1"]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ((("status", "repeated"),), ["undertaking-1", "undertaking-2"]),
        ((("status", "repeated"), ("strength", "commit")), ["undertaking-2"]),
        ((("pillar", "none"),), ["undertaking-2"]),
        ((("status", "made"),), []),
    ],
)
def test_undertakings_by_what_is_told_of_them(
    store: Store, told: tuple[tuple[str, str], ...], found: list[str]
) -> None:
    assert ids(store.select(Undertaking, Filter(marks=told))) == found


def test_what_is_counted(store: Store) -> None:
    assert store.tally(Source, "language") == {"sv": 1, "vi": 2}
    assert store.tally(Meeting, "states") == {"LA-VN": 2, "SE-VN": 1}


def test_what_was_rejected_is_in_no_list_and_no_count(store: Store) -> None:
    told = Judged(judgement="judgement-1", action="reject", author="Ida", time="2026-01-01")
    store.replace_items([made.meeting("meeting-1", judged=(told,)), made.meeting("meeting-2")])
    assert ids(store.select(Meeting)) == ["meeting-2"]
    assert (store.count(Meeting), store.counts(), store.tally(Meeting, "states")) == (
        1,
        {"meeting": 1},
        {"LA-VN": 1},
    )
    assert store.count(Meeting, Filter(rejected=True)) == 2


def test_a_record_of_before_is_marked_as_a_new_one(store: Store) -> None:
    path = store.path
    store.close()
    query = "SELECT kind, id, mark, date_start FROM items LEFT JOIN item_marks ON item = num ORDER BY 1, 2, 3"
    with sqlite3.connect(path) as connection:
        fresh = connection.execute(query).fetchall()
        connection.executescript(
            "DROP TABLE item_marks; DROP INDEX items_latest; DROP INDEX items_rejected; "
            "ALTER TABLE items ADD COLUMN rank INTEGER NOT NULL DEFAULT 0; DROP INDEX items_order; "
            "CREATE INDEX items_order ON items (rank, sort, start, id); "
            "UPDATE items SET date_start = NULL WHERE kind = 'target'; "
            "UPDATE alembic_version SET version_num = '0003_blocks'"
        )
    connection.close()
    Store(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute(query).fetchall() == fresh
    connection.close()
    assert any(row[2] for row in fresh)
