"""Regular expressions of dates in one language, made from CLDR names and the words in `dates.yaml`.

Groups: `y` year, `m` month (name or number), `d` day, `d1` first day and `y1` first year of a stretch, `e` era.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, language_data, table
from verbale.lexicon.words import UNSPACED, fold, is_unspaced

MIN_INFLECTED_MONTH = 5
"""Letters from which a month's name may change its ending: `декабре`, `декабрьский`."""

MIN_LONG_MONTH = 7
"""Letters from which the last two may change: Estonian `detsember`, `detsembril`; Slovene `december`, `decembra`."""

MONTH_ENDING = 6
"""Letters that may follow the stem of a month."""

MIN_ABBREVIATION = 2
"""Letters of the shortest name of a month that is looked for."""

_JOINERS = re.compile(r"[\u200c\u200d]")
"""Signs inside words that CLDR writes and most pages leave out: Malayalam names of months."""

_LETTER = r"[^\W\d_]"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DAY_MARK = rf"(?:\.|[º°ª]|[-:'’]?{_LETTER}{{1,3}}(?!\w))?"
_YEAR = r"(?:1[6-9]|2[0-6])\d\d"
_BARE_YEAR = r"(?:19|20|21|24|25|26)\d\d"
_NOT_IN_NUMBER = r"(?<![\d.,/:$€£¥№#+])(?<!\d[-–])"
_NUMBER_ENDS = r"(?!\d|[.,:]\d)"
_YEAR_ENDS = r"(?!\d|[.,]\d|\s?[%$€£¥°])"
_SPACE = r"[\s\u00a0\u202f]"


class Patterns(NamedTuple):
    """What to search for in a text, in this order; a stretch that one has found is closed to the next."""

    searches: tuple[tuple[str, re.Pattern[str]], ...]
    months: dict[str, int]
    capital_months: bool


class Words(NamedTuple):
    """The words around dates of one language; see `dates.yaml`."""

    fillers: tuple[str, ...]
    ranges: tuple[str, ...]
    days: tuple[str, ...]
    months: tuple[str, ...]
    months_after: tuple[str, ...]
    years: tuple[str, ...]
    after: tuple[str, ...]
    relative: dict[str, int]


def date_words(language: str) -> Words:
    """Return the words around dates of a language, with those that hold everywhere."""
    own = table("dates").get(language) or {}
    common = table("dates")[ANY]
    data = language_data(language)
    weekdays = [name for names in data.days.values() for name in names if len(name) > 1]
    return Words(
        fillers=(*own.get("fillers", ()), *data.date_words),
        ranges=(*own.get("ranges", ()), *common["ranges"]),
        days=(*own.get("days", ()), *weekdays),
        months=tuple(own.get("months", ())),
        months_after=tuple(own.get("months_after", ())),
        years=tuple(own.get("years", ())),
        after=tuple(own.get("after", ())),
        relative=own.get("relative", {}),
    )


def any_of(phrases: Iterable[str]) -> str:
    """Return an expression for one of the phrases, longest first; one that cannot match when there are none."""
    ordered = sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))
    pieces = (re.escape(phrase).replace(r"\ ", rf"{_SPACE}+") for phrase in ordered)
    return f"(?:{'|'.join(pieces)})" if ordered else r"(?!)"


@lru_cache(maxsize=64)
def patterns(language: str) -> Patterns:
    """Return the patterns of a base language."""
    names = month_numbers(language)
    words = date_words(language)
    searches = (*_fixed(words), *_named(names, words, language), *_numeric(words), *_years(words))
    compiled = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in searches)
    wide = [rows[0] for rows in language_data(language).months.values() if rows]
    return Patterns(compiled, names, bool(wide) and all(name[0] != name[0].lower() for name in wide))


def month_numbers(language: str) -> dict[str, int]:
    """Return folded names of months, without a final stop, with their numbers; wide names come first in CLDR."""
    numbers: dict[str, int] = {}
    for number, names in language_data(language).months.items():
        for name in names:
            plain = fold(name).strip(". ॰")
            for form in (plain, _JOINERS.sub("", plain)):
                if len(form) >= MIN_ABBREVIATION:
                    numbers.setdefault(form, number)
    for position, name in enumerate(table("eras")["persian"].get(language, ())):
        numbers[fold(name)] = PERSIAN + position + 1
    return numbers


PERSIAN = 100
"""Months of the solar Hijri calendar are numbered from 101."""


def _fixed(words: Words) -> list[tuple[str, str]]:
    """Return patterns that look the same in every language: ISO 8601 and East Asian dates."""
    era = any_of(table("eras")["named"])
    year = rf"(?:(?P<e>{era})\s?)?(?P<y>\d{{4}}|\d{{1,3}}(?<=\d)|元)\s?[年년]"
    month, space = r"(?P<m>1[0-2]|0?[1-9])\s?[月월]", r"[\s(（]{0,2}"
    day = rf"(?:(?P<d1>{_DAY})\s?[日号號일]?\s?{any_of(words.ranges)}\s?)?(?P<d>{_DAY})\s?[日号號일]"
    return [
        ("ymd", r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\d-])"),
        ("ymd", rf"(?<!\d)(?:{year}{space})?{month}{space}{day}"),
        ("ym", rf"(?<!\d){year}{space}{month}(?!\s?\d)"),
        ("yy", rf"(?<!\d)(?P<y1>\d{{4}})\s?[年년]?\s?{any_of(words.ranges)}\s?(?P<y>\d{{4}})\s?[年년]"),
        ("decade", r"(?<!\d)(?P<y>(?:1[6-9]|20)\d0)(?:['’]?s\b|\s?年代|\s?년대|[-‑](?:х|е|ті|тих|та)(?!\w))"),
        ("y", rf"(?<!\d){year}(?![代度間间])"),
    ]


def _named(names: dict[str, int], words: Words, language: str) -> list[tuple[str, str]]:
    """Return patterns with the name of a month, or with a number after a word such as `tháng`."""
    month = f"(?P<m>{_month(names, words, language)})"
    printed = rf"(?:1[34]\d\d|{_YEAR})" if language in table("eras")["persian"] else _YEAR
    fillers = any_of(words.fillers)
    gap = rf"{_SPACE}*(?:{fillers}{_SPACE}*|['’]{_SPACE}?){{0,2}}"
    to_year = rf"[.,]?{_SPACE}*(?:{fillers}[.,]?{_SPACE}*){{0,2}}"
    year = rf"(?:{to_year}(?P<y>{printed}){_YEAR_ENDS})?"
    joint = rf"{_SPACE}*{any_of(words.ranges)}{_SPACE}*"
    days = rf"(?:(?P<d1>{_DAY}){_DAY_MARK}{joint})?(?P<d>{_DAY}){_DAY_MARK}"
    year_first = rf"(?<!\d)(?P<y>{_YEAR})[.-]?{_SPACE}*(?:{fillers}\.?{_SPACE}*){{0,2}}"
    year_named = rf"(?<!\d)(?P<y>{_YEAR})[.-]?{_SPACE}*(?:{fillers}\.?{_SPACE}*){{1,2}}"
    year_after = rf"(?:,?{_SPACE}+(?P<y>{_YEAR}){_YEAR_ENDS}|{_NUMBER_ENDS})"
    return [
        ("ymd", rf"{year_first}{month}{_SPACE}*(?:{fillers}{_SPACE}*)?{days}{_NUMBER_ENDS}"),
        ("ymd", rf"{year_named}{days}(?:{gap}|[-/]){month}"),
        ("dmy", rf"{_NOT_IN_NUMBER}{days}(?:{gap}|[-/]){month}{year}"),
        ("mdy", rf"{month}{_SPACE}+(?:{fillers}{_SPACE}*)?{days}(?!{_SPACE}?[%]){year_after}"),
        ("my", rf"{month}{to_year}(?P<y>{_YEAR}){_YEAR_ENDS}"),
        ("my", rf"{month}{_SPACE}?[/-]{_SPACE}?(?P<y>{_YEAR}){_YEAR_ENDS}"),
        ("ym", rf"{year_first}{month}"),
    ]


def _month(names: dict[str, int], words: Words, language: str) -> str:
    """Return an expression for names of months with their endings, or for a numbered month."""
    tables = table("languages")
    inflected = language not in tables["uninflected"]
    apart = rf"(?<!{_LETTER}{{2}})" if tables["proclitics"].get(language) else rf"(?<!{_LETTER})"
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pieces = [_month_name(name, apart, inflected) for name in ordered]
    if words.months:
        pieces.append(rf"(?<!\w){any_of(words.months)}{_SPACE}?(?:1[0-2]|0?[1-9])(?!\d)")
    if words.months_after:
        pieces.append(rf"(?<!\d)(?:1[0-2]|0?[1-9]){_SPACE}?{any_of(words.months_after)}")
    return "|".join(pieces) or r"(?!)"


def month_stem(name: str) -> str:
    """Return what is left of a month's name in all its forms: `decemb` of `december`, `decembra`."""
    return name[:-2] if len(name) >= MIN_LONG_MONTH else name[:-1]


def _month_name(name: str, apart: str, inflected: bool) -> str:
    literal = re.escape(name).replace(r"\ ", rf"{_SPACE}+")
    if is_unspaced(name.replace(".", "")):
        return rf"{literal}\.?"
    if not inflected or len(name) < MIN_INFLECTED_MONTH or not name.isalpha():
        return rf"{apart}{literal}(?!{_LETTER})\.?"
    return rf"{apart}{re.escape(month_stem(name))}{_LETTER}{{0,{MONTH_ENDING}}}(?!{_LETTER})\.?"


def _numeric(words: Words) -> list[tuple[str, str]]:
    """Return patterns of numbers only; without a year they need a word for a day before them."""
    cue = rf"(?<!\w){any_of(words.days)}\.?(?:{_SPACE}?[({{（,]?{_SPACE}?){{1,2}}"
    months = rf"(?<!\w){any_of(words.months)}{_SPACE}?"
    short = r"(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})"
    return [
        (
            "ymd",
            rf"(?<![\d/.-])(?P<y>{_YEAR})(?P<s>[/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?![\d/-]|[.]\d)",
        ),
        (
            "cue",
            rf"{cue}(?P<at>(?P<d1>{_DAY}){_SPACE}*{any_of(words.ranges)}{_SPACE}*(?:{any_of(words.days)}{_SPACE}*)?"
            rf"{short}(?:(?P=s)(?P<y>\d{{4}}|\d\d))?)(?!\d|[/%]|[.,-]\d)",
        ),
        ("num", rf"(?<![\d/.,-]){short}(?P=s)(?P<y>{_YEAR})(?![\d/-]|[.,]\d)"),
        ("num", rf"(?<![\d/.,-])(?P<d>\d{{1,2}})(?P<s>\.)\s(?P<m>\d{{1,2}})\.\s(?P<y>{_YEAR}){_YEAR_ENDS}"),
        ("num", r"(?<![\d/.,-])(?P<d>\d\d?)(?P<s>/)(?P<m>\d\d?)/(?P<y>\d\d)(?![\d/-]|[.,]\d)"),
        ("cue", rf"{cue}(?P<at>{short}(?:(?P=s)(?P<y>\d\d))?)(?!\d|[/%]|[.,-]\d)"),
        ("my", rf"{months}(?P<at>(?P<m>1[0-2]|0?[1-9])[/.-](?P<y>{_YEAR}))(?![\d/-]|[.,]\d)"),
        ("my", rf"(?<=[(（])(?P<m>1[0-2]|0?[1-9])/(?P<y>{_YEAR})(?=[)）])"),
    ]


def _years(words: Words) -> list[tuple[str, str]]:
    """Return patterns of stretches of years and of years that stand alone."""
    era = any_of(key for key in table("eras")["named"] if "." in key)
    before = rf"(?<![\w$€£¥]){any_of(words.years)}[\s\u00a0]*"
    if any(is_unspaced(word.replace(".", "")) for word in words.years):
        before = rf"{any_of(words.years)}\s*"
    after = rf"(?=[-‑]?{_SPACE}?[-‑'’]?{any_of(words.after)}(?!{_LETTER}))"
    joint = rf"{_SPACE}?{any_of(words.ranges)}{_SPACE}?"
    start = r"(?<![\d/.,№$€£¥#-])(?<![№#]\s)"
    return [
        ("yy", rf"{start}(?P<y1>{_BARE_YEAR}){joint}(?P<y>{_BARE_YEAR})(?![\d/-]|[.,]\d)"),
        ("yy", rf"{start}(?P<y1>{_BARE_YEAR})[-–/](?P<y>1[3-9]|[2-9]\d)(?![\d/-]|[.,]\d)"),
        ("y", rf"(?P<e>{era})\s?(?P<at>(?P<y>{_BARE_YEAR})){_YEAR_ENDS}"),
        ("y", rf"{before}(?P<at>(?P<y>{_BARE_YEAR})){_YEAR_ENDS}(?![-/]\w)"),
        ("y", rf"{start}(?P<y>{_BARE_YEAR}){_YEAR_ENDS}\.?{after}"),
        (
            "lone",
            r"(?:(?<=[a-zà-ÿа-я]\s)|(?<=[(（]))(?P<y>(?:19|20)\d\d)(?=[.,;:!?)）]*(?:\s*$|[)）]|[.,;]\s))",
        ),
    ]


__all__ = ["PERSIAN", "UNSPACED", "Patterns", "any_of", "date_words", "month_stem", "patterns"]
