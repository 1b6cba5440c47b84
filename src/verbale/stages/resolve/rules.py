"""What is known of names in scripts and languages, read from `resources/names`."""

import re
from functools import cache
from typing import Any, NamedTuple

from verbale.text.data import load_yaml

FOLDER = "names"


@cache
def words(table: str, key: str, fold: bool = True) -> frozenset[str]:
    """Return a list of words of a table as a set, in small letters unless they are codes."""
    return frozenset(word.casefold() if fold else word for word in _table(table)[key])


@cache
def ordered(table: str, key: str) -> tuple[str, ...]:
    """Return a list of a table, longest first."""
    return tuple(sorted(_table(table)[key], key=lambda word: (-len(word), word)))


@cache
def value(table: str, key: str) -> Any:
    """Return one entry of a table as it stands."""
    return _table(table)[key]


@cache
def mapping(table: str, key: str) -> dict[str, Any]:
    """Return a mapping of a table."""
    return dict(_table(table)[key])


@cache
def endings(language: str, script: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the endings that names take in a language, each with the plain endings it may replace.

    A language without endings of its own takes those of its script, if the script has any.
    """
    table = _table("endings")
    base = _base(language)
    code = table["same"].get(base, base)
    found = table["endings"].get(code) or table["endings"].get(table["scripts"].get(script), {})
    return tuple((ending, tuple(plain)) for ending, plain in found.items())


@cache
def cut_marks(language: str) -> str:
    """Return the marks after which an ending is written in a language, such as the apostrophe of Turkish."""
    return str(_table("endings")["cut"].get(_base(language), ""))


@cache
def prefixes(language: str) -> tuple[str, ...]:
    """Return what a language writes onto the front of a name, such as the Arabic article."""
    return tuple(_table("particles")["prefixes"].get(_base(language), ()))


class Letters(NamedTuple):
    """Letters that may sound otherwise: one pattern, and by its groups what they become."""

    pattern: re.Pattern[str]
    sounds: tuple[str, ...]

    def apply(self, word: str) -> str:
        """Return a word with each of the letters as they sound."""
        return self.pattern.sub(lambda found: self.sounds[(found.lastindex or 1) - 1], word)


@cache
def respelt(table: str, key: str) -> Letters | None:
    """Return the letters that may sound otherwise; a row is a regular expression without groups."""
    rows: dict[str, str] | None = _table("scripts")[table].get(
        _base(key) if table == "respelt_languages" else key
    )
    return _letters(rows) if rows else None


@cache
def fleeting(language: str) -> str:
    """Return the vowel that stands between the last two consonants of a name only where it has no ending."""
    return str(_table("endings")["fleeting"].get(_base(language), ""))


@cache
def romanised(script: str) -> tuple[Letters, ...]:
    """Return groups of romanised letters that are written otherwise as often."""
    return tuple(_letters(rows) for rows in _table("scripts")["romanised"].get(script, ()))


def _letters(rows: dict[str, str]) -> Letters:
    longest_first = sorted(rows, key=lambda letters: (-len(letters), letters))
    pattern = re.compile("|".join(f"({letters})" for letters in longest_first))
    return Letters(pattern, tuple(rows[letters] for letters in longest_first))


@cache
def marks_tell(language: str) -> bool:
    """Return whether marks on letters tell names apart in a language."""
    return _base(language) in _table("endings")["marks_tell"]


@cache
def respells(language: str, script: str) -> bool:
    """Return whether a language writes foreign names as they sound, in an alphabet that others share."""
    return script == "Latn" and _base(language) in _table("scripts")["respelling_languages"]


@cache
def honorifics(languages: tuple[str, ...]) -> frozenset[str]:
    """Return words of courtesy, with those that are one in some languages only, in small letters."""
    table = _table("particles")["honorifics_of"]
    own = (word for code in languages for word in table.get(_base(code), ()))
    return words("particles", "honorifics") | {word.casefold() for word in own}


@cache
def variants(key: str) -> dict[str, str]:
    """Return the character that stands for each of those that are one in names."""
    groups = str(_table("variants")[key]).split()
    return {character: group[0] for group in groups for character in group}


@cache
def pinyin() -> re.Pattern[str]:
    """Return the pattern of one or more syllables of Pinyin."""
    return re.compile(f"(?:{_table('scripts')['pinyin']})+")


@cache
def given_names() -> dict[str, frozenset[int]]:
    """Return the groups of given names that the same people bear, by name."""
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(load_yaml(FOLDER, "given")):
        for name in group:
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(FOLDER, name)
    return found


def _base(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
