"""Which page gave which source is told by an index, without a look at what was read."""

from alembic import op

revision = "0006_order"
down_revision = "0005_kinds"


def upgrade() -> None:
    """Make the index of sources anew, with the page and the place there."""
    op.drop_index("readings_source")
    op.create_index("readings_source", "readings", ["source", "page", "position"])
