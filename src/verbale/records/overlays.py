"""What people judged of single items, laid over what was read: edits, confirmations, rejections.

What was read stays: an item says in `judged` what was decided on it, and what an edited field held.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias, TypeVar

import msgspec

from verbale.records.items import (
    Body,
    Instrument,
    Item,
    Judged,
    Mechanism,
    Meeting,
    Person,
    Project,
    Target,
    Thread,
    Undertaking,
)
from verbale.records.judgements import Edit, Judgement, Judgements, Party, Span, Value

JudgedItem: TypeAlias = (
    Person | Body | Meeting | Undertaking | Target | Instrument | Project | Mechanism | Thread
)
"""Items that can be judged."""

JudgedT = TypeVar("JudgedT", bound=JudgedItem)

Spans: TypeAlias = Callable[[Any], Iterable[Span]]

_NAMED = ("name", "period", "number", "countries")

EDITABLE: Mapping[type[Item], tuple[str, ...]] = {
    Person: ("name", "country", "wikidata"),
    Body: ("name", "country", "type", "wikidata"),
    Meeting: ("type", "date_start", "date_end", "place", "place_country", "countries", "bodies"),
    Undertaking: ("label", "deadline", "strength", "pillars", "by", "bodies", "act"),
    Target: ("indicator", "value", "unit", "by", "status"),
    Instrument: _NAMED,
    Project: _NAMED,
    Mechanism: _NAMED,
    Thread: ("label", "pillars"),
}
"""The fields of each kind that people may edit; their types are those of the kind."""


def evidence_spans(item: JudgedItem) -> Iterator[Span]:
    """The words that an item rests on; none for a thread, which rests on its undertakings."""
    if not isinstance(item, Thread):
        yield from ((proof.source, proof.start, proof.end) for proof in item.evidence)


def overlay(
    items: Iterable[JudgedT], judgements: Judgements, spans: Spans = evidence_spans
) -> tuple[JudgedT, ...]:
    """Lay judgements over items of any kinds that they are about; the others come back as they are.

    Where several items rest on the words that were judged, the one that rests on most of them bears the judgement; of
    several, one with the id or name that was judged. Rejected items come back too: `is_rejected` tells them.

    Args:
        items: as they were read, in any order.
        judgements: those that hold.
        spans: the words on which an item rests, where `evidence` does not tell all.
    """
    given = tuple(items)
    kinds = {_kind(item) for item in given}
    rows = [row for row in judgements.rows if row.item in kinds]
    if not rows:
        return given
    finder = _Finder(given, rows, spans)
    borne: dict[int, list[Judgement]] = defaultdict(list)
    for row in rows:
        for number in sorted({at for party in row.about if (at := finder.find(row, party)) is not None}):
            borne[number].append(row)
    return tuple(_judged(item, borne[at]) if at in borne else item for at, item in enumerate(given))


def is_rejected(item: msgspec.Struct) -> bool:
    """Whether somebody rejected the item, and nobody confirmed it after that."""
    said = [one.action for one in getattr(item, "judged", ()) if one.action in ("confirm", "reject")]
    return bool(said) and said[-1] == "reject"


def _kind(item: Item) -> str:
    return str(item.__struct_config__.tag)


def name_of(item: JudgedItem) -> str:
    """What people call an item."""
    match item:
        case Undertaking() | Thread():
            return item.label
        case Target():
            return f"{item.indicator} {item.value:g} {item.unit}"
        case Meeting():
            return " ".join(filter(None, (item.type, item.date_start, item.place)))
        case _:
            return item.name


class _Finder:
    """Finds the item that bears a judgement."""

    def __init__(self, items: Sequence[JudgedItem], rows: Iterable[Judgement], spans: Spans) -> None:
        self._items = items
        self._by_id = {(_kind(item), item.id): number for number, item in enumerate(items)}
        sources = {anchor.source for row in rows for party in row.about for anchor in party.anchors}
        self._in_source: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
        for number, item in enumerate(items):
            for source, start, end in spans(item):
                if source in sources:
                    self._in_source[_kind(item), source].append((start, end, number))

    def find(self, row: Judgement, party: Party) -> int | None:
        """The number of the item that rests on most of what was judged."""
        held: dict[int, int] = defaultdict(int)
        size: dict[int, int] = defaultdict(int)
        for anchor in party.anchors:
            spans = self._in_source.get((row.item, anchor.source), ())
            for number in {n for start, end, n in spans if start < anchor.end and anchor.start < end}:
                held[number] += 1
        for source in {anchor.source for anchor in party.anchors}:
            for _start, _end, number in self._in_source.get((row.item, source), ()):
                size[number] += 1
        best = min(held, key=lambda n: (-held[n], not self._known(n, party), size[n], n), default=None)
        return self._by_id.get((row.item, party.id)) if best is None else best

    def _known(self, number: int, party: Party) -> bool:
        item = self._items[number]
        names = {name.text for name in item.names} if isinstance(item, Person | Body) else set()
        return party.id == item.id or party.name in {name_of(item), *names}


def _judged(item: JudgedT, rows: Iterable[Judgement]) -> JudgedT:
    judged: list[Judged] = []
    values: dict[str, Value] = {}
    for row in rows:
        if row.action == "undo":
            continue
        said = Judged(
            judgement=row.id, action=row.action, author=row.author, time=row.time, reason=row.reason
        )
        if row.action != "edit":
            judged.append(said)
            continue
        for edit in row.edits:
            if edit.field in EDITABLE[type(item)] and _fits(item, edit):
                values[edit.field] = edit.value
                read = getattr(item, edit.field)
                judged.append(msgspec.structs.replace(said, field=edit.field, read=read))
    return msgspec.structs.replace(edited(item, values), judged=tuple(judged))


def _fits(item: JudgedItem, edit: Edit) -> bool:
    """Whether a field can hold a value: one written by another version may not."""
    try:
        edited(item, {edit.field: edit.value})
    except msgspec.ValidationError:
        return False
    return True


def edited(item: JudgedT, values: Mapping[str, Value]) -> JudgedT:
    """The item with other values in some fields, and what follows from them.

    Raises:
        msgspec.ValidationError: when a value is none that the field can hold.
    """
    if not values:
        return item
    types = {field.name: field.type for field in msgspec.structs.fields(type(item))}
    fresh = {name: msgspec.convert(value, types[name]) for name, value in values.items()}
    if isinstance(item, Meeting) and fresh.keys() & {"date_start", "date_end"}:
        fresh |= _days(item, fresh)
    if isinstance(item, Undertaking) and "by" in fresh:
        # Who binds themselves is told anew, and whole.
        fresh = {"bodies": (), **fresh}
    return msgspec.structs.replace(item, **fresh)


def _days(item: Meeting, fresh: Mapping[str, Any]) -> dict[str, Any]:
    """The days of a meeting after an edit: one day stays one day, and who edits gives the date."""
    start = fresh.get("date_start", item.date_start)
    one_day = item.date_end in (None, item.date_start)
    end = fresh.get("date_end", start if one_day else item.date_end)
    if start is None:
        return {"date_start": None, "date_end": None, "date_precision": None, "date_from": None}
    if end is None or end < start:
        end = start
    return {"date_end": end, "date_precision": "day" if start == end else "period", "date_from": "given"}


def is_day(text: str) -> bool:
    """Whether a text is an ISO date."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
