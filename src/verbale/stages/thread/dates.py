"""Days of meetings and deadlines, which may be known to the month or year only."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date

from verbale.records.items import Meeting

OCCASION = 7
"""Days within which meetings of the same states count as one occasion, such as the talks and calls of one visit."""

UNDATED = "9999"
"""Undertakings of meetings without a date come after all others."""

_LENGTH = {"year": 4, "month": 7, "day": 10}


def last_day(when: str) -> str:
    """The last day (ISO) of a date that is a day, a month or a year."""
    if len(when) == _LENGTH["year"]:
        return f"{when}-12-31"
    if len(when) == _LENGTH["month"]:
        return f"{when}-{calendar.monthrange(int(when[:4]), int(when[5:]))[1]:02d}"
    return when


def held_on(meeting: Meeting | None) -> str:
    """The last day of a meeting, such that days sort; `UNDATED` when it is not known."""
    when = (meeting.date_end or meeting.date_start) if meeting else None
    return last_day(when) if when else UNDATED


def occasions(days: Iterable[str]) -> list[list[str]]:
    """Days of meetings in order, those of one occasion together."""
    found: list[list[str]] = []
    for day in sorted(set(days)):
        if found and (date.fromisoformat(day) - date.fromisoformat(found[-1][-1])).days <= OCCASION:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def occasions_after(day: str, given: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The occasions that begin after the one to which a day belongs, or after the day."""
    return [days for days in given if days[0] > day]
