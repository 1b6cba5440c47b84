"""Accounts side by side: the same statements level with each other, those that stand alone marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from verbale.records.items import Meeting, SegmentItem
from verbale.records.reading import Source
from verbale.web import links, words
from verbale.web.reader import Reader, account_codes
from verbale.web.views.common import published_words, source_label
from verbale.web.views.search import Piece

Show = Literal["all", "shared", "only"]
RowKind = Literal["all", "some", "differ", "only"]

SHOW_WORDS: dict[Show, str] = {"all": "All statements", "shared": "Shared", "only": "In one account only"}
MOST_LEVEL = 4
"""Accounts that stand side by side on a common screen; more scroll sideways in a frame of their own."""


@dataclass(frozen=True, slots=True)
class AccountsView:
    """Which rows are shown, and the account (id of its source) whose order they follow."""

    show: Show = "all"
    order: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One account."""

    label: str
    about: str
    short: str
    href: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement in the words of its account; pieces that differ from the other accounts are marked."""

    id: str
    pieces: tuple[Piece, ...]
    language: str
    direction: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one account says of a statement: nothing, or one or more of its sentences."""

    account: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One statement over all accounts."""

    kind: RowKind
    state: str
    act: str
    pillars: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that leads to the same page shown differently."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The table of accounts with what it can be narrowed to."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str
    shows: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    wide: bool


def accounts_view(reader: Reader, meeting: Meeting, view: AccountsView) -> Accounts | None:
    """Return the accounts of a meeting side by side, or None when nothing of them was aligned."""
    accounts = reader.sources(meeting.sources)
    segments = {segment.id: segment for segment in reader.record.segments(meeting=meeting.id)}
    groups = [
        [segments[id_] for id_ in alignment.segments if id_ in segments]
        for alignment in reader.record.alignments(meeting.id)
    ]
    groups = [group for group in groups if group]
    if not groups or not accounts:
        return None
    order = view.order if view.order in meeting.sources else accounts[0].id
    rows = [_row(group, accounts) for group in in_reading_order(groups, _order_of(accounts, order))]
    path = links.meeting_path(meeting.id)
    return Accounts(
        columns=_columns(accounts),
        rows=tuple(row for row in rows if _shown(row, view.show)),
        note=_note(rows),
        shows=_shows(path, view),
        orders=_orders(path, view, accounts, order),
        wide=len(accounts) > MOST_LEVEL,
    )


def _shown(row: Row, show: Show) -> bool:
    return show == "all" or (row.kind == "only") == (show == "only")


def _order_of(accounts: Sequence[Source], first: str) -> list[str]:
    return sorted((source.id for source in accounts), key=lambda id_: id_ != first)


def in_reading_order(
    groups: Sequence[Sequence[SegmentItem]], accounts: Sequence[str]
) -> list[Sequence[SegmentItem]]:
    """Return the groups in the order of the first account.

    A group that it does not hold follows the one that it follows in the next account that holds it.
    """
    ordered: list[Sequence[SegmentItem]] = []
    for account in accounts:
        at = 0
        for group in _by_place(groups, account):
            if group in ordered:
                at = ordered.index(group) + 1
            else:
                ordered.insert(at, group)
                at += 1
    return ordered


def _by_place(groups: Sequence[Sequence[SegmentItem]], account: str) -> list[Sequence[SegmentItem]]:
    placed = [
        (min(s.start for s in group if s.source == account), group)
        for group in groups
        if any(s.source == account for s in group)
    ]
    return [group for _, group in sorted(placed, key=lambda pair: pair[0])]


def _columns(accounts: Sequence[Source]) -> tuple[Column, ...]:
    return tuple(
        Column(
            label=source_label(source),
            about=f"{words.language_name(source.language)} · {published_words(source)}",
            short=code,
            href=links.source_path(source.id),
        )
        for source, code in zip(accounts, account_codes(accounts), strict=True)
    )


def _row(group: Sequence[SegmentItem], accounts: Sequence[Source]) -> Row:
    lead = group[0]
    cells = tuple(
        Cell(f"{source_label(source)} · {code}", tuple(_saying(s) for s in group if s.source == source.id))
        for source, code in zip(accounts, account_codes(accounts), strict=True)
    )
    kind, state = _kind(sum(bool(cell.sayings) for cell in cells), len(accounts))
    pillars = dict.fromkeys(pillar for segment in group for pillar in segment.pillars)
    return Row(
        kind=kind,
        state=state,
        act=lead.act,
        pillars=tuple(words.pillar_name(pillar) for pillar in pillars),
        cells=cells,
    )


def _kind(said: int, accounts: int) -> tuple[RowKind, str]:
    if accounts == 1:
        return "some", ""
    if said == 1:
        return "only", "in one account only"
    if said == accounts:
        return "all", "said by all" if accounts > 2 else "said by both"
    return "some", f"said by {said} of {accounts}"


def _saying(segment: SegmentItem) -> Saying:
    return Saying(
        id=segment.id,
        pieces=(Piece(segment.text, found=False),),
        language=segment.language,
        direction=words.direction(segment.language),
        href=f"{links.source_path(segment.source)}#{links.words_anchor(segment.start, segment.end)}",
    )


def _note(rows: Sequence[Row]) -> str:
    total = words.counted(len(rows), "statement")
    kinds = (("all", "in all"), ("differ", "the same but differing"), ("some", "in some"), ("only", "in one"))
    counts = [(sum(row.kind == kind for row in rows), text) for kind, text in kinds]
    return " · ".join([total, *(f"{number} {text}" for number, text in counts if number)])


def _shows(path: str, view: AccountsView) -> tuple[Choice, ...]:
    return tuple(
        Choice(SHOW_WORDS[show], _path(path, show, view.order), show == view.show) for show in get_args(Show)
    )


def _orders(path: str, view: AccountsView, accounts: Sequence[Source], order: str) -> tuple[Choice, ...]:
    if len(accounts) == 1:
        return ()
    return tuple(
        Choice(code, _path(path, view.show, source.id), source.id == order)
        for source, code in zip(accounts, account_codes(accounts), strict=True)
    )


def _path(path: str, show: Show, order: str) -> str:
    return f"{links.with_query(path, show=None if show == 'all' else show, order=order)}#accounts"
