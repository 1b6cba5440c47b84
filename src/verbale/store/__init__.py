"""The record on disk: one SQLite file with pages, what was read from them, and the items built from that."""

from verbale.store.files import create_record, open_engine
from verbale.store.pages import PageRow, StoredReading
from verbale.store.store import Stamp, Store

__all__ = ["PageRow", "Stamp", "Store", "StoredReading", "create_record", "open_engine"]
