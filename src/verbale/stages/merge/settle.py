"""What the meetings of one set of states have in common: named things once each, undertakings that name them."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from verbale.records.items import Instrument, Mechanism, Project, Target
from verbale.records.judgements import NONE, Judgements
from verbale.stages.merge.labels import Told, compose_label
from verbale.stages.merge.named import NamedItem, named_things
from verbale.stages.merge.types import Draft, MeetingMatters, Merged, unpacked


def settle(matters: Iterable[MeetingMatters], judgements: Judgements = NONE) -> Merged:
    """Make undertakings, targets and named things of all meetings of one block.

    Args:
        matters: of every meeting with one `MeetingMatters.block`, or of several blocks of which people judged that
            they name one thing. Nothing depends on their order.
        judgements: those that hold; they say which named things are one, and which are several.
    """
    ordered = sorted(matters, key=lambda m: m.held.id or "")
    things = named_things(ordered, judgements)
    items = {item.id: item for item in things.items}
    targets = {target.id: target for m in ordered for target in m.targets}
    drafts = sorted((d for m in ordered for d in m.drafts), key=lambda d: d.undertaking.id)
    named = [sorted({name for s in d.statements for name in things.named_by.get(s, ())}) for d in drafts]
    told = {
        draft.undertaking.id: _told(draft, [items[name] for name in names], targets)
        for draft, names in zip(drafts, named, strict=True)
    }
    return Merged(
        undertakings=tuple(
            msgspec.structs.replace(
                draft.undertaking, label=compose_label(told[draft.undertaking.id]), named=tuple(names)
            )
            for draft, names in zip(drafts, named, strict=True)
        ),
        targets=tuple(targets[name] for name in sorted(targets)),
        instruments=tuple(item for item in things.items if isinstance(item, Instrument)),
        projects=tuple(item for item in things.items if isinstance(item, Project)),
        mechanisms=tuple(item for item in things.items if isinstance(item, Mechanism)),
        vectors={d.undertaking.id: unpacked(d.vector) for d in drafts},
        codes={d.undertaking.id: d.code for d in drafts if d.code},
        statements={d.undertaking.id: d.statements for d in drafts},
        aspects={d.undertaking.id: d.aspect for d in drafts},
        assessments=tuple(
            sorted((a for m in ordered for a in m.assessments), key=lambda item: item.statement)
        ),
        told=told,
    )


def joined(parts: Iterable[Merged]) -> Merged:
    """The items of several blocks together; an item stands in one block only."""
    given = list(parts)

    def items(name: str) -> tuple[Any, ...]:
        return tuple(sorted((x for part in given for x in getattr(part, name)), key=lambda item: item.id))

    return Merged(
        undertakings=items("undertakings"),
        targets=items("targets"),
        instruments=items("instruments"),
        projects=items("projects"),
        mechanisms=items("mechanisms"),
        vectors={name: row for part in given for name, row in part.vectors.items()},
        codes={name: row for part in given for name, row in part.codes.items()},
        statements={name: row for part in given for name, row in part.statements.items()},
        assessments=tuple(sorted((a for part in given for a in part.assessments), key=lambda a: a.statement)),
        aspects={name: row for part in given for name, row in part.aspects.items()},
        told={name: row for part in given for name, row in part.told.items()},
    )


def _told(draft: Draft, named: list[NamedItem], targets: Mapping[str, Target]) -> Told:
    """What the label of an undertaking is made from."""
    item = draft.undertaking
    return Told(
        by=item.by,
        act=item.act,
        strength=item.strength,
        kind=(draft.code[0], draft.code[2]) if draft.code else None,
        pillars=draft.pillars,
        person=draft.person,
        named=named,
        places=draft.places,
        targets=[targets[name] for name in draft.told if targets[name].status == "target"],
        figures=draft.figures,
        deadline=item.deadline,
        bodies=item.bodies,
    )
