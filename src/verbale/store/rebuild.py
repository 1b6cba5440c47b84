"""The items of a record while they are brought up to date."""

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from verbale.records.judgements import Judgement
from verbale.store.blocks import StoredWorkspace
from verbale.store.judgements import read_judgements
from verbale.store.pages import source_marks
from verbale.store.replace import ItemWriter
from verbale.store.sealed import Sealed


class Rebuild:
    """The items of a record while they are brought up to date."""

    def __init__(self, connection: Connection, workspace: StoredWorkspace, items: ItemWriter) -> None:
        self._connection = connection
        self.workspace = workspace
        self.items = items
        self.owners: set[str] = set()

    def marks(self) -> dict[str, str]:
        """For each source, what changes when its reading or its path does."""
        return source_marks(self._connection)

    def judgements(self) -> list[Judgement]:
        """Every judgement by time."""
        return read_judgements(self._connection)

    def put(self, owner: str, items: Iterable[Sealed] | None) -> None:
        """Make these the items of an owner, instead of the ones that it had; None takes them away."""
        self.items.put(owner, items)
        if items is not None:
            self.owners.add(owner)
