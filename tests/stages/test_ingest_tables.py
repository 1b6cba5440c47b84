"""Tables of pages: rows become pages, bad rows are refused one by one with their number."""

import csv
import datetime as dt
import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from verbale.records.reading import Page, Refusal
from verbale.stages.ingest import ColumnMap, Limits, ingest

ROWS = [
    {
        "id": "a1",
        "text": "Министры встретились в Ханое; они договорились.",
        "url": "https://example.org/1",
        "title": "Talks",
        "published": "2025-12-02",
        "language": "ru",
        "outlet": "Courier",
    },
    {
        "id": "a2",
        "text": 'Line one,\nline "two".',
        "url": "",
        "title": "",
        "published": "",
        "language": "",
        "outlet": "",
    },
]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ";")
            writer.writeheader()
            writer.writerows(rows)
    return path


def pages(path: Path, columns: ColumnMap | None = None, limits: Limits | None = None) -> list[Page | Refusal]:
    return list(ingest([path], limits, columns))


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
def test_rows_become_pages_with_what_their_columns_say(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"wire{suffix}", ROWS)
    assert pages(path) == [
        Page(
            text=ROWS[0]["text"],
            path=f"{path}#a1",
            row="a1",
            url="https://example.org/1",
            outlet="Courier",
            title="Talks",
            language="ru",
            published="2025-12-02",
            published_from="given",
        ),
        Page(text=ROWS[1]["text"], path=f"{path}#a2", row="a2"),
    ]


def test_columns_have_usual_names_or_the_ones_that_are_given(tmp_path: Path) -> None:
    rows = [{"Body": "The ministers met.", "Link": "https://a.example", "when": "2025-12-02", "no": "7"}]
    path = write(tmp_path / "t.csv", rows)
    (usual,) = pages(path)
    (named,) = pages(path, ColumnMap(id="no", published="when"))
    assert isinstance(usual, Page)
    assert (usual.path, usual.url, usual.published) == (f"{path}#1", "https://a.example", None)
    assert isinstance(named, Page)
    assert (named.row, named.published) == ("7", "2025-12-02")


def test_the_side_of_a_page_is_a_code_or_nothing_but_in_a_column_that_was_named(tmp_path: Path) -> None:
    rows = [{"text": "The ministers met.", "side": side} for side in ("vn", "left wing", "")]
    path = write(tmp_path / "t.csv", rows)
    assert [page.side for page in pages(path) if isinstance(page, Page)] == ["VN", None, None]
    _, refused, _ = pages(path, ColumnMap(side="side"))
    assert isinstance(refused, Refusal)
    assert "no code of a state: 'left wing'" in refused.reason


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (None, "has no column of text; it has 'a', 'b'"),
        (ColumnMap(text="story"), "has no column 'story'; it has 'a', 'b'"),
    ],
)
def test_a_table_without_its_column_says_which_it_has(
    tmp_path: Path, columns: ColumnMap | None, reason: str
) -> None:
    path = write(tmp_path / "t.csv", [{"a": "1", "b": "2"}])
    assert pages(path, columns) == [Refusal(str(path), reason)]


def test_a_bad_row_is_refused_with_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(
        b'{"text": "First page."}\nnot json\n[1]\n{"text": 5}\n{"text": ""}\n\n{"text": "a", "date": "soon"}\n'
        + b'{"text": "'
        + b"a" * 3000
        + b'"}\n'
        + '{"text": "Die Außenminister trafen sich in Zürich."}\n'.encode("latin-1")
        + b'{"text": "Last page."}'
    )
    found = pages(path, limits=Limits(max_bytes=2000))
    assert [p.text for p in found if isinstance(p, Page)] == [
        "First page.",
        "Die Außenminister trafen sich in Zürich.",
        "Last page.",
    ]
    refused = {p.path.rsplit("#")[1]: p.reason for p in found if isinstance(p, Refusal)}
    assert refused["2"].startswith("row 2 is no JSON (")
    assert refused["3"] == "row 3 is no JSON object"
    assert refused["4"] == refused["5"].replace("5", "4") == "row 4 holds no text"
    assert refused["7"] == "row 7 has a date that cannot be read: 'soon'; write it as 2025-12-02"
    assert refused["8"] == "row 8 is longer than 0.0 MB"


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2025-12-02T23:30:00Z", "2025-12-02"),
        ("20251202", "2025-12-02"),
        ("Tue, 02 Dec 2025 23:30:00 +0700", "2025-12-02"),
        (dt.date(2025, 12, 2), "2025-12-02"),
        (dt.datetime(2025, 12, 2, 23, 30, tzinfo=dt.UTC), "2025-12-02"),
        (None, None),
    ],
)
def test_dates_of_rows_in_usual_forms(tmp_path: Path, given: object, day: str | None) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.Table.from_pylist([{"text": "The ministers met.", "date": given}]), path)
    (found,) = pages(path)
    assert isinstance(found, Page)
    assert (found.published, found.published_from) == (day, "given" if day else None)


def test_a_csv_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id,text\n1,Chủ tịch nước tiếp Đại sứ Lào\n".encode("utf-16"))
    assert [p.text for p in pages(path) if isinstance(p, Page)] == ["Chủ tịch nước tiếp Đại sứ Lào"]


def test_damaged_and_empty_tables_are_refused(tmp_path: Path) -> None:
    for name, data in {"a.parquet": b"PAR1 no", "b.csv": b"", "c.csv": gzip.compress(b"id,text")}.items():
        (tmp_path / name).write_bytes(data)
    reasons = [p.reason for p in ingest([tmp_path]) if isinstance(p, Refusal)]
    assert reasons[0].startswith("is a damaged Parquet file")
    assert reasons[1:] == ["is empty", "holds a gzip archive, not text"]


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "First page."}\n' + '{"text": "x"' * 10)
    found = ingest([path])
    assert next(found) == Page(text="First page.", path=f"{path}#1", row="1")
