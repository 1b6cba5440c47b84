"""Named instruments, projects and mechanisms, once each, with everything said of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from verbale.records.ids import content_id
from verbale.records.items import Evidence, Instrument, Mechanism, Meeting, Name, Project
from verbale.records.reading import DateMention, NamedMention, OrdinalMention
from verbale.stages.merge.grouping import Group
from verbale.stages.merge.types import Statement
from verbale.text.fold import fold_words
from verbale.text.scripts import script_of

NamedItem: TypeAlias = Instrument | Project | Mechanism

_KINDS: dict[str, type[Instrument] | type[Project] | type[Mechanism]] = {
    "instrument": Instrument,
    "project": Project,
    "mechanism": Mechanism,
}

NAMED_P = 0.5
"""Probability from which a named thing enters the record: it is likelier one than not."""

NEAR_BY = 12
"""Characters between a name and an ordinal that belongs to it, such as `48th session of`."""


class _Use(NamedTuple):
    """A name where it stands."""

    mention: NamedMention
    statement: Statement


class NamedThings(NamedTuple):
    """Named items sorted by id, and for each statement's id the items that it names."""

    items: tuple[NamedItem, ...]
    named_by: dict[str, tuple[str, ...]]


def named_things(groups: Sequence[Group], meetings: Mapping[str, Meeting]) -> NamedThings:
    """Make one item of every name spelled alike, and of names that aligned statements have at the same place.

    Names of one kind are the same thing when they fold to the same letters and the countries met are the
    same, or when each account of an aligned group names just one thing of that kind.
    """
    parent: dict[tuple[str, ...], tuple[str, ...]] = {}
    uses: dict[tuple[str, ...], list[_Use]] = defaultdict(list)

    def root(key: tuple[str, ...]) -> tuple[str, ...]:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for group in groups:
        keys = _keys(group, meetings)
        for key, use in keys:
            uses[key].append(use)
        for linked in _aligned_names(keys):
            roots = sorted({root(key) for key in linked})
            parent.update(dict.fromkeys(roots, roots[0]))
    things: dict[tuple[str, ...], list[_Use]] = defaultdict(list)
    for key in sorted(uses):
        things[root(key)] += uses[key]
    return _collected(
        [(key[0], _item(key[0], found, meetings), found) for key, found in sorted(things.items())]
    )


def _keys(group: Group, meetings: Mapping[str, Meeting]) -> list[tuple[tuple[str, ...], _Use]]:
    found = []
    for statement in group:
        meeting = meetings.get(statement.meeting or "")
        countries = tuple(sorted(meeting.countries)) if meeting else ()
        for mention in statement.mentions:
            if isinstance(mention, NamedMention) and mention.what in _KINDS and mention.p >= NAMED_P:
                key = (mention.what, fold_words(mention.text), *countries)
                found.append((key, _Use(mention, statement)))
    return found


def _aligned_names(keys: Sequence[tuple[tuple[str, ...], _Use]]) -> Iterable[set[tuple[str, ...]]]:
    """Names of one kind of which each account in the group has just one."""
    for kind in sorted({key[0] for key, _ in keys}):
        by_source: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for key, use in keys:
            if key[0] == kind:
                by_source[use.statement.source].add(key)
        if len(by_source) > 1 and all(len(names) == 1 for names in by_source.values()):
            yield set().union(*by_source.values())


def _collected(things: Sequence[tuple[str, NamedItem, list[_Use]]]) -> NamedThings:
    named_by: dict[str, set[str]] = defaultdict(set)
    for _, item, uses in things:
        for use in uses:
            named_by[use.statement.id].add(item.id)
    items = tuple(sorted((item for _, item, _ in things), key=lambda item: item.id))
    return NamedThings(items, {name: tuple(sorted(ids)) for name, ids in named_by.items()})


def _item(kind: str, uses: Sequence[_Use], meetings: Mapping[str, Meeting]) -> NamedItem:
    mentions = [(use.mention.text, use.statement.language) for use in uses]
    name = min(Counter(text for text, _ in mentions).items(), key=lambda item: (-item[1], item[0]))[0]
    evidence = tuple(
        sorted(
            {
                Evidence(use.statement.source, use.mention.start, use.mention.end, use.mention.text)
                for use in uses
            }
        )
    )
    held = [meetings[held_in] for use in uses if (held_in := use.statement.meeting) and held_in in meetings]
    return _KINDS[kind](
        id=content_id(kind, *(part for e in evidence for part in (e.source, e.start, e.end))),
        name=name,
        names=tuple(sorted({Name(text, language, script_of(text)) for text, language in mentions})),
        countries=tuple(sorted({country for meeting in held for country in meeting.countries})),
        number=_single(number for use in uses for number in _numbers(use)),
        period=_single(period for use in uses for period in _periods(use)),
        evidence=evidence,
    )


def _numbers(use: _Use) -> Iterable[int]:
    """Ordinals within a name or beside it."""
    for mention in use.statement.mentions:
        if isinstance(mention, OrdinalMention):
            gap = max(mention.start - use.mention.end, use.mention.start - mention.end)
            if gap <= NEAR_BY:
                yield mention.number


def _periods(use: _Use) -> Iterable[str]:
    """Periods within a name or beside it, such as `2021-2030`."""
    for mention in use.statement.mentions:
        if isinstance(mention, DateMention) and mention.first.year < mention.last.year:
            gap = max(mention.start - use.mention.end, use.mention.start - mention.end)
            if gap <= NEAR_BY:
                yield f"{mention.first.year}-{mention.last.year}"


_T = TypeVar("_T", int, str)


def _single(values: Iterable[_T]) -> _T | None:
    """The one value that is given; None when there is none or when they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
