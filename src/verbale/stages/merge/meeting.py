"""What the accounts of one meeting hold, whatever else is in the record."""

from collections.abc import Iterable

from verbale.models.centres import Centres, load_centres
from verbale.records.items import Alignment, Meeting
from verbale.records.judgements import NONE, Judgements
from verbale.records.reading import AmountMention
from verbale.stages.merge.aspects import aspect_of, done_p
from verbale.stages.merge.figures import Aim, aims_of, targets_from
from verbale.stages.merge.grouping import Group, binding_groups, statement_groups
from verbale.stages.merge.labels import pillar_words
from verbale.stages.merge.types import Assessment, Code, Held, MeetingMatters, Statement, packed
from verbale.stages.merge.undertakings import code_of, draft, pillars_of
from verbale.stages.merge.uses import uses_of
from verbale.stages.merge.vectors import matter_vector

DONE_P = 0.5
"""Probability from which a statement of any act is kept as telling that something was done."""


def merge_meeting(
    meeting: Meeting | None,
    statements: Iterable[Statement],
    alignments: Iterable[Alignment],
    background: Iterable[Statement] = (),
    centres: Centres | None = None,
    judgements: Judgements = NONE,
) -> MeetingMatters:
    """Find undertakings, targets and uses of names in the accounts of one meeting.

    Order of steps: statements are grouped by alignment; groups in which undertaking or proposal is the likeliest act
    become drafts of undertakings; amounts of an indicator become targets or readings. The result depends on the
    arguments alone and not on their order.

    Args:
        meeting: the one that all statements tell of; of it only id, type, days, place and states are used.
        statements: segments of its accounts, furniture and background left out.
        alignments: groups of them, at most one for each.
        background: segments of the accounts in which the writer tells figures, which make targets and readings, and
            those that tell of other meetings; both name things.
        centres: what to compare vectors by; the shipped ones when not given.
        judgements: those that hold; they say which undertakings are one, and which are several.
    """
    centres = centres or load_centres()
    ordered = sorted(statements, key=lambda s: s.id)
    groups = statement_groups(ordered, sorted(alignments, key=lambda a: a.id))
    binding = [
        tuple(sorted(group, key=lambda s: (s.source, s.start, s.id)))
        for group in judgements.regroup("undertaking", binding_groups(groups), lambda s: [s.span])
    ]
    codes = [code_of(group) for group in binding]
    aims = [_aims(group, code, meeting) for group, code in zip(binding, codes, strict=True)]
    bound = {statement.id for group in binding for statement in group}
    told = [tuple(s for s in group if s.id not in bound) for group in groups]
    beside = sorted(background, key=lambda s: s.id)
    told += [(statement,) for statement in beside if statement.act == "background"]
    others = [_aims(group, None, meeting) for group in told if group]
    targets = targets_from(aim for found in aims + others for aim in found)
    drafts = [
        draft(group, code, [targets[aim.key] for aim in found], meeting, centres)
        for group, code, found in zip(binding, codes, aims, strict=True)
    ]
    return MeetingMatters(
        held=Held.of(meeting),
        drafts=tuple(sorted(drafts, key=lambda item: item.undertaking.id)),
        targets=tuple(sorted(targets.values(), key=lambda target: target.id)),
        uses=uses_of(groups, beside),
        assessments=tuple(
            _assessment(s, centres)
            for group in told
            for s in group
            if s.act == "assessment" or done_p(s) >= DONE_P
        ),
    )


def _aims(group: Group, code: Code | None, meeting: Meeting | None) -> list[Aim]:
    return aims_of(group, meeting, code, pillar_words(pillars_of(group)[:1]))


def _assessment(statement: Statement, centres: Centres) -> Assessment:
    amounts = {(m.value, m.unit) for m in statement.mentions if isinstance(m, AmountMention)}
    return Assessment(
        statement=statement.id,
        meeting=statement.meeting,
        evidence=statement.evidence,
        p=statement.act_p,
        pillars=statement.pillars,
        kind=statement.kind,
        kind_p=statement.kind_p,
        figures=tuple(sorted(amounts)),
        vector=packed(matter_vector([statement], centres)),
        done=done_p(statement),
        aspect=aspect_of([statement]),
    )
