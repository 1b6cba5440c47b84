"""From acts and people to accounts and meetings."""

from verbale.stages.assemble.assemble import assemble, assemble_block, tellings
from verbale.stages.assemble.match import Keys, components, edges, hubs, in_reach, joins, keys
from verbale.stages.assemble.types import Assembly, Place, Told

__all__ = [
    "Assembly",
    "Keys",
    "Place",
    "Told",
    "assemble",
    "assemble_block",
    "components",
    "edges",
    "hubs",
    "in_reach",
    "joins",
    "keys",
    "tellings",
]
