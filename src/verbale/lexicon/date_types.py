"""What a found date is."""

from datetime import date
from typing import NamedTuple

from verbale.records.vocabulary import Precision


class DateFound(NamedTuple):
    """A date from `start` to `end`, resolved; `first` and `last` are the same for a day.

    `year_from` is `text` when the year is printed with it, `page` when it was counted from the reference, else the
    ISO date, or the bare year, elsewhere in the source that it was taken from.
    """

    start: int
    end: int
    first: date
    last: date
    precision: Precision
    year_from: str


def overlaps(start: int, end: int, others: list[DateFound]) -> bool:
    """Tell whether a stretch shares a character with one of the dates."""
    return any(other.start < end and start < other.end for other in others)
