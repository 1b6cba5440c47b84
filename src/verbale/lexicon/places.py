"""Finding cities, telling their state and their English name."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, FALLBACK, language_data, table
from verbale.lexicon.phrases import PhraseIndex
from verbale.lexicon.words import fold, has_case, is_unspaced, words

_MIN_HAN = 2
_MIN_CASED = 3
_MIN_CASELESS = 4
_MIN_UNSPACED = 5
"""Letters of a form from CLDR that is looked for, by script; shorter ones are words, or parts of them."""

_HAN_AND_KANA = "\u3040"
"""The first letter of the scripts in which two signs may be a name."""

_HANGUL = re.compile("[\uac00-\ud7a3]+")
_MIN_HANGUL = 3
"""The same for Hangul, in which up to two letters may follow: `다카` is not in `다카이치`."""


class PlaceFound(NamedTuple):
    """A city from `start` to `end`, with the ISO 3166-1 alpha-2 code of its state and its English name."""

    start: int
    end: int
    country: str
    name: str


class _City(NamedTuple):
    """What a form stands for; `country` is empty for words that only hold the name of a city."""

    country: str
    name: str
    form: str


class PlaceFinder:
    """The cities of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the hand-made forms, and those of CLDR for the same cities."""
        names, languages = table("places"), table("languages")
        endings = language not in languages["uninflected"] and language not in names["no_endings"]
        self._adjectives = tuple(names["adjectives"])
        self._index: PhraseIndex[_City] = PhraseIndex(
            inflected=endings, proclitics=languages["proclitics"].get(language, ())
        )
        for key in (language, ANY):
            self._index.update((form, _City("", "", form)) for form in names["none"].get(key) or ())
        known = list(_made(language))
        self._index.update((city.form, city) for city in known)
        self._index.update((city.form, city) for city in _compiled(language, known))

    def find(self, text: str) -> list[PlaceFound]:
        """Return the cities of a text in order."""
        return [
            PlaceFound(match.start, match.end, match.value.country, match.value.name)
            for match in self._index.find(text)
            if match.value.country
            and self._names(text[match.start : match.end], match.value.form)
            and not _is_cut(text, match.end)
        ]

    def _names(self, found: str, form: str) -> bool:
        """Tell whether words name a city: all its capitals stand, and its ending makes no adjective."""
        here, own = words(found), words(form)
        if not here or not own:
            return True
        pairs = zip(here, own, strict=False)
        if any(_is_lower(found[a.start]) and not _is_lower(form[b.start]) for a, b in pairs):
            return False
        return not _ending(here[-1].folded, own[-1].folded).startswith(self._adjectives)


def _is_lower(letter: str) -> bool:
    return has_case(letter) and letter == letter.lower()


def _ending(word: str, stem: str) -> str:
    """Return the letters of a word after those that it shares with another."""
    shared = next(
        (at for at, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), min(len(word), len(stem))
    )
    return word[shared:]


def _made(language: str) -> Iterator[_City]:
    """Yield the forms of the hand-made file for a language and for all."""
    for key in (language, ANY):
        for country, cities in (table("places").get(key) or {}).items():
            for name, forms in cities.items():
                yield from (_City(country, name, form) for form in (name, *forms))


def _compiled(language: str, known: list[_City]) -> Iterator[_City]:
    """Yield the forms that CLDR has for known cities, in the language and in English; names of states are none."""
    names = {(city.country, city.form): city.name for city in known}
    for code in (language, FALLBACK):
        data = language_data(code)
        for country, cities in data.cities.items():
            states = {fold(name) for name in data.territories.get(country, ())}
            for english, forms in cities.items():
                name = names.get((country, english))
                if name is not None:
                    own = (form for form in forms if _is_long(form) and fold(form) not in states)
                    yield from (_City(country, name, form) for form in own)


def _is_long(form: str) -> bool:
    """Tell whether a form is long enough not to be part of other words."""
    if has_case(form):
        return len(form) >= _MIN_CASED
    if _HANGUL.match(form):
        return len(form) >= _MIN_HANGUL
    if form[0] >= _HAN_AND_KANA:
        return len(form) >= _MIN_HAN
    return len(form) >= (_MIN_UNSPACED if is_unspaced(form) else _MIN_CASELESS)


def _is_cut(text: str, end: int) -> bool:
    """Tell whether the letter before `end` goes on with a sign: `ប្រាក` of `ប្រាក់`."""
    return end < len(text) and unicodedata.category(text[end]).startswith("M")


@lru_cache(maxsize=64)
def place_finder(language: str) -> PlaceFinder:
    """Return the finder of a base language, made once."""
    return PlaceFinder(language)


@lru_cache(maxsize=64)
def plain_names(language: str) -> frozenset[tuple[str, str]]:
    """Return code and folded name of each state, as CLDR has it in a base language and in English."""
    tables = [language_data(code).territories for code in (language, FALLBACK)]
    return frozenset(
        (country, fold(name)) for rows in tables for country, names in rows.items() for name in names
    )
