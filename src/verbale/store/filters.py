"""What the items of a list have in common, and in what order they stand."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from verbale.store import schema

SelectT = TypeVar("SelectT", bound="sa.Select[Any]")


STANDS = schema.items.c.rejected == 0
"""Holds for items that nobody rejected."""


class Filter(NamedTuple):
    """What the items of a list have in common; None means any. Rejected ones stand in it where that is asked for."""

    source: str | None = None
    meeting: str | None = None
    thread: str | None = None
    country: str | None = None
    person: str | None = None
    pillar: str | None = None
    since: str | None = None
    until: str | None = None
    rejected: bool = False


class Found(NamedTuple):
    """A place where items rest on the words of a source."""

    start: int
    end: int
    kind: str
    item: str


def ordered(query: SelectT) -> SelectT:
    """A query of items in the order of the export."""
    columns = schema.items.c
    return query.order_by(columns.rank, columns.sort, columns.start, columns.id)


def conditions(only: Filter) -> Iterator[sa.ColumnElement[bool]]:
    """What holds for the items that pass a filter."""
    columns = schema.items.c
    if not only.rejected:
        yield STANDS
    if only.source is not None:
        yield columns.source == only.source
    if only.meeting is not None:
        yield columns.meeting == only.meeting
    if only.thread is not None:
        yield columns.thread == only.thread
    if only.since is not None:
        yield columns.date_end >= only.since
    if only.until is not None:
        yield columns.date_start <= only.until
    for column, value in (
        (schema.item_countries.c.country, only.country),
        (schema.item_persons.c.person, only.person),
        (schema.item_pillars.c.pillar, only.pillar),
    ):
        if value is not None:
            table = column.table
            yield columns.num.in_(sa.select(table.c.item).where(column == value))
