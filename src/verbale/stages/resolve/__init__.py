"""From mentions of people and bodies in all sources to people and bodies, each once."""

from verbale.stages.resolve.bodies import SaidBodies, bodies_in, state_of_key
from verbale.stages.resolve.bodies_update import Bodies
from verbale.stages.resolve.compare import Candidate, Decision, Feature, compare
from verbale.stages.resolve.gazetteer import telling_keys, use_gazetteer
from verbale.stages.resolve.resolution import Place, Resolution
from verbale.stages.resolve.resolve import resolve
from verbale.stages.resolve.seen import LeftOut
from verbale.stages.resolve.spelling import Spelling, spell
from verbale.stages.resolve.update import Face, People, SourceMap

__all__ = [
    "Bodies",
    "Candidate",
    "Decision",
    "Face",
    "Feature",
    "LeftOut",
    "People",
    "Place",
    "Resolution",
    "SaidBodies",
    "SourceMap",
    "Spelling",
    "bodies_in",
    "compare",
    "resolve",
    "spell",
    "state_of_key",
    "telling_keys",
    "use_gazetteer",
]
