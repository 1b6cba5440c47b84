"""States in stretches that are names: as pages of a language spell them for which nobody wrote forms by hand."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from verbale.lexicon.data import FALLBACK, base_language, known_languages, language_data, native_names, table
from verbale.lexicon.states import MIN_FOREIGN_NAME, StateSpan, plain_territories
from verbale.lexicon.words import Word, words

MIN_EDITED = 6
"""Letters and vowel signs of the shortest name that may be spelled one letter otherwise."""

ENDING = 4
"""Letters that may follow a name; vowel signs are no letters here."""

SHORT_ENDING = 2
"""The same for names under `MIN_EDITED`, and for those spelled otherwise: `Georgetown` is not `Georgia`."""

_WINDOW = 3
"""Words of the longest name that is looked for."""

_VIRAMA = 9
_ACCENTS = range(200, 241)
_JOINERS = {ord(joiner): None for joiner in "\u200c\u200d"}
_CHILLUS = str.maketrans("ൺൻർൽൾൿ", "ണനരലളക")
"""Malayalam letters without a vowel, which become plain ones before an ending."""


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """Return what spellings and inflections of a word share: no case, accents, virama, joiners, doubled letters."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_JOINERS)).translate(_CHILLUS)
    kept = (letter for letter in parts if unicodedata.combining(letter) not in (_VIRAMA, *_ACCENTS))
    return "".join(
        letter for letter, _ in groupby(kept) if letter.isalpha() or unicodedata.category(letter)[0] == "M"
    )


def inflects(word: str, plain: str) -> bool:
    """Tell whether one skeleton is the other with an ending."""
    rest = word[len(plain) :]
    return word.startswith(plain) and _letters(rest) <= (SHORT_ENDING if len(plain) < MIN_EDITED else ENDING)


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


class NearStates:
    """Names of states in one language that stretches tagged as names are compared with."""

    def __init__(self, language: str) -> None:
        """Prepare the names; a language with forms written by hand needs none."""
        own = () if language in table("states") else _territories(language)
        self._endings = language not in table("languages")["uninflected"]
        rows = ((skeleton(name.replace(" ", "")), country) for country, name in own)
        self._names = tuple(dict.fromkeys(row for row in rows if row[0]))
        native = native_names().items() if self._names else ()
        self._native = {
            skeleton(name): country
            for country, names in native
            for name in names
            if len(name) >= MIN_FOREIGN_NAME - 1
        }

    def find(self, text: str, start: int, end: int) -> Iterator[StateSpan]:
        """Yield the states that a stretch of a text names, the longest at each place."""
        inside = (
            [word for word in words(text) if start <= word.start and word.end <= end] if self._names else []
        )
        at = 0
        while at < len(inside):
            count, country = self._at(inside[at : at + _WINDOW])
            if country is not None:
                yield StateSpan(inside[at].start, inside[at + count - 1].end, country, True)
            at += count

    def _at(self, row: Sequence[Word]) -> tuple[int, str | None]:
        """Return how many words are the name of a state that starts a row of words, and the state."""
        parts = [skeleton(word.folded) for word in row]
        for count in range(len(parts), 0, -1):
            country = self._country("".join(parts[:count]), len("".join(parts[: count - 1])))
            if country is not None:
                return count, country
        return 1, None

    def _is(self, word: str, name: str) -> bool:
        return inflects(word, name) if self._endings else word == name

    def _country(self, word: str, least: int) -> str | None:
        """Return the state of a word; its name must be longer than `least` letters.

        One that is spelled otherwise counts only when no other state is as near.
        """
        plain = [
            (len(name), country)
            for name, country in self._names
            if len(name) > least and self._is(word, name)
        ]
        if plain:
            return max(plain)[1]
        near = {country for name, country in self._names if len(name) > least + 1 and _is_near(word, name)}
        return near.pop() if len(near) == 1 else (None if near else self._native.get(word))


def _near_ending(word: str) -> int:
    """Return how many letters may follow a name that is spelled otherwise: more where vowels are signs."""
    return SHORT_ENDING if _letters(word) < len(word) else 0


def _is_near(word: str, name: str) -> bool:
    """Tell whether a word starts with a name but for one letter, and has at most a short ending."""
    if len(name) < MIN_EDITED:
        return False
    lengths = (length for length in (len(name) - 1, len(name), len(name) + 1) if length <= len(word))
    return any(_one_edit(word[:at], name) and _letters(word[at:]) <= _near_ending(word) for at in lengths)


def _one_edit(one: str, two: str) -> bool:
    """Tell whether at most one letter was put in, left out or replaced."""
    short, long = sorted((one, two), key=len)
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _territories(language: str) -> Iterator[tuple[str, str]]:
    """Yield states with their names in a language, with and without an article, and longer English names."""
    yield from plain_territories(language)
    if language in known_languages():
        for country, names in language_data(FALLBACK).territories.items():
            yield from ((country, name) for name in names if len(name) >= MIN_FOREIGN_NAME)


@lru_cache(maxsize=1024)
def state_skeletons(language: str | None, country: str) -> frozenset[str]:
    """Return the skeletons of the CLDR names of one state in a language."""
    rows = plain_territories(base_language(language))
    return frozenset(skeleton(name) for code, name in rows if code == country)


@lru_cache(maxsize=64)
def near_states(language: str) -> NearStates:
    """Return the names of a base language, made once."""
    return NearStates(language)
