"""Finding states by name, adjective or demonym."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import FALLBACK, known_languages, language_data, native_names, table
from verbale.lexicon.phrases import Match, PhraseIndex
from verbale.lexicon.words import WORD, has_case, is_unspaced

MIN_FOREIGN_NAME = 6
"""Letters of an English name that is also looked for in other languages; shorter ones are words there."""

_GAP = 3
"""Characters that may stand between two states of a pair such as `Việt - Lào`."""

_POLITY_REACH = 40
"""Characters before a name in which words such as `Republic of` may stand."""

_ARTICLE_LETTERS = 3
_ARTICLE_NAMES = 3
"""Letters of an article that names of states start with, and how many names do."""

_JOINTS = frozenset("-‐‑–—−/·")


class StateSpan(NamedTuple):
    """A state named from `start` to `end`: ISO 3166-1 alpha-2, and whether it is a name of the state as such."""

    start: int
    end: int
    country: str
    name: bool


class _Reading(NamedTuple):
    """What a phrase means: a state, or None for words that only look like one, such as `New Mexico`."""

    country: str | None
    name: bool


class StateFinder:
    """The states of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the names of a base language; CLDR serves one that nobody prepared, English one without."""
        endings = language not in table("languages")["uninflected"]
        self._index: PhraseIndex[_Reading] = PhraseIndex(
            inflected=endings, proclitics=table("languages")["proclitics"].get(language, ())
        )
        self._plain: PhraseIndex[_Reading] = PhraseIndex()
        self._index.update(_own_names(language))
        self._plain.update(_common_names(language))
        self._pairs: dict[str, str] = (table("states_pairs").get(language)) or {}
        clashes: dict[str, dict[str, list[str]]] = table("states_clashes")
        own = clashes.get(language) or {}
        polities = "|".join(map(re.escape, table("states_polities").get(language) or ()))
        self._polity = re.compile(rf"(?<!\w)(?:{polities})\s?\Z") if polities else None
        self._not_after_capital = frozenset(own.get("after_capital", ()))
        self._not_before_capital = frozenset(own.get("before_capital", ()))

    def find(self, text: str) -> list[StateSpan]:
        """Return the states that the text names, in order and without overlap."""
        found = [*self._index.find(text), *self._plain.find(text)]
        found.sort(key=lambda match: (match.start, -match.end, -match.stem))
        spans = [*self._kept(text, found), *self._in_pairs(text)]
        spans.sort(key=lambda span: (span.start, -span.end))
        return list(_apart(spans))

    def _kept(self, text: str, found: list[Match[_Reading]]) -> Iterator[StateSpan]:
        end = 0
        for match in found:
            if match.start >= end:
                end = match.end
                if match.value.country and not self._clashes(text, match):
                    start = self._with_polity(text, match.start)
                    yield StateSpan(start, match.end, match.value.country, match.value.name)

    def _with_polity(self, text: str, start: int) -> int:
        """Return where a name starts with words such as `Republic of` before it."""
        if self._polity is None:
            return start
        before = max(0, start - _POLITY_REACH)
        polity = self._polity.search(text[before:start])
        return before + polity.start() if polity else start

    def _clashes(self, text: str, match: Match[_Reading]) -> bool:
        words = text[match.start : match.end]
        if words in self._not_after_capital and _capital_before(text, match.start):
            return True
        return words in self._not_before_capital and _capital_after(text, match.end)

    def _in_pairs(self, text: str) -> Iterator[StateSpan]:
        """Yield short names that count only beside another one: `Việt-Lào`, `中美`."""
        if not self._pairs:
            return
        found = [(at, at + len(word), word) for word in self._pairs for at in _places(text, word)]
        found.sort()
        for first, second in itertools.pairwise(found):
            gap = text[first[1] : second[0]]
            joined = gap.strip() in _JOINTS and len(gap) <= _GAP if gap else is_unspaced(first[2] + second[2])
            if joined and first[1] <= second[0] and _whole(text, first[0], first[1]):
                yield from (
                    StateSpan(start, end, self._pairs[word], False) for start, end, word in (first, second)
                )


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is whole words, or of a script without spaces."""
    if is_unspaced(text[start:end]):
        return True
    return not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()


def _apart(spans: list[StateSpan]) -> Iterator[StateSpan]:
    end = -1
    for span in spans:
        if span.start >= end:
            end = span.end
            yield span


def _capital_before(text: str, start: int) -> bool:
    """Tell whether the word before is in the same phrase and starts with a capital that begins no sentence."""
    before = text[:start]
    if not before.endswith(" "):
        return False
    words = list(WORD.finditer(before.rstrip()))
    if not words or words[-1].end() != len(before.rstrip()):
        return False
    return words[-1].start() > 0 and _is_capital(words[-1].group())


def _capital_after(text: str, end: int) -> bool:
    """Tell whether the next word stands after one space and starts with a capital."""
    following = WORD.match(text, end + 1) if text.startswith(" ", end) else None
    return following is not None and _is_capital(following.group())


def _is_capital(word: str) -> bool:
    return has_case(word[0]) and word[0] == word[0].upper()


def _own_names(language: str) -> Iterator[tuple[str, _Reading]]:
    """Yield phrases of the language itself: words that are no state, hand-made forms, CLDR names."""
    for phrase in (table("states_clashes").get(language) or {}).get("not_states", ()):
        yield phrase, _Reading(None, False)
    for country, forms in (table("states").get(language) or {}).items():
        for form in forms:
            yield form, _Reading(country, not form.endswith("*"))
    for country, name in plain_territories(language):
        yield name, _Reading(country, True)
    if language not in known_languages():
        for country, names in native_names().items():
            yield from ((name, _Reading(country, True)) for name in names)


def plain_territories(language: str) -> Iterator[tuple[str, str]]:
    """Yield states with their CLDR names; where nobody wrote forms by hand, also with an article in lower case or none.

    An article is a short word that several names start with and that CLDR has in lower case elsewhere, as Welsh
    `yr` of `Yr Almaen`; never one without which a name would be that of another state.
    """
    territories = language_data(language).territories
    yield from ((country, name) for country, names in territories.items() for name in names)
    if language in table("states") or language not in known_languages():
        return
    articles = _articles(language)
    for country, names in territories.items():
        for article, _, bare in (name.partition(" ") for name in names):
            if article in articles:
                yield from ((country, f"{article.lower()} {bare}"), (country, bare))


def _articles(language: str) -> frozenset[str]:
    data = language_data(language)
    names = {name for forms in data.territories.values() for name in forms}
    firsts = Counter(name.partition(" ")[0] for name in names if " " in name)
    inner = {word for row in (*data.currencies.values(), names) for name in row for word in name.split()[1:]}
    clashes = {name.partition(" ")[0] for name in names if name.partition(" ")[2] in names}
    return frozenset(
        word
        for word, count in firsts.items()
        if count >= _ARTICLE_NAMES
        and len(word) <= _ARTICLE_LETTERS
        and word.lower() in inner
        and word not in clashes
        if has_case(word)
    )


def _common_names(language: str) -> Iterator[tuple[str, _Reading]]:
    """Yield what holds in any language: abbreviations, and longer English names."""
    for country, forms in table("states")["any"].items():
        yield from ((form, _Reading(country, True)) for form in forms)
    if language != FALLBACK:
        for country, names in language_data(FALLBACK).territories.items():
            yield from ((name, _Reading(country, True)) for name in names if len(name) >= MIN_FOREIGN_NAME)


@lru_cache(maxsize=64)
def state_finder(language: str) -> StateFinder:
    """Return the finder of a base language, made once."""
    return StateFinder(language)
