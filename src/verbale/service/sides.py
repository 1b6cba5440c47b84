"""Whose account a source is: given, or told by its outlet, its address or its language."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING, Literal

from verbale.errors import ItemNotFoundError, SettingsError
from verbale.lexicon.data import ANY, FALLBACK, language_data, table
from verbale.lexicon.outlets import host_of, outlet_state
from verbale.service import wording
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from verbale.records.reading import Source

LEAST_LETTERS = 5
"""Letters of a name that tells a state within the name of an outlet; shorter ones are parts of other words."""

SideFrom = Literal["given", "outlet", "address", "language"]


def side_of(source: Source, countries: Sequence[str]) -> tuple[str | None, SideFrom | None]:
    """The state whose account a source is, and what tells it; None twice where nothing does.

    What was given with the page goes first, then what is known of the outlet, then the domain of the address (of a
    domain that is sold to anyone, only where its state met), then the name of one of the states that met, or of a city
    in it, in the name of the outlet, then a language that is official in one of the states that met and in no other.

    Args:
        source: of the account.
        countries: the states that met.
    """
    if source.side is not None:
        return source.side, "given"
    for address in (source.url, source.outlet):
        found = outlet_state(address)
        if found is not None and (found.surely or found.country in countries):
            return found.country, "outlet" if found.by == "outlet" else "address"
    named = [country for country in countries if _is_named_after(source, country)]
    if len(named) == 1:
        return named[0], "outlet"
    from babel.languages import get_official_languages  # noqa: PLC0415  0.1 s, and few commands need it

    language = source.language.partition("-")[0]
    speaking = [c for c in countries if language in get_official_languages(c, de_facto=True)]
    return (speaking[0], "language") if len(speaking) == 1 else (None, None)


def _is_named_after(source: Source, country: str) -> bool:
    """Whether the name of an outlet or of its host holds the name of a state, or of a city in it."""
    names = [fold(text).replace(" ", "") for text in (source.outlet or "", host_of(source.url))]
    return any(name in text for text in names for name in _names(country))


@lru_cache(maxsize=256)
def _names(country: str) -> frozenset[str]:
    """English names of a state and of its cities as they stand in the names of outlets, but for short ones."""
    names = [
        *language_data(FALLBACK).territories.get(country, ()),
        *(table("places")[ANY].get(country) or ()),
    ]
    folded = (fold(name).replace(" ", "") for name in names)
    return frozenset(name for name in folded if len(name) >= LEAST_LETTERS)


def state_code(asked: str) -> str:
    """The code of a state that somebody means by its code, in any case, or by its English name.

    Raises:
        SettingsError: when there is no such state.
    """
    code = asked.strip().upper()
    if wording.is_country_code(code):
        return code
    pairs = map("".join, product(ascii_uppercase, repeat=2))
    names = {fold(wording.country_name(pair)): pair for pair in pairs if wording.is_country_code(pair)}
    found = names.get(fold(asked.strip()))
    if found is None:
        raise SettingsError(
            f"{asked!r} is no state; write its code or its English name, such as VN or Vietnam"
        )
    return found


def given_sides(sources: Sequence[Source], sides: Mapping[str, str]) -> dict[str, str]:
    """The state of each source that somebody gave one, by id of the source.

    Args:
        sources: the accounts of one meeting.
        sides: codes of states by the id of a source, the beginning of it, its outlet, its host, or the end of its path.

    Raises:
        ItemNotFoundError: when no account fits, or several do and are not of one outlet.
        SettingsError: when a side is no code of a state.
    """
    found: dict[str, str] = {}
    for asked, side in sides.items():
        code = state_code(side)
        fitting = [source for source in sources if _is_asked(source, asked)]
        if not fitting or len({source.outlet or source.id for source in fitting}) > 1:
            number = "several accounts" if fitting else "no account"
            named = ", ".join(f"{source.id} ({wording.outlet(source)})" for source in sources)
            raise ItemNotFoundError(f"{number} of this meeting fit {asked!r}; there are {named}")
        found.update((source.id, code) for source in fitting)
    return found


def _is_asked(source: Source, asked: str) -> bool:
    names = {source.outlet or "", host_of(source.url), source.path}
    starts = source.id.startswith(asked) or source.id.removeprefix("source-").startswith(asked)
    return bool(asked) and (asked in names or starts or source.path.endswith(f"/{asked}"))
