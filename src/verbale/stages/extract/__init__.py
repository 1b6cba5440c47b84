"""Extract: mentions of people with their offices, states, bodies, places, dates, amounts and named things."""

from verbale.stages.extract.extract import extract
from verbale.stages.extract.spans import TaggedSpan

__all__ = ["TaggedSpan", "extract"]
