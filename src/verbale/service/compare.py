"""The accounts of one meeting side by side: what they all say, what differs, what stands in one alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from verbale.errors import ItemNotFoundError
from verbale.service import wording
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.items import Alignment, Meeting, SegmentItem, Target
    from verbale.records.reading import Source
    from verbale.service.record import Record

Reading = Literal["same", "differs", "only"]

SURE = 0.6
"""Probability of an act from which on two accounts that name different acts are said to differ."""

_TELLING = frozenset({"undertaking", "proposal", "position", "objection", "assessment"})
"""Acts that bind or judge; between the others, and from one of them to background, a change says little."""

_SHOWN_MEETINGS = 5


@dataclass(frozen=True, slots=True)
class Account:
    """A column: one source's account of the meeting.

    Attributes:
        side: the country of the meeting that the account is of, where the address or the language tells.
        side_from: `address` or `language`.
    """

    source: Source
    side: str | None
    side_from: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """Segments that say the same, or one that stands alone.

    Attributes:
        relation: `same`, `differs` (they say the same, but not alike) or `only`.
        cells: one an account, in the order of the columns: its segments in text order. An empty cell means
            that the words were not found in that account.
        differences: in what the accounts differ, in words.
    """

    relation: Reading
    cells: tuple[tuple[SegmentItem, ...], ...]
    differences: tuple[str, ...] = ()

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
        unread_sides: countries of the meeting of which no account was read, as far as address and language
            tell; it says nothing of what that side has published.
    """

    meeting: Meeting
    columns: tuple[Account, ...]
    rows: tuple[Row, ...]
    unread_sides: tuple[str, ...]

    def count(self, relation: Reading) -> int:
        """How many rows have that relation."""
        return sum(row.relation == relation for row in self.rows)


def compare_accounts(record: Record, meeting: str) -> Comparison:
    """Put the accounts of a meeting side by side. Raises ItemNotFoundError."""
    found = record.meeting(meeting)
    segments = {segment.id: segment for segment in record.segments(meeting=meeting)}
    alignments = record.alignments(meeting)
    for alignment in alignments:
        for id_ in alignment.segments:
            if id_ not in segments:
                segments[id_] = record.segment(id_)
    columns = _columns(record, found, segments.values())
    groups = _groups(alignments, segments, columns)
    values = _values_at(record.targets(meeting=meeting))
    rows = tuple(_row(group, relation, columns, values) for group, relation in groups)
    sides = {column.side for column in columns}
    unread = tuple(country for country in found.countries if country not in sides)
    return Comparison(found, columns, rows, unread if len(found.countries) > 1 else ())


def find_meeting(record: Record, asked: str) -> Meeting:
    """The meeting of an id, of the beginning of one, of a day, or of words of its title and participants.

    Raises:
        ItemNotFoundError: when none fits or several do; the message names those.
    """
    meetings = record.meetings()
    fitting = [m for m in meetings if m.id == asked]
    fitting = fitting or [m for m in meetings if asked in (m.date_start, m.date_end)]
    fitting = fitting or [m for m in meetings if asked and m.id.removeprefix("meeting-").startswith(asked)]
    fitting = fitting or [m for m in meetings if asked and m.id.startswith(asked)]
    fitting = fitting or [m for m in meetings if _fits(m, fold(asked).split())]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise ItemNotFoundError(f"no meeting fits {asked!r}; verbale show {record.path} lists them")
    named = "; ".join(f"{m.id} ({wording.title(m)})" for m in fitting[:_SHOWN_MEETINGS])
    more = f"; {len(fitting) - _SHOWN_MEETINGS} more" if len(fitting) > _SHOWN_MEETINGS else ""
    raise ItemNotFoundError(f"{len(fitting)} meetings fit {asked!r}: {named}{more}")


def _fits(meeting: Meeting, words: Sequence[str]) -> bool:
    names = " ".join(participant.name for participant in meeting.participants)
    text = fold(f"{wording.title(meeting)} {' '.join(meeting.countries)} {names}")
    return bool(words) and all(word in text for word in words)


def _columns(record: Record, meeting: Meeting, segments: Iterable[SegmentItem]) -> tuple[Account, ...]:
    counts: dict[str, int] = dict.fromkeys(meeting.sources, 0)
    for segment in segments:
        counts[segment.source] = counts.get(segment.source, 0) + 1
    sources = [record.source(id_) for id_ in counts]
    sources.sort(key=lambda source: (-counts[source.id], source.path, source.id))
    return tuple(Account(source, *_side(source, meeting.countries)) for source in sources)


def _side(source: Source, countries: Sequence[str]) -> tuple[str | None, str | None]:
    """Whose account a source is: by the country of its address, else by a language that one side alone has."""
    domain = (urlsplit(source.url).hostname or "") if source.url else ""
    by_address = [country for country in countries if domain.endswith(f".{country.lower()}")]
    if by_address:
        return by_address[0], "address"
    from babel.languages import get_official_languages  # noqa: PLC0415  0.1 s, and few commands need it

    language = source.language.partition("-")[0]
    by_language = [c for c in countries if language in get_official_languages(c, de_facto=True)]
    return (by_language[0], "language") if len(by_language) == 1 else (None, None)


def _groups(
    alignments: Sequence[Alignment], segments: dict[str, SegmentItem], columns: Sequence[Account]
) -> list[tuple[tuple[SegmentItem, ...], str]]:
    """Groups of segments with their relation, in reading order; of a single account, its segments."""
    groups = [
        (tuple(sorted((segments[id_] for id_ in a.segments), key=lambda s: (s.source, s.start))), a.relation)
        for a in alignments
    ]
    covered = {segment.id for group, _relation in groups for segment in group}
    told = {segment.source for group, _relation in groups for segment in group}
    groups += [
        ((segment,), "only")
        for segment in segments.values()
        if segment.id not in covered and segment.source not in told and segment.act != "furniture"
    ]
    return _in_reading_order(groups, [column.source.id for column in columns])


def _in_reading_order(
    groups: Sequence[tuple[tuple[SegmentItem, ...], str]], sources: Sequence[str]
) -> list[tuple[tuple[SegmentItem, ...], str]]:
    """Go through the accounts in turn; what is new in one is put after what stands before it there."""
    order: list[int] = []
    for source in sources:
        starts = {
            number: min(segment.start for segment in group if segment.source == source)
            for number, (group, _relation) in enumerate(groups)
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
    columns: Sequence[Account],
    values: dict[str, list[tuple[int, int, str]]],
) -> Row:
    cells = tuple(tuple(s for s in group if s.source == column.source.id) for column in columns)
    if relation == "only" or sum(bool(cell) for cell in cells) == 1:
        return Row("only", cells)
    differences = tuple(filter(None, [_acts_differ(cells), _figures_differ(cells, values)]))
    return Row("differs" if differences else "same", cells, differences)


def _acts_differ(cells: Sequence[Sequence[SegmentItem]]) -> str | None:
    acts = [
        {segment.act for segment in cell if segment.act in _TELLING and segment.act_p >= SURE}
        for cell in cells
        if cell
    ]
    if not all(acts) or set.intersection(*acts):
        return None
    return " / ".join(" and ".join(sorted(some)) for some in acts)


def _figures_differ(
    cells: Sequence[Sequence[SegmentItem]], values: dict[str, list[tuple[int, int, str]]]
) -> str | None:
    figures = [
        {
            figure
            for segment in cell
            for start, end, figure in values.get(segment.source, [])
            if start < segment.end and end > segment.start
        }
        for cell in cells
        if cell
    ]
    if len({frozenset(some) for some in figures}) == 1:
        return None
    return " / ".join(" and ".join(sorted(some)) or "no figure" for some in figures)


def _values_at(targets: Sequence[Target]) -> dict[str, list[tuple[int, int, str]]]:
    """Where figures of targets stand in each source."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for target in targets:
        figure = wording.amount(target.value, target.unit)
        for proof in target.evidence:
            found.setdefault(proof.source, []).append((proof.start, proof.end, figure))
    return found
