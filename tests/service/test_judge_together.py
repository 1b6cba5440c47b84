"""Threads of the meetings of several sets of states that people judged to be one."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from tests.service.written import Written, read, talks, write
from tests.stages.made import Line

from verbale.service.export import export_jsonl
from verbale.service.judge import Judge
from verbale.service.record import Record

if TYPE_CHECKING:
    from pathlib import Path

    from verbale.records.items import Thread

BRIDGE = Line("The two sides agreed to mend a bridge.", act="undertaking", performer="both")


def _with_norway(day: date) -> list[Line]:
    """An account of talks between a person of Sweden and one of Norway."""
    lines = talks("Ann Ek", "Ed No", day)
    for line in lines:
        line.people = {name: "NO" if name == "Ed No" else state for name, state in line.people.items()}
    return [*lines, BRIDGE]


def _record(folder: Path, *more: Path) -> Path:
    pages = [write(folder, f"romania{day}", talks("Ann Ek", "Bo Ro", date(2024, 5, day))) for day in (2, 9)]
    pages += [write(folder, f"norway{day}", _with_norway(date(2024, 5, day))) for day in (5, 16)]
    read(folder / "r.db", *pages, *more)
    return folder / "r.db"


def _threads(record: Path) -> list[Thread]:
    with Record(record) as opened:
        return opened.threads()


def _exported(record: Path) -> bytes:
    stream = BytesIO()
    with Record(record) as opened:
        export_jsonl(opened, stream)
    rows = stream.getvalue().splitlines(keepends=True)
    return b"".join(row for row in rows if not row.startswith(b'{"kind":"judgement"'))


def test_threads_of_several_sets_of_states_become_one_stay_so_and_are_taken_apart(tmp_path: Path) -> None:
    record = _record(tmp_path)
    one, other = (
        next(t for t in _threads(record) if t.countries == states and len(t.events) > 1)
        for states in (("NO", "SE"), ("RO", "SE"))
    )
    with Judge(record, "Ida", Written()) as judge:
        merged = judge.merge([one.id, other.id], "one ferry")
    (thread,) = [t for t in _threads(record) if set(other.undertakings) <= set(t.undertakings)]
    assert thread.countries == ("NO", "RO", "SE")
    assert set(thread.undertakings) == {*one.undertakings, *other.undertakings}
    assert [event.date for event in thread.events] == sorted(event.date or "" for event in thread.events)

    more = write(tmp_path, "romania20", talks("Ann Ek", "Bo Ro", date(2024, 5, 20)))
    read(record, more)
    (grown,) = [t for t in _threads(record) if set(thread.undertakings) <= set(t.undertakings)]
    assert len(grown.undertakings) == len(thread.undertakings) + 1
    kept = _exported(record)
    read(record, version="2")
    assert _exported(record) == kept

    with Judge(record, "Ida", Written("2")) as judge:
        judge.undo(merged.id)
    assert {t.countries for t in _threads(record)} == {("NO", "SE"), ("RO", "SE")}
