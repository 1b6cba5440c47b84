"""The record as Python sees it."""

import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from tests.store import made

import verbale
from verbale.errors import ItemNotFoundError, RecordFileError, VerbaleError
from verbale.records.reading import Refusal
from verbale.service import wording
from verbale.service.export import export_jsonl, write_whole
from verbale.service.record import Record
from verbale.store import PageRow, Store


@pytest.fixture
def record(tmp_path: Path) -> Record:
    with Store(tmp_path / "r.db", write=True, create=True) as store:
        store.add_pages(
            [PageRow("page-1", ("a.txt",), "1"), PageRow("page-2", ("b.txt",), "1", "holds no text")]
        )
        store.add_refusals([Refusal("c.txt", "is empty")])
        store.replace_items(
            [
                made.source(text="Hello Tô Lâm"),
                made.meeting("meeting-1"),
                made.undertaking("undertaking-1", "meeting-1", pillars=("defence and security",)),
                made.segment("segment-1", "Hello Tô Lâm", meeting="meeting-1", start=3, end=15),
                made.person("person-1", "Tô Lâm"),
            ]
        )
    return verbale.open(tmp_path / "r.db")


def test_one_item_by_id_or_a_clear_error(record: Record) -> None:
    assert record.meeting("meeting-1").place is None
    for get in (
        record.meeting,
        record.source,
        record.person,
        record.undertaking,
        record.thread,
        record.target,
    ):
        with pytest.raises(ItemNotFoundError, match=r"holds no \w+ nothing-1"):
            get("nothing-1")


@pytest.mark.parametrize("pillar", ["defence", "defence and security"])
def test_pillar_by_code_or_name(record: Record, pillar: str) -> None:
    assert [u.id for u in record.undertakings(pillar=pillar)] == ["undertaking-1"]
    assert [m.id for m in record.meetings(pillar=pillar)] == ["meeting-1"]
    assert record.meetings(pillar="health") == []


def test_search_says_where(record: Record) -> None:
    (hit,) = record.search("to lam")
    assert (hit.source, hit.start, hit.end, hit.meeting) == ("source-1", 3, 15, "meeting-1")
    assert hit.snippet() == "Hello [Tô Lâm]"


def test_summary_counts(record: Record) -> None:
    held = record.summary()
    assert (held.pages, held.refused, held.counts["meeting"]) == (1, 2, 1)
    assert (held.countries, held.first) == ({"LA": 1, "VN": 1}, "2025-12-02")
    assert record.refusals() == [Refusal("b.txt", "holds no text"), Refusal("c.txt", "is empty")]


def test_record_that_is_only_read_cannot_be_changed(record: Record) -> None:
    with pytest.raises(RecordFileError):
        record.store.replace_items([])


def test_export_goes_on_from_one_state_while_another_run_writes(record: Record) -> None:
    lines = record.items()
    next(lines)
    with Store(record.path, write=True) as store:
        store.replace_items([made.source(text="all new")])
    assert len(list(lines)) == 4
    stream = BytesIO()
    assert export_jsonl(record, stream) == 1


def test_writing_a_file_is_whole_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"before")

    def breaks() -> list[bytes]:
        raise ValueError

    def chunks() -> object:
        yield b"half"
        breaks()

    with pytest.raises(ValueError, match=r"^$"):
        write_whole(path, chunks())  # type: ignore[arg-type]
    assert path.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(VerbaleError, match="cannot write"):
        write_whole(tmp_path / "none" / "out", [])


def test_import_is_fast() -> None:
    script = "import sys, verbale; assert not {'sqlalchemy', 'numpy', 'typer'} & set(sys.modules)"
    began = time.process_time()
    subprocess.run([sys.executable, "-c", script], check=True)
    assert time.process_time() - began < 0.3


@pytest.mark.parametrize(
    ("first", "last", "precision", "said"),
    [
        ("2025-12-02", "2025-12-02", "day", "2 December 2025"),
        ("2025-12-01", "2025-12-03", "period", "1 December 2025 to 3 December 2025"),
        ("2025-12-01", "2025-12-31", "month", "December 2025"),
        ("2025-12", None, "day", "December 2025"),
        ("2025-01-01", "2025-12-31", "year", "2025"),
        ("2025-07-01", "2025-09-30", "season", "summer 2025"),
        (None, None, None, "no date"),
        ("soon", None, "day", "soon"),
    ],
)
def test_dates_in_words(first: str | None, last: str | None, precision: object, said: str) -> None:
    assert wording.span(first, last, precision) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said"),
    [(5e9, "5 billion USD"), (1.25e6, "1.25 million USD"), (999, "999 USD"), (2e12, "2 trillion USD")],
)
def test_amounts_in_words(value: float, said: str) -> None:
    assert wording.amount(value, "USD") == said
