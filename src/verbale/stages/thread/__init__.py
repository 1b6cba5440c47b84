"""From undertakings over time to threads with their history."""

from verbale.stages.thread.threads import thread
from verbale.stages.thread.types import Report

__all__ = ["Report", "thread"]
