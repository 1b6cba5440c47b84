"""Encounters with several people in turn that one sentence tells of: each is an encounter of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.lexicon.data import base_language
from verbale.lexicon.people import people_words
from verbale.records.items import Evidence
from verbale.records.reading import PersonMention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verbale.records.reading import Segment
    from verbale.records.vocabulary import MeetingType
    from verbale.stages.assemble.page import PageView
    from verbale.stages.assemble.types import Told

_LEAST = 3
"""People whom a sentence on two visits names: the visitor and two hosts."""

_ONE_BY_ONE: frozenset[MeetingType] = frozenset({"talks", "call", "visit", "reception", "other"})
"""Encounters of two, which a word such as `separately` makes several; a session or ceremony stays one."""


def hosts(page: PageView, row: int) -> list[tuple[str, PersonMention]]:
    """Return those whom the first person of a segment meets in turn, with the mentions that name them, or none.

    They are the people after the first, none of whom is of the first one's state. A word such as `separately` tells
    that they are met in turn; without one it takes a visit to people of one state, each named with an office.
    """
    segment, kind = page.reading.segments[row], page.reading.classified[row].meeting
    named = page.named(row)
    if len(named) < _LEAST or kind not in _ONE_BY_ONE:
        return []
    own = page.country(named[0][0])
    found = [(person, mention) for person, mention in named[1:] if isinstance(mention, PersonMention)]
    states = {page.country(person) for person, _ in found}
    if len(found) < len(named) - 1 or states & {None, own}:
        return []
    offices = all(mention.offices for _, mention in found)
    return found if _in_turn(segment) or (kind == "visit" and len(states) == 1 and offices) else []


def _in_turn(segment: Segment) -> bool:
    """Whether the words say that people are met separately."""
    return bool(people_words(base_language(segment.language)).separately.find(segment.text))


def visits(page: PageView, told: Told) -> Iterator[Told]:
    """Yield a telling, or one for each host where its first sentence tells of several encounters.

    The evidence of each encounter ends with the name of its host.
    """
    met = [] if told.implied else hosts(page, told.anchors[0])
    met = [(host, mention) for host, mention in met if host in told.people]
    if len(met) < _LEAST - 1:
        yield told
        return
    segment = page.reading.segments[told.anchors[0]]
    own = page.country(told.people[0])
    for at, (host, mention) in enumerate(met):
        stretch = segment.text[: mention.end - segment.start]
        chosen = [i for i, person in enumerate(told.people) if i == 0 or person == host]
        yield msgspec.structs.replace(
            told,
            people=tuple(told.people[i] for i in chosen),
            offices=tuple(told.offices[i] for i in chosen),
            countries=tuple(sorted({own, page.country(host)} - {None})),
            bodies=tuple(sorted({page.body(told.people[0]), page.body(host)} - {None})),
            account=told.account if at == 0 else told.anchors,
            evidence=(Evidence(segment.source, segment.start, mention.end, stretch),),
            main=told.main and at == 0,
        )
