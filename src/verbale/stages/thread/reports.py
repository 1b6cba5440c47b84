"""Statements that report an undertaking as carried out without being undertakings themselves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from verbale.records.items import Meeting, Undertaking
from verbale.stages.thread.dates import UNDATED, held_on
from verbale.stages.thread.history import DONE_P
from verbale.stages.thread.likeness import Table
from verbale.stages.thread.model import Model
from verbale.stages.thread.types import Matter, Report

SAME = 0.85
"""Log odds (.7) from which a report is of an undertaking: it ends its history, so it is to be surer than a link."""


def done_by(
    groups: Sequence[Sequence[Matter]],
    reports: Sequence[Report],
    held: Mapping[str, Meeting],
    model: Model,
) -> dict[int, list[tuple[str, Report]]]:
    """Find what reports tell of groups of undertakings that were made before.

    Args:
        groups: the threads of one pair of states.
        reports: statements of their meetings.
        held: the meetings by id.
        model: tells how probable it is that a report is of an undertaking.

    Returns:
        by the number of a group, days and reports in the order of time.
    """
    given = [report for report in reports if report.done >= DONE_P]
    if not given or not groups:
        return {}
    members = [(at, matter) for at, group in enumerate(groups) for matter in group]
    days = [held_on(held[matter.undertaking.meeting or ""]) for _, matter in members]
    said = [_matter(report) for report in given]
    table = Table([*(matter for _, matter in members), *said], model)
    found: dict[int, list[tuple[str, Report]]] = defaultdict(list)
    for k, report in enumerate(given):
        day = held_on(held.get(report.meeting or ""))
        rows = np.array([i for i, made in enumerate(days) if made < day and day != UNDATED], np.intp)
        if not len(rows):
            continue
        column = np.full(len(rows), len(members) + k, np.intp)
        odds = table.log_odds(table.features(rows, column, np.zeros((len(rows), 2))), rivals=False)
        best = int(odds.argmax())
        if odds[best] >= SAME:
            found[members[int(rows[best])][0]].append((day, report))
    return {
        at: sorted(told, key=lambda row: (row[0], -row[1].done, row[1].evidence))
        for at, told in found.items()
    }


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
