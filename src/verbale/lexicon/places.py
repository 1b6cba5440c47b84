"""Finding cities and telling their state."""

from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, FALLBACK, language_data, table
from verbale.lexicon.phrases import PhraseIndex

MIN_CITY = 4
"""Letters of a city's name in CLDR that is looked for; shorter ones are words of many languages (Nice, Bar)."""


class PlaceFound(NamedTuple):
    """A city from `start` to `end`, with the ISO 3166-1 alpha-2 code of its state."""

    start: int
    end: int
    country: str


class PlaceFinder:
    """The cities of one language."""

    def __init__(self, language: str) -> None:
        """Prepare hand-made names, those of CLDR, and English ones."""
        endings = language not in table("languages")["uninflected"]
        self._index: PhraseIndex[str] = PhraseIndex(
            inflected=endings, proclitics=table("languages")["proclitics"].get(language, ())
        )
        names = table("places")
        for key in (language, ANY):
            for country, forms in (names.get(key) or {}).items():
                self._index.update((form, country) for form in forms)
        for code in (language, FALLBACK):
            for country, forms in language_data(code).cities.items():
                self._index.update(
                    (form, country) for form in forms if len(form) >= MIN_CITY or ord(form[0]) > 0x500
                )

    def find(self, text: str) -> list[PlaceFound]:
        """Return the cities of a text in order."""
        return [PlaceFound(match.start, match.end, match.value) for match in self._index.find(text)]


@lru_cache(maxsize=64)
def place_finder(language: str) -> PlaceFinder:
    """Return the finder of a base language, made once."""
    return PlaceFinder(language)
