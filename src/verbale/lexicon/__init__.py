"""What is known of languages, states and offices: compiled from CLDR and small files under `resources`."""

from verbale.lexicon.amounts import COUNT, AmountFound
from verbale.lexicon.dates import NO_HINTS, DateFound, DateHints
from verbale.lexicon.lexicon import Lexicon
from verbale.lexicon.offices import OfficeFound, is_vague
from verbale.lexicon.ordinals import OrdinalFound
from verbale.lexicon.people import PeopleWords
from verbale.lexicon.places import PlaceFound
from verbale.lexicon.states import StateSpan

__all__ = [
    "COUNT",
    "NO_HINTS",
    "AmountFound",
    "DateFound",
    "DateHints",
    "Lexicon",
    "OfficeFound",
    "OrdinalFound",
    "PeopleWords",
    "PlaceFound",
    "StateSpan",
    "is_vague",
]
