"""What a build keeps from one run to the next, and to which block an item belongs."""

import sqlalchemy as sa
from alembic import op

revision = "0003_blocks"
down_revision = "0002_judgements"


def upgrade() -> None:
    """Make the tables of blocks; items of before belong to none and are made anew by the next build."""
    op.create_table(
        "block_rows",
        sa.Column("table", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "block_links",
        sa.Column("table", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("block_links_owner", "block_links", ["table", "owner"])
    op.add_column("items", sa.Column("owner", sa.Text))
    op.create_index("items_owner", "items", ["owner"])
    op.add_column("readings", sa.Column("people", sa.LargeBinary))
    op.create_index("readings_source", "readings", ["source"])
    op.execute("DELETE FROM facts WHERE name = 'built'")
