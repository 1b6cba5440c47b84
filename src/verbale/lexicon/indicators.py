"""Indicators: what targets and readings count, by words of many languages."""

from functools import cache, lru_cache
from typing import NamedTuple

from verbale.lexicon.data import base_language, table
from verbale.lexicon.phrases import Match, PhraseIndex

NOTHING = "none"
"""The code of words that say that an amount counts nothing that states aim at, such as `loan` and `fine`."""

MONEY = "money"
"""What `indicators.yaml` calls any currency."""

CODE_LETTERS = 3
"""Letters of an ISO 4217 currency code."""


class Indicator(NamedTuple):
    """Something that states count.

    Attributes:
        code: its key in `indicators.yaml`.
        label: its name in English.
        units: what it can be counted in; `money` is any currency.
        own: the unit of a bare number of it, if it has one.
        kinds: codes of the codebook whose figures are of it where no word says so.
    """

    code: str
    label: str
    units: frozenset[str]
    own: str | None
    kinds: frozenset[str]

    def takes(self, unit: str) -> bool:
        """Whether it can be counted in a unit."""
        return unit in self.units or (is_currency(unit) and MONEY in self.units)


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency code (ISO 4217)."""
    return len(unit) == CODE_LETTERS and unit.isascii() and unit.isupper()


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by its code, `NOTHING` among them."""
    return {
        code: Indicator(
            code,
            row["label"],
            frozenset(row["units"]),
            row.get("own"),
            frozenset(row.get("kinds", ())),
        )
        for code, row in table("indicators")["indicators"].items()
    }


def find_indicators(text: str, language: str | None) -> list[Match[str]]:
    """Words of indicators in a text, in order; a language without words has none."""
    return _index(base_language(language)).find(text)


def has_indicators(language: str | None) -> bool:
    """Whether the words of a language are known."""
    return base_language(language) in table("indicators")["words"]


@lru_cache(maxsize=64)
def _index(language: str) -> PhraseIndex[str]:
    tables = table("languages")
    index: PhraseIndex[str] = PhraseIndex(
        inflected=language not in tables["uninflected"], proclitics=tables["proclitics"].get(language) or ()
    )
    for code, words in (table("indicators")["words"].get(language) or {}).items():
        index.update((word, code) for word in words)
    return index
