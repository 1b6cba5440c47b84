"""From mentions of people in all sources to people, each once."""

from verbale.stages.resolve.compare import Candidate, Decision, Feature, compare
from verbale.stages.resolve.resolution import Place, Resolution
from verbale.stages.resolve.resolve import resolve
from verbale.stages.resolve.seen import LeftOut
from verbale.stages.resolve.spelling import Spelling, spell

__all__ = [
    "Candidate",
    "Decision",
    "Feature",
    "LeftOut",
    "Place",
    "Resolution",
    "Spelling",
    "compare",
    "resolve",
    "spell",
]
