"""The gazetteer that a process resolves people with."""

from collections.abc import Sequence

from verbale.records.gazetteer import GazetteerEntry
from verbale.stages.resolve import blocks
from verbale.stages.resolve.aliases import know, telling_keys
from verbale.stages.resolve.bodies_known import know_bodies
from verbale.stages.resolve.compare import forget_aliases

__all__ = ["telling_keys", "use_gazetteer"]


def use_gazetteer(entries: Sequence[GazetteerEntry]) -> None:
    """Resolve people and bodies with a gazetteer from now on, in this process, instead of the one before.

    Whoever is resolved afterwards may be another one than before: what was built with another gazetteer has to be
    built again.
    """
    know(entries)
    know_bodies(entries)
    forget_aliases()
    blocks.forget_aliases()
