"""Dates, countries and names in English, for people to read."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verbale.records.items import Meeting, Participant, Target, Value
    from verbale.records.reading import Source
    from verbale.records.vocabulary import DifferenceKind, Precision

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SEASONS = {1: "winter", 4: "spring", 7: "summer", 10: "autumn"}
NO_DATE = "no date"


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415  0.1 s, and many commands need no names

    return dict(Locale.parse("en").territories)


def country_name(code: str | None) -> str:
    """English name of a country (ISO 3166-1 alpha-2), from CLDR; the code itself when CLDR has none."""
    return _territories().get(code, code) if code else ""


def is_country_code(code: str) -> bool:
    """Whether a text is the code of a country (ISO 3166-1 alpha-2) that CLDR knows."""
    return len(code) == 2 and code.isalpha() and code in _territories()


def country_names(codes: Iterable[str]) -> str:
    """English names of countries, with dashes between them."""
    return " – ".join(country_name(code) for code in codes)


def day(iso: str | None) -> str:
    """`2 December 2025` for `2025-12-02`; shorter dates and other texts as they allow."""
    if not iso:
        return NO_DATE
    try:
        then = date.fromisoformat(iso)
    except ValueError:
        return _month(iso)
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year}"


def _month(iso: str) -> str:
    year, _, month = iso.partition("-")
    known = month.isdecimal() and 0 < int(month) <= len(_MONTHS)
    return f"{_MONTHS[int(month) - 1]} {year}" if known else iso


def span(first: str | None, last: str | None, precision: Precision | None = "day") -> str:
    """A day, a stretch of days, a month, a season or a year, as precisely as it is known."""
    if not first:
        return NO_DATE
    year, month = first[:4], first[5:7]
    if precision == "year":
        return year
    if precision == "month" and month.isdecimal():
        return f"{_MONTHS[int(month) - 1]} {year}"
    if precision == "season" and month.isdecimal() and int(month) in _SEASONS:
        return f"{_SEASONS[int(month)]} {year}"
    if not last or last == first:
        return day(first)
    return f"{day(first)} to {day(last)}"


def when(meeting: Meeting) -> str:
    """The dates of a meeting."""
    return span(meeting.date_start, meeting.date_end, meeting.date_precision)


def where(meeting: Meeting) -> str:
    """The place of a meeting with its country; empty when neither is known."""
    return ", ".join(filter(None, [meeting.place, country_name(meeting.place_country)]))


def title(meeting: Meeting) -> str:
    """What a meeting is called: its countries, type, place and dates."""
    who = " – ".join([*map(country_name, meeting.countries), *meeting.bodies])
    return ", ".join(
        filter(None, [" ".join(filter(None, [who, meeting.type])), where(meeting), when(meeting)])
    )


def participant(person: Participant) -> str:
    """A name with the office held that day."""
    return f"{person.name} ({person.office})" if person.office else person.name


def outlet(source: Source) -> str:
    """Who published a source, else the name of its file."""
    return source.outlet or source.path.rpartition("/")[2]


def amount(value: float, unit: str) -> str:
    """`5 billion USD` for 5e9 and USD."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.6g} {word} {unit}".strip()
    return f"{value:,.10g} {unit}".strip()


def target(item: Target) -> str:
    """`trade: at least 5 billion USD, up 12 percent from 4 billion USD by 2030`, as far as it is known."""
    by = f" by {day(item.by)}" if item.by else ""
    return f"{item.indicator}: {target_value(item)}{by}"


def target_value(item: Target) -> str:
    """`at least 5 billion USD, up 12 percent from 4 billion USD`, as far as it is known."""
    bound = f"{item.bound} " if item.bound else ""
    return f"{bound}{amount(item.value, item.unit)}{_change(item)}"


def target_status(item: Target) -> str:
    """What is said of the value: to reach, hoped for, or reported as reached."""
    if item.status == "reached":
        return "reported as reached"
    return "hoped for" if item.hoped else "to reach"


def _change(item: Target) -> str:
    change = item.change
    if change is None:
        return ""
    way = ""
    if change.value is not None:
        way = (
            f", {'down' if change.value < 0 else 'up'} {amount(abs(change.value), change.unit or item.unit)}"
        )
    start = f"{way and ' '}from {amount(change.start, item.unit)}" if change.start is not None else ""
    return f"{way or ', '}{start}"


def value(item: Value, kind: DifferenceKind) -> str:
    """`5 billion USD`, `2 December 2025` or `agree`: what one account has where others have something else."""
    if kind == "figure" and not isinstance(item.value, str):
        return amount(item.value, item.unit or "")
    if kind == "date":
        first, _, last = str(item.value).partition("/")
        return span(first, last or first)
    return str(item.value)


def plural(count: int, word: str) -> str:
    """`1 page`, `2 pages`, `2 countries`."""
    if count == 1:
        return f"1 {word}"
    if word == "person":
        return f"{count:,} people"
    return f"{count:,} {word[:-1]}ies" if word.endswith(("ry", "dy")) else f"{count:,} {word}s"
