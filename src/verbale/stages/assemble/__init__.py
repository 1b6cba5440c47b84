"""From acts and people to accounts and meetings."""

from verbale.stages.assemble.assemble import assemble
from verbale.stages.assemble.types import Assembly, Place, Told

__all__ = ["Assembly", "Place", "Told", "assemble"]
