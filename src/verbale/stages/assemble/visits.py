"""Courtesy visits to several people that one sentence tells of: each is an encounter of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.records.items import Evidence
from verbale.records.reading import PersonMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from verbale.records.items import Person
    from verbale.stages.assemble.page import PageView
    from verbale.stages.assemble.types import Told

_LEAST = 3
"""People whom a sentence on two visits names: the visitor and two hosts."""


def visits(page: PageView, people: Mapping[str, Person], told: Told) -> Iterator[Told]:
    """Yield a telling, or one for each host where a visitor calls on several people of the other side in turn.

    Hosts are the people after the first, when each is named with an office of his or her own and all are of one state
    that is not the visitor's. The evidence of each visit ends with the name of its host.
    """
    hosts = _hosts(page, people, told)
    if not hosts:
        yield told
        return
    for at, (host, mention) in enumerate(hosts):
        segment = page.reading.segments[told.anchors[0]]
        stretch = segment.text[: mention.end - segment.start]
        chosen = [i for i, person in enumerate(told.people) if i == 0 or person == host]
        yield msgspec.structs.replace(
            told,
            people=tuple(told.people[i] for i in chosen),
            offices=tuple(told.offices[i] for i in chosen),
            account=told.account if at == 0 else told.anchors,
            evidence=(Evidence(segment.source, segment.start, mention.end, stretch),),
            main=told.main and at == 0,
        )


def _hosts(page: PageView, people: Mapping[str, Person], told: Told) -> list[tuple[str, PersonMention]]:
    """Return the hosts of several visits with the mentions that name them, or none."""
    if told.type != "visit" or told.implied or len(told.anchors) != 1 or len(told.people) < _LEAST:
        return []
    named = dict(page.named(told.anchors[0]))
    visitor, *others = told.people
    states = {people[person].country for person in others}
    if len(states) != 1 or states & {None, people[visitor].country}:
        return []
    found: list[tuple[str, PersonMention]] = []
    for person in others:
        mention = named.get(person)
        if not isinstance(mention, PersonMention) or not mention.offices:
            return []
        found.append((person, mention))
    return found
