"""Labels of undertakings after people edited what they are made from."""

from collections.abc import Mapping, Sequence

import msgspec

from verbale.records.items import Named, Target, Undertaking
from verbale.records.vocabulary import PILLARS
from verbale.stages.merge.labels import Told, compose_label

_CODES = {words: code for code, words in PILLARS.items()}


def relabelled(
    item: Undertaking,
    told: Told,
    targets: Mapping[str, Target],
    things: Mapping[str, Named],
    names: Mapping[str, str],
) -> Undertaking:
    """An undertaking with the label that says what holds now; one whose label was edited keeps it.

    Args:
        item: as it is judged.
        told: what its label was made from as it was read.
        targets: those that stand, by id, as they are judged.
        things: named things that stand, by id, as they are judged.
        names: of people, by id.
    """
    if any(said.action == "edit" and said.field == "label" for said in item.judged):
        return item
    people = [names[party] for party in item.by if party in names]
    edited = any(said.action == "edit" and said.field == "by" for said in item.judged)
    now = told._replace(
        by=item.by,
        bodies=item.bodies,
        person=next(iter(people), None) if edited else told.person,
        act=item.act,
        strength=item.strength,
        pillars=[_CODES.get(pillar, pillar) for pillar in item.pillars],
        named=[things[thing.id] for thing in told.named if thing.id in things],
        targets=_due([targets[t.id] for t in told.targets if t.id in targets], told.deadline, item.deadline),
        deadline=item.deadline,
    )
    return msgspec.structs.replace(item, label=compose_label(now))


def _due(targets: Sequence[Target], read: str | None, now: str | None) -> list[Target]:
    """The targets of an undertaking, of which those that were due with it are due with it still."""
    if read == now:
        return list(targets)
    return [msgspec.structs.replace(t, by=now) if t.by == read else t for t in targets]
