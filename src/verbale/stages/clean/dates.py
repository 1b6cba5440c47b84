"""When a page was published: what it prints at its head, else what its first paragraphs tell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from verbale.lexicon import DateFound, DateHints, Lexicon
from verbale.records.reading import Dropped
from verbale.stages.clean.layout import Layout, Row
from verbale.stages.clean.provenance import FIRST_YEAR, LAST_YEAR
from verbale.text.fold import fold_words

HEAD_ROWS = 6
"""Rows at the top among which a date of publication is printed: menu, section, headline, standfirst, date."""

LEAD_ROWS = 4
"""Rows of the account whose first date is taken for its day: headline, dateline and two paragraphs."""

MAX_DATE_LINE_CHARS = 110
MAX_DATE_LINE_WORDS = 6
"""Words beside the date on a line of its own: a place, an outlet, `Press release`."""

MAX_DATELINE_CHARS = 90
"""Within this many characters a dateline (`HANOI, 2 December 2025 (VNA) –`) has ended."""

OLDER = timedelta(days=366)
"""A day in the lead that lies this long before the latest date on the page is history, not news."""

_TIME = re.compile(
    r"\d{1,2}\s*[:.h時시]\s*\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|(?:gmt|utc)\s*[+-]?\d*", re.IGNORECASE
)
_DASH = re.compile(r"[-–—―]\s|[-–—]$|--|\.-")
_ISO_AND_TEXT = re.compile(r"\W*(?P<label>[^\W\d]{0,20})\W*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date printed at the head of a page, and the stretch to drop, if it stands apart from the account."""

    day: date
    dropped: Dropped | None


def printed_date(layout: Layout, language: str, lexicon: Lexicon) -> PrintedDate | None:
    """Return the first date that the head of a page prints in full: on its own line, or in a dateline."""
    for row in layout.rows[:HEAD_ROWS]:
        days = [found for found in lexicon.find_dates(row.text[:400], language) if _is_full_day(found)]
        if not days:
            continue
        first = days[0]
        glued = _ISO_AND_TEXT.match(row.text)
        if glued and first.start < glued.end() and _is_label(layout, glued["label"]):
            return PrintedDate(
                first.first, Dropped(row.line.start, row.line.start + glued.end(), "date line")
            )
        if _is_date_line(layout, row, days):
            return PrintedDate(first.first, row.drop("date line"))
        if _is_dateline(row.text, first):
            return PrintedDate(first.first, None)
    return None


def date_lines(layout: Layout, language: str, lexicon: Lexicon) -> Iterator[Dropped]:
    """Yield the lines at the head of a page that hold dates and times alone."""
    for row in layout.rows[:HEAD_ROWS]:
        if len(row.text) <= MAX_DATE_LINE_CHARS and any(c.isdigit() for c in row.text):
            days = [found for found in lexicon.find_dates(row.text, language) if _is_full_day(found)]
            if days and _is_date_line(layout, row, days):
                yield row.drop("date line")


def lead_date(rows: Sequence[str], language: str, lexicon: Lexicon, hints: DateHints) -> date | None:
    """Return the first day that the lead of an account names.

    A day without a year takes it from the dates that the text prints in full; without any there is no date.

    Args:
        rows: the paragraphs of the account, or of a teaser.
        language: their language.
        lexicon: finds the dates.
        hints: the dates that the whole of the account, or the teasers beside it, print in full.
    """
    latest = max(hints.dates, default=None)
    for text in rows[:LEAD_ROWS]:
        for found in lexicon.find_dates(text, language, None, hints):
            plausible = FIRST_YEAR <= found.first.year <= LAST_YEAR
            news = latest is None or found.first > latest - OLDER
            if found.precision == "day" and plausible and news:
                return found.first
    return None


def _is_full_day(found: DateFound) -> bool:
    known = found.precision == "day" and found.year_from == "text"
    return known and FIRST_YEAR <= found.first.year <= LAST_YEAR


def _is_label(layout: Layout, word: str) -> bool:
    return not word or "dated" in layout.cues.kinds.get(fold_words(word), ())


def _is_date_line(layout: Layout, row: Row, days: Sequence[DateFound]) -> bool:
    """Whether little stands on a line beside its dates, times and the words that go with them."""
    if len(row.text) > MAX_DATE_LINE_CHARS or (row.ends and len(row.text) > MAX_DATE_LINE_CHARS / 2):
        return False
    rest = row.text
    for found in reversed(days):
        rest = rest[: found.start] + " " + rest[found.end :]
    words = [w for w in fold_words(_TIME.sub(" ", rest)).split() if not w.isdigit()]
    words = [w for w in words if "dated" not in layout.cues.kinds.get(w, ())]
    headline = row.index == 0
    return not words or (not headline and len(words) <= MAX_DATE_LINE_WORDS)


def _is_dateline(text: str, found: DateFound) -> bool:
    return found.start < MAX_DATELINE_CHARS / 2 and bool(_DASH.search(text, found.end, MAX_DATELINE_CHARS))
