"""From undertakings over time to threads."""
