"""Compile what Verbale needs of Unicode CLDR, as babel ships it, into `src/verbale/resources/cldr/`.

One JSON file a language, the union over the locales of that language, main locale first: names of states, months,
weekdays, words of scale, currencies and a few units, number separators, words inside long dates, order of numeric
dates, cities with their English names. The same babel gives the same bytes.

Usage: python scripts/compile_cldr.py [FOLDER]
Source: Unicode CLDR, Unicode License v3 (https://www.unicode.org/license.txt), through babel (BSD-3-Clause).
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from babel.core import get_global

OUT = Path(__file__).resolve().parent.parent / "src" / "verbale" / "resources" / "cldr"

NOT_STATES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "CQ", "AC", "CP", "DG", "EA", "IC", "TA"})
"""Two-letter CLDR codes that are groups, pseudo-locales or exceptional reservations, not ISO 3166-1 territories."""

MIN_TERRITORIES = 20
"""A language with fewer own names of territories has no real data in CLDR; English serves instead."""

UNITS = {
    "concentr-percent": "percent",
    "mass-tonne": "tonnes",
    "length-kilometer": "km",
    "area-hectare": "ha",
    "area-square-kilometer": "km2",
    "power-megawatt": "MW",
    "power-gigawatt": "GW",
    "energy-kilowatt-hour": "kWh",
}
"""CLDR units that are read, with the word that an amount carries."""

Table = dict[str, list[str]]


def languages() -> dict[str, list[str]]:
    """Return the locales of each language, the main one first."""
    found: dict[str, list[str]] = {}
    for identifier in sorted(localedata.locale_identifiers(), key=lambda name: (len(name.split("_")), name)):
        found.setdefault(identifier.split("_")[0], []).append(identifier)
    found.pop("root", None)
    return found


def add(table: Table, key: str, words: Iterable[str | None]) -> None:
    """Append the words to a row of the table, once each."""
    row = table.setdefault(key, [])
    for word in words:
        clean = tidy(word or "")
        if clean and clean not in row:
            row.append(clean)


def tidy(word: str) -> str:
    """Return a word without marks of direction or width and with plain spaces."""
    plain = re.sub("[\u00ad\u061c\u200b\u200e\u200f\ufeff]", "", word)
    return re.sub(r"\s+", " ", plain).strip()


def section(locale: Locale, name: str) -> Mapping[str, Any]:
    """Return one part of a locale's data, with what it inherits; empty when CLDR has none."""
    data: dict[str | int | None, Any] = {}
    data.update(localedata.load(str(locale)))
    found: Mapping[str, Any] = localedata.LocaleDataDict(data).get(name) or {}
    return found


def state_names(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield code and name of each territory; a part in brackets is left out of the name."""
    for code, name in sorted(locale.territories.items()):
        if len(code) == 2 and code.isalpha() and code not in NOT_STATES:
            yield code, re.sub(r"\s*[(（].*?[)）]", "", name)


def calendar_names(table: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the number and every wide or abbreviated name of months or weekdays; numbers are left out."""
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in sorted(((table.get(context) or {}).get(width) or {}).items()):
                if not any(character.isdigit() for character in name) and len(name.strip(". ")) > 1:
                    yield number, name


def scale_words(locale: Locale) -> Iterator[tuple[str, int]]:
    """Yield words of compact decimal patterns with what they multiply by: `tỷ`, 10 ** 9."""
    for width in ("long", "short"):
        for patterns in (section(locale, "compact_decimal_formats").get(width) or {}).values():
            for power, pattern in sorted(patterns.items(), key=lambda item: int(item[0])):
                word = tidy(re.sub(r"[0¤'¬#.,\u00a0\s]+", " ", str(pattern.pattern)))
                zeros = str(pattern.pattern).count("0")
                if word and zeros:
                    yield word, int(power) // 10 ** (zeros - 1)


def city_names(locale: Locale) -> Iterator[tuple[str, str, str]]:
    """Yield territory, English name and name of the cities that time zones are named after."""
    own = section(locale, "time_zones")
    for zone, territory, english in english_cities():
        city = (own.get(zone) or {}).get("city")
        if city or locale.language == "en":
            yield territory, english, city or english


@lru_cache(maxsize=1)
def english_cities() -> tuple[tuple[str, str, str], ...]:
    """Return time zone, territory and English name of its city; CLDR leaves most English names to the zone's id."""
    english = section(Locale("en"), "time_zones")
    return tuple(
        (zone, territory, (english.get(zone) or {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " "))
        for zone, territory in sorted(get_global("zone_territories").items())
        if "/" in zone and len(territory) == 2 and territory not in NOT_STATES
    )


def currencies() -> tuple[str, ...]:
    """Return codes of the currencies that are legal tender of some territory today."""
    table = get_global("territory_currencies")
    now = {row[0] for rows in table.values() for row in rows if row[2] is None and row[3]}
    return tuple(sorted(now))


def currency_words(locale: Locale, code: str) -> Iterator[str | None]:
    """Yield names in all plural forms and symbols of a currency."""
    yield section(locale, "currency_names").get(code)
    yield section(locale, "currency_symbols").get(code)
    yield from (section(locale, "currency_names_plural").get(code) or {}).values()


def unit_words(locale: Locale, unit: str) -> Iterator[str]:
    """Yield words of a unit in long and short patterns, without the number."""
    patterns = section(locale, "unit_patterns").get(unit) or {}
    for width in ("long", "short"):
        for form, pattern in (patterns.get(width) or {}).items():
            if form != "per" and isinstance(pattern, str):
                yield pattern.replace("{0}", "")


def date_words(locale: Locale) -> Iterator[str]:
    """Yield the words between day, month and year in the long patterns of a locale: `de`, `gada`, `năm`."""
    skeletons = section(locale, "datetime_skeletons")
    patterns = [
        *section(locale, "date_formats").values(),
        *map(skeletons.get, ("yMMMMd", "MMMMd", "yMMMM", "y")),
    ]
    for pattern in map(str, filter(None, patterns)):
        quoted = re.findall(r"'([^']+)'", pattern)
        bare = re.findall(r"[^\W\d_a-zA-Z]+", re.sub(r"'[^']*'", " ", pattern))
        yield from (piece for text in quoted + bare for piece in text.split())


def numeric_order(locale: Locale) -> str:
    """Return the order of day, month and year in the short date, such as `dmy`."""
    pattern = str(section(locale, "date_formats").get("short") or "dMy")
    letters = re.sub(r"'[^']*'|[^dMy]", "", pattern)
    return "".join(dict.fromkeys(letters.lower()))


@contextmanager
def own_cache() -> Iterator[None]:
    """Give babel an empty store of locales, and its old one back afterwards.

    babel keeps what it has loaded under the name alone: a locale that was loaded without inheritance would leave later
    readers of the same process without wide names of months and days, and one that others have loaded would change
    what is compiled here.
    """
    cache: dict[str, Any] = localedata._cache  # noqa: SLF001  (babel has no other way to it)
    kept = dict(cache)
    cache.clear()
    localedata.load(
        "en"
    )  # English names of cities are looked up for every language: it is always loaded whole
    try:
        yield
    finally:
        cache.clear()
        cache.update(kept)


def compile_language(identifiers: list[str]) -> dict[str, object] | None:
    """Return the data of one language, or None when CLDR has hardly any."""
    with own_cache():
        return compiled_from(identifiers)


def compiled_from(identifiers: list[str]) -> dict[str, object] | None:
    """Return the data of one language; the main locale's own data, without what it inherits, decide most of it."""
    own = localedata.load(identifiers[0], merge_inherited=False).get("territories", {})
    if len(own) < MIN_TERRITORIES or not section(Locale.parse(identifiers[0]), "months"):
        return None
    tables: dict[str, Table] = {name: {} for name in ("territories", "months", "days", "currencies", "units")}
    scales: dict[str, int] = {}
    literals: Table = {"literals": []}
    cities: dict[str, Table] = {}
    for identifier in identifiers:
        locale = Locale.parse(identifier)
        fill(locale, tables)
        for code, english, name in city_names(locale):
            add(cities.setdefault(code, {}), english, [name])
        for word, value in scale_words(locale):
            scales.setdefault(word, value)
        add(literals, "literals", date_words(locale))
    main = Locale.parse(identifiers[0])
    symbols = main.number_symbols.get("latn", {})
    return {
        **{name: {key: row for key, row in table.items() if row} for name, table in tables.items()},
        "cities": cities,
        "scales": scales,
        "date_words": literals["literals"],
        "date_order": numeric_order(main),
        "decimal": symbols.get("decimal", "."),
        "group": symbols.get("group", ","),
    }


def fill(locale: Locale, tables: dict[str, Table]) -> None:
    """Add the names of one locale to the tables of its language."""
    for code, name in state_names(locale):
        add(tables["territories"], code, [name])
    for number, name in calendar_names(section(locale, "months")):
        add(tables["months"], str(number), [name])
    for number, name in calendar_names(section(locale, "days")):
        add(tables["days"], str(number), [name])
    for code in currencies():
        add(tables["currencies"], code, currency_words(locale, code))
    for unit, word in UNITS.items():
        add(tables["units"], word, unit_words(locale, unit))


def native_names(compiled: dict[str, dict[str, object]]) -> Table:
    """Return names of each territory in its own official languages."""
    native: Table = {}
    for territory, info in sorted(get_global("territory_languages").items()):
        for language in sorted(info):
            table = compiled.get(language, {}).get("territories")
            if info[language].get("official_status") and isinstance(table, dict) and territory in table:
                add(native, territory, table[territory])
    return native


def encode(value: Mapping[str, object]) -> str:
    """Return JSON with one line a key of the top level."""
    rows = (
        f"{json.dumps(key)}: {json.dumps(value[key], ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
        for key in sorted(value)
    )
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main(folder: Path) -> None:
    """Write one file a language and the names of states in their own languages."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {language: compile_language(found) for language, found in languages().items()}
    compiled = {language: value for language, value in data.items() if value is not None}
    for language, value in compiled.items():
        (folder / f"{language}.json").write_text(encode(value), encoding="utf-8")
    (folder / "native.json").write_text(encode(native_names(compiled)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
