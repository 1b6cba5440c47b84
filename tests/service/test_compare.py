"""Accounts side by side."""

from pathlib import Path
from typing import Any

import pytest
from tests.store import made

from verbale.errors import ItemNotFoundError, SettingsError
from verbale.records.items import Alignment, AnyItem, Difference, SegmentItem, Value
from verbale.service.compare import Comparison, compare_accounts, find_meeting
from verbale.service.record import Record
from verbale.service.sides import side_of
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


def aligned(*segments: SegmentItem, differs: tuple[Difference, ...] = ()) -> Alignment:
    return Alignment(
        id="alignment-" + "-".join(segment.id for segment in segments),
        meeting="meeting-1",
        segments=tuple(segment.id for segment in segments),
        relation="same" if len(segments) > 1 else "only",
        differs=differs,
    )


def compared(folder: Path, *items: AnyItem, groups: list[list[SegmentItem]], **sources: Any) -> Comparison:
    segments = [segment for group in groups for segment in group]
    folder /= sources.get("name", "")
    folder.mkdir(exist_ok=True)
    with Store(folder / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.meeting("meeting-1", sources=(LO, VI)),
                made.source(VI, language="vi", **sources.get("vi", {})),
                made.source(LO, **({"language": "lo"} | sources.get("lo", {}))),
                *segments,
                *(
                    aligned(*group, differs=sources.get("differs", ()))
                    for group in groups
                    if sources.get("align", True)
                ),
                *items,
            ]
        )
    with Record(folder / "r.db") as record:
        return compare_accounts(record, "meeting-1", sources.get("sides"))


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


def test_what_differs_stands_level_with_the_accounts(tmp_path: Path) -> None:
    here, there = says(VI, 0, "five"), says(LO, 0, "ten")
    found = compared(
        tmp_path,
        groups=[[here, there]],
        differs=(
            Difference(kind="figure", values=(Value(here.id, 5e9, "USD"), Value(there.id, 1e10, "USD"))),
            Difference(kind="strength", values=(Value(here.id, "agree"), Value(there.id, "discuss"))),
        ),
    )
    (row,) = found.rows
    assert row.relation == "differs"
    assert [column.source.id for column in found.columns] == [LO, VI]
    assert [one.said for one in row.differing] == [("10 billion USD", "5 billion USD"), ("discuss", "agree")]
    assert row.differences == ("figure: 10 billion USD / 5 billion USD", "strength: discuss / agree")


def test_acts_are_not_told_beside_the_strengths(tmp_path: Path) -> None:
    here, there = says(VI, 0, "agree", "undertaking"), says(LO, 0, "discuss", "position")
    strength = Difference(kind="strength", values=(Value(here.id, "agree"), Value(there.id, "discuss")))
    (row,) = compared(tmp_path, groups=[[here, there]], differs=(strength,)).rows
    assert [one.kind for one in row.differing] == ["strength"]


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


def test_not_found_is_told_apart_from_not_read(tmp_path: Path) -> None:
    rows = [[says(VI, 0, "a")], [says(LO, 10, "B")], [says(VI, 20, "c"), says(LO, 20, "C")]]
    read = {row.segments[0].text: (row.sides, row.not_found) for row in compared(tmp_path, groups=rows).rows}
    assert read == {"a": (("VN",), ("LA",)), "B": (("LA",), ("VN",)), "C": (("LA", "VN"), ())}
    elsewhere = compared(tmp_path, groups=rows, sides={LO: "FR"}, name="again")
    assert elsewhere.unread_sides == ("LA",)
    assert [(row.sides, row.not_found) for row in elsewhere.rows if row.segments[0].text == "a"] == [
        (("VN",), ())
    ]


@pytest.mark.parametrize("asked", ["source-lo", "lo", "kpl.example", "source-lo.txt"])
def test_sides_are_given(tmp_path: Path, asked: str) -> None:
    both = [says(VI, 0, "a"), says(LO, 0, "A")]
    found = compared(tmp_path, groups=[both], lo={"url": "https://kpl.example/1"}, sides={asked: "cn"})
    assert {(c.source.id, c.state, c.side_from, c.side) for c in found.columns} == {
        (LO, "CN", "given", None),
        (VI, "VN", "language", "VN"),
    }


def test_a_side_may_be_among_accounts_of_nobody_known(tmp_path: Path) -> None:
    found = compared(tmp_path, groups=[[says(VI, 0, "a")]], lo={"language": "en"})
    assert (found.unread_sides, found.untold_sides) == ((), ("LA",))


@pytest.mark.parametrize(
    ("sides", "error"), [({"nowhere": "VN"}, ItemNotFoundError), ({LO: "Laotia"}, SettingsError)]
)
def test_sides_that_cannot_be(tmp_path: Path, sides: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        compared(tmp_path, groups=[[says(VI, 0, "a")]], sides=sides)


@pytest.mark.parametrize(
    ("address", "country", "by"),
    [
        ("https://nhandan.vn/a", "VN", "address"),
        ("www.bbc.co.uk", "GB", "address"),
        ("https://tass.com/politics/1", "RU", "outlet"),
        ("https://kpl.gov.la/1", "LA", "address"),
        ("https://start-up.co/1", None, None),
        ("https://news.example/1", None, None),
        ("https://vientianetimes.example/1", "LA", "outlet"),
        ("https://hanoi-vientiane.example/1", None, None),
    ],
)
def test_the_outlet_tells_the_side(address: str, country: str | None, by: str | None) -> None:
    source = made.source("source-1", language="eo", url=address)
    assert side_of(source, ("LA", "VN")) == (country, by)


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
