"""Tables of pages, read row by row. A bad row is refused; the others are read."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from verbale.errors import PageError
from verbale.records.reading import Page, Refusal
from verbale.stages.ingest.columns import ColumnMap, Columns
from verbale.stages.ingest.content import checked
from verbale.stages.ingest.limits import Limits, megabytes
from verbale.text.decode import SAMPLE_BYTES, decode, encoding_of

SUFFIXES = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"})


def table(path: Path, columns: ColumnMap, limits: Limits) -> Iterator[Page | Refusal]:
    """Yield the rows of a table as pages, bad ones as refusals with the number of the row, counted from 1."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            from verbale.stages.ingest.parquet import rows_of  # noqa: PLC0415  # 0.4 s and 50 MB few need

            yield from rows_of(path, columns, limits)
            return
        with path.open("rb") as stream:
            rows = json_lines if suffix in (".jsonl", ".ndjson") else _delimited
            yield from rows(stream, str(path), columns, limits)
    except PageError as error:
        yield Refusal(str(path), str(error))
    except OSError as error:
        yield Refusal(str(path), f"cannot be opened: {error.strerror or error}")


def json_lines(stream: BinaryIO, path: str, columns: ColumnMap, limits: Limits) -> Iterator[Page | Refusal]:
    """Yield JSON objects, one a line, as pages. Objects may have different keys."""
    decoder = msgspec.json.Decoder()
    for number, line in enumerate(_bounded_lines(stream, limits.max_bytes), start=1):
        try:
            if line is None:
                raise PageError(f"is longer than {megabytes(limits.max_bytes)}")
            if not line.strip():
                continue
            row = _json_object(decoder, line)
            yield checked(Columns(row, columns).page(row, path, number), limits)
        except PageError as error:
            yield Refusal(f"{path}#{number}", f"row {number} {error}")


def _json_object(decoder: msgspec.json.Decoder[Any], line: bytes) -> dict[str, Any]:
    try:
        row = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        try:
            row = decoder.decode(decode(line).encode())
        except msgspec.DecodeError as error:
            raise PageError(f"is no JSON ({error})") from error
    except RecursionError as error:
        raise PageError("is nested too deep") from error
    if not isinstance(row, dict):
        raise PageError("is no JSON object")
    return row


def _bounded_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield lines; None for one that is longer than the limit, which is skipped without being held."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None


def _delimited(stream: BinaryIO, path: str, columns: ColumnMap, limits: Limits) -> Iterator[Page | Refusal]:
    """Yield the rows of a CSV file, whatever its encoding and delimiter; the first row names the columns."""
    sample = stream.read(SAMPLE_BYTES)
    if not sample:
        raise PageError("is empty")
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding_of(sample), errors="replace", newline="")
    csv.field_size_limit(limits.max_bytes)
    rows = csv.reader(_without_nul(text), delimiter=_delimiter(decode(sample)), strict=False)
    names = next(rows, [])
    found = Columns(names, columns)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
            if cells:
                yield checked(found.page(dict(zip(names, cells, strict=False)), path, number), limits)
        except StopIteration:
            return
        except (PageError, csv.Error) as error:
            yield Refusal(f"{path}#{number}", f"row {number} {error}")


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "")


def _delimiter(sample: str) -> str:
    """Return the sign that the line of names has most of."""
    head = sample.split("\n", 1)[0]
    return max(",;\t|", key=head.count)
