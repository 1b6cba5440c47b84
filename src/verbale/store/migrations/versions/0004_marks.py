"""What lists are narrowed to and counted by, so that they can be shown page by page."""

import sqlite3

import sqlalchemy as sa
from alembic import op

from verbale.text.fold import fold

revision = "0004_marks"
down_revision = "0003_blocks"


_DATED = "kind IN ('source', 'meeting', 'undertaking', 'target', 'thread')"

_OF_A_VALUE = (
    ("source", "language", "$.language"),
    ("person", "state", "$.country"),
    ("meeting", "visit", "$.part_of"),
    ("undertaking", "strength", "$.strength"),
    ("target", "status", "$.status"),
    ("target", "series", "$.series"),
    ("thread", "status", "$.events[#-1].event"),
)
"""Kind, what the mark tells, and where the item has it."""

_STATES = ("meeting", "target", "instrument", "project", "mechanism")
_NAMED = ("person", "instrument", "project", "mechanism")


def upgrade() -> None:
    """Make the table of marks and mark the items that are there."""
    op.create_table(
        "item_marks",
        sa.Column("item", sa.Integer, sa.ForeignKey("items.num", ondelete="CASCADE"), primary_key=True),
        sa.Column("mark", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    _mark()
    op.create_index("item_marks_mark", "item_marks", ["mark"])
    op.execute(
        "UPDATE items SET date_start = (SELECT m.date_start FROM items m WHERE m.kind = 'meeting' "
        "AND m.id = items.meeting) WHERE kind = 'target'"
    )
    op.create_index(
        "items_latest",
        "items",
        ["rank", "date_start", "sort", "start", "id"],
        sqlite_where=sa.text(_DATED),
    )
    op.create_index("items_rejected", "items", ["num"], sqlite_where=sa.text("rejected <> 0"))


def _mark() -> None:
    connection = op.get_bind().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101  SQLAlchemy's own type says Any
    connection.create_function("folded", 1, fold, deterministic=True)
    insert = "INSERT OR IGNORE INTO item_marks (item, mark) "
    for kind, what, path in _OF_A_VALUE:
        connection.execute(
            f"{insert} SELECT num, '{kind}.{what}:' || json_extract(body, '{path}') FROM items "  # noqa: S608
            f"WHERE kind = '{kind}' AND json_extract(body, '{path}') IS NOT NULL"
        )
    for kind in _STATES:
        connection.execute(
            f"{insert} SELECT num, '{kind}.state:' || country FROM items "  # noqa: S608
            f"JOIN item_countries ON item = num WHERE kind = '{kind}'"
        )
    for kind in _NAMED:
        connection.execute(
            f"{insert} SELECT num, '{kind}.name:' || folded(json_extract(body, '$.name')) FROM items "  # noqa: S608
            f"WHERE kind = '{kind}'"
        )
        connection.execute(
            f"{insert} SELECT num, '{kind}.name:' || folded(json_extract(name.value, '$.text')) "  # noqa: S608
            f"FROM items, json_each(body, '$.names') AS name WHERE kind = '{kind}'"
        )
    connection.execute(
        f"{insert} SELECT item, 'meeting.states:' || group_concat(country, '-') FROM "  # noqa: S608
        "(SELECT item, country FROM item_countries JOIN items ON num = item WHERE kind = 'meeting' "
        "ORDER BY item, country) GROUP BY item"
    )
    connection.execute(
        f"{insert} SELECT num, 'undertaking.pillar:' || coalesce(json_extract(body, '$.pillars[0]'), 'none') "  # noqa: S608
        "FROM items WHERE kind = 'undertaking'"
    )
    connection.execute(
        f"{insert} SELECT u.num, 'undertaking.status:' || json_extract(t.body, '$.events[#-1].event') "  # noqa: S608
        "FROM items u JOIN items t ON t.kind = 'thread' AND t.id = u.thread "
        "WHERE u.kind = 'undertaking' AND json_extract(t.body, '$.events[#-1].event') IS NOT NULL"
    )
