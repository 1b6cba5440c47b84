"""When a page was published: what it prints at its head, else what its first paragraphs tell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError

from verbale.lexicon import DateFound, Lexicon
from verbale.records.reading import Dropped
from verbale.stages.clean.layout import Layout, Row
from verbale.stages.clean.provenance import FIRST_YEAR, LAST_YEAR
from verbale.text.fold import fold_words
from verbale.text.lines import ends_sentence

HEAD_ROWS = 6
MAX_HEAD_ROWS = 16
"""Rows at the top among which a date of publication is printed: menu, section, headline, standfirst, date; more of
them when no paragraph stands there yet."""

FOOT_ROWS = 8
"""Rows at the end of a statement among which the day of its signing stands."""

LEAD_PARAGRAPHS = 2
LEAD_CHARS = 130
"""Where the day of the news stands: in the beginning of a headline or of the first two paragraphs. Days further in
are of other events: the 5 of 205 readouts of 2021-2022 that name one there, and no date, all mean another day."""

WEEKDAY_CHARS = 25
"""How near to a day the name of its weekday stands (`on Tuesday, 2 December`)."""

MAX_DATE_LINE_CHARS = 110
MAX_DATE_LINE_WORDS = 6
"""Words beside the date on a line of its own: a place, an outlet, `Press release`."""

MAX_DATELINE_CHARS = 90
"""Within this many characters a dateline (`HANOI, 2 December 2025 (VNA) –`) has ended."""

MAX_WITNESS_CHARS = 30_000
"""How much text is searched for the year of a day; the longest communiqués have about as much."""

NEAR = timedelta(days=150)
"""A day without a year is believed this near to the day that gave it one; further off, the next year fits as well."""

OLDER = timedelta(days=366)
"""A day in the lead that lies this long before the latest date on the page is history, not news."""

_TIME = re.compile(
    r"\d{1,2}\s*[:.h時시]\s*\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|(?:gmt|utc)\s*[+-]?\d*", re.IGNORECASE
)
_PARTED = re.compile(r"[|·•/]|\s[-–—]\s")
_PLACE_AND_DAY = re.compile(r"(?:[^\W\d_][^\d,،、:]{1,40})[,،、]\s*(?:[^\W\d_]{1,4}\s){0,2}$")
_DASH = re.compile(r"[-–—―]\s|[-–—]$|--|\.-")
_ISO_AND_TEXT = re.compile(r"\W*(?P<label>[^\W\d]{0,20})\W*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page prints of dates.

    Attributes:
        day: the first date that is printed in full, on a line of its own or in a dateline.
        dropped: the lines that hold dates and times alone.
    """

    day: date | None
    dropped: tuple[Dropped, ...]


def head_dates(layout: Layout, language: str, lexicon: Lexicon) -> Head:
    """Return the dates at the head of a page."""
    day: date | None = None
    dropped: list[Dropped] = []
    for row in _head_rows(layout):
        days = [
            found
            for found in _dates_in(row.text[:MAX_DATE_LINE_CHARS], language, lexicon)
            if _is_full_day(found)
        ]
        if not days:
            if _is_labelled_date(layout, row):
                dropped.append(row.drop("date line"))
            continue
        stretch = _date_stretch(layout, row, days, language)
        if stretch:
            dropped.append(stretch)
        if stretch or _is_dateline(row.text, days[0]) or _is_date_line(layout, row, days, language):
            day = day or days[0].first
    return Head(day, tuple(dropped))


def _head_rows(layout: Layout) -> Sequence[Row]:
    """Return the rows up to the first paragraph, at least a few."""
    paragraph = next((row.index for row in layout.rows if layout.paragraph(row)), 0)
    return layout.rows[: max(HEAD_ROWS, min(paragraph, MAX_HEAD_ROWS))]


def foot_date(rows: Sequence[str], language: str, lexicon: Lexicon) -> date | None:
    """Return the day on which a statement says that it was made (`Done at Rabat, 5 October 2018`)."""
    for text in reversed(rows[-FOOT_ROWS:]):
        if len(text) > MAX_DATE_LINE_CHARS:
            continue
        days = [found for found in _dates_in(text, language, lexicon) if _is_full_day(found)]
        if len(days) == 1 and len(fold_words(text[: days[0].start]).split()) <= MAX_DATE_LINE_WORDS:
            return days[0].first
    return None


def _dates_in(text: str, language: str, lexicon: Lexicon) -> list[DateFound]:
    return lexicon.find_dates(text, language) if any(c.isdigit() for c in text) else []


def _date_stretch(layout: Layout, row: Row, days: Sequence[DateFound], language: str) -> Dropped | None:
    """Return the stretch of a line that holds dates and times alone: all of it, or a stamp glued to its front."""
    glued = _ISO_AND_TEXT.match(row.text)
    if glued and days[0].start < glued.end() and _is_label(layout, glued["label"]):
        return Dropped(row.line.start, row.line.start + glued.end(), "date line")
    if not _is_date_line(layout, row, days, language) or _names_a_place(layout, row, days, language):
        return None
    return row.drop("date line")


def lead_date(rows: Sequence[str], witness: str, language: str, lexicon: Lexicon) -> date | None:
    """Return the day of the news: the first that the lead of an account names.

    A day without a year takes it from the dates that the witness prints in full; without any there is no date.

    Args:
        rows: the paragraphs of the account, or of a teaser.
        witness: the whole of the account, or the teasers beside it.
        language: of both.
        lexicon: finds the dates.
    """
    starts = [text[: LEAD_CHARS * 2] for text in _lead(rows) if any(c.isdigit() for c in text[:LEAD_CHARS])]
    if not starts:
        return None
    hints = lexicon.date_hints(witness[:MAX_WITNESS_CHARS], language)
    latest = max(hints.dates, default=None)
    for text in starts:
        for found in lexicon.find_dates(text, language, None, hints):
            plausible = FIRST_YEAR <= found.first.year <= LAST_YEAR
            news = latest is None or found.first > latest - OLDER
            if found.precision == "day" and found.start < LEAD_CHARS and plausible and news:
                sure = _year_is_sure(found) and _weekday_agrees(text, found, language)
                return found.first if sure else None
    return None


def _year_is_sure(found: DateFound) -> bool:
    """Whether a day whose year was taken from another day lies so near to that one that no other year fits."""
    try:
        other = date.fromisoformat(found.year_from)
    except ValueError:
        return True
    return abs(found.first - other) <= NEAR


def _lead(rows: Sequence[str]) -> Iterator[str]:
    """Yield the headlines and the first paragraphs of an account."""
    paragraphs = 0
    for text in rows:
        paragraphs += ends_sentence(text) or len(text) > MAX_DATE_LINE_CHARS
        yield text
        if paragraphs == LEAD_PARAGRAPHS:
            return


def _weekday_agrees(text: str, found: DateFound, language: str) -> bool:
    """Whether the weekday that stands beside a day, if one does, is the day's."""
    around = text[max(0, found.start - WEEKDAY_CHARS) : found.end + WEEKDAY_CHARS].casefold()
    near = {number for name, number in weekday_names(language).items() if name in around}
    return not near or found.first.weekday() in near


@cache
def weekday_names(language: str) -> dict[str, int]:
    """Return the names of weekdays of a language (CLDR), casefolded, with Monday as 0; none for one unknown."""
    try:
        days = Locale.parse(language).days
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        name.casefold(): number
        for context in days.values()
        for number, name in (context.get("wide") or {}).items()
    }


def _is_full_day(found: DateFound) -> bool:
    known = found.precision == "day" and found.year_from == "text"
    return known and FIRST_YEAR <= found.first.year <= LAST_YEAR


def _is_label(layout: Layout, word: str) -> bool:
    return not word or "dated" in layout.cues.kinds.get(fold_words(word), ())


def _is_labelled_date(layout: Layout, row: Row) -> bool:
    """Whether a line says that it is a date and holds numbers, though they are in no known order."""
    labels = layout.cues.label(row.text[:MAX_DATE_LINE_CHARS])
    numbers = any(label.kind == "dated" and label.rest[:1].isdigit() for label in labels)
    return numbers and len(row.text) <= MAX_DATE_LINE_CHARS / 2


def _is_date_line(layout: Layout, row: Row, days: Sequence[DateFound], language: str) -> bool:
    """Whether little stands on a line beside its dates, times and the words that go with them."""
    if len(row.text) > MAX_DATE_LINE_CHARS or (row.ends and len(row.text) > MAX_DATE_LINE_CHARS / 2):
        return False
    words = _beside_dates(layout, row, days, language)
    headline = row.index == 0
    return not words or (not headline and len(words) <= MAX_DATE_LINE_WORDS)


def _beside_dates(layout: Layout, row: Row, days: Sequence[DateFound], language: str) -> list[str]:
    """Return the words of a line beside its dates, times, weekdays and labels (`published`)."""
    rest = row.text
    for found in reversed(days):
        rest = rest[: found.start] + " " + rest[found.end :]
    words = [w for w in fold_words(_TIME.sub(" ", rest)).split() if not w.isdigit()]
    weekdays = weekday_names(language)
    return [w for w in words if "dated" not in layout.cues.kinds.get(w, ()) and w not in weekdays]


def _names_a_place(layout: Layout, row: Row, days: Sequence[DateFound], language: str) -> bool:
    """Whether a line is the place and the day of a statement (`Suva, 3 May 2021`): no time, no label, no sign."""
    if _TIME.search(row.text[: days[0].start] + row.text[days[-1].end :]) or _PARTED.search(row.text):
        return False
    plain = len(days) == 1 and not any(label.kind == "dated" for label in layout.cues.label(row.text))
    named = _PLACE_AND_DAY.match(row.text[: days[0].start])
    return plain and bool(named) and bool(_beside_dates(layout, row, days, language))


def _is_dateline(text: str, found: DateFound) -> bool:
    return found.start < MAX_DATELINE_CHARS / 2 and bool(_DASH.search(text, found.end, MAX_DATELINE_CHARS))
