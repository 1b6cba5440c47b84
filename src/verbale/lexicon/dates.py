"""Finding and resolving dates.

Nothing is invented: without a printed year or a date to count from, no date is given.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon.calendars import common_year, persian_date
from verbale.lexicon.data import ANY, table
from verbale.lexicon.date_parts import date_parts
from verbale.lexicon.date_patterns import PERSIAN, any_of, date_words, month_stem, patterns
from verbale.lexicon.date_types import Covered, DateFound, covered
from verbale.lexicon.relative_dates import relative_dates
from verbale.lexicon.words import ascii_digits, fold

if TYPE_CHECKING:
    from verbale.records.vocabulary import Precision

FIRST_YEAR, LAST_YEAR = 1600, 2199
"""Years outside are numbers, not years of diplomacy."""

PIVOT = 70
"""Two digits from here on are of the twentieth century (POSIX uses 69)."""

LONGEST_STRETCH = 60
"""Years that a stretch such as 2021-2030 may span; longer ones are more often two numbers."""

NEAR = timedelta(days=60)
"""How near to the day of the page a numeric date of unsure order has to be to be believed."""

LONGEST_STAY = timedelta(days=200)
"""Days that a stretch between two printed days may span."""

MID_YEAR = (7, 2)
"""Month and day that no day of the same year is more than half a year away from."""

_DIGIT = re.compile(r"\d")


class DateHints(NamedTuple):
    """Dates printed in full elsewhere in a source, and bare years, for pages that bear no date."""

    dates: tuple[date, ...] = ()
    years: tuple[int, ...] = ()

    def anchor(self) -> tuple[date | None, str]:
        """Return what a day without a year is counted from, and its name.

        It is the latest date, or the middle of the only bare year, which keeps every day within that year.
        """
        if self.dates:
            return max(self.dates), max(self.dates).isoformat()
        if len(set(self.years)) == 1:
            return date(self.years[0], *MID_YEAR), str(self.years[0])
        return None, ""


NO_HINTS = DateHints()


class _Raw(NamedTuple):
    """A date as it stands, before its year is known."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    first_day: int | None = None
    first_year: int | None = None


class DateFinder:
    """The dates of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the patterns of a base language."""
        self._language = language
        self._patterns = patterns(language)
        self._two_orders = language in table("languages")["two_orders"]
        self._small_months = language not in table("languages")["month_words"]
        self._relative = relative_dates(language)
        self._parts = date_parts(language)
        words, conjunctions = date_words(language), table("calendar")[ANY]["and"]
        strict = any_of(word for word in words.ranges if word not in conjunctions)
        between = any_of((*words.fillers, *words.days))
        self._stretch = re.compile(rf"\s*{strict}\s*(?:{between}\s*){{0,2}}", re.IGNORECASE)

    def find(self, text: str, reference: date | None = None, hints: DateHints = NO_HINTS) -> list[DateFound]:
        """Return the dates of a text in order.

        Args:
            text: any text.
            reference: the day of the page; a day without a year is the nearest to it, and `today` is it.
            hints: what to count from when there is no reference.
        """
        plain = ascii_digits(text)
        found: list[DateFound] = []
        if _DIGIT.search(plain):
            found = self._joined(plain, sorted(self._resolved(self._raw(plain, reference), reference, hints)))
        relatives = self._relative.relatives(text) if reference else []
        parts = self._parts.find(plain, reference, relatives)
        if parts:
            within = covered(text, parts)
            found = [*parts, *(row for row in found if not within.touches(row.start, row.end))]
        if reference is not None:
            found.extend(self._relative.find(text, reference, found, relatives))
        return sorted(found)

    def _joined(self, text: str, found: list[DateFound]) -> list[DateFound]:
        """Make one period of two days that words such as `to` join: `28 November to 2 December`."""
        joined: list[DateFound] = []
        for row in found:
            past = joined[-1] if joined else None
            if (
                past
                and past.precision == row.precision == "day"
                and self._stretch.fullmatch(text, past.end, row.start)
            ):
                first = past.first if past.year_from == row.year_from else _before(past.first, row.first)
                if first and timedelta() < row.first - first <= LONGEST_STAY:
                    joined[-1] = DateFound(past.start, row.end, first, row.last, "period", row.year_from)
                    continue
            joined.append(row)
        return joined

    def hints(self, text: str) -> DateHints:
        """Return the dates and years that a whole source prints in full."""
        raw = self._raw(ascii_digits(text), None)
        full = [found for found in self._resolved(raw, None, NO_HINTS) if found.year_from == "text"]
        days = [found.first for found in full if found.precision in ("day", "month")]
        years = [row.year for row in raw if row.year and not row.month and not row.first_year]
        return DateHints(tuple(days), tuple(years))

    def _raw(self, text: str, reference: date | None) -> list[_Raw]:
        """Return dates as they stand, none within another, in the order of the patterns."""
        taken: list[_Raw] = []
        closed = Covered(len(text))
        for kind, pattern in self._patterns.searches:
            for match in pattern.finditer(text):
                start, end = match.span("at") if "at" in pattern.groupindex else match.span()
                if not closed.touches(start, end):
                    row = self._read(kind, match, start, end, reference)
                    if row is not None:
                        taken.append(row)
                        closed.add(row.start, row.end)
        return sorted(taken)

    def _read(
        self, kind: str, match: re.Match[str], start: int, end: int, reference: date | None
    ) -> _Raw | None:
        """Return what a match says, or None when it is no date."""
        groups = match.groupdict()
        if kind == "decade":
            decade = int(groups["y"])
            return _Raw(start, end, decade + 9, None, None, None, decade)
        if kind == "yy":
            return _stretch(start, end, *(self._year(groups[key], None) for key in ("y1", "y")))
        year = self._year(groups["y"], groups.get("e")) if groups.get("y") else None
        if kind in ("num", "cue"):
            first = groups.get("d1")
            return self._numeric(
                match, _Raw(start, end, year, None, None, int(first) if first else None), reference
            )
        month = self._month(groups["m"], beside_day=bool(groups.get("d"))) if groups.get("m") else None
        if groups.get("m") and month is None:
            return None
        day, first = groups.get("d"), groups.get("d1")
        return _Raw(start, end, year, month, int(day) if day else None, int(first) if first else None)

    def _year(self, digits: str, era: str | None) -> int:
        if digits == "元":
            return common_year(1, self._language, era)
        value = int(digits)
        if era is None and len(digits) <= 2:
            return value + (1900 if value >= PIVOT else 2000)
        return common_year(value, self._language, era)

    def _month(self, words: str, *, beside_day: bool) -> int | None:
        number = re.search(r"\d+", words)
        if number:
            return int(number.group())
        small = words[0] == words[0].lower() != words[0].upper()
        # CLDR writes months as they stand alone: with a capital also where sentences have none, as in Tajik.
        if small and self._patterns.capital_months and not (beside_day and self._small_months):
            return None
        folded = fold(words).strip(". ")
        for length in range(len(folded), 1, -1):
            known = self._patterns.months.get(folded[:length])
            if known is not None:
                return known
        return self._by_stem(folded)

    def _by_stem(self, folded: str) -> int | None:
        """Return the month whose name, without its last letter, starts a word."""
        months = self._patterns.months.items()
        fits = {number for name, number in months if len(name) > 4 and folded.startswith(month_stem(name))}
        return fits.pop() if len(fits) == 1 else None

    def _numeric(self, match: re.Match[str], row: _Raw, reference: date | None) -> _Raw | None:
        """Return a numeric date with day and month told apart, or None when they cannot be."""
        a, b = int(match["d"]), int(match["m"])
        day_first = row._replace(day=a, month=b)
        month_first = row._replace(day=b, month=a)
        if not self._two_orders or match["s"] == ".":
            return day_first if b <= 12 else (month_first if a <= 12 and row.year else None)
        readings = [reading for reading in (month_first, day_first) if reading.month and reading.month <= 12]
        if a == b or len(readings) == 1:
            return readings[0]
        near = [reading for reading in readings if _is_near(reading, reference)]
        return near[0] if len(near) == 1 else None

    def _resolved(
        self, rows: Sequence[_Raw], reference: date | None, hints: DateHints
    ) -> Iterator[DateFound]:
        """Yield dates with their years; a row whose year cannot be told, or that never was, is left out."""
        own = [
            found.first for row in rows if row.year and row.month and (found := _found(row, row.year, "text"))
        ]
        anchor, origin = (
            (reference, "page") if reference else DateHints((*own,) or hints.dates, hints.years).anchor()
        )
        for row in rows:
            found = _found(row, row.year, "text") if row.year else _nearest(row, anchor, origin)
            if found is not None:
                yield found


def _stretch(start: int, end: int, first: int, last: int) -> _Raw | None:
    """Return a stretch of years, or None when the numbers do not make one."""
    if last < 100:
        last += first // 100 * 100
    return _Raw(start, end, last, None, None, None, first) if 0 < last - first <= LONGEST_STRETCH else None


def _is_near(row: _Raw, reference: date | None) -> bool:
    """Tell whether a numeric date is within `NEAR` of the reference."""
    if reference is None or row.month is None or row.day is None:
        return False
    try:
        return abs(date(row.year or reference.year, row.month, row.day) - reference) <= NEAR
    except ValueError:
        return False


def _before(first: date, last: date) -> date | None:
    """Return a day in the year that makes it the nearest before another, or None when there is none."""
    for year in (last.year, last.year - 1):
        try:
            day = first.replace(year=year)
        except ValueError:
            continue
        if day < last:
            return day
    return None


def _nearest(row: _Raw, anchor: date | None, origin: str) -> DateFound | None:
    """Return a date without a year in the year that brings it nearest to the anchor."""
    if anchor is None or row.month is None or row.day is None or row.month > PERSIAN:
        return None
    found = [_found(row, anchor.year + shift, origin) for shift in (-1, 0, 1)]
    return min(filter(None, found), key=lambda one: abs(one.last - anchor), default=None)


def _found(row: _Raw, year: int, origin: str) -> DateFound | None:
    """Return a date in a year, or None when there is no such date."""
    try:
        return _dated(row, year, origin)
    except ValueError:
        return None


def _dated(row: _Raw, year: int, origin: str) -> DateFound | None:
    if row.month and row.month > PERSIAN:
        if not row.day:
            return None
        day = persian_date(year, row.month - PERSIAN, row.day)
        return DateFound(row.start, row.end, day, day, "day", origin)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if not row.month:
        precision: Precision = "period" if row.first_year else "year"
        return DateFound(
            row.start, row.end, date(row.first_year or year, 1, 1), date(year, 12, 31), precision, origin
        )
    if not row.day:
        last = date(year, row.month, calendar.monthrange(year, row.month)[1])
        return DateFound(row.start, row.end, date(year, row.month, 1), last, "month", origin)
    day = date(year, row.month, row.day)
    if row.first_day and row.first_day < row.day:
        return DateFound(row.start, row.end, date(year, row.month, row.first_day), day, "period", origin)
    return DateFound(row.start, row.end, day, day, "day", origin)


@lru_cache(maxsize=64)
def date_finder(language: str) -> DateFinder:
    """Return the finder of a base language, made once."""
    return DateFinder(language)


__all__ = ["NO_HINTS", "DateFinder", "DateFound", "DateHints", "date_finder"]
