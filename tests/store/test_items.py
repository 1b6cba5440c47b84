"""Items in and out: replaced, filtered, sorted, with their evidence."""

import sqlite3
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.store import made

from verbale.records.items import AnyItem, Meeting, Person, SegmentItem, Undertaking
from verbale.records.reading import Reading, Segment
from verbale.store import PageRow, Store, StoredReading
from verbale.store.filters import Filter, Found
from verbale.store.sealed import seal


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "r.db", write=True, create=True)


def ids(items: object) -> list[str]:
    return [item.id for item in items]  # type: ignore[attr-defined]


def test_items_come_back_as_they_were(store: Store) -> None:
    items: list[AnyItem] = [
        made.source(),
        made.segment("segment-1", "Hello"),
        made.meeting("meeting-1"),
        made.person("person-1", "A"),
    ]
    store.replace_items(items)
    assert sorted(store.items(), key=lambda item: item.id) == sorted(items, key=lambda item: item.id)


def test_replacing_forgets_what_is_gone_and_finds_what_changed(store: Store) -> None:
    store.replace_items(
        [made.source(), made.segment("segment-1", "old words"), made.segment("segment-2", "gone")]
    )
    store.replace_items([made.source(), made.segment("segment-1", "new words")])
    assert ids(store.select(SegmentItem)) == ["segment-1"]
    assert store.search("old", SegmentItem, 9) == []
    assert store.search("gone", SegmentItem, 9) == []
    assert ids(store.search("new", SegmentItem, 9)) == ["segment-1"]


def test_unchanged_items_are_not_written_again(store: Store) -> None:
    items: list[AnyItem] = [made.source(), *(made.segment(f"segment-{n}", f"text {n}") for n in range(50))]
    store.replace_items(items)

    def numbers() -> dict[str, int]:
        with sqlite3.connect(store.path) as connection:
            return dict(connection.execute("SELECT id, num FROM items"))

    before = numbers()
    store.replace_items([*items[:-1], made.segment("segment-x", "more")])
    after = numbers()
    assert {id_: num for id_, num in after.items() if id_ in before} == {
        id_: num for id_, num in before.items() if id_ in after
    }


def test_order_does_not_depend_on_the_order_given(tmp_path: Path) -> None:
    items: list[AnyItem] = [
        made.source(),
        *(made.meeting(f"meeting-{n}", f"2025-0{n}-01") for n in range(1, 9)),
        made.meeting("meeting-0", None),
        *(made.undertaking(f"undertaking-{n}", f"meeting-{n % 8 + 1}") for n in range(9)),
    ]
    bodies = []
    for name, given in (("a", items), ("b", items[::-1])):
        with Store(tmp_path / name, write=True, create=True) as store:
            store.replace_items(given)
            bodies.append(list(store.bodies()))
    assert bodies[0] == bodies[1]


def test_meetings_are_sorted_by_date_and_those_without_come_last(store: Store) -> None:
    store.replace_items(
        [
            made.meeting("meeting-a", None),
            made.meeting("meeting-b", "2025-05-01"),
            made.meeting("meeting-c", "2024-01-01"),
        ]
    )
    assert ids(store.select(Meeting)) == ["meeting-c", "meeting-b", "meeting-a"]


def test_people_are_sorted_by_name_whatever_the_accents(store: Store) -> None:
    store.replace_items(
        [made.person(f"person-{n}", name) for n, name in enumerate(["Zoé", "Édouard", "Adam", "eva"])]
    )
    assert [person.name for person in store.select(Person)] == ["Adam", "Édouard", "eva", "Zoé"]


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (Filter(country="VN"), ["meeting-1", "meeting-2"]),
        (Filter(country="SE"), ["meeting-3"]),
        (Filter(person="person-1"), ["meeting-2"]),
        (Filter(pillar="health"), ["meeting-1"]),
        (Filter(since="2025-02-01"), ["meeting-2", "meeting-3"]),
        (Filter(until="2025-02-02"), ["meeting-1", "meeting-2"]),
        (Filter(since="2025-02-03", until="2025-02-20"), ["meeting-2"]),
        (Filter(country="VN", pillar="transport"), []),
    ],
)
def test_meetings_by_filter(store: Store, only: Filter, found: list[str]) -> None:
    store.replace_items(
        [
            made.meeting("meeting-1", "2025-01-01"),
            made.meeting(
                "meeting-2", "2025-02-02", date_end="2025-02-04", participants=(made.participant("person-1"),)
            ),
            made.meeting("meeting-3", "2025-03-03", countries=("SE", "FI")),
            made.undertaking("undertaking-1", "meeting-1", pillars=("health", "economy")),
        ]
    )
    assert ids(store.select(Meeting, only)) == found


def test_undertakings_by_filter(store: Store) -> None:
    store.replace_items(
        [
            made.meeting("meeting-1"),
            made.undertaking("undertaking-1", "meeting-1", thread="thread-1"),
            made.undertaking("undertaking-2", by=("person-9",), speaker="person-9", pillars=("health",)),
            made.thread("thread-1", "undertaking-1"),
        ]
    )
    assert ids(store.select(Undertaking, Filter(meeting="meeting-1"))) == ["undertaking-1"]
    assert ids(store.select(Undertaking, Filter(thread="thread-1"))) == ["undertaking-1"]
    assert ids(store.select(Undertaking, Filter(person="person-9"))) == ["undertaking-2"]
    assert ids(store.select(Undertaking, Filter(pillar="health"))) == ["undertaking-2"]


def test_evidence_is_found_by_source(store: Store) -> None:
    store.replace_items([made.source(), made.meeting("meeting-1"), made.undertaking("undertaking-1")])
    assert store.evidence_in("source-1") == [
        Found(0, 5, "meeting", "meeting-1"),
        Found(0, 5, "undertaking", "undertaking-1"),
    ]


def reading(text: str, path: str) -> StoredReading:
    source = made.source(text=text, path=path)
    segments = (
        Segment(id="segment-1", source=source.id, start=0, end=5, text=text[:5], language="en", paragraph=0),
    )
    return StoredReading(
        Reading(source=source, segments=segments), np.array([[0.25, -0.5, 0.125]], np.float32)
    )


def test_readings_come_back_with_their_vectors(store: Store) -> None:
    stored = reading("Hello there", "a.txt")
    store.add_pages([PageRow("page-1", ("a.txt",), "1", readings=(stored,))])
    (back,) = store.readings_of([stored.reading.source.id])
    assert back.reading == stored.reading
    assert back.vectors.dtype == np.float32
    np.testing.assert_array_equal(back.vectors, stored.vectors)


def test_page_at_two_paths_is_told_by_the_first(store: Store) -> None:
    stored = reading("Hello", "b.txt")
    store.add_pages([PageRow("page-1", ("b.txt",), "1", readings=(stored,))])
    store.add_paths([("page-1", "a.txt"), ("page-unknown", "c.txt")])
    (back,) = store.readings_of([stored.reading.source.id])
    assert back.reading.source.path == "a.txt"
    assert store.pages()["page-1"].paths == ("a.txt", "b.txt")


def test_reading_without_segments(store: Store) -> None:
    empty = StoredReading(Reading(source=made.source()), np.zeros((0, 3), np.float32))
    store.add_pages([PageRow("page-1", ("a.txt",), "1", readings=(empty,))])
    assert store.readings_of([empty.reading.source.id])[0].vectors.shape == (0, 3)


def test_a_block_takes_its_items_from_the_one_that_had_them(store: Store) -> None:
    first, second = made.segment("segment-1", "one two"), made.segment("segment-2", "three")
    with store.rebuild("1") as rebuild:
        rebuild.put("a", seal([made.source(), first]))
        rebuild.put("b", seal([second]))
    with store.rebuild("1") as rebuild:
        rebuild.put("b", seal([first]))
        rebuild.put("a", seal([made.source()]))
    assert [item.id for item in store.items()] == [made.source().id, "segment-1"]
    assert [s.id for s in store.search("two", SegmentItem, 9)] == ["segment-1"]
    assert store.search("three", SegmentItem, 9) == []


def test_items_that_another_version_built_are_gone_unless_built_again(store: Store) -> None:
    with store.rebuild("1") as rebuild:
        rebuild.put("a", seal([made.source()]))
        rebuild.put("b", seal([made.segment("segment-1", "one")]))
        rebuild.workspace.save("table", {"key": b"kept"})
    with store.rebuild("1") as rebuild:
        assert rebuild.workspace.load("table", ["key"]) == {"key": b"kept"}
    assert store.counts() == {"segment": 1, "source": 1}
    with store.rebuild("2") as rebuild:
        assert rebuild.workspace.load("table", ["key"]) == {}
        rebuild.put("a", seal([made.source()]))
    assert store.counts() == {"source": 1}


def test_export_is_plain_json_in_utf8(store: Store) -> None:
    store.replace_items([made.source(text="Tô Lâm 北京")])
    ((kind, body),) = store.bodies()
    assert kind == "source"
    assert "Tô Lâm 北京" in body
    assert msgspec.json.decode(body)["kind"] == "source"
