"""From mentions of people in all sources to people, each once."""

from verbale.stages.resolve.compare import Candidate, Decision, Feature, compare
from verbale.stages.resolve.gazetteer import telling_keys, use_gazetteer
from verbale.stages.resolve.resolution import Place, Resolution
from verbale.stages.resolve.resolve import resolve
from verbale.stages.resolve.seen import LeftOut
from verbale.stages.resolve.spelling import Spelling, spell
from verbale.stages.resolve.update import Face, People, SourceMap

__all__ = [
    "Candidate",
    "Decision",
    "Face",
    "Feature",
    "LeftOut",
    "People",
    "Place",
    "Resolution",
    "SourceMap",
    "Spelling",
    "compare",
    "resolve",
    "spell",
    "telling_keys",
    "use_gazetteer",
]
