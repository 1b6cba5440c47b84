"""From vectors to acts, strengths and pillars."""
