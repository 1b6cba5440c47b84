"""Reading and writing the tables of a record."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from verbale.records.items import AnyItem
from verbale.records.judgements import Judgement
from verbale.records.reading import Reading, Refusal, Vectors
from verbale.records.trimmed import trimmed
from verbale.store import blobs, schema, words
from verbale.store.blocks import StoredWorkspace
from verbale.store.facets import kind_of
from verbale.store.files import create_record, open_engine, trouble
from verbale.store.judgements import judgement_digest, read_judgements, write_judgement
from verbale.store.replace import ItemWriter, replace_all
from verbale.store.sealed import Sealed

Stamp: TypeAlias = str
"""Digest of the pages that a record holds, each with the version that read it, and of the judgements that hold."""

ItemT = TypeVar("ItemT", bound=AnyItem)
SelectT = TypeVar("SelectT", bound="sa.Select[Any]")

_BUILT = "built"
_AT_ONCE = 500
_ITEMS = msgspec.json.Decoder(AnyItem)


class StoredReading(NamedTuple):
    """What was read from one source, with one vector a segment."""

    reading: Reading
    vectors: Vectors


class PageRow(NamedTuple):
    """A page that was read, or was refused with a reason.

    Attributes:
        key: digest of what the page holds.
        paths: where it was found.
        version: of the reader.
        readings: one a source; empty for a refused page, and when a row is asked for without them.
    """

    key: str
    paths: tuple[str, ...]
    version: str
    reason: str | None = None
    readings: tuple[StoredReading, ...] = ()


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


class Rebuild:
    """The items of a record while they are brought up to date."""

    def __init__(self, connection: Connection, workspace: StoredWorkspace, items: ItemWriter) -> None:
        self._connection = connection
        self.workspace = workspace
        self.items = items
        self.owners: set[str] = set()

    def marks(self) -> dict[str, str]:
        """For each source, what changes when its reading or its path does.

        A source that several pages gave is told by the first of them.
        """
        query = (
            "SELECT source, r.page, position, version, (SELECT MIN(path) FROM page_paths p WHERE p.page = r.page) "
            "FROM readings r JOIN pages ON pages.key = r.page ORDER BY r.page DESC, position DESC"
        )
        rows = self._connection.exec_driver_sql(query)
        return {row[0]: "\x1f".join(map(str, row[1:])) for row in rows}

    def judgements(self) -> list[Judgement]:
        """Every judgement by time."""
        return read_judgements(self._connection)

    def put(self, owner: str, items: Iterable[Sealed] | None) -> None:
        """Make these the items of an owner, instead of the ones that it had; None takes them away."""
        self.items.put(owner, items)
        if items is not None:
            self.owners.add(owner)


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
                _write_page(connection, row)

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
            _forget_refusals(connection, [path for _key, path in found])

    def readings(self) -> tuple[Stamp, list[StoredReading]]:
        """Every reading, with the stamp of the pages that they are from.

        A page that stands at several paths is told by the first of them in alphabetical order, so that the
        order in which they were given does not matter.
        """
        first = sa.select(
            schema.page_paths.c.page, sa.func.min(schema.page_paths.c.path).label("path")
        ).group_by(schema.page_paths.c.page)
        paths = first.subquery()
        query = sa.select(schema.readings, paths.c.path).join(
            paths, paths.c.page == schema.readings.c.page, isouter=True
        )
        with self._transaction() as connection:
            stamp = _stamp(connection)
            rows = connection.execute(query.order_by(schema.readings.c.page, schema.readings.c.position))
            return stamp, [_stored(row) for row in rows]

    def readings_of(self, sources: Sequence[str]) -> list[StoredReading]:
        """The readings of some sources, by id; those that the record does not hold are left out."""
        return [_stored(row) for row in self._rows_of(sources, "reading", "rows", "dimensions", "vectors")]

    def people_of(self, sources: Sequence[str]) -> list[Reading]:
        """What names people in the readings of some sources (`records.trimmed`), by id of the source."""
        return [_trimmed(row) for row in self._rows_of(sources, "people", "reading")]

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

    def replace_items(self, items: Sequence[AnyItem], stamp: Stamp | None = None, version: str = "") -> bool:
        """Make these the items of the record, in one transaction; readers see the old ones or the new ones.

        Args:
            items: all of them; what is there already and has not changed is not written again.
            stamp: of the pages that they were built from.
            version: of what built them.

        Returns:
            False, with nothing written, when another run has added pages since the stamp was taken.
        """
        with self._transaction() as connection:
            now = _stamp(connection)
            if stamp is not None and stamp != now:
                return False
            replace_all(connection, items)
            _set_fact(connection, _BUILT, f"{now} {version}")
        return True

    def item(self, kind: type[ItemT], id_: str) -> ItemT | None:
        """One item, or None."""
        query = sa.select(schema.items.c.body).where(
            schema.items.c.kind == kind_of(kind), schema.items.c.id == id_
        )
        with self._transaction() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else msgspec.json.decode(body, type=kind)

    def select(self, kind: type[ItemT], only: Filter = Filter()) -> list[ItemT]:  # noqa: B008  immutable
        """Items of a kind that pass the filter, in the order of the export."""
        query = _ordered(sa.select(schema.items.c.body)).where(schema.items.c.kind == kind_of(kind))
        decoder = msgspec.json.Decoder(kind)
        with self._transaction() as connection:
            bodies = connection.execute(query.where(*_conditions(only))).scalars()
            return [decoder.decode(body) for body in bodies]

    def bodies(self, *, rejected: bool = False) -> Iterator[tuple[str, str]]:
        """Kind and JSON of every item in the order of the export, all from one state of the record.

        Args:
            rejected: whether items that somebody rejected stand among them.
        """
        query = _ordered(sa.select(schema.items.c.kind, schema.items.c.body))
        if not rejected:
            query = query.where(_STANDS)
        with self._transaction() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield row.kind, row.body

    def items(self) -> Iterator[AnyItem]:
        """Every item in the order of the export."""
        for _kind, body in self.bodies():
            yield _ITEMS.decode(body)

    def counts(self) -> dict[str, int]:
        """How many items there are of each kind."""
        query = sa.select(schema.items.c.kind, sa.func.count()).where(_STANDS).group_by(schema.items.c.kind)
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(schema.items.c.kind))
            return {row[0]: row[1] for row in rows}

    def pillars(self, kind: type[AnyItem]) -> set[str]:
        """The pillars that items of a kind belong to, in the words that the items use."""
        column = schema.item_pillars.c.pillar
        held = sa.and_(schema.items.c.kind == kind_of(kind), _STANDS)
        query = sa.select(column).join(schema.items).where(held).distinct()
        with self._transaction() as connection:
            return set(connection.execute(query).scalars())

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
        query = query.where(proof.source == source, _STANDS if not rejected else sa.true()).distinct()
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


_STANDS = schema.items.c.rejected == 0
"""Holds for items that nobody rejected."""

_SEARCH = sa.text(
    f"SELECT items.num, items.body FROM {schema.WORDS} JOIN items ON items.num = {schema.WORDS}.rowid "  # noqa: S608
    f"WHERE {schema.WORDS} MATCH :query ORDER BY bm25({schema.WORDS}), sort, start, id LIMIT :limit"
)


def _write_page(connection: Connection, row: PageRow) -> None:
    paths = set(row.paths)
    known = sa.select(schema.page_paths.c.path).where(schema.page_paths.c.page == row.key)
    paths |= set(connection.execute(known).scalars())
    connection.execute(sa.delete(schema.pages).where(schema.pages.c.key == row.key))
    connection.execute(
        sa.insert(schema.pages),
        {"key": row.key, "version": row.version, "reason": row.reason, "read_at": _now()},
    )
    connection.execute(
        sa.insert(schema.page_paths), [{"page": row.key, "path": path} for path in sorted(paths)]
    )
    _forget_refusals(connection, row.paths)
    if row.readings:
        connection.execute(
            sa.insert(schema.readings),
            [_reading_row(row.key, at, stored) for at, stored in enumerate(row.readings)],
        )


def _forget_refusals(connection: Connection, paths: Sequence[str]) -> None:
    statement = sa.delete(schema.refusals).where(schema.refusals.c.path == sa.bindparam("read"))
    connection.execute(statement, [{"read": path} for path in paths])


def _reading_row(page: str, position: int, stored: StoredReading) -> dict[str, object]:
    rows, dimensions = stored.vectors.shape
    return {
        "page": page,
        "position": position,
        "source": stored.reading.source.id,
        "reading": blobs.pack_reading(stored.reading),
        "rows": rows,
        "dimensions": dimensions,
        "vectors": blobs.pack_vectors(stored.vectors),
        "people": blobs.pack_reading(trimmed(stored.reading)),
    }


def _trimmed(row: sa.Row[Any]) -> Reading:
    if row.people is None:  # read by a version that did not keep it
        return trimmed(_at_path(blobs.unpack_reading(row.reading), row.path))
    return _at_path(blobs.unpack_reading(row.people), row.path)


def _at_path(reading: Reading, path: str | None) -> Reading:
    if path is None or reading.source.path == path:
        return reading
    source = msgspec.structs.replace(reading.source, path=path)
    return msgspec.structs.replace(reading, source=source)


def _stored(row: sa.Row[Any]) -> StoredReading:
    reading = _at_path(blobs.unpack_reading(row.reading), row.path)
    return StoredReading(reading, blobs.unpack_vectors(row.vectors, row.rows, row.dimensions))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _stamp(connection: Connection) -> Stamp:
    """Pages with the versions that read them and their first paths, and judgements: what the items depend on."""
    first = sa.func.min(schema.page_paths.c.path)
    query = (
        sa.select(schema.pages.c.key, schema.pages.c.version, first)
        .join(schema.page_paths, isouter=True)
        .group_by(schema.pages.c.key)
        .order_by(schema.pages.c.key)
    )
    digest = hashlib.blake2b(digest_size=16)
    for row in connection.execute(query):
        digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    digest.update(judgement_digest(connection).encode())
    return digest.hexdigest()


def _fact(connection: Connection, name: str) -> str | None:
    return connection.execute(sa.select(schema.facts.c.value).where(schema.facts.c.name == name)).scalar()


def _set_fact(connection: Connection, name: str, value: str) -> None:
    connection.execute(sa.insert(schema.facts).prefix_with("OR REPLACE"), {"name": name, "value": value})


def _ordered(query: SelectT) -> SelectT:
    columns = schema.items.c
    return query.order_by(columns.rank, columns.sort, columns.start, columns.id)


def _conditions(only: Filter) -> Iterator[sa.ColumnElement[bool]]:
    columns = schema.items.c
    if not only.rejected:
        yield _STANDS
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
