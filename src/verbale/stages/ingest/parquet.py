"""Rows of Parquet files as pages."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from verbale.errors import PageError
from verbale.records.reading import Page, Refusal
from verbale.stages.ingest.columns import ColumnMap, Columns
from verbale.stages.ingest.content import checked
from verbale.stages.ingest.limits import Limits

BATCH_ROWS = 64
"""Rows in memory at once, beside the row group that Arrow decodes; 64 pages of news have 0.5 MB."""


def rows_of(path: Path, columns: ColumnMap, limits: Limits) -> Iterator[Page | Refusal]:
    """Yield the rows of a Parquet file as pages, bad ones as refusals with the number of the row.

    Raises:
        PageError: when the file is damaged, or has no column of text.
    """
    try:
        with closing(pq.ParquetFile(path, pre_buffer=False)) as file:
            found = Columns(file.schema_arrow.names, columns)
            batches = file.iter_batches(BATCH_ROWS, columns=sorted(set(found.by_field.values())))
            rows = (row for batch in batches for row in batch.to_pylist())
            for number, row in enumerate(rows, start=1):
                yield _row_page(found, row, str(path), number, limits)
    except pa.ArrowException as error:
        raise PageError(f"is a damaged Parquet file ({error})") from error


def _row_page(found: Columns, row: dict[str, Any], path: str, number: int, limits: Limits) -> Page | Refusal:
    try:
        return checked(found.page(row, path, number), limits)
    except PageError as error:
        return Refusal(f"{path}#{number}", f"row {number} {error}")
