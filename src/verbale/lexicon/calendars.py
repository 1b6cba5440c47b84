"""Calendars other than the common one."""

from datetime import date, timedelta

from verbale.lexicon.data import table

_PERSIAN_EPOCH = date(622, 3, 21)
"""First day of the solar Hijri calendar as the 33-year cycle below counts back to it (proleptic Gregorian)."""

_PERSIAN_CYCLE = 33
_PERSIAN_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Years of the 33-year cycle that have 366 days; right for 1178 to 1633 (1799 to 2254), after Borkowski (1996)."""

_LONG_MONTHS = 6
_LONG_DAYS, _SHORT_DAYS = 31, 30


def common_year(year: int, language: str, era: str | None) -> int:
    """Return a year counted from Christ, from the era named with it or usual in the language."""
    tables = table("eras")
    if era:
        return int(tables["named"].get(era, 0)) + year
    for row in tables["spoken"]:
        if language in row["languages"] and row["first"] <= year <= row["last"]:
            return int(row["offset"]) + year
    return year


def persian_date(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a day of the solar Hijri calendar; month from 1.

    Raises:
        ValueError: the day does not exist.
    """
    if not 1 <= day <= (_LONG_DAYS if month <= _LONG_MONTHS else _SHORT_DAYS):
        raise ValueError(f"month {month} of the Persian calendar has no day {day}")
    leaps = sum(1 for past in range(1, year % _PERSIAN_CYCLE) if past in _PERSIAN_LEAPS)
    leaps += year // _PERSIAN_CYCLE * len(_PERSIAN_LEAPS)
    months = min(month - 1, _LONG_MONTHS) * _LONG_DAYS + max(0, month - 1 - _LONG_MONTHS) * _SHORT_DAYS
    return _PERSIAN_EPOCH + timedelta(days=(year - 1) * 365 + leaps + months + day - 1)
