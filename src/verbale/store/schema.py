"""The tables of a record, as they are after the last migration."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

HEAD = "0006_order"
"""Name of the last migration; a test compares it with the files under `migrations/versions`."""

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single facts about the record: the stamp of the last build, the encoder that made its vectors."""

pages = Table(
    "pages",
    metadata,
    Column("key", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("reason", Text),
    Column("read_at", Text),
)
"""Pages that were read, or (with a reason) could not be, each by the digest of what it holds; `read_at` is ISO, UTC."""

page_paths = Table(
    "page_paths",
    metadata,
    Column("page", Text, ForeignKey("pages.key", ondelete="CASCADE"), primary_key=True),
    Column("path", Text, primary_key=True),
)

refusals = Table(
    "refusals",
    metadata,
    Column("path", Text, primary_key=True),
    Column("reason", Text, nullable=False),
)
"""Files that gave no page at all, or whose reading broke off: they are tried again by the next run."""

readings = Table(
    "readings",
    metadata,
    Column("page", Text, ForeignKey("pages.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reading", LargeBinary, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("dimensions", Integer, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
    Column("people", LargeBinary),
)
"""What was read, one row a source; `people` is the part that names people (`records.trimmed`)."""

Index("readings_source", readings.c.source, readings.c.page, readings.c.position)

items = Table(
    "items",
    metadata,
    Column("num", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("sort", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("source", Text),
    Column("meeting", Text),
    Column("thread", Text),
    Column("date_start", Text),
    Column("date_end", Text),
    Column("rejected", Integer, nullable=False, server_default="0"),
    Column("owner", Text),
    UniqueConstraint("kind", "id", name="items_kind_id"),
)
"""Items as JSON, with the columns that lists are filtered and sorted by; `owner` is the block that they belong to."""

Index("items_order", items.c.kind, items.c.sort, items.c.start, items.c.id)
Index("items_id", items.c.id)
DATED = "kind IN ('source', 'meeting', 'undertaking', 'target', 'thread')"
"""Kinds that are listed by date too. A query that is to use the index says it in just these words."""
Index(
    "items_latest",
    *(items.c.kind, items.c.date_start, items.c.sort, items.c.start, items.c.id),
    sqlite_where=text(DATED),
)
Index("items_rejected", items.c.num, sqlite_where=text("rejected <> 0"))
Index("items_source", items.c.source)
Index("items_meeting", items.c.meeting)
Index("items_thread", items.c.thread)
Index("items_owner", items.c.owner)


def _link(name: str, column: str) -> Table:
    table = Table(
        name,
        metadata,
        Column("item", Integer, ForeignKey("items.num", ondelete="CASCADE"), primary_key=True),
        Column(column, Text, primary_key=True),
    )
    Index(f"{name}_{column}", table.c[column])
    return table


item_countries = _link("item_countries", "country")
item_persons = _link("item_persons", "person")
item_pillars = _link("item_pillars", "pillar")

item_marks = Table(
    "item_marks",
    metadata,
    Column("item", Integer, ForeignKey("items.num", ondelete="CASCADE"), primary_key=True),
    Column("mark", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""What lists are narrowed to and counted by, such as `source.language:vi` (`facets.mark`)."""
Index("item_marks_mark", item_marks.c.mark)

evidence = Table(
    "evidence",
    metadata,
    Column("item", Integer, ForeignKey("items.num", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
Index("evidence_source", evidence.c.source, evidence.c.start)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Text, primary_key=True),
    Column("time", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),
)
"""What people decided, as JSON; rows are added and never changed."""

block_rows = Table(
    "block_rows",
    metadata,
    Column("table", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""What a build keeps for the next one (`records.workspace`)."""

block_links = Table(
    "block_links",
    metadata,
    Column("table", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    sqlite_with_rowid=False,
)
Index("block_links_owner", block_links.c.table, block_links.c.owner)

WORDS = "words"
"""The full-text table (FTS5): `rowid` is the number of a segment item, `text` its words (`words.tokens`)."""
