"""Reading and writing the tables of a record."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from verbale.records.items import AnyItem
from verbale.records.judgements import Judgement
from verbale.records.reading import Reading, Refusal, Vectors
from verbale.store import schema, words
from verbale.store.blobs import unpack_vectors
from verbale.store.blocks import StoredWorkspace
from verbale.store.facets import KINDS, kind_of, mark
from verbale.store.files import create_record, open_engine, trouble
from verbale.store.filters import ANY, STANDS, WHOLE, Filter, Found, Part, conditions, ordered
from verbale.store.judgements import judgement_digest, read_judgements, write_judgement
from verbale.store.pages import (
    PageRow,
    StoredReading,
    forget_refusals,
    page_marks,
    people_in,
    stored,
    write_page,
)
from verbale.store.rebuild import Rebuild
from verbale.store.replace import ItemWriter, replace_all

Stamp: TypeAlias = str
"""Digest of the pages that a record holds, each with the version that read it, and of the judgements that hold."""

ItemT = TypeVar("ItemT", bound=AnyItem)

_BUILT = "built"
_AT_ONCE = 500
_ITEMS = msgspec.json.Decoder(AnyItem)


class Store:
    """A record, open for reading or (with `write`) for both. Use it as a context manager or close it."""

    def __init__(self, path: Path, *, write: bool = False, create: bool = False) -> None:
        """Open the record at a path.

        Args:
            path: the file.
            write: whether it may be changed.
            create: make an empty record when there is none.

        Raises:
            RecordFileError: when the file is missing, is no record or was made by a newer version.
        """
        if create:
            create_record(path)
        self.path = path
        self._engine = open_engine(path, write=write)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction, with a message for the user when the file fails."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise trouble(self.path, error) from error

    # Pages

    def pages(self) -> dict[str, PageRow]:
        """Every page of the record by its key, without the readings."""
        rows = sa.select(schema.pages, schema.page_paths.c.path).join(schema.page_paths, isouter=True)
        found: dict[str, PageRow] = {}
        with self._transaction() as connection:
            for row in connection.execute(rows.order_by(schema.pages.c.key, schema.page_paths.c.path)):
                known = found.get(row.key)
                paths = (*(known.paths if known else ()), *([row.path] if row.path else ()))
                found[row.key] = PageRow(row.key, paths, row.version, row.reason)
        return found

    def add_pages(self, rows: Sequence[PageRow]) -> None:
        """Write a batch of pages with their readings, in one transaction; a known page is replaced."""
        with self._transaction() as connection:
            for row in rows:
                write_page(connection, row)

    def add_paths(self, found: Sequence[tuple[str, str]]) -> None:
        """Note that pages (keys) stand at these paths too; unknown keys are left out."""
        if not found:
            return
        known = sa.select(schema.pages.c.key, sa.bindparam("at")).where(
            schema.pages.c.key == sa.bindparam("of")
        )
        statement = sa.insert(schema.page_paths).prefix_with("OR IGNORE").from_select(["page", "path"], known)
        with self._transaction() as connection:
            connection.execute(statement, [{"of": key, "at": path} for key, path in found])
            forget_refusals(connection, [path for _key, path in found])

    def readings_of(self, sources: Sequence[str]) -> list[StoredReading]:
        """The readings of some sources, by id; those that the record does not hold are left out."""
        return [stored(row) for row in self._rows_of(sources, "reading", "rows", "dimensions", "vectors")]

    def vectors_of(self, sources: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of the segments of some sources, by id of the source."""
        rows = self._rows_of(sources, "rows", "dimensions", "vectors")
        return {row.source: unpack_vectors(row.vectors, row.rows, row.dimensions) for row in rows}

    def people_of(self, sources: Sequence[str]) -> list[Reading]:
        """What names people in the readings of some sources (`records.trimmed`), by id of the source."""
        return [people_in(row) for row in self._rows_of(sources, "people", "reading")]

    def _rows_of(self, sources: Sequence[str], *columns: str) -> list[sa.Row[Any]]:
        """Rows of readings by source; of several with one source, the one of the first page."""
        found: dict[str, sa.Row[Any]] = {}
        named = ", ".join(f"r.{column}" for column in columns)
        ordered = sorted(sources)
        with self._transaction() as connection:
            for at in range(0, len(ordered), _AT_ONCE):
                some = ordered[at : at + _AT_ONCE]
                query = (
                    f"SELECT r.source, {named}, "  # noqa: S608  names of columns
                    "(SELECT MIN(path) FROM page_paths p WHERE p.page = r.page) AS path "
                    f"FROM readings r WHERE r.source IN ({', '.join('?' * len(some))}) "
                    "ORDER BY r.source, r.page, r.position"
                )
                for row in connection.exec_driver_sql(query, tuple(some)):
                    found.setdefault(row.source, row)
        return list(found.values())

    def read_times(self, sources: Sequence[str]) -> dict[str, tuple[str | None, str]]:
        """When the page of each source was read (ISO, UTC; None when nobody noted it), and by what version."""
        query = sa.select(schema.readings.c.source, schema.pages.c.read_at, schema.pages.c.version).join(
            schema.pages, schema.pages.c.key == schema.readings.c.page
        )
        with self._transaction() as connection:
            rows = connection.execute(query.where(schema.readings.c.source.in_(sources)))
            return {row.source: (row.read_at, row.version) for row in rows}

    # Judgements

    def judgements(self) -> list[Judgement]:
        """Every judgement by time, undone ones too, each with the one that undid it."""
        with self._transaction() as connection:
            return read_judgements(connection)

    def add_judgement(self, judgement: Judgement) -> Judgement:
        """Keep a judgement for good, in one transaction; returns it with its id and time."""
        with self._transaction() as connection:
            return write_judgement(connection, judgement)

    # Refusals

    def add_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Keep the reasons why files gave no page."""
        statement = sa.insert(schema.refusals).prefix_with("OR REPLACE")
        if refusals:
            with self._transaction() as connection:
                connection.execute(statement, [{"path": r.path, "reason": r.reason} for r in refusals])

    def refusals(self) -> list[Refusal]:
        """Every file and page that could not be read, by path."""
        pages = (
            sa.select(schema.page_paths.c.path, schema.pages.c.reason)
            .join(schema.pages)
            .where(schema.pages.c.reason.is_not(None))
        )
        query = sa.select(schema.refusals.c.path, schema.refusals.c.reason).union(pages)
        with self._transaction() as connection:
            return sorted(
                (Refusal(row.path, row.reason) for row in connection.execute(query)),
                key=lambda refusal: (refusal.path, refusal.reason),
            )

    # Facts

    def fact(self, name: str) -> str | None:
        """A single fact about the record."""
        with self._transaction() as connection:
            return _fact(connection, name)

    def set_fact(self, name: str, value: str) -> None:
        """Keep a single fact about the record."""
        with self._transaction() as connection:
            _set_fact(connection, name, value)

    def integrity(self) -> str:
        """What SQLite finds wrong with the file; `ok` when nothing."""
        with self._transaction() as connection:
            return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())

    def is_built(self, version: str | None = None) -> bool:
        """Whether the items were built from the pages that the record holds now (by that version)."""
        with self._transaction() as connection:
            stamp, _, by = (_fact(connection, _BUILT) or "").partition(" ")
            return stamp == _stamp(connection) and version in (None, by)

    # Items

    @contextmanager
    def rebuild(self, version: str) -> Iterator["Rebuild"]:
        """Bring the items up to date in one transaction; readers see the old ones or the new ones.

        Args:
            version: of what builds; what another version kept from one build to the next is forgotten.
        """
        with self._transaction() as connection:
            built, _, by = (_fact(connection, _BUILT) or "").partition(" ")
            workspace = StoredWorkspace(connection)
            whole = not built or by != version
            if whole:
                workspace.clear()
            job = Rebuild(connection, workspace, ItemWriter(connection))
            yield job
            job.items.finish(only=job.owners if whole else None)
            _set_fact(connection, _BUILT, f"{_stamp(connection)} {version}")

    def replace_items(self, items: Sequence[AnyItem]) -> None:
        """Make these the items of the record, in one transaction; readers see the old ones or the new ones.

        What is there already and has not changed is not written again.
        """
        with self._transaction() as connection:
            replace_all(connection, items)
            _set_fact(connection, _BUILT, f"{_stamp(connection)} ")

    def item(self, kind: type[ItemT], id_: str) -> ItemT | None:
        """One item, or None."""
        query = sa.select(schema.items.c.body).where(
            schema.items.c.kind == kind_of(kind), schema.items.c.id == id_
        )
        with self._transaction() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else msgspec.json.decode(body, type=kind)

    def select(self, kind: type[ItemT], only: Filter = ANY, part: Part = WHOLE) -> list[ItemT]:
        """The part of the items of a kind that pass the filter."""
        decoder = msgspec.json.Decoder(kind)
        return [decoder.decode(body) for body in self.bodies_of(kind, only, part)]

    def bodies_of(self, kind: type[ItemT], only: Filter = ANY, part: Part = WHOLE) -> list[str]:
        """The JSON of the part of the items of a kind that pass the filter."""
        query = ordered(sa.select(schema.items.c.body), part)
        with self._transaction() as connection:
            rows = connection.execute(query.where(*conditions(kind, only, latest=part.latest)))
            return list(rows.scalars())

    def count(self, kind: type[AnyItem], only: Filter = ANY) -> int:
        """How many items of a kind pass the filter."""
        query = sa.select(sa.func.count()).select_from(schema.items).where(*conditions(kind, only))
        with self._transaction() as connection:
            return connection.execute(query).scalar_one()

    def before(self, item: AnyItem, only: Filter = ANY) -> int:
        """How many items of its kind that pass the filter stand before an item in the order of the export."""
        columns = schema.items.c
        place = sa.tuple_(columns.sort, columns.start, columns.id)
        own = sa.select(columns.sort, columns.start, columns.id)
        own = own.where(columns.kind == kind_of(type(item)), columns.id == item.id)
        count = sa.select(sa.func.count()).select_from(schema.items).where(*conditions(type(item), only))
        with self._transaction() as connection:
            row = connection.execute(own).one_or_none()
            return 0 if row is None else connection.execute(count.where(place < tuple(row))).scalar_one()

    def tally(self, kind: type[AnyItem], what: str, only: Filter = ANY) -> dict[str, int]:
        """How many items of a kind that pass the filter have each value of a mark (`facets`), by value."""
        marks, beginning = schema.item_marks.c, mark(kind_of(kind), what)
        query = sa.select(marks.mark, sa.func.count()).group_by(marks.mark).order_by(marks.mark)
        query = query.where(marks.mark >= beginning, marks.mark < beginning + "\U0010ffff")
        if only == ANY:
            query = query.where(sa.text("item NOT IN (SELECT num FROM items WHERE rejected <> 0)"))
        else:
            query = query.where(marks.item.in_(sa.select(schema.items.c.num).where(*conditions(kind, only))))
        with self._transaction() as connection:
            return {row[0].removeprefix(beginning): row[1] for row in connection.execute(query)}

    def days(self, kind: type[AnyItem]) -> tuple[str | None, str | None]:
        """The first and the last day of the items of a kind."""
        column = schema.items.c.date_start
        query = sa.select(sa.func.min(column), sa.func.max(column)).where(*conditions(kind, ANY, latest=True))
        with self._transaction() as connection:
            first, last = connection.execute(query).one()
        return first, last

    def bodies(self, *, rejected: bool = False) -> Iterator[tuple[str, str]]:
        """Kind and JSON of every item in the order of the export, all from one state of the record.

        Args:
            rejected: whether items that somebody rejected stand among them.
        """
        only = Filter(rejected=rejected)
        with self._transaction() as connection:
            for kind in KINDS:
                query = ordered(sa.select(schema.items.c.body)).where(*conditions(kind, only))
                for row in connection.execution_options(yield_per=1000).execute(query):
                    yield kind_of(kind), row.body

    def items(self) -> Iterator[AnyItem]:
        """Every item in the order of the export."""
        for _kind, body in self.bodies():
            yield _ITEMS.decode(body)

    def counts(self) -> dict[str, int]:
        """How many items there are of each kind, by its word."""
        found = {kind_of(kind): self.count(kind) for kind in KINDS}
        return {kind: count for kind, count in sorted(found.items()) if count}

    def pages_read(self) -> int:
        """How many pages were read; those that were refused do not count."""
        query = sa.select(sa.func.count()).select_from(schema.pages).where(schema.pages.c.reason.is_(None))
        with self._transaction() as connection:
            return connection.execute(query).scalar_one()

    def has_pillar(self, name: str) -> bool:
        """Whether any item belongs to a pillar of that name."""
        query = sa.select(schema.item_pillars.c.item).where(schema.item_pillars.c.pillar == name).limit(1)
        with self._transaction() as connection:
            return connection.execute(query).first() is not None

    def ids(self, beginning: str, limit: int = 100) -> list[tuple[str, str]]:
        """Kind and id of the items whose ids begin so, rejected ones too, in order of the ids."""
        column = schema.items.c.id
        within = sa.and_(column >= beginning, column < beginning + "\U0010ffff")
        query = sa.select(schema.items.c.kind, column).where(within).order_by(column).limit(limit)
        with self._transaction() as connection:
            return [(row.kind, row.id) for row in connection.execute(query)]

    def evidence_in(self, source: str, *, rejected: bool = False) -> list[Found]:
        """Every place of a source that an item (on asking, a rejected one too) rests on, in text order."""
        proof, item = schema.evidence.c, schema.items.c
        query = sa.select(proof.start, proof.end, item.kind, item.id).join(schema.items)
        query = query.where(proof.source == source, STANDS if not rejected else sa.true()).distinct()
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(proof.start, proof.end, item.kind, item.id))
            return [Found(*row) for row in rows]

    def search(self, text: str, kind: type[ItemT], limit: int) -> list[ItemT]:
        """Segments that hold the words of a text: first those where they stand together, then by BM25."""
        groups = words.phrases(text)
        if not groups or limit <= 0:
            return []
        asked = [words.exact_query_of(groups)]
        if len(groups) > 1:
            asked.append(words.query_of(groups))
        found: dict[int, str] = {}
        with self._transaction() as connection:
            for query in asked:
                rows = connection.execute(_SEARCH, {"query": query, "limit": limit})
                found |= {row.num: row.body for row in rows if row.num not in found}
        return [msgspec.json.decode(body, type=kind) for body in list(found.values())[:limit]]


_SEARCH = sa.text(
    f"SELECT items.num, items.body FROM (SELECT rowid, rank FROM {schema.WORDS} "  # noqa: S608
    f"WHERE {schema.WORDS} MATCH :query ORDER BY rank LIMIT :limit) AS best "
    "JOIN items ON items.num = best.rowid ORDER BY best.rank, sort, start, id"
)
"""FTS5 ranks by BM25. Only the best are looked up among the items: common words stand in most of them."""


def _stamp(connection: Connection) -> Stamp:
    """Pages with the versions that read them and their first paths, and judgements: what the items depend on."""
    marks = page_marks(connection)
    told = "\x1e".join("\x1f".join(map(str, (key, *marks[key]))) for key in sorted(marks))
    digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(judgement_digest(connection).encode())
    return digest.hexdigest()


def _fact(connection: Connection, name: str) -> str | None:
    return connection.execute(sa.select(schema.facts.c.value).where(schema.facts.c.name == name)).scalar()


def _set_fact(connection: Connection, name: str, value: str) -> None:
    connection.execute(sa.insert(schema.facts).prefix_with("OR REPLACE"), {"name": name, "value": value})
