"""From aligned acts to undertakings, targets and named things, each with all its quotes."""

from verbale.stages.merge.types import Code, Merged, Statement, Vector
from verbale.stages.merge.undertakings import merge

__all__ = ["Code", "Merged", "Statement", "Vector", "merge"]
