"""Accounts side by side: the same statements level with each other, those that stand alone marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from verbale.lexicon.amounts import AmountFound, amount_finder
from verbale.records.items import Meeting, SegmentItem
from verbale.service.compare import Account, Comparison, compare_accounts
from verbale.service.compare import Row as ComparedRow
from verbale.web import links, words
from verbale.web.reader import Reader, account_codes
from verbale.web.views.common import Choice, published_words, source_label
from verbale.web.views.search import Piece, pieces_of

Show = Literal["all", "shared", "only"]
RowKind = Literal["all", "some", "differ", "only"]
Marks: TypeAlias = dict[str, list[tuple[int, int]]]

SHOW_WORDS: dict[Show, str] = {"all": "All statements", "shared": "Shared", "only": "In one account only"}
PAIR = 2
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
    """What one account says of a statement: nothing, or one or more of its sentences.

    Attributes:
        differs: what it has where others have something else, such as `agree`.
    """

    account: str
    sayings: tuple[Saying, ...]
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One statement over all accounts.

    Attributes:
        state: how many accounts say it.
        differences: in what they differ.
        alone: the side that alone says it, where the other side was read.
    """

    kind: RowKind
    state: str
    differences: str
    alone: str
    act: str
    pillars: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """The table of accounts with what it can be narrowed to; `unread_sides` are states without an account."""

    heading: str
    columns: tuple[Column, ...]
    unread_sides: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str
    unread: str
    shows: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    wide: bool


def accounts_view(reader: Reader, meeting: Meeting, view: AccountsView) -> Accounts | None:
    """Return the accounts of a meeting side by side, or None when nothing was read from them."""
    comparison = compare_accounts(reader.record, meeting.id)
    if not comparison.rows:
        return None
    columns = comparison.columns
    sources = [column.source.id for column in columns]
    order = view.order if view.order in sources else sources[0]
    ordered = in_reading_order(comparison.rows, sources, order)
    rows = [_row(row, columns) for row in ordered]
    path = links.meeting_path(meeting.id)
    return Accounts(
        heading="Accounts side by side" if len(columns) > 1 else "What the account says",
        columns=_columns(columns),
        unread_sides=tuple(words.state_name(code) for code in comparison.unread_sides),
        rows=tuple(row for row in rows if _shown(row, view.show)),
        note=_note(rows, len(columns)),
        unread=_unread(comparison),
        shows=_shows(path, view),
        orders=_orders(path, view, columns, order),
        wide=len(columns) + len(comparison.unread_sides) > MOST_LEVEL,
    )


def _shown(row: Row, show: Show) -> bool:
    return show == "all" or (row.kind == "only") == (show == "only")


def _unread(comparison: Comparison) -> str:
    codes = comparison.unread_sides or comparison.untold_sides
    sides = words.joined([words.state_name(code) for code in codes], "or")
    if not codes:
        return ""
    if comparison.untold_sides:
        return f"Not every account tells whose it is: whether one of {sides} was read is not known."
    return f"As far as outlets, addresses and languages tell, no account of {sides} was read."


def in_reading_order(rows: Sequence[ComparedRow], accounts: Sequence[str], first: str) -> list[ComparedRow]:
    """Return the rows in the order of one account.

    A row that it does not hold follows the one that it follows in the next account that holds it.
    """
    ordered: list[int] = []
    for account in sorted(accounts, key=lambda id_: id_ != first):
        at = 0
        for number in _by_place(rows, account):
            if number in ordered:
                at = ordered.index(number) + 1
            else:
                ordered.insert(at, number)
                at += 1
    return [rows[number] for number in ordered]


def _by_place(rows: Sequence[ComparedRow], account: str) -> list[int]:
    """Return the numbers of the rows that an account holds, in the order of its text."""
    starts = {
        number: min(segment.start for segment in row.segments if segment.source == account)
        for number, row in enumerate(rows)
        if any(segment.source == account for segment in row.segments)
    }
    return sorted(starts, key=lambda number: (starts[number], number))


def _columns(accounts: Sequence[Account]) -> tuple[Column, ...]:
    return tuple(
        Column(
            label=source_label(account.source),
            about=_about(account),
            short=code,
            href=links.source_path(account.source.id),
        )
        for account, code in zip(accounts, _codes(accounts), strict=True)
    )


def _about(account: Account) -> str:
    language = words.language_name(account.source.language)
    return " · ".join(part for part in (language, published_words(account.source), _side(account)) if part)


def _side(account: Account) -> str:
    """Return whose account it is, and what tells it."""
    if account.state is None or account.side_from is None:
        return ""
    told = "as given" if account.side_from == "given" else f"by its {account.side_from}"
    name = words.state_name(account.state)
    return f"{name}, {told}" if account.side else f"of neither side: {name}, {told}"


def _codes(accounts: Sequence[Account]) -> tuple[str, ...]:
    return account_codes([account.source for account in accounts])


def _figures(segment: SegmentItem) -> list[AmountFound]:
    if not any(character.isnumeric() for character in segment.text):
        return []
    return amount_finder(segment.language.partition("-")[0]).find(segment.text)


def _differing(row: ComparedRow) -> Marks:
    """Return where each segment names a figure that another account of the same statement does not."""
    said = [cell for cell in row.cells if cell]
    if len(said) == 1:
        return {}
    found = {segment.id: _figures(segment) for segment in row.segments}
    values = [{figure.value for segment in cell for figure in found[segment.id]} for cell in said]
    shared = set.intersection(*values)
    return {
        id_: [(figure.start, figure.end) for figure in figures if figure.value not in shared]
        for id_, figures in found.items()
    }


def _row(row: ComparedRow, accounts: Sequence[Account]) -> Row:
    marks = _differing(row)
    kind, state = _kind(row, len(accounts))
    return Row(
        kind=kind,
        state=state,
        differences="; ".join(row.differences),
        alone=_alone(row),
        act=row.act,
        pillars=tuple(words.pillar_name(pillar) for pillar in row.pillars),
        cells=tuple(
            Cell(
                f"{source_label(account.source)} · {code}",
                tuple(_saying(s, marks.get(s.id, [])) for s in cell),
                tuple(one.said[at] for one in row.differing if one.said[at]),
            )
            for at, (account, code, cell) in enumerate(
                zip(accounts, _codes(accounts), row.cells, strict=True)
            )
        ),
    )


def _alone(row: ComparedRow) -> str:
    """Return which side alone says it, where an account of another side was read and does not."""
    return f"{words.state_name(row.sides[0])} only" if len(row.sides) == 1 and row.not_found else ""


def _kind(row: ComparedRow, accounts: int) -> tuple[RowKind, str]:
    said = sum(bool(cell) for cell in row.cells)
    if accounts == 1:
        return "some", ""
    if row.relation == "differs":
        return "differ", "same, but differs"
    if said == 1:
        return "only", "in one account only"
    if said == accounts:
        return "all", "said by all" if accounts > PAIR else "said by both"
    return "some", f"said by {said} of {accounts}"


def _saying(segment: SegmentItem, marks: Sequence[tuple[int, int]]) -> Saying:
    return Saying(
        id=segment.id,
        pieces=pieces_of(segment.text, marks),
        language=segment.language,
        direction=words.direction(segment.language),
        href=f"{links.source_path(segment.source)}#{links.words_anchor(segment.start, segment.end)}",
    )


def _note(rows: Sequence[Row], accounts: int) -> str:
    total = words.counted(len(rows), "statement")
    if accounts == 1:
        return total
    kinds = (("all", "said by all"), ("some", "by some"), ("differ", "differ"), ("only", "in one alone"))
    counts = [(sum(row.kind == kind for row in rows), text) for kind, text in kinds]
    return " · ".join([total, *(f"{number} {text}" for number, text in counts if number)])


def _shows(path: str, view: AccountsView) -> tuple[Choice, ...]:
    return tuple(
        Choice(SHOW_WORDS[show], _path(path, show, view.order), show == view.show) for show in get_args(Show)
    )


def _orders(path: str, view: AccountsView, accounts: Sequence[Account], order: str) -> tuple[Choice, ...]:
    if len(accounts) == 1:
        return ()
    return tuple(
        Choice(code, _path(path, view.show, account.source.id), account.source.id == order)
        for account, code in zip(accounts, _codes(accounts), strict=True)
    )


def _path(path: str, show: Show, order: str) -> str:
    return f"{links.with_query(path, show=None if show == 'all' else show, order=order)}#accounts"
