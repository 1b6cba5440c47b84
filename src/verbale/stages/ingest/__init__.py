"""From files, folders, tables and addresses to pages."""

from verbale.stages.ingest.columns import ColumnMap
from verbale.stages.ingest.limits import Limits
from verbale.stages.ingest.pages import ingest

__all__ = ["ColumnMap", "Limits", "ingest"]
