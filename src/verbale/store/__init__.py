"""The record on disk: one SQLite file with pages, what was read from them, and the items built from that."""

from verbale.store.files import create_record, open_engine
from verbale.store.store import PageRow, Stamp, Store, StoredReading

__all__ = ["PageRow", "Stamp", "Store", "StoredReading", "create_record", "open_engine"]
