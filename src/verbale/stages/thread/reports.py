"""Statements that report an undertaking as carried out without being undertakings themselves."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from verbale.records.items import Evidence, Meeting, Undertaking
from verbale.stages.thread.dates import UNDATED, held_on
from verbale.stages.thread.history import DONE_P
from verbale.stages.thread.likeness import NEAREST, Table
from verbale.stages.thread.model import Model
from verbale.stages.thread.types import Matter, Report

SAME = 0.85
"""Log odds (.7) from which a report is of an undertaking: it ends its history, so it is to be surer than a link."""

PERHAPS = -1.5
"""Log odds (.18) from which a report may be of an undertaking."""

LOOKED_AT = 500
"""Undertakings before a report, the latest, with which it is compared."""


class Done(NamedTuple):
    """Reports of undertakings, by the number of their group.

    Attributes:
        told: days and reports in the order of time.
        perhaps: the last day of a report that may be of the group, sure or not.
    """

    told: dict[int, list[tuple[str, Report]]]
    perhaps: dict[int, str]


def done_by(
    groups: Sequence[Sequence[Matter]],
    reports: Sequence[Report],
    held: Mapping[str, Meeting],
    model: Model,
) -> Done:
    """Find what reports tell of groups of undertakings that were made before.

    Args:
        groups: the threads of one pair of states.
        reports: statements of their meetings.
        held: the meetings by id.
        model: tells how probable it is that a report is of an undertaking.

    Returns:
        what was found, by the number of a group.
    """
    given = [report for report in reports if report.done >= DONE_P]
    if not given or not groups:
        return Done({}, {})
    members = sorted(
        (
            (held_on(held[matter.undertaking.meeting or ""]), at, matter)
            for at, group in enumerate(groups)
            for matter in group
        ),
        key=lambda row: (row[0], row[2].undertaking.id),
    )
    days = [day for day, _, _ in members]
    table = Table([*(matter for _, _, matter in members), *map(_matter, given)], model)
    found: dict[int, list[tuple[str, Report]]] = defaultdict(list)
    perhaps: dict[int, str] = {}
    for k, report in enumerate(given):
        day = held_on(held.get(report.meeting or ""))
        before = bisect_left(days, day)
        rows = np.arange(max(0, before - LOOKED_AT), before, dtype=np.intp)
        if day == UNDATED or not len(rows):
            continue
        own = np.array([len(members) + k], np.intp)
        rows = rows[np.argsort(-table.likeness(own, rows)[0], kind="stable")[:NEAREST]]
        features = table.features(rows, np.repeat(own, len(rows)), np.zeros((len(rows), 2)))
        odds = table.log_odds(features, rivals=False)
        best = int(odds.argmax())
        at = members[int(rows[best])][1]
        if odds[best] >= PERHAPS:
            perhaps[at] = max(day, perhaps.get(at, ""))
        if odds[best] >= SAME:
            found[at].append((day, report))
    return Done({at: sorted(rows, key=in_order) for at, rows in found.items()}, perhaps)


def in_order(told: tuple[str, Report]) -> tuple[str, float, Evidence]:
    """Orders days and reports by time, the surest of a day first."""
    day, report = told
    return day, -report.done, report.evidence


def _matter(report: Report) -> Matter:
    """A report as if it were an undertaking of nobody, to be compared with undertakings."""
    item = Undertaking(
        id="",
        meeting=report.meeting,
        act="undertaking",
        by=(),
        speaker=None,
        pillars=(),
        strength=None,
        label="",
        deadline=None,
        named=(),
        target=None,
        thread=None,
        text=report.evidence.quote,
        evidence=(report.evidence,),
    )
    return Matter(item, report.aspect, report.vector)
