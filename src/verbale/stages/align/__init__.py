"""From accounts of one meeting to statements that are the same, and those that stand alone."""
