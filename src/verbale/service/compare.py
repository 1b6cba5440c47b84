"""The accounts of one meeting side by side: what they all say, what differs, what stands in one alone.

What was not found in an account that was read is one thing, what a side says of which no account was read another:
every row tells the sides that say it and those that were read and do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from verbale.errors import ItemNotFoundError
from verbale.records.items import Meeting
from verbale.records.overlays import is_day, is_rejected
from verbale.service import wording
from verbale.service.sides import given_sides, side_of
from verbale.store.facets import kind_of
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.items import Alignment, Difference, SegmentItem
    from verbale.records.reading import Source
    from verbale.service.record import Record
    from verbale.service.sides import SideFrom

Reading = Literal["same", "differs", "only"]
Kind = Literal["figure", "date", "strength", "act"]

SURE = 0.75
"""Probability of an act from which on two accounts that name different acts are said to differ."""

_TELLING = frozenset({"undertaking", "proposal", "position", "objection"})
"""Acts between which a change tells something: agreed here, discussed or asked for there. An assessment of what is
going on is too near to a promise to go on with it: of ten such pairs in real accounts none differed."""

_SHOWN_MEETINGS = 5
_ID = "meeting-"
"""Beginning of the ids of meetings."""


@dataclass(frozen=True, slots=True)
class Account:
    """A column: one source's account of the meeting.

    Attributes:
        state: the state that the account is of, where it was given, or the outlet, its address or its language tells.
        side_from: what tells it.
        side: the state, if it is one of those that met; None for the account of a third party.
    """

    source: Source
    state: str | None
    side_from: SideFrom | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Differing:
    """Something in which accounts that say the same part.

    Attributes:
        said: what each account has of it in words, in the order of the columns; empty where it has nothing.
    """

    kind: Kind
    said: tuple[str, ...]

    @property
    def words(self) -> str:
        """`figure: 5 billion USD / 10 billion USD`."""
        return f"{self.kind}: {' / '.join(dict.fromkeys(filter(None, self.said)))}"


@dataclass(frozen=True, slots=True)
class Row:
    """Segments that say the same, or one that stands alone.

    Attributes:
        relation: `same`, `differs` (they say the same, but not alike) or `only`.
        cells: one an account, in the order of the columns: its segments in text order. An empty cell means
            that the words were not found in that account.
        differing: in what the accounts differ.
        sides: of those that met, the states whose accounts say it.
        not_found: the states that met whose accounts were read and do not say it.
    """

    relation: Reading
    cells: tuple[tuple[SegmentItem, ...], ...]
    differing: tuple[Differing, ...] = ()
    sides: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()

    @property
    def differences(self) -> tuple[str, ...]:
        """In what the accounts differ, in words."""
        return tuple(one.words for one in self.differing)

    @property
    def act(self) -> str:
        """The act of the first segment."""
        return self.segments[0].act

    @property
    def pillars(self) -> tuple[str, ...]:
        """Every pillar of the segments, the first account's first."""
        return tuple(dict.fromkeys(pillar for segment in self.segments for pillar in segment.pillars))

    @property
    def segments(self) -> tuple[SegmentItem, ...]:
        """The segments of all cells."""
        return tuple(segment for cell in self.cells for segment in cell)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The accounts of a meeting.

    Attributes:
        columns: the account with the most segments first, then by path.
        rows: in reading order.
        unread_sides: states that met of which no account was read; it says nothing of what that side has published.
        untold_sides: states that met of which an account may have been read: that of some account is not known.
    """

    meeting: Meeting
    columns: tuple[Account, ...]
    rows: tuple[Row, ...]
    unread_sides: tuple[str, ...]
    untold_sides: tuple[str, ...] = ()

    def count(self, relation: Reading) -> int:
        """How many rows have that relation."""
        return sum(row.relation == relation for row in self.rows)


def compare_accounts(record: Record, meeting: str, sides: Mapping[str, str] | None = None) -> Comparison:
    """Put the accounts of a meeting side by side.

    Args:
        record: that holds it.
        meeting: its id.
        sides: the state whose account a source is, by its id, the beginning of it, its outlet or the end of its
            path; what is not given here is told from the source.

    Raises:
        ItemNotFoundError: when there is no such meeting, or no such source among its accounts.
        SettingsError: when a side is no code of a state.
    """
    found = record.meeting(meeting)
    segments = {segment.id: segment for segment in record.segments(meeting=meeting)}
    alignments = record.alignments(meeting)
    for alignment in alignments:
        for id_ in alignment.segments:
            if id_ not in segments:
                segments[id_] = record.segment(id_)
    columns = _columns(record, found, segments.values(), sides or {})
    groups = _groups(alignments, segments, columns)
    read = {column.side for column in columns}
    rows = tuple(_row(group, relation, differs, columns) for group, relation, differs in groups)
    without = tuple(country for country in found.countries if country not in read)
    without = without if len(found.countries) > 1 else ()
    untold = any(column.state is None for column in columns)
    return Comparison(found, columns, rows, () if untold else without, without if untold else ())


def find_meeting(record: Record, asked: str) -> Meeting:
    """The meeting of an id, of the beginning of one, of a day, or of words of its title and participants.

    Raises:
        ItemNotFoundError: when none fits or several do; the message names those.
    """
    fitting = _by_day(record, asked) or _by_id(record, asked)
    if not fitting and (words := fold(asked).split()):
        fitting = [meeting for meeting in record.meetings() if _fits(meeting, words)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise ItemNotFoundError(f"no meeting fits {asked!r}; verbale show {record.path} lists them")
    named = "; ".join(f"{m.id} ({wording.title(m)})" for m in fitting[:_SHOWN_MEETINGS])
    more = f"; {len(fitting) - _SHOWN_MEETINGS} more" if len(fitting) > _SHOWN_MEETINGS else ""
    raise ItemNotFoundError(f"{len(fitting)} meetings fit {asked!r}: {named}{more}")


def _by_day(record: Record, asked: str) -> list[Meeting]:
    """Meetings that begin or end on a day."""
    if not is_day(asked):
        return []
    held = record.meetings(since=asked, until=asked)
    return [meeting for meeting in held if asked in (meeting.date_start, meeting.date_end)]


def _by_id(record: Record, asked: str) -> list[Meeting]:
    """The meeting of an id; else those whose ids begin so, with or without the word for their kind."""
    if not asked:
        return []
    beginning = asked if asked.startswith(_ID) else _ID + asked
    held = [id_ for kind, id_ in record.store.ids(beginning) if kind == kind_of(Meeting)]
    found = [record.meeting(id_) for id_ in ([beginning] if beginning in held else held)]
    return [meeting for meeting in found if not is_rejected(meeting)] or found[:1]


def _fits(meeting: Meeting, words: Sequence[str]) -> bool:
    names = " ".join(participant.name for participant in meeting.participants)
    text = fold(f"{wording.title(meeting)} {' '.join(meeting.countries)} {names}")
    return all(word in text for word in words)


def _columns(
    record: Record, meeting: Meeting, segments: Iterable[SegmentItem], sides: Mapping[str, str]
) -> tuple[Account, ...]:
    counts: dict[str, int] = dict.fromkeys(meeting.sources, 0)
    for segment in segments:
        counts[segment.source] = counts.get(segment.source, 0) + 1
    sources = [record.source(id_) for id_ in counts]
    sources.sort(key=lambda source: (-counts[source.id], source.path, source.id))
    given = given_sides(sources, sides)
    return tuple(_account(source, meeting.countries, given.get(source.id)) for source in sources)


def _account(source: Source, countries: Sequence[str], given: str | None) -> Account:
    state, told_by = (given, "given") if given else side_of(source, countries)
    return Account(source, state, told_by, state if state in countries else None)


_Group = tuple[tuple["SegmentItem", ...], str, tuple["Difference", ...]]
"""Segments that say the same with their relation, and in what they differ."""


def _groups(
    alignments: Sequence[Alignment], segments: dict[str, SegmentItem], columns: Sequence[Account]
) -> list[_Group]:
    """Groups of segments in reading order; of a single account, its segments."""
    groups: list[_Group] = [
        (
            tuple(sorted((segments[id_] for id_ in a.segments), key=lambda s: (s.source, s.start))),
            a.relation,
            a.differs,
        )
        for a in alignments
    ]
    covered = {segment.id for group, *_ in groups for segment in group}
    told = {segment.source for group, *_ in groups for segment in group}
    groups += [
        ((segment,), "only", ())
        for segment in segments.values()
        if segment.id not in covered and segment.source not in told and segment.act != "furniture"
    ]
    return _in_reading_order(groups, [column.source.id for column in columns])


def _in_reading_order(groups: Sequence[_Group], sources: Sequence[str]) -> list[_Group]:
    """Go through the accounts in turn; what is new in one is put after what stands before it there."""
    order: list[int] = []
    for source in sources:
        starts = {
            number: min(segment.start for segment in group if segment.source == source)
            for number, (group, *_) in enumerate(groups)
            if any(segment.source == source for segment in group)
        }
        at = 0
        for number in sorted(starts, key=lambda number: (starts[number], number)):
            if number in order:
                at = order.index(number) + 1
            else:
                order.insert(at, number)
                at += 1
    return [groups[number] for number in order]


def _row(
    group: tuple[SegmentItem, ...],
    relation: str,
    differs: Sequence[Difference],
    columns: Sequence[Account],
) -> Row:
    cells = tuple(tuple(s for s in group if s.source == column.source.id) for column in columns)
    told = zip(columns, cells, strict=True)
    sides = tuple(dict.fromkeys(column.side for column, cell in told if cell and column.side is not None))
    others = dict.fromkeys(c.side for c in columns if c.side is not None and c.side not in sides)
    not_found = tuple(side for side in others if side is not None)
    if relation == "only" or sum(bool(cell) for cell in cells) == 1:
        return Row("only", cells, (), sides, not_found)
    differing = [_differing(difference, cells) for difference in differs]
    acts = None if any(one.kind == "strength" for one in differing) else _acts_differ(cells)
    differing += [acts] if acts else []
    return Row("differs" if differing else "same", cells, tuple(differing), sides, not_found)


def _differing(difference: Difference, cells: Sequence[Sequence[SegmentItem]]) -> Differing:
    """What each account has of something in which they differ."""
    said = []
    for cell in cells:
        here = {segment.id for segment in cell}
        values = [
            wording.value(value, difference.kind) for value in difference.values if value.segment in here
        ]
        said.append(" and ".join(dict.fromkeys(values)))
    return Differing(difference.kind, tuple(said))


def _acts_differ(cells: Sequence[Sequence[SegmentItem]]) -> Differing | None:
    """What each account does with its words, where those that surely bind or judge do nothing in common."""
    acts = [
        {segment.act for segment in cell if segment.act in _TELLING and segment.act_p >= SURE}
        for cell in cells
    ]
    said = [some for some, cell in zip(acts, cells, strict=True) if cell]
    if not all(said) or set.intersection(*said):
        return None
    return Differing("act", tuple(" and ".join(sorted(some)) for some in acts))
