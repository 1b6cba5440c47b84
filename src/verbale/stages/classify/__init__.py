"""From vectors to acts, strengths and pillars."""

from verbale.stages.classify.classify import classify

__all__ = ["classify"]
