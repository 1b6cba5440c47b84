"""Replace the items of a record, writing only what has changed."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from verbale.records.items import AnyItem, SegmentItem
from verbale.records.overlays import is_rejected
from verbale.store import schema, words
from verbale.store.facets import RANK, Facets, context_of, facets, kind_of

_DIGEST_BYTES = 16
_AT_ONCE = 500
"""Rows in one statement; SQLite allows 32,766 variables."""


class _Row(NamedTuple):
    item: AnyItem
    facets: Facets
    body: str
    digest: bytes


def replace_all(connection: Connection, items: Sequence[AnyItem]) -> None:
    """Make these the items of the record; the caller holds the transaction."""
    old = {
        (row.kind, row.id): (row.num, row.digest)
        for row in connection.execute(
            sa.select(schema.items.c.num, schema.items.c.kind, schema.items.c.id, schema.items.c.digest)
        )
    }
    context = context_of(items)
    new = {(kind_of(type(item)), item.id): _row(item, facets(item, context)) for item in items}
    same = {key for key, row in new.items() if key in old and old[key][1] == row.digest}
    _delete(connection, [num for key, (num, _digest) in old.items() if key not in same])
    fresh = sorted(key for key in new if key not in same)
    first = connection.execute(sa.select(sa.func.coalesce(sa.func.max(schema.items.c.num), 0))).scalar_one()
    _insert(connection, [(first + at, new[key]) for at, key in enumerate(fresh, 1)])


def _row(item: AnyItem, about: Facets) -> _Row:
    body = msgspec.json.encode(item).decode()
    sets = (sorted(about.countries), sorted(about.persons), sorted(about.pillars))
    columns = (about.sort, about.start, about.date_start, about.date_end, sets)
    digest = hashlib.blake2b(f"{body}{columns}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    return _Row(item, about, body, digest.digest())


def _delete(connection: Connection, numbers: list[int]) -> None:
    for at in range(0, len(numbers), _AT_ONCE):
        some = numbers[at : at + _AT_ONCE]
        connection.execute(sa.delete(schema.items).where(schema.items.c.num.in_(some)))
        marks = sa.text(f"DELETE FROM {schema.WORDS} WHERE rowid = :num")  # noqa: S608
        connection.execute(marks, [{"num": num} for num in some])


def _insert(connection: Connection, rows: list[tuple[int, _Row]]) -> None:
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        connection.execute(sa.insert(schema.items), [_item_row(num, row) for num, row in some])
        for table, column, values in (
            (schema.item_countries, "country", "countries"),
            (schema.item_persons, "person", "persons"),
            (schema.item_pillars, "pillar", "pillars"),
        ):
            links = [
                {"item": num, column: value}
                for num, row in some
                for value in sorted(getattr(row.facets, values))
            ]
            if links:
                connection.execute(sa.insert(table), links)
        proofs = [proof for num, row in some for proof in _evidence_rows(num, row)]
        if proofs:
            connection.execute(sa.insert(schema.evidence), proofs)
        texts = [
            {"num": num, "text": words.index_text(row.item.text)}
            for num, row in some
            if isinstance(row.item, SegmentItem)
        ]
        if texts:
            connection.execute(
                sa.text(f"INSERT INTO {schema.WORDS} (rowid, text) VALUES (:num, :text)"),  # noqa: S608
                texts,
            )


def _item_row(num: int, row: _Row) -> dict[str, object]:
    about = row.facets
    return {
        "num": num,
        "kind": kind_of(type(row.item)),
        "id": row.item.id,
        "body": row.body,
        "digest": row.digest,
        "rank": RANK[type(row.item)],
        "sort": about.sort,
        "start": about.start,
        "source": about.source,
        "meeting": about.meeting,
        "thread": about.thread,
        "date_start": about.date_start,
        "date_end": about.date_end,
        "rejected": int(is_rejected(row.item)),
    }


def _evidence_rows(num: int, row: _Row) -> list[dict[str, object]]:
    return [
        {"item": num, "position": at, "source": proof.source, "start": proof.start, "end": proof.end}
        for at, proof in enumerate(row.facets.evidence)
    ]
