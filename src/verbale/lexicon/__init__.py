"""What is known of languages, states and offices: compiled from CLDR and small files under `resources`."""

from verbale.lexicon.dates import NO_HINTS, DateFound, DateHints
from verbale.lexicon.lexicon import Lexicon
from verbale.lexicon.states import StateSpan

__all__ = ["NO_HINTS", "DateFound", "DateHints", "Lexicon", "StateSpan"]
