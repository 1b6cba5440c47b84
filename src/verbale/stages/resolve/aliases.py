"""Well-known people whose names no sound tells: `拜登` is Joe Biden, `苏林` is Tô Lâm."""

from functools import cache

import msgspec

from verbale.stages.resolve.rules import FOLDER
from verbale.stages.resolve.spelling import Spelling, spell
from verbale.text.data import load_yaml


class Alias(msgspec.Struct, frozen=True):
    """A person of the table of aliases.

    Attributes:
        name: the spelling to show.
        country: ISO 3166-1 alpha-2; None for officials of organisations.
        wikidata: None where the table does not know it for certain.
        spellings: by language code.
    """

    name: str
    country: str | None
    wikidata: str | None
    spellings: dict[str, list[str]]

    def all(self) -> tuple[Spelling, ...]:
        """Return every spelling taken apart, the one to show first."""
        rows = [("en", [self.name]), *self.spellings.items()]
        return tuple(dict.fromkeys(spell(text, (language,)) for language, texts in rows for text in texts))


@cache
def aliases() -> tuple[Alias, ...]:
    """Return the table."""
    return msgspec.convert(tuple(load_yaml(FOLDER, "aliases")), tuple[Alias, ...])


@cache
def spellings_of(number: int) -> tuple[Spelling, ...]:
    """Return the spellings of a person of the table by number."""
    return aliases()[number].all()


def alias_of(name: Spelling) -> int | None:
    """Return the number in the table of the person whose name this is, or None when it is nobody's or several's."""
    numbers = _by_key().get(name.key, frozenset())
    return next(iter(numbers)) if len(numbers) == 1 else None


@cache
def _by_key() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number in range(len(aliases())):
        for spelling in spellings_of(number):
            found.setdefault(spelling.key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}
