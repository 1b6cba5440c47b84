"""Named instruments, projects and mechanisms, once each, with everything said of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from verbale.lexicon.data import base_language
from verbale.records.ids import content_id
from verbale.records.items import Evidence, Instrument, Mechanism, Name, Project
from verbale.records.judgements import NONE, Judgements, Span
from verbale.stages.merge.alike import is_name, profile_of
from verbale.stages.merge.links import Clusters, Key, aligned_names, key_of, sole_names
from verbale.stages.merge.sessions import missing, next_due, sessions_of
from verbale.stages.merge.types import Held, MeetingMatters, Use
from verbale.text.scripts import script_of

NamedItem: TypeAlias = Instrument | Project | Mechanism

_KINDS: dict[str, type[Instrument] | type[Project] | type[Mechanism]] = {
    "instrument": Instrument,
    "project": Project,
    "mechanism": Mechanism,
}


class NamedThings(NamedTuple):
    """Named items sorted by id, and for each statement's id the items that it names."""

    items: tuple[NamedItem, ...]
    named_by: dict[str, tuple[str, ...]]


def named_things(matters: Sequence[MeetingMatters], judgements: Judgements = NONE) -> NamedThings:
    """Make one item of all names of one thing.

    Names of one kind are the same thing when they fold to the same letters; when they stand at corresponding places of
    aligned statements, or alone of their kind in the accounts of one meeting; or when their words say so (`likeness`).
    The surest links come first, and none joins names that contradict each other.

    Args:
        matters: of the meetings of one block, or of several of which people judged that they name one thing.
        judgements: those that hold.
    """
    blocks: dict[tuple[str, ...], list[MeetingMatters]] = defaultdict(list)
    for meeting in matters:
        blocks[meeting.block].append(meeting)
    kept = [found for _, rows in sorted(blocks.items()) for found in _clustered(rows)]
    judged = [
        (kind, group)
        for kind in sorted(_KINDS)
        for group in judgements.regroup(kind, [found for what, found in kept if what == kind], _spans)
    ]
    return _collected([(_item(kind, found), [use for use, _ in found]) for kind, found in judged])


def _clustered(matters: Sequence[MeetingMatters]) -> list[tuple[str, list[tuple[Use, Held]]]]:
    """The kind and the uses of each thing that the meetings of one block name."""
    uses: dict[Key, list[tuple[Use, Held]]] = defaultdict(list)
    kinds = _kinds_told(matters)
    told = [(meeting, _of_one_kind(meeting.uses, kinds)) for meeting in matters]
    for meeting, own in told:
        for use in own:
            uses[key_of(use)].append((use, meeting.held))
    clusters = Clusters({key: profile_of([use for use, _ in found]) for key, found in uses.items()})
    for _, own in told:
        for linked in aligned_names(own):
            clusters.join(linked)
    clusters.join_alike()
    for _, own in told:
        for linked in sole_names(own):
            clusters.join(linked)
    things: dict[Key, list[tuple[Use, Held]]] = defaultdict(list)
    for key in sorted(uses):
        things[clusters.root(key)] += uses[key]
    return [(key[0], found) for key, found in sorted(things.items()) if is_name([use for use, _ in found])]


def _kinds_told(matters: Sequence[MeetingMatters]) -> Mapping[str, str]:
    """What each spelling stands for in a block: the kind of which most of its uses surely are."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for meeting in matters:
        for use in meeting.uses:
            what, spelling = key_of(use)
            total[spelling][what] += use.p
    return {
        spelling: min(sums, key=lambda what: (-round(sums[what], 6), what))
        for spelling, sums in total.items()
    }


def _of_one_kind(uses: Sequence[Use], kinds: Mapping[str, str]) -> list[Use]:
    """Uses with the kind that their spelling has in the block."""
    return [msgspec.structs.replace(use, what=kinds[key_of(use)[1]]) for use in uses]


def _spans(found: tuple[Use, Held]) -> list[Span]:
    use, _ = found
    return [(use.source, use.start, use.end)]


def _collected(things: Sequence[tuple[NamedItem, list[Use]]]) -> NamedThings:
    named_by: dict[str, set[str]] = defaultdict(set)
    for item, uses in things:
        for use in uses:
            named_by[use.statement].add(item.id)
    items = tuple(sorted((item for item, _ in things), key=lambda item: item.id))
    return NamedThings(items, {name: tuple(sorted(ids)) for name, ids in named_by.items()})


def _item(kind: str, found: Sequence[tuple[Use, Held]]) -> NamedItem:
    uses = [use for use, _ in found]
    evidence = tuple(sorted({Evidence(use.source, use.start, use.end, use.text) for use in uses}))
    common: dict[str, Any] = {
        "id": content_id(kind, *(part for e in evidence for part in (e.source, e.start, e.end))),
        "name": best_name(uses),
        "names": tuple(sorted({Name(words_of(use), use.language, script_of(use.text)) for use in uses})),
        "countries": tuple(sorted({country for _, held in found for country in held.countries})),
        "number": _single(number for use in uses for number in use.numbers),
        "period": _single(period for use in uses for period in use.periods),
        "evidence": evidence,
        "mentions": tuple(sorted({use.said for use in uses})),
        "bodies": tuple(sorted({body for _, held in found for body in held.bodies})),
    }
    if kind == "mechanism":
        sessions = sessions_of(found)
        return Mechanism(**common, sessions=sessions, missing=missing(sessions), next_due=next_due(sessions))
    if kind == "instrument":
        signed, place = signing_of(found)
        return Instrument(**common, signed=signed, signed_at=place)
    return Project(**common)


def words_of(use: Use) -> str:
    """A name without the breaks of the lines in which it stands."""
    return " ".join(use.text.split())


def best_name(uses: Sequence[Use]) -> str:
    """The English spelling where there is one, else the one used most, of several the longest."""
    counts = Counter((words_of(use), base_language(use.language) == "en") for use in uses)
    return min(counts, key=lambda row: (not row[1], -counts[row], -len(row[0]), row[0]))[0]


def signing_of(found: Sequence[tuple[Use, Held]]) -> tuple[str | None, str | None]:
    """When and where an instrument was signed, where words say so.

    The date beside words of signing counts, when it is not later than the meeting; without one it is the day of the
    meeting, if the statement reports what was done there.
    """
    days: Counter[tuple[str, str | None]] = Counter()
    for use, held in found:
        if not use.signed or not held.last:
            continue
        if use.when and use.when_beside and use.when[: len(held.last)] <= held.last[: len(use.when)]:
            days[use.when, use.where] += 1
        elif (
            not use.when
            and use.act in ("encounter", "undertaking")
            and not use.aside
            and held.status == "held"
            and held.first
        ):
            days[held.first, held.place] += 1
    return min(days, key=lambda row: (-days[row], -len(row[0]), row[0], row[1] or ""), default=(None, None))


_T = TypeVar("_T", int, str)


def _single(values: Iterable[_T]) -> _T | None:
    """The one value that is given; None when there is none or when they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
