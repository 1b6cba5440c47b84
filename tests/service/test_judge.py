"""What people judge of a record: it lies on top of what was read, stays when more is read, and can be undone."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from tests.service.written import Written, read, talks, write
from tests.stages.made import Line

from verbale.errors import ItemNotFoundError, JudgementError
from verbale.records.items import Meeting, Person
from verbale.service.anchors import locate
from verbale.service.export import export_jsonl
from verbale.service.history import history_of
from verbale.service.judge import Judge
from verbale.service.record import Record
from verbale.store.filters import Filter
from verbale.store.store import Store

MAY_2, MAY_9 = date(2024, 5, 2), date(2024, 5, 9)
BRIDGE = Line("The two sides agreed to mend a bridge.", act="undertaking", performer="both")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Two talks a week apart: one with Ann Ek, one with Zoe Lind."""
    pages = [
        write(tmp_path, "may2", talks("Ann Ek", "Bo Ro", MAY_2)),
        write(tmp_path, "may9", talks("Zoe Lind", "Bo Ro", MAY_9, BRIDGE)),
    ]
    read(tmp_path / "r.db", *pages)
    return tmp_path / "r.db"


def judge(record: Path, author: str = "Ida") -> Judge:
    return Judge(record, author, Written())


def export(record: Path, *, rejected: bool = False, judgements: bool = False) -> bytes:
    stream = BytesIO()
    with Record(record) as opened:
        export_jsonl(opened, stream, rejected=rejected)
    rows = stream.getvalue().splitlines(keepends=True)
    return b"".join(row for row in rows if judgements or not row.startswith(b'{"kind":"judgement"'))


def names(record: Path) -> list[str]:
    with Record(record) as opened:
        return [person.name for person in opened.people()]


def id_of(record: Path, name: str) -> str:
    with Record(record) as opened:
        return next(p.id for p in opened.people() if name in {n.text for n in p.names})


def meetings(record: Path) -> list[Meeting]:
    with Record(record) as opened:
        return opened.meetings()


def test_merged_people_stay_one_when_more_is_read_and_when_all_is_read_again(record: Path) -> None:
    with judge(record) as one:
        one.merge([id_of(record, "Ann Ek"), id_of(record, "Zoe Lind")], "she married")
    assert len(names(record)) == 2
    more = write(record.parent, "may12", talks("Zoe Lind", "Bo Ro", date(2024, 5, 12)))
    read(record, more)
    with Record(record) as opened:
        person = opened.person(id_of(record, "Ann Ek"))
        assert {name.text for name in person.names} == {"Ann Ek", "Zoe Lind"}
        assert [judged.action for judged in person.judged] == ["merge"]
        assert len(opened.meetings(person=person.id)) == 3
    read(record, *sorted(record.parent.glob("*.json")), version="2")
    assert id_of(record, "Ann Ek") == id_of(record, "Zoe Lind")


def test_undoing_gives_the_bytes_of_before(record: Path) -> None:
    before = export(record)
    with judge(record) as one:
        merged = one.merge([id_of(record, "Ann Ek"), id_of(record, "Zoe Lind")])
        edited = one.edit(meetings(record)[0].id, {"place": "Cluj"})
        rejected = one.reject(meetings(record)[1].id)
    assert export(record) != before
    with judge(record, "Per") as other:
        for judgement in (merged, rejected, edited):
            other.undo(judgement.id, "an error")
    assert export(record) == before
    assert export(record, judgements=True) != before
    with judge(record) as one, pytest.raises(JudgementError, match=f"{merged.id} was undone before"):
        one.undo(merged.id)


def test_an_undone_edit_leaves_nothing_of_itself(record: Path) -> None:
    before = export(record)
    with judge(record) as judged:
        edited = judged.edit(id_of(record, "Ann Ek"), {"name": "Ann Berg"})
    with judge(record) as judged:
        judged.undo(edited.id)
    assert export(record) == before


def test_an_undoing_can_be_undone(record: Path) -> None:
    with judge(record) as one:
        merged = one.merge([id_of(record, "Ann Ek"), id_of(record, "Zoe Lind")])
        undone = one.undo(merged.id)
        one.undo(undone.id)
    assert len(names(record)) == 2


def test_one_person_is_split_by_source_and_pages_read_later_go_with_the_first(record: Path) -> None:
    bo = id_of(record, "Bo Ro")
    with Record(record) as opened:
        source = next(s.id for s in opened.sources() if "may9" in s.path)
    with judge(record) as one:
        one.split(bo, [source], "a namesake")
    assert names(record).count("Bo Ro") == 2
    first, second = meetings(record)
    assert {p.person for p in first.participants}.isdisjoint(p.person for p in second.participants)
    read(record, write(record.parent, "may12", talks("Zoe Lind", "Bo Ro", date(2024, 5, 12))))
    assert names(record).count("Bo Ro") == 2
    by_day = {m.date_start: {p.person for p in m.participants if p.name == "Bo Ro"} for m in meetings(record)}
    assert by_day["2024-05-02"] == by_day["2024-05-12"] != by_day["2024-05-09"]
    with Store(record) as store:
        assert [row.action for row in history_of(store, bo).judgements] == ["split"]


def test_merged_meetings_are_aligned_anew(record: Path) -> None:
    first, second = meetings(record)
    with judge(record) as one:
        one.merge([first.id, second.id], "the second page has the day wrong")
        one.edit(first.id, {"date_start": "2024-05-02"})
    (meeting,) = meetings(record)
    assert len(meeting.sources) == 2
    assert (meeting.date_start, meeting.date_end) == ("2024-05-02", "2024-05-02")
    with Record(record) as opened:
        assert any(a.relation == "same" for a in opened.alignments(meeting.id))
        ferries = [u for u in opened.undertakings(meeting=meeting.id) if len(u.evidence) == 2]
        assert len(ferries) == 1
    with Store(record) as store:
        assert history_of(store, second.id).item.id == meeting.id


def test_undertakings_are_merged_and_split(record: Path) -> None:
    with Record(record) as opened:
        day = meetings(record)[1].id
        one_quote, other = opened.undertakings(meeting=day)
    with judge(record) as one:
        merged = one.merge([one_quote.id, other.id])
    with Record(record) as opened:
        (both,) = opened.undertakings(meeting=day)
        assert len(both.evidence) == 2
    with judge(record) as one:
        one.split(both.id, [f"{both.evidence[1].source}:{both.evidence[1].start}"])
    with Record(record) as opened:
        assert len(opened.undertakings(meeting=day)) == 2
    with judge(record) as one:
        one.undo(merged.id)
    with Record(record) as opened:
        assert {u.id for u in opened.undertakings(meeting=day)} == {one_quote.id, other.id}


def test_undertakings_of_two_meetings_become_one_thread_and_leave_it(record: Path) -> None:
    with Record(record) as opened:
        ferry = next(u for u in opened.undertakings(meeting=meetings(record)[0].id))
        bridge = next(u for u in opened.undertakings(meeting=meetings(record)[1].id) if "bridge" in u.text)
        assert ferry.thread is None or ferry.thread != bridge.thread
    with judge(record) as one:
        one.merge([ferry.id, bridge.id], "the ferry goes when the bridge is mended")
    with Record(record) as opened:
        thread = opened.undertaking(ferry.id).thread
        assert thread is not None
        assert opened.undertaking(bridge.id).thread == thread
        assert [judged.action for judged in opened.thread(thread).judged] == ["merge"]
        assert [row.action for row in opened.history(bridge.id).judgements] == ["merge"]
    with judge(record) as one:
        one.split(thread, [bridge.id])
    with Record(record) as opened:
        assert opened.undertaking(bridge.id).thread in (None, bridge.thread)


def test_the_last_edit_holds_and_what_follows_from_it_follows(record: Path) -> None:
    ann = id_of(record, "Ann Ek")
    with judge(record) as one:
        one.edit(ann, {"country": "NO", "name": "Ann Ek Berg"})
        last = one.edit(ann, {"country": "DK"}, "born there")
    read(record, record.parent / "may2.json", version="2")
    with Record(record) as opened:
        person = opened.person(ann)
        assert (person.name, person.country) == ("Ann Ek Berg", "DK")
        assert [(j.field, j.read) for j in person.judged] == [
            ("country", "SE"), ("name", "Ann Ek"), ("country", "SE"),
        ]  # fmt: skip
        assert meetings(record)[0].countries == ("DK", "RO")
    with judge(record) as one:
        one.undo(last.id)
    with Record(record) as opened:
        assert opened.person(ann).country == "NO"


def test_rejected_items_are_left_out_and_nothing_names_them(record: Path) -> None:
    ann, day = id_of(record, "Ann Ek"), meetings(record)[1].id
    with judge(record) as one:
        one.reject(ann)
        one.reject(day)
    assert "Ann Ek" not in names(record)
    assert day.encode() not in export(record)
    assert ann.encode() not in export(record)
    kept = [json.loads(row) for row in export(record, rejected=True).splitlines()]
    assert {ann, day} <= {row["id"] for row in kept}
    with Record(record) as opened:
        assert opened.person(ann).judged[-1].action == "reject"
        assert opened.summary().counts.get("meeting", 0) == len(meetings(record))
        assert opened.store.select(Person, Filter(rejected=True)) != opened.people()
    with judge(record) as one:
        one.confirm(ann)
    assert "Ann Ek" in names(record)


def test_a_judgement_is_found_with_the_person_it_is_about_and_not_with_who_stands_beside(
    record: Path,
) -> None:
    with judge(record) as one:
        row = one.merge([id_of(record, "Ann Ek"), id_of(record, "Zoe Lind")])
    with Store(record) as store:
        assert {found.id for party in row.about if (found := locate(store, row, party))} == {
            id_of(record, "Zoe Lind")
        }
        assert history_of(store, id_of(record, "Bo Ro")).judgements == ()


def test_a_record_that_was_not_built_after_a_judgement_is_built_by_the_next_reading(record: Path) -> None:
    one = judge(record)
    one.merge([id_of(record, "Ann Ek"), id_of(record, "Zoe Lind")])
    one.close()
    assert len(names(record)) == 3
    read(record, record.parent / "may2.json")
    assert len(names(record)) == 2


def test_the_order_in_which_pages_came_does_not_matter_to_judgements(record: Path) -> None:
    with judge(record) as one:
        one.merge([id_of(record, "Ann Ek"), id_of(record, "Zoe Lind")])
    more = write(record.parent, "may12", talks("Zoe Lind", "Bo Ro", date(2024, 5, 12)))
    read(record, more)
    other = record.parent / "other.db"
    read(other, more, *[record.parent / f"{name}.json" for name in ("may9", "may2")])
    with Store(other, write=True) as store, Store(record) as first:
        for row in first.judgements():
            store.add_judgement(row)
    with Judge(other, "Ida", Written()) as one:
        one.build()
    said = [row for row in export(other).splitlines() if b"judged" not in row or b'"judged":[]' in row]
    assert said == [
        row for row in export(record).splitlines() if b"judged" not in row or b'"judged":[]' in row
    ]
    assert id_of(other, "Zoe Lind") == id_of(record, "Zoe Lind") == id_of(record, "Ann Ek")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place_country": "Romania"}, "Romania is no country"),
        ({"date_start": "2 May"}, "2 May is no day; write it as 2025-12-02"),
        ({"date_end": "2024-05-01"}, "lies before date_start"),
        ({"type": "chat"}, "type of a meeting cannot be 'chat'"),
        ({"participants": "Ann"}, "participants of a meeting cannot be edited; these fields can: type"),
        ({"place": "a\u0007b"}, "control characters"),
        ({}, "to edit takes a field and its value"),
    ],
)
def test_an_edit_that_cannot_be_is_told(record: Path, values: dict[str, object], said: str) -> None:
    with judge(record) as one, pytest.raises(JudgementError, match=said):
        one.edit(meetings(record)[0].id, values)
    with Record(record) as opened:
        assert opened.store.judgements() == []


def test_what_does_not_go_together_is_told(record: Path) -> None:
    ann, day, (source,) = id_of(record, "Ann Ek"), meetings(record)[0].id, meetings(record)[0].sources
    with judge(record) as one:
        with pytest.raises(JudgementError, match="items of different kinds cannot be one: meeting, person"):
            one.merge([ann, day])
        with pytest.raises(JudgementError, match="two different items"):
            one.merge([ann, ann])
        with pytest.raises(ItemNotFoundError, match="holds no person"):
            one.confirm("person-0000")
        with pytest.raises(ItemNotFoundError, match="begin with person-"):
            one.confirm("person-")
        with pytest.raises(JudgementError, match=r"does not rest on .*:999; its places there: "):
            one.split(ann, [f"{source}:999"])
    with pytest.raises(JudgementError, match="needs the name of its author"):
        Judge(record, "  ")
