"""From segments and mentions to the speaker of each act."""
