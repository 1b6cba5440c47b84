"""Finding many phrases in a text at once, in spaced and unspaced scripts, with inflected endings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from verbale.lexicon.words import Word, base_letter, fold, has_case, has_unspaced, is_unspaced, words

Value = TypeVar("Value")

STEM_MARK = "*"
"""A word of a phrase that ends so is a stem: any ending of up to `STEM_ENDING` letters may follow."""

STEM_ENDING = 7
"""Letters that may follow a marked stem: `вьетнам*` finds `вьетнамского`."""

NAME_ENDING = 4
"""Letters that may follow a name where words inflect: 66 of 77 inflected state names were found so."""

SHORT_NAME_ENDING = 2
"""The same for names of four letters, and of two or three in scripts without case, such as Hangul."""

MIN_STEM = 4
"""Letters that a name keeps when its final vowel is dropped: `Росси` of `Россия`."""

ACRONYM_LETTERS = 5
"""A phrase in capitals of up to so many letters is found in capitals only: `US` is not `us`."""

_HEAD = 2
"""Letters by which most words of a text are passed over."""

_VOWELS = frozenset("aeiouyаеиоуыэюяєіѣαεηιουωհ")
_SOFT_FINALS = frozenset("йьъ")
_BETWEEN = re.compile(r"[\s.'’ʼ`·\-‐-―_:\"\u05f3\u05f4]{0,3}")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]")


class Match(NamedTuple, Generic[Value]):
    """A phrase found at `start` to `end` of the text; `stem` is the number of letters that are its own."""

    start: int
    end: int
    value: Value
    stem: int


class _Part(NamedTuple):
    """One word of a phrase: the letters it starts with and how many may follow."""

    stem: str
    ending: int
    dropped: bool

    def fits(self, word: str) -> bool:
        """Tell whether a folded word is this one with an ending it may have."""
        rest = len(word) - len(self.stem)
        if rest < 0 or rest > self.ending or not word.startswith(self.stem):
            return False
        if not self.dropped or rest == 0:
            return True
        following = word[len(self.stem)]
        return base_letter(following) in _VOWELS or following in _SOFT_FINALS


class _Phrase(NamedTuple, Generic[Value]):
    """A phrase of spaced words, ready to be compared."""

    text: str
    parts: tuple[_Part, ...]
    value: Value
    capital: bool
    exact: bool

    def fits_case(self, found: str) -> bool:
        """Tell whether the found words have the letter case that the phrase asks for."""
        if self.exact:
            return found.startswith(self.text.rstrip("."))
        return not self.capital or found[0] != found[0].lower() or not has_case(found[0])


class PhraseIndex(Generic[Value]):
    """Phrases with their values, found longest first and without overlap.

    A phrase that starts with a capital is found with a capital only; one in lower case is found in any case. Words of
    a phrase are compared one by one, so spaces, hyphens and apostrophes between them may differ.
    """

    def __init__(self, inflected: bool = False, proclitics: Sequence[str] = ()) -> None:
        """Make an empty index.

        Args:
            inflected: whether unmarked words may take endings of up to `NAME_ENDING` letters.
            proclitics: what may be written onto the front of a word, such as Arabic `و`; longest first.
        """
        self._inflected = inflected
        self._proclitics = tuple(proclitics)
        self._spaced: dict[str, list[_Phrase[Value]]] = {}
        self._heads: set[str] = set()
        self._longest_ending = 0
        self._unspaced: dict[str, list[tuple[str, Value]]] = {}

    def add(self, phrase: str, value: Value) -> None:
        """Add a phrase; the first of two values of the same phrase is kept."""
        if is_unspaced(phrase):
            self._add_unspaced(phrase, value)
        else:
            self._add_spaced(phrase, value)

    def update(self, rows: Iterable[tuple[str, Value]]) -> None:
        """Add several phrases."""
        for phrase, value in rows:
            self.add(phrase, value)

    def find(self, text: str) -> list[Match[Value]]:
        """Return what is found in the text, in order: the longest at each place, none within another."""
        found = list(self._find_spaced(text)) if self._spaced else []
        if self._unspaced and has_unspaced(text):
            found.extend(self._find_unspaced(text))
        found.sort(key=lambda match: (match.start, -match.end))
        kept: list[Match[Value]] = []
        for match in found:
            if not kept or match.start >= kept[-1].end:
                kept.append(match)
        return kept

    def _add_unspaced(self, phrase: str, value: Value) -> None:
        rows = self._unspaced.setdefault(phrase[0], [])
        if all(known != phrase for known, _ in rows):
            rows.append((phrase, value))
            rows.sort(key=lambda row: -len(row[0]))

    def _add_spaced(self, phrase: str, value: Value) -> None:
        parts = tuple(self._parts(phrase))
        if not parts:
            return
        plain = phrase.replace(STEM_MARK, "")
        letters = sum(character.isalpha() for character in plain)
        exact = letters <= ACRONYM_LETTERS and plain.isupper() and has_case(plain)
        row = _Phrase(plain, parts, value, plain[0] != plain[0].lower(), exact)
        rows = self._spaced.setdefault(parts[0].stem, [])
        if all((known.parts, known.text) != (row.parts, row.text) for known in rows):
            rows.append(row)
            self._heads.add(parts[0].stem[:_HEAD])
            self._longest_ending = max(self._longest_ending, parts[0].ending)

    def _parts(self, phrase: str) -> Iterator[_Part]:
        for piece in phrase.replace(STEM_MARK, "\ue000").split():
            for word in words(piece):
                yield self._part(word.folded)

    def _part(self, word: str) -> _Part:
        if word.endswith("\ue000"):
            return _Part(word[:-1], STEM_ENDING, False)
        if not self._inflected or word.isdigit():
            return _Part(word, 0, False)
        last = base_letter(word[-1])
        if len(word) > MIN_STEM and (last in _VOWELS or last in _SOFT_FINALS or word[-1] in _SOFT_FINALS):
            return _Part(word[:-1], NAME_ENDING, True)
        if len(word) > MIN_STEM:
            return _Part(word, NAME_ENDING, False)
        short = len(word) == MIN_STEM or (not has_case(word) and len(word) > 1)
        return _Part(word, SHORT_NAME_ENDING if short else 0, False)

    def _find_spaced(self, text: str) -> Iterator[Match[Value]]:
        found = words(text)
        for position, word in enumerate(found):
            if not self._proclitics and word.folded[:_HEAD] not in self._heads:
                continue
            match = self._at(text, found, position)
            if match is not None:
                yield match

    def _at(self, text: str, found: Sequence[Word], position: int) -> Match[Value] | None:
        match = self._match(text, found, position)
        if match is not None or not self._proclitics:
            return match
        word = found[position]
        for proclitic in self._proclitics:
            if word.folded.startswith(proclitic) and len(word.folded) > len(proclitic) + 1:
                cut = Word(word.folded[len(proclitic) :], word.start + len(proclitic), word.end)
                match = self._match(text, [*found[:position], cut, *found[position + 1 :]], position)
                if match is not None:
                    return match
        return None

    def _match(self, text: str, found: Sequence[Word], position: int) -> Match[Value] | None:
        word = found[position].folded
        if word[:_HEAD] not in self._heads:
            return None
        best: Match[Value] | None = None
        for length in range(len(word), max(0, len(word) - self._longest_ending - 1), -1):
            for phrase in self._spaced.get(word[:length], ()):
                match = _compare(text, found, position, phrase)
                if match is not None and (best is None or (match.end, match.stem) > (best.end, best.stem)):
                    best = match
        return best

    def _find_unspaced(self, text: str) -> Iterator[Match[Value]]:
        for start, character in enumerate(text):
            for phrase, value in self._unspaced.get(character, ()):
                end = start + len(phrase)
                if text.startswith(phrase, start) and _katakana_ends(text, start, end):
                    yield Match(start, end, value, len(phrase))
                    break


def _compare(text: str, found: Sequence[Word], position: int, phrase: _Phrase[Value]) -> Match[Value] | None:
    """Compare a phrase with the words from a position on."""
    last = position + len(phrase.parts) - 1
    if last >= len(found):
        return None
    for offset, part in enumerate(phrase.parts):
        word = found[position + offset]
        if not part.fits(word.folded):
            return None
        if offset and not _BETWEEN.fullmatch(text, found[position + offset - 1].end, word.start):
            return None
    start, end = found[position].start, found[last].end
    if not phrase.fits_case(text[start:end]):
        return None
    if phrase.text.endswith(".") and text.startswith(".", end):
        end += 1
    return Match(start, end, phrase.value, sum(len(part.stem) for part in phrase.parts))


def _katakana_ends(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch does not cut a run of katakana: `タイ` is not in `タイトル`."""
    cut_before = start > 0 and _KATAKANA.match(text[start]) and _KATAKANA.match(text[start - 1])
    cut_after = end < len(text) and _KATAKANA.match(text[end - 1]) and _KATAKANA.match(text[end])
    return not cut_before and not cut_after


def stems(phrases: Iterable[str]) -> PhraseIndex[str]:
    """Return an index of phrases that stand for themselves."""
    index: PhraseIndex[str] = PhraseIndex()
    index.update((phrase, phrase) for phrase in phrases)
    return index


__all__ = ["Match", "PhraseIndex", "fold", "stems"]
