"""From segments and mentions to the speaker of each act."""

from verbale.stages.attribute.attribute import attribute

__all__ = ["attribute"]
