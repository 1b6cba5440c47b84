"""What merge gives, handed to thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.records.judgements import NONE
from verbale.stages.merge.types import unpacked
from verbale.stages.thread import Report, thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verbale.records.items import Meeting, Thread, Undertaking
    from verbale.records.judgements import Judgements
    from verbale.stages.merge import Merged


def threads_of(
    merged: Merged, meetings: Iterable[Meeting], judgements: Judgements = NONE
) -> tuple[tuple[Undertaking, ...], tuple[Thread, ...]]:
    """Follow the undertakings of one block, or of several, over the meetings of the same states.

    Args:
        merged: what the meetings hold.
        meetings: those of the same states, also those without undertakings.
        judgements: those that hold.
    """
    reports = [
        Report(
            meeting=said.meeting,
            evidence=said.evidence,
            done=said.done,
            aspect=said.aspect,
            vector=unpacked(said.vector),
        )
        for said in merged.assessments
    ]
    return thread(
        merged.undertakings,
        meetings,
        merged.vectors,
        merged.aspects,
        merged.targets,
        reports=reports,
        judgements=judgements,
    )
