"""Which encounters of a source are kept, and which are one told again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.records.reading import BodyMention, OfficeMention

if TYPE_CHECKING:
    from verbale.records.vocabulary import MeetingType
    from verbale.stages.assemble.page import PageView
    from verbale.stages.assemble.types import Told

_FRAMED: frozenset[MeetingType] = frozenset({"ceremony", "signing", "reception", "visit", "call", "session"})
"""Encounters that stay apart from the talks that the page is about, even with the same people."""


def holds(page: PageView, told: Told) -> bool:
    """Whether enough is known of an encounter: people of two sides, or one person, a day and the other side.

    Whoever is of no known state, such as an official of an organisation, may be a side of his or her own.
    """
    states = {page.country(person) for person in told.people}
    if len(told.people) > 1:
        return len(told.countries) > 1 or None in states
    alone = len(told.people) == 1 and told.when is not None
    if alone and len(told.countries) > 1:
        return told.type in _FRAMED or _is_told_by_day(told) or _meets_office(page, told)
    return alone and None not in states and _meets_organisation(page, told)


def _is_told_by_day(told: Told) -> bool:
    """Whether an encounter is what the page is about, and its words name the day."""
    return told.main and told.when is not None and told.when.origin == "text"


def _meets_office(page: PageView, told: Told) -> bool:
    """Whether the words name the holder of an office of another state, though not by name."""
    own = page.country(told.people[0])
    offices = [m for row in told.anchors for m in page.mentions(row, OfficeMention)]
    return own is not None and any(m.country not in (None, own) and not m.former for m in offices)


def _meets_organisation(page: PageView, told: Told) -> bool:
    """Whether the words name an organisation of several states."""
    return any(m.of_states for row in told.anchors for m in page.mentions(row, BodyMention))


def within(inner: Told, outer: Told) -> bool:
    """Whether an encounter is only another word for one that is told already."""
    same_day = inner.when is None or outer.when is None or inner.when.first == outer.when.first
    return same_day and set(inner.people) <= set(outer.people) and inner.type not in _FRAMED


def folded(told: list[Told]) -> list[Told]:
    """Fold repeated tellings of one encounter into the first."""
    kept: list[Told] = []
    for telling in told:
        for at, earlier in enumerate(kept):
            if within(telling, earlier) or (telling.type == earlier.type and _repeats(telling, earlier)):
                kept[at] = _joined(earlier, telling)
                break
        else:
            kept.append(telling)
    return kept


def _repeats(later: Told, earlier: Told) -> bool:
    same_day = later.when is None or earlier.when is None or later.when.first == earlier.when.first
    return same_day and set(later.people) == set(earlier.people)


def _joined(first: Told, second: Told) -> Told:
    return msgspec.structs.replace(
        first,
        anchors=first.anchors + second.anchors,
        account=tuple(sorted({*first.account, *second.account})),
        place=first.place or second.place,
        place_country=first.place_country if first.place else second.place_country,
        evidence=first.evidence + second.evidence,
        main=first.main or second.main,
    )
