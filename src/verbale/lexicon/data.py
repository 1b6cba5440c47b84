"""Reading the data of languages: CLDR extracts and the hand-made files under `resources/lexicon`."""

import json
from functools import lru_cache
from importlib import resources
from typing import Any

import msgspec
import yaml

from verbale.errors import VerbaleError

FALLBACK = "en"
"""The language whose CLDR data serve a text whose own language has none."""

ANY = "any"
"""The key of a hand-made file for what holds in every language."""


class LanguageData(msgspec.Struct, frozen=True):
    """What CLDR says of one language; see `scripts/compile_cldr.py`.

    Attributes:
        territories: names of states by ISO 3166-1 alpha-2.
        cities: names of cities that time zones are named after, by code of the state and English name.
        months, days: names by number; Monday is 0.
        scales: word and what it multiplies by.
        date_words: words between day, month and year in long dates.
        date_order: `dmy`, `mdy` or `ymd` in numeric dates.
        decimal, group: marks in numbers.
    """

    territories: dict[str, list[str]]
    cities: dict[str, dict[str, list[str]]]
    months: dict[int, list[str]]
    days: dict[int, list[str]]
    currencies: dict[str, list[str]]
    units: dict[str, list[str]]
    scales: dict[str, int]
    date_words: list[str]
    date_order: str
    decimal: str
    group: str


def _root() -> Any:
    return resources.files("verbale") / "resources"


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """Return the codes of all languages with CLDR data."""
    names = (entry.name for entry in (_root() / "cldr").iterdir())
    return frozenset(name[: -len(".json")] for name in names if name.endswith(".json")) - {"native"}


@lru_cache(maxsize=512)
def base_language(tag: str | None) -> str:
    """Return the code under which data of a BCP 47 tag stand: `zh-Hant` is `zh`, `nb` is `no`."""
    code = (tag or "und").replace("_", "-").split("-")[0].lower()
    same: dict[str, str] = table("languages")["same"]
    return same.get(code, code)


@lru_cache(maxsize=256)
def language_data(code: str) -> LanguageData:
    """Return the CLDR data of a base language, or those of `FALLBACK` when it has none."""
    known = code if code in known_languages() else FALLBACK
    raw = (_root() / "cldr" / f"{known}.json").read_bytes()
    return msgspec.json.decode(raw, type=LanguageData)


@lru_cache(maxsize=1)
def native_names() -> dict[str, list[str]]:
    """Return the names of states in their own official languages."""
    raw = (_root() / "cldr" / "native.json").read_text(encoding="utf-8")
    found: dict[str, list[str]] = json.loads(raw)
    return found


@lru_cache(maxsize=64)
def table(name: str) -> dict[str, Any]:
    """Return a hand-made file by its name without ending.

    Raises:
        VerbaleError: the file is not a mapping; the installation is broken.
    """
    raw = (_root() / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8")
    found = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)
    if not isinstance(found, dict):
        raise VerbaleError(f"resources/lexicon/{name}.yaml is not a mapping; install the package again")
    return found


def rows(name: str, language: str) -> Any:
    """Return what a hand-made file has for a base language, with what holds in any language after it."""
    own, common = table(name).get(language), table(name).get(ANY)
    if isinstance(own, dict) or isinstance(common, dict):
        return {**(common or {}), **(own or {})}
    return [*(own or ()), *(common or ())]
