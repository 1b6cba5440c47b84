"""Judgements, items that were rejected, and when a page was read."""

import sqlalchemy as sa
from alembic import op

revision = "0002_judgements"
down_revision = "0001_first_record"


def upgrade() -> None:
    """Make the table of judgements; items of before were not rejected, and when pages were read is not known."""
    op.create_table(
        "judgements",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("time", sa.Text, nullable=False, unique=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.add_column("items", sa.Column("rejected", sa.Integer, nullable=False, server_default="0"))
    op.add_column("pages", sa.Column("read_at", sa.Text))
