"""From segments to sentence and token vectors."""
