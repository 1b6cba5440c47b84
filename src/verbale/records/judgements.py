"""Judgements: what people decide on the record, beside what was read, and how it bears on grouping.

A judgement is never changed, only undone by a further one. Ids of items change as a record grows, so a judgement is
anchored to words: to the places in sources on which the items rested when it was made.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Item

T = TypeVar("T")

Action: TypeAlias = Literal["merge", "split", "edit", "confirm", "reject", "undo"]
Value: TypeAlias = str | int | float | tuple[str, ...] | None

Span: TypeAlias = tuple[str, int, int]
"""A stretch of a source: its id, start and end."""


class Anchor(msgspec.Struct, frozen=True, order=True):
    """Words that a judged item rests on, as `Evidence` gives them."""

    source: str
    start: int
    end: int
    quote: str


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """An item that a judgement is about, as it was then; `id` is empty for what a split makes."""

    id: str
    name: str
    anchors: tuple[Anchor, ...]


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A field with the value that it is given, and the one that it had."""

    field: str
    value: Value
    read: Value


class Judgement(Item, frozen=True, kw_only=True, tag="judgement"):
    """What somebody decided, when and why.

    Attributes:
        item: kind of the items that it is about, as in the export.
        about: for `merge`, those that are one; for `split`, what stays and what is another one; else the one item.
        time: ISO, UTC, with microseconds; later judgements of a record have later times.
        edits: for `edit`.
        undoes: for `undo`, the id of the judgement that no longer holds.
        undone_by: the judgement that undid this one; told when it is read, not kept with it.
    """

    action: Action
    item: str
    about: tuple[Party, ...]
    author: str
    time: str = ""
    reason: str | None = None
    edits: tuple[Edit, ...] = ()
    undoes: str | None = None
    undone_by: str | None = None


def stamped(judgement: Judgement, time: str) -> Judgement:
    """The judgement with its time, and with the id that follows from all it says."""
    parts = [party.id for party in judgement.about]
    parts += [f"{a.source}:{a.start}-{a.end}" for party in judgement.about for a in party.anchors]
    parts += [f"{edit.field}={edit.value}" for edit in judgement.edits]
    id_ = content_id(
        "judgement", judgement.action, judgement.item, *parts, judgement.author, time, judgement.undoes
    )
    return msgspec.structs.replace(judgement, id=id_, time=time)


def in_order(rows: Iterable[Judgement]) -> list[Judgement]:
    """All judgements by time, each with the one that undid it."""
    ordered = sorted(rows, key=lambda j: (j.time, j.id))
    undone: dict[str, str] = {}
    for row in reversed(ordered):
        if row.action == "undo" and row.undoes and row.id not in undone:
            undone[row.undoes] = row.id
    return [msgspec.structs.replace(row, undone_by=undone.get(row.id)) for row in ordered]


def touches(judgement: Judgement) -> frozenset[str]:
    """Ids of the sources on whose words it bears: what is built from them may change."""
    return frozenset(anchor.source for party in judgement.about for anchor in party.anchors)


class Judgements:
    """The judgements that hold, in order of time: what stages are handed.

    They bear on grouping (`regroup`) and on single items (`verbale.records.overlays`). Every method is a function of
    the judgements and of what it is given.
    """

    def __init__(self, rows: Iterable[Judgement] = ()) -> None:
        self.rows: tuple[Judgement, ...] = tuple(
            row for row in in_order(rows) if row.undone_by is None and row.action != "undo"
        )

    def __bool__(self) -> bool:
        return bool(self.rows)

    @cached_property
    def _by_source(self) -> Mapping[str, list[int]]:
        """Numbers of the rows that bear on each source."""
        found: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            for source in touches(row):
                found.setdefault(source, []).append(at)
        return found

    def within(self, sources: Collection[str]) -> "Judgements":
        """Those that bear on some of the sources."""
        numbers = sorted({at for source in sources for at in self._by_source.get(source, ())})
        return Judgements(self.rows[at] for at in numbers) if numbers else NONE

    def only(self, action: Action) -> "Judgements":
        """Those of one action."""
        return Judgements(row for row in self.rows if row.action == action)

    def digest(self) -> str:
        """What tells these judgements from others; empty when there are none."""
        return content_id("judgements", *(row.id for row in self.rows)) if self.rows else ""

    def linked(self, kind: str) -> list[frozenset[Anchor]]:
        """Sets of anchors that must be looked at together, because they are judged to be of one item of the kind."""
        return [
            frozenset(anchor for party in row.about for anchor in party.anchors)
            for row in self.rows
            if row.item == kind and row.action == "merge"
        ]

    def regroup(
        self,
        kind: str,
        groups: Iterable[Sequence[T]],
        spans: Callable[[T], Iterable[Span]],
        *,
        follow: bool = False,
    ) -> list[list[T]]:
        """Put together and take apart what people judged to be one or several.

        Judgements are applied one after the other, so that a later one wins. What was read later goes with the group
        that the stage put it in.

        Args:
            kind: of the items that the groups will become.
            groups: what the stage grouped, each member once.
            spans: the words on which a member rests.
            follow: whether the other members in a source go with the nearest one that a split names, as the mentions
                of a person do; else only what it names goes.

        Returns:
            the groups, members and groups in the order in which they came; what a split took out stands last.
        """
        given = [list(group) for group in groups]
        rows = [row for row in self.rows if row.item == kind and row.action in ("merge", "split")]
        if not rows:
            return given
        work = _Regrouping(given, spans, frozenset().union(*(touches(row) for row in rows)))
        for row in rows:
            if row.action == "merge":
                work.merge(row)
            else:
                work.split(row, follow=follow)
        return work.groups()


NONE = Judgements()
"""No judgements."""


class _Regrouping(Generic[T]):
    """Members by number, with the group that each is in."""

    def __init__(
        self,
        given: Sequence[Sequence[T]],
        spans: Callable[[T], Iterable[Span]],
        sources: Collection[str],
    ) -> None:
        self._members = [member for group in given for member in group]
        self._group = [at for at, group in enumerate(given) for _ in group]
        self._next = len(given)
        self._in_source: dict[str, list[tuple[int, int, int]]] = {}
        for number, member in enumerate(self._members):
            for source, start, end in spans(member):
                if source in sources:
                    self._in_source.setdefault(source, []).append((start, end, number))

    def groups(self) -> list[list[T]]:
        found: dict[int, list[T]] = {}
        for member, group in zip(self._members, self._group, strict=True):
            found.setdefault(group, []).append(member)
        return [found[group] for group in sorted(found)]

    def merge(self, row: Judgement) -> None:
        """Put the group of each party together with the first."""
        held = [group for party in row.about if (group := self._held_by(party)) is not None]
        first = min(held, default=0)
        self._group = [first if group in held else group for group in self._group]

    def split(self, row: Judgement, *, follow: bool) -> None:
        """Take what each further party names out of the groups that hold something of the first."""
        stays, *others = row.about
        kept = self._named(stays)
        for party in others:
            out = self._named(party)
            named = {n: out[n] > kept.get(n, 0) for n in {*out, *kept}}
            for group in sorted({self._group[n] for n, goes in named.items() if not goes}):
                going = {n for n, goes in named.items() if goes and self._group[n] == group}
                if going and follow:
                    going.update(self._followers(group, named))
                for number in going:
                    self._group[number] = self._next
                self._next += bool(going)

    def _named(self, party: Party) -> Mapping[int, int]:
        """Members that rest on words of a party, with how many of its anchors each holds; exact ones count double."""
        counts = _Counts()
        for anchor in party.anchors:
            for start, end, number in self._in_source.get(anchor.source, ()):
                if start < anchor.end and anchor.start < end:
                    counts[number] += 2 if (start, end) == (anchor.start, anchor.end) else 1
        return counts

    def _held_by(self, party: Party) -> int | None:
        """The group that holds most of what a party rests on, and of several the one with the least beside it."""
        counts, size = _Counts(), _Counts()
        for number, count in self._named(party).items():
            counts[self._group[number]] += count
        for source in {anchor.source for anchor in party.anchors}:
            for _start, _end, number in self._in_source.get(source, ()):
                size[self._group[number]] += 1
        return min(counts, key=lambda group: (-counts[group], size[group], group), default=None)

    def _followers(self, group: int, named: Mapping[int, bool]) -> Iterator[int]:
        """Other members of a group that go with the nearest named one of their source."""
        for spans in self._in_source.values():
            here = [(start, n) for start, _end, n in spans if n in named and self._group[n] == group]
            for start, _end, number in spans if here else ():
                if number not in named and self._group[number] == group:
                    _gap, nearest = min((abs(at - start), n) for at, n in here)
                    if named[nearest]:
                        yield number


class _Counts(dict[int, int]):
    def __missing__(self, _key: int) -> int:
        return 0
