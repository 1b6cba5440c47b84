"""From a source's text to sentences and clauses."""
