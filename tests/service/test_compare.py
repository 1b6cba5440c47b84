"""Accounts side by side."""

from pathlib import Path
from typing import Any

import pytest
from tests.store import made

from verbale.errors import ItemNotFoundError
from verbale.records.items import Alignment, AnyItem, Evidence, SegmentItem, Target
from verbale.service.compare import Comparison, compare_accounts, find_meeting
from verbale.service.record import Record
from verbale.store import Store

VI, LO = "source-vi", "source-lo"


def says(source: str, at: int, text: str, act: Any = "position", p: float = 0.9) -> SegmentItem:
    return made.segment(
        f"segment-{source[-2:]}-{at}",
        text,
        source=source,
        start=at,
        end=at + 10,
        act=act,
        act_p=p,
        language=source[-2:],
        meeting="meeting-1",
    )


def aligned(*segments: SegmentItem) -> Alignment:
    return Alignment(
        id="alignment-" + "-".join(segment.id for segment in segments),
        meeting="meeting-1",
        segments=tuple(segment.id for segment in segments),
        relation="same" if len(segments) > 1 else "only",
    )


def target(id_: str, value: float, source: str, at: int) -> Target:
    return Target(
        id=id_,
        indicator="trade",
        value=value,
        unit="USD",
        by=None,
        countries=("LA", "VN"),
        meeting="meeting-1",
        status="target",
        evidence=(Evidence(source, at, at + 5, "words"),),
    )


def compared(folder: Path, *items: AnyItem, groups: list[list[SegmentItem]], **sources: Any) -> Comparison:
    segments = [segment for group in groups for segment in group]
    with Store(folder / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.meeting("meeting-1", sources=(LO, VI)),
                made.source(VI, language="vi", **sources.get("vi", {})),
                made.source(LO, **({"language": "lo"} | sources.get("lo", {}))),
                *segments,
                *(aligned(*group) for group in groups if sources.get("align", True)),
                *items,
            ]
        )
    with Record(folder / "r.db") as record:
        return compare_accounts(record, "meeting-1")


def texts(comparison: Comparison) -> list[list[str]]:
    return [[" ".join(s.text for s in cell) for cell in row.cells] for row in comparison.rows]


def test_rows_follow_the_text_and_gaps_stay_gaps(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        groups=[
            [says(VI, 40, "end"), says(LO, 20, "END")],
            [says(VI, 20, "only vi")],
            [says(LO, 10, "ONLY LO")],
            [says(VI, 0, "begin"), says(LO, 0, "BEGIN")],
        ],
    )
    assert [column.source.id for column in found.columns] == [LO, VI]
    assert texts(found) == [["BEGIN", "begin"], ["", "only vi"], ["ONLY LO", ""], ["END", "end"]]
    assert [row.relation for row in found.rows] == ["same", "only", "only", "same"]


def test_several_segments_stand_in_one_cell_in_text_order(tmp_path: Path) -> None:
    found = compared(tmp_path, groups=[[says(VI, 9, "b"), says(LO, 0, "AB"), says(VI, 0, "a")]])
    assert texts(found) == [["a b", "AB"]]


def test_figures_that_differ_are_told(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        target("target-1", 5e9, VI, 3),
        target("target-2", 1e10, LO, 3),
        groups=[[says(VI, 0, "five"), says(LO, 0, "ten")]],
    )
    (row,) = found.rows
    assert row.relation == "differs"
    assert row.differences == ("10 billion USD / 5 billion USD",)


def test_same_figure_in_both_is_the_same(tmp_path: Path) -> None:
    both = target("target-1", 5e9, VI, 3)
    other = target("target-2", 5e9, LO, 3)
    found = compared(tmp_path, both, other, groups=[[says(VI, 0, "five"), says(LO, 0, "five")]])
    assert found.rows[0].relation == "same"


@pytest.mark.parametrize(
    ("act", "p", "relation"),
    [("undertaking", 0.9, "differs"), ("undertaking", 0.3, "same"), ("background", 0.9, "same")],
)
def test_acts_that_differ_surely_are_told(tmp_path: Path, act: str, p: float, relation: str) -> None:
    found = compared(tmp_path, groups=[[says(VI, 0, "agree", act, p), says(LO, 0, "discuss", "position")]])
    assert found.rows[0].relation == relation


def test_side_without_an_account_is_told_apart(tmp_path: Path) -> None:
    both = [says(VI, 0, "a"), says(LO, 0, "A")]
    assert compared(tmp_path, groups=[both]).unread_sides == ()
    swedish = {"language": "sv", "url": "https://news.example.vn/1"}
    found = compared(tmp_path, groups=[both], lo=swedish)
    assert found.unread_sides == ("LA",)
    assert {(column.side, column.side_from) for column in found.columns} == {
        ("VN", "address"),
        ("VN", "language"),
    }


def test_single_account_is_listed_without_alignments(tmp_path: Path) -> None:
    found = compared(tmp_path, groups=[[says(VI, 5, "b")], [says(VI, 0, "a")]], align=False)
    assert [row.segments[0].text for row in found.rows] == ["a", "b"]
    assert {row.relation for row in found.rows} == {"only"}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    lam = (made.participant("person-1", "Tô Lâm"),)
    with Store(tmp_path / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.meeting("meeting-aa11", "2025-01-01", place="Huế", participants=lam),
                made.meeting("meeting-ab22", "2025-01-02", countries=("FI", "SE")),
                made.meeting("meeting-cc33", "2025-01-02", countries=("FI", "NO")),
            ]
        )
    return Record(tmp_path / "r.db")


@pytest.mark.parametrize(
    "asked", ["meeting-aa11", "meeting-aa", "aa", "2025-01-01", "hue", "to lam vietnam", "VN"]
)
def test_meeting_is_found(record: Record, asked: str) -> None:
    assert find_meeting(record, asked).id == "meeting-aa11"


@pytest.mark.parametrize(
    ("asked", "said"),
    [("2025-01-02", "2 meetings fit"), ("a", "2 meetings fit"), ("", "no meeting"), ("mars", "no m")],
)
def test_meeting_that_is_not_one(record: Record, asked: str, said: str) -> None:
    with pytest.raises(ItemNotFoundError, match=said):
        find_meeting(record, asked)
