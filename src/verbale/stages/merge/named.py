"""Named instruments, projects and mechanisms, once each, with everything said of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from verbale.records.ids import content_id
from verbale.records.items import Evidence, Instrument, Mechanism, Name, Project
from verbale.records.judgements import NONE, Judgements, Span
from verbale.records.reading import DateMention, NamedMention, OrdinalMention
from verbale.stages.merge.grouping import Group
from verbale.stages.merge.types import Held, MeetingMatters, Statement, Use
from verbale.text.fold import fold_words
from verbale.text.scripts import script_of

NamedItem: TypeAlias = Instrument | Project | Mechanism
Key: TypeAlias = tuple[str, str]

_KINDS: dict[str, type[Instrument] | type[Project] | type[Mechanism]] = {
    "instrument": Instrument,
    "project": Project,
    "mechanism": Mechanism,
}

NAMED_P = 0.5
"""Probability from which a named thing enters the record: it is likelier one than not."""

NEAR_BY = 12
"""Characters between a name and an ordinal that belongs to it, such as `48th session of`."""


class NamedThings(NamedTuple):
    """Named items sorted by id, and for each statement's id the items that it names."""

    items: tuple[NamedItem, ...]
    named_by: dict[str, tuple[str, ...]]


def uses_of(groups: Sequence[Group]) -> tuple[Use, ...]:
    """The names of things in the statements of one meeting, by source and place."""
    found = [
        _use(mention, statement, number)
        for number, group in enumerate(groups)
        for statement in group
        for mention in statement.mentions
        if isinstance(mention, NamedMention) and mention.what in _KINDS
    ]
    return tuple(sorted(found, key=lambda use: (use.source, use.start, use.end, use.statement)))


def _use(mention: NamedMention, statement: Statement, group: int) -> Use:
    return Use(
        what=mention.what,
        text=mention.text,
        language=statement.language,
        source=statement.source,
        start=mention.start,
        end=mention.end,
        p=mention.p,
        statement=statement.id,
        group=group,
        numbers=tuple(_numbers(mention, statement)),
        periods=tuple(_periods(mention, statement)),
    )


def named_things(matters: Sequence[MeetingMatters], judgements: Judgements = NONE) -> NamedThings:
    """Make one item of every name spelled alike, and of names that aligned statements have at the same place.

    Names of one kind are the same thing when they fold to the same letters, or when each account of an aligned group
    names just one thing of that kind.

    Args:
        matters: of the meetings of one block.
        judgements: those that hold.
    """
    parent: dict[Key, Key] = {}
    uses: dict[Key, list[tuple[Use, Held]]] = defaultdict(list)

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for meeting in matters:
        groups: dict[int, list[tuple[Key, Use]]] = defaultdict(list)
        for use in meeting.uses:
            if use.p >= NAMED_P:
                key = (use.what, fold_words(use.text))
                uses[key].append((use, meeting.held))
                groups[use.group].append((key, use))
        for _, keys in sorted(groups.items()):
            for linked in _aligned_names(keys):
                roots = sorted({root(key) for key in linked})
                parent.update(dict.fromkeys(roots, roots[0]))
    things: dict[Key, list[tuple[Use, Held]]] = defaultdict(list)
    for key in sorted(uses):
        things[root(key)] += uses[key]
    judged = [
        (kind, group)
        for kind in sorted(_KINDS)
        for group in judgements.regroup(
            kind, [found for key, found in sorted(things.items()) if key[0] == kind], _spans
        )
    ]
    return _collected([(_item(kind, found), [use for use, _ in found]) for kind, found in judged])


def _spans(found: tuple[Use, Held]) -> list[Span]:
    use, _ = found
    return [(use.source, use.start, use.end)]


def _aligned_names(keys: Sequence[tuple[Key, Use]]) -> Iterable[set[Key]]:
    """Names of one kind of which each account in the group has just one."""
    for kind in sorted({key[0] for key, _ in keys}):
        by_source: dict[str, set[Key]] = defaultdict(set)
        for key, use in keys:
            if key[0] == kind:
                by_source[use.source].add(key)
        if len(by_source) > 1 and all(len(names) == 1 for names in by_source.values()):
            yield set().union(*by_source.values())


def _collected(things: Sequence[tuple[NamedItem, list[Use]]]) -> NamedThings:
    named_by: dict[str, set[str]] = defaultdict(set)
    for item, uses in things:
        for use in uses:
            named_by[use.statement].add(item.id)
    items = tuple(sorted((item for item, _ in things), key=lambda item: item.id))
    return NamedThings(items, {name: tuple(sorted(ids)) for name, ids in named_by.items()})


def _item(kind: str, found: Sequence[tuple[Use, Held]]) -> NamedItem:
    uses = [use for use, _ in found]
    name = min(Counter(use.text for use in uses).items(), key=lambda item: (-item[1], item[0]))[0]
    evidence = tuple(sorted({Evidence(use.source, use.start, use.end, use.text) for use in uses}))
    return _KINDS[kind](
        id=content_id(kind, *(part for e in evidence for part in (e.source, e.start, e.end))),
        name=name,
        names=tuple(sorted({Name(use.text, use.language, script_of(use.text)) for use in uses})),
        countries=tuple(sorted({country for _, held in found for country in held.countries})),
        number=_single(number for use in uses for number in use.numbers),
        period=_single(period for use in uses for period in use.periods),
        evidence=evidence,
    )


def _numbers(named: NamedMention, statement: Statement) -> Iterable[int]:
    """Ordinals within a name or beside it."""
    for mention in statement.mentions:
        if isinstance(mention, OrdinalMention):
            gap = max(mention.start - named.end, named.start - mention.end)
            if gap <= NEAR_BY:
                yield mention.number


def _periods(named: NamedMention, statement: Statement) -> Iterable[str]:
    """Periods within a name or beside it, such as `2021-2030`."""
    for mention in statement.mentions:
        if isinstance(mention, DateMention) and mention.first.year < mention.last.year:
            gap = max(mention.start - named.end, named.start - mention.end)
            if gap <= NEAR_BY:
                yield f"{mention.first.year}-{mention.last.year}"


_T = TypeVar("_T", int, str)


def _single(values: Iterable[_T]) -> _T | None:
    """The one value that is given; None when there is none or when they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
