"""From undertakings over time to threads with their history."""

from verbale.stages.thread.threads import thread

__all__ = ["thread"]
