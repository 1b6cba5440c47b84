"""What people judged of an item, and what they may still say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import msgspec

from verbale.records.items import Body
from verbale.records.overlays import EDITABLE
from verbale.records.vocabulary import ACTS, MEETING_TYPES, STRENGTHS, TargetStatus
from verbale.service.history import History, WasRead, history_of
from verbale.service.judge import MERGED
from verbale.web import links, words
from verbale.web.views.common import Link, Option

if TYPE_CHECKING:
    from verbale.records.judgements import Judgement, Value
    from verbale.records.overlays import JudgedItem
    from verbale.web.reader import Reader

ACTION_WORDS = {
    "merge": "said that these are one",
    "split": "said that these are several",
    "edit": "edited",
    "confirm": "confirmed",
    "reject": "rejected",
    "undo": "took back a judgement",
}
KIND_WORDS = {"body": "organisation", "instrument": "agreement", "mechanism": "standing format"}
CHOICES: dict[str, tuple[str, ...]] = {
    "type": MEETING_TYPES,
    "strength": STRENGTHS,
    "act": ACTS,
    "status": get_args(TargetStatus),
}
FIELD_WORDS = {
    "name": "Name",
    "country": "State (such as VN)",
    "wikidata": "Wikidata",
    "type": "Type",
    "date_start": "First day (2025-12-02)",
    "date_end": "Last day",
    "place": "Place",
    "place_country": "State of the place",
    "countries": "States",
    "bodies": "Organisations of several states",
    "label": "Label",
    "deadline": "Deadline",
    "strength": "Strength",
    "pillars": "Pillars",
    "by": "By",
    "act": "Act",
    "indicator": "Indicator",
    "value": "Value",
    "unit": "Unit",
    "status": "Status",
    "period": "Period",
    "number": "Number",
}


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One judgement in words."""

    id: str
    when: str
    author: str
    action: str
    changes: tuple[str, ...]
    parties: tuple[str, ...]
    reason: str
    undone: str
    undo: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that may be edited, with what it holds."""

    name: str
    label: str
    value: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A source that an item was read from."""

    source: Link
    about: str
    quotes: tuple[str, ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class JudgedView:
    """The judgements on an item, the latest first, and the forms for further ones when this server may write.

    Attributes:
        token: proves that a form came from this server; None when it may not write.
        accounts: sources that may be split off.
    """

    id: str
    kind: str
    name: str
    back: Link
    history: str
    rejected: bool
    rows: tuple[JudgementRow, ...]
    read: tuple[ReadRow, ...]
    fields: tuple[FieldRow, ...]
    merges: bool
    accounts: tuple[Link, ...]
    token: str | None


def judged_view(reader: Reader, asked: str, token: str | None = None) -> JudgedView:
    """Return what is judged of an item, by its id or one that it had. Raises ItemNotFoundError."""
    found = history_of(reader.record.store, asked)
    item = found.item
    return JudgedView(
        id=item.id,
        kind=KIND_WORDS.get(found.kind, found.kind),
        name=reader.title_of(found.kind, item.id),
        back=Link(
            f"The page of this {KIND_WORDS.get(found.kind, found.kind)}", item_path(found.kind, item.id)
        ),
        history=links.history_path(item.id),
        rejected=found.rejected,
        rows=tuple(_row(row) for row in reversed(found.judgements)),
        read=tuple(_read(one) for one in found.read),
        fields=tuple(_fields(item)) if token else (),
        merges=isinstance(item, MERGED),
        accounts=_accounts(found) if token and isinstance(item, MERGED) else (),
        token=token,
    )


def item_path(kind: str, id_: str) -> str:
    """Return the address of an item of any kind that can be judged."""
    paths = {
        "person": links.person_path,
        "body": links.body_path,
        "meeting": links.meeting_path,
        "undertaking": links.undertaking_path,
        "thread": links.thread_path,
        "target": links.target_path,
    }
    return paths.get(kind, links.named_path)(id_)


def value_words(value: Value) -> str:
    """Return a value as a form shows it."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)


def _row(row: Judgement) -> JudgementRow:
    changes = tuple(
        f"{edit.field}: {value_words(edit.value) or 'nothing'} (before: {value_words(edit.read) or 'nothing'})"
        for edit in row.edits
    )
    grouped = row.action in ("merge", "split")
    return JudgementRow(
        id=row.id,
        when=f"{words.day_words(row.time[:10])}, {row.time[11:16]} UTC",
        author=row.author,
        action=ACTION_WORDS[row.action],
        changes=changes,
        parties=tuple(_party(party.name, len(party.anchors)) for party in row.about) if grouped else (),
        reason=row.reason or "",
        undone="undone later" if row.undone_by else "",
        undo="Put it back" if row.action == "undo" else "Take back",
    )


def _party(name: str, places: int) -> str:
    return f"{words.isolated(name)} ({words.counted(places, 'place')})"


def _read(one: WasRead) -> ReadRow:
    seen = f"read {words.day_words(one.read_at[:10])}" if one.read_at else "day of reading not kept"
    label = words.isolated(one.outlet or one.path.rsplit("/", 1)[-1])
    published = words.day_words(one.published, "no date")
    return ReadRow(
        source=Link(label, links.source_path(one.source)),
        about=f"{words.language_name(one.language)} · {published} · {seen}",
        quotes=one.quotes,
        language=one.language,
        direction=words.direction(one.language),
    )


def _fields(item: JudgedItem) -> list[FieldRow]:
    types = {field.name: field.type for field in msgspec.structs.fields(type(item))}
    rows = []
    for name in EDITABLE[type(item)]:
        value = value_words(getattr(item, name))
        allowed = () if isinstance(item, Body) else CHOICES.get(name, ())
        empty = ("",) if type(None) in get_args(types[name]) else ()
        options = tuple(Option(v, v or "none", v == value) for v in (*empty, *allowed)) if allowed else ()
        rows.append(
            FieldRow(name, FIELD_WORDS.get(name, name.replace("_", " ").capitalize()), value, options)
        )
    return rows


def _accounts(found: History) -> tuple[Link, ...]:
    """The sources of an item that has several: each may be of another one."""
    rows = tuple(Link(f"{_read(one).source.text} · {_read(one).about}", one.source) for one in found.read)
    return rows if len(rows) > 1 else ()
