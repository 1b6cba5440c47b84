"""The first form of a record."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_record"
down_revision = None


def upgrade() -> None:
    """Make the tables of pages, readings, items and words."""
    _pages()
    _items()
    _links()
    op.execute(
        "CREATE VIRTUAL TABLE words USING fts5("
        "text, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
    )


def _pages() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "pages",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "page_paths",
        sa.Column("page", sa.Text, sa.ForeignKey("pages.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
    )
    op.create_table(
        "refusals",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("page", sa.Text, sa.ForeignKey("pages.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("reading", sa.LargeBinary, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("dimensions", sa.Integer, nullable=False),
        sa.Column("vectors", sa.LargeBinary, nullable=False),
    )


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("num", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("meeting", sa.Text),
        sa.Column("thread", sa.Text),
        sa.Column("date_start", sa.Text),
        sa.Column("date_end", sa.Text),
        sa.UniqueConstraint("kind", "id", name="items_kind_id"),
    )
    op.create_index("items_order", "items", ["rank", "sort", "start", "id"])
    for column in ("id", "source", "meeting", "thread"):
        op.create_index(f"items_{column}", "items", [column])


def _links() -> None:
    for table, column in (
        ("item_countries", "country"),
        ("item_persons", "person"),
        ("item_pillars", "pillar"),
    ):
        op.create_table(
            table,
            sa.Column("item", sa.Integer, sa.ForeignKey("items.num", ondelete="CASCADE"), primary_key=True),
            sa.Column(column, sa.Text, primary_key=True),
        )
        op.create_index(f"{table}_{column}", table, [column])
    op.create_table(
        "evidence",
        sa.Column("item", sa.Integer, sa.ForeignKey("items.num", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )
    op.create_index("evidence_source", "evidence", ["source", "start"])
