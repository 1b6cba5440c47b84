"""From aligned acts to undertakings, targets and named things, each with all its quotes."""

from verbale.stages.merge.meeting import merge_meeting
from verbale.stages.merge.settle import joined, settle
from verbale.stages.merge.types import Code, MeetingMatters, Merged, Statement, Vector

__all__ = ["Code", "MeetingMatters", "Merged", "Statement", "Vector", "joined", "merge_meeting", "settle"]
