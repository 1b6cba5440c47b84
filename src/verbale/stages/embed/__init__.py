"""From segments to sentence and token vectors."""

from verbale.stages.embed.embed import Embedded, embed

__all__ = ["Embedded", "embed"]
