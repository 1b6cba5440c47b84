"""What the items of a list have in common, in what order they stand, and which part of the list is asked for."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa

from verbale.store import schema
from verbale.store.facets import kind_of, mark
from verbale.text.fold import fold

SelectT = TypeVar("SelectT", bound="sa.Select[Any]")
Condition: TypeAlias = "sa.ColumnElement[bool] | sa.TextClause"


STANDS = sa.text("items.num NOT IN (SELECT num FROM items WHERE rejected <> 0)")
"""Holds for items that nobody rejected. The few others are found by their index: no row is looked at for it."""


class Filter(NamedTuple):
    """What the items of a list have in common; None means any. Rejected ones stand in it where that is asked for.

    Attributes:
        persons: ids of people of whom one takes part.
        marks: what is told of them, with the value (`facets`): all of it must hold.
        named: letters of a name, of which nothing but case and accents is left out.
    """

    source: str | None = None
    meeting: str | None = None
    thread: str | None = None
    country: str | None = None
    person: str | None = None
    pillar: str | None = None
    since: str | None = None
    until: str | None = None
    rejected: bool = False
    marks: tuple[tuple[str, str], ...] = ()
    named: str | None = None
    persons: tuple[str, ...] | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves so few items that they are found by it and then put in order.

        Items of other filters are found in their order, and the filter asked for each.
        """
        return not (self.source is self.meeting is self.thread is self.person is None)


class Part(NamedTuple):
    """Which part of a list is asked for.

    Attributes:
        limit: items at most; None means all.
        offset: items that are passed over.
        latest: whether those of the latest date come first, those without one last; else in the order of the export.
            Only kinds of `schema.DATED` have dates.
    """

    limit: int | None = None
    offset: int = 0
    latest: bool = False


WHOLE = Part()
ANY = Filter()


class Found(NamedTuple):
    """A place where items rest on the words of a source."""

    start: int
    end: int
    kind: str
    item: str


def ordered(query: SelectT, part: Part = WHOLE) -> SelectT:
    """A part of a query of items of one kind, in the order asked for."""
    columns = schema.items.c
    order = [columns.sort, columns.start, columns.id]
    if part.latest:
        query = query.order_by(*(column.desc() for column in (columns.date_start, *order)))
    else:
        query = query.order_by(*order)
    return query.limit(part.limit if part.limit is not None else -1).offset(part.offset)


def conditions(kind: type[msgspec.Struct], only: Filter, *, latest: bool = False) -> Iterator[Condition]:
    """What holds for the items of a kind that pass a filter."""
    columns = schema.items.c
    yield _plain("kind", only) == kind_of(kind)
    if latest and not only.is_narrow:
        yield sa.text(schema.DATED)  # so that SQLite sees that the index holds them all
    if not only.rejected:
        yield STANDS
    for column, value in (
        (columns.source, only.source),
        (columns.meeting, only.meeting),
        (columns.thread, only.thread),
    ):
        if value is not None:
            yield column == value
    if only.since is not None:
        yield columns.date_end >= only.since
    if only.until is not None:
        yield columns.date_start <= only.until
    yield from _linked(kind, only)


def _linked(kind: type[msgspec.Struct], only: Filter) -> Iterator[Condition]:
    """What holds for items by what they are linked to."""
    marks = schema.item_marks.c
    for column, value in (
        (schema.item_persons.c.person, only.person),
        (schema.item_countries.c.country, only.country),
        (schema.item_pillars.c.pillar, only.pillar),
        *((marks.mark, mark(kind_of(kind), *told)) for told in only.marks),
    ):
        if value is not None:
            yield _plain("num", only).in_(sa.select(column.table.c.item).where(column == value))
    if only.persons is not None:
        people = schema.item_persons.c
        yield _plain("num", only).in_(sa.select(people.item).where(people.person.in_(only.persons)))
    if only.named is not None:
        names = mark(kind_of(kind), "name")
        within = sa.and_(marks.mark >= names, marks.mark < names + "\U0010ffff")
        held = sa.func.instr(sa.func.substr(marks.mark, len(names) + 1), fold(only.named)) > 0
        yield _plain("num", only).in_(sa.select(marks.item).where(within, held))


def _plain(column: Literal["kind", "num"], only: Filter) -> sa.ColumnElement[Any]:
    """A column by which items are found, or, with a sign before it, by which SQLite does not look for them.

    Few items are found by what they are linked to and then asked for their kind. Those of a long list are found by
    their kind, in order, and then asked for what they are linked to.
    """
    found_by = "num" if only.is_narrow else "kind"
    return schema.items.c[column] if column == found_by else sa.literal_column(f"+items.{column}")
