"""Items are found by their kind: the place of a kind among the others is no matter of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0005_kinds"
down_revision = "0004_marks"

_DATED = "kind IN ('source', 'meeting', 'undertaking', 'target', 'thread')"


def upgrade() -> None:
    """Make the indexes anew, and drop the number that they were made of."""
    op.drop_index("items_order")
    op.drop_index("items_latest")
    op.drop_column("items", "rank")
    op.create_index("items_order", "items", ["kind", "sort", "start", "id"])
    op.create_index(
        "items_latest",
        "items",
        ["kind", "date_start", "sort", "start", "id"],
        sqlite_where=sa.text(_DATED),
    )
