"""The history of an item: what was read, and what people judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verbale.records.judgements import touches
from verbale.records.overlays import is_rejected, name_of
from verbale.records.reading import Source
from verbale.service.anchors import find_item, locate, spans_of
from verbale.store.facets import kind_of

if TYPE_CHECKING:
    from verbale.records.judgements import Judgement
    from verbale.records.overlays import JudgedItem
    from verbale.store.store import Store


@dataclass(frozen=True, slots=True)
class WasRead:
    """What was read of an item in one source.

    Attributes:
        read_at: when the page was read, ISO, UTC; None in records of before that was noted.
        version: of what read it.
        quotes: the words that the item rests on.
    """

    source: str
    path: str
    outlet: str | None
    language: str
    published: str | None
    read_at: str | None
    version: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """An item with the sources that it was read from and every judgement on it, by time.

    Attributes:
        item: as the record shows it now.
        rejected: whether lists leave it out.
        judgements: undone ones and undoings too.
    """

    item: JudgedItem
    kind: str
    name: str
    rejected: bool
    read: tuple[WasRead, ...]
    judgements: tuple[Judgement, ...]


def history_of(store: Store, asked: str) -> History:
    """The history of the item of an id, of its unique beginning, or of an id that it had when it was judged.

    Raises:
        ItemNotFoundError: when there is none, or several.
    """
    item = find_item(store, asked)
    return History(
        item=item,
        kind=kind_of(type(item)),
        name=name_of(item),
        rejected=is_rejected(item),
        read=tuple(_was_read(store, item)),
        judgements=judgements_on(store, item),
    )


def judgements_on(store: Store, item: JudgedItem) -> tuple[Judgement, ...]:
    """Every judgement on an item by time, undone ones and undoings too."""
    sources = {source for source, _start, _end in spans_of(store, item)}
    borne = {judged.judgement for judged in item.judged}
    rows = store.judgements()
    ids = {row.id for row in rows if row.id in borne or _concerns(store, row, item, sources)}
    return tuple(row for row in rows if row.id in ids or row.undoes in ids)


def _concerns(store: Store, row: Judgement, item: JudgedItem, sources: set[str]) -> bool:
    if any(party.id == item.id for party in row.about):
        return True
    if row.item != kind_of(type(item)) or row.undone_by is None or touches(row).isdisjoint(sources):
        return False
    return any(found.id == item.id for party in row.about if (found := locate(store, row, party)))


def _was_read(store: Store, item: JudgedItem) -> list[WasRead]:
    spans = spans_of(store, item)
    times = store.read_times(sorted({source for source, _start, _end in spans}))
    found = []
    for id_ in sorted({source for source, _start, _end in spans}):
        source = store.item(Source, id_)
        if source is not None:
            read_at, version = times.get(id_, (None, ""))
            quotes = tuple(source.text[start:end] for at, start, end in sorted(spans) if at == id_)
            found.append(
                WasRead(
                    source=id_,
                    path=source.path,
                    outlet=source.outlet,
                    language=source.language,
                    published=source.published,
                    read_at=read_at,
                    version=version,
                    quotes=quotes,
                )
            )
    return sorted(found, key=lambda one: (one.published or "", one.path))
