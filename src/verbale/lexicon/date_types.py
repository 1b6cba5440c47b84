"""What a found date is."""

from collections.abc import Iterable
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


class Covered:
    """The characters of a text that something was found in; a look costs the length of the stretch only."""

    def __init__(self, length: int, stretches: Iterable[tuple[int, int]] = ()) -> None:
        """Cover some stretches, each from start to end, of a text of so many characters."""
        self._marks = bytearray(length)
        for start, end in stretches:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Cover a stretch."""
        self._marks[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a character with what is covered."""
        return self._marks.find(1, start, end) >= 0

    def after(self, end: int, reach: int) -> int:
        """Return where the next covered stretch begins, at most `reach` characters on, or -1."""
        return self._marks.find(1, end, end + reach + 1)

    def before(self, start: int, reach: int) -> int:
        """Return where the covered stretch before a place ends, at most `reach` characters back, or -1."""
        last = self._marks.rfind(1, max(0, start - reach - 1), start)
        return last + 1 if last >= 0 else -1


def covered(text: str, dates: Iterable[DateFound]) -> Covered:
    """Return what the dates of a text cover."""
    return Covered(len(text), ((row.start, row.end) for row in dates))
