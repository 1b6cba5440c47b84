"""Dates counted from the day of the page: `yesterday`, `next year`, weekdays."""

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import language_data, table
from verbale.lexicon.date_patterns import date_words
from verbale.lexicon.date_types import Covered, DateFound, covered
from verbale.lexicon.meetings import meeting_words
from verbale.lexicon.numbers import alternatives
from verbale.lexicon.phrases import PhraseIndex
from verbale.lexicon.words import has_case, is_unspaced
from verbale.records.vocabulary import Precision

MIN_WEEKDAY = 5
"""Letters from which a second CLDR name of a weekday is looked for; shorter ones are abbreviations."""

WEEK = 7
NEAR_DATE = 12
"""Characters that may part a weekday from the printed date that it belongs to: `Monday, 8 December`."""

NEAR_WEEK = 8
"""The same for the words that name its week: `next week on Monday`."""

_MODIFIER = 20
_CLAUSE = 80
"""Characters on either side of a weekday in which a word such as `will` is looked for."""

_CLAUSE_END = re.compile(r"[.;:!?,،؛。；，、।\n]")
_SENTENCE_START = re.compile(r"(?:[.!?…:;»”\"\n(])[\s\"'«“„(-]*$")
_STEPS = re.compile(r"(?P<unit>[a-z]+)(?P<steps>[+-]\d+)")


class Relative(NamedTuple):
    """Words that count from the day of the page, such as `next year`: unit and how many of it."""

    start: int
    end: int
    unit: str
    steps: int


class RelativeDates:
    """What counts from the day of the page in one language.

    A weekday is the nearest such day not after the day of the page: reports tell of what has happened more often
    than of what will. Words such as `next` beside it make it the first day after; where a word such as `will` governs
    it, it is the nearest that is not before.
    """

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        own = table("calendar").get(language) or {}
        inflected = language not in table("languages")["uninflected"]
        self._relative: PhraseIndex[str] = PhraseIndex()
        for unit, phrases in (own.get("relative") or {}).items():
            self._relative.update((phrase, unit) for phrase in phrases)
        days = date_words(language).relative
        self._relative.update((phrase, f"day{steps:+d}") for phrase, steps in days.items())
        proclitics = table("languages")["proclitics"].get(language) or ()
        self._weekdays: PhraseIndex[tuple[int, str]] = PhraseIndex(inflected, proclitics)
        self._weekdays.update((form, (day, form)) for day, form in _weekday_forms(language, own))
        self._next = _beside(own.get("next") or ())
        self._last = _beside(own.get("last") or ())
        self._words = meeting_words(language)
        apart = own.get("not_after") or ()
        spaced = alternatives(word for word in apart if not is_unspaced(word))
        joined = alternatives(word for word in apart if is_unspaced(word))
        self._apart = re.compile(rf"(?:(?<!\w)(?:{spaced})\s+|(?:{joined}))$", re.IGNORECASE)

    def relatives(self, text: str) -> list[Relative]:
        """Return the words that count from the day of the page, in order."""
        found = []
        for match in self._relative.find(text):
            steps = _STEPS.fullmatch(match.value)
            possessive = text.startswith(("'", "’"), match.end)
            if steps and not (steps["unit"] == "day" and possessive):
                found.append(Relative(match.start, match.end, steps["unit"], int(steps["steps"])))
        return found

    def find(
        self, text: str, reference: date, taken: Sequence[DateFound], relatives: Iterable[Relative]
    ) -> Iterator[DateFound]:
        """Yield days, weeks, months and years counted from the reference, none over a date that is taken."""
        printed = covered(text, taken)
        days_printed = Covered(
            len(text), ((row.start, row.end) for row in taken if row.precision in ("day", "period"))
        )
        free = [row for row in relatives if not printed.touches(row.start, row.end)]
        for row in free:
            if row.unit == "day":
                days_printed.add(row.start, row.end)
        weeks = [row for row in free if row.unit == "week"]
        days = list(self._days(text, reference, (printed, days_printed), weeks))
        yield from days
        used = covered(text, days)
        for row in free:
            if not used.touches(row.start, row.end):
                first, last, precision = counted(row.unit, row.steps, reference)
                yield DateFound(row.start, row.end, first, last, precision, "page")

    def _days(
        self, text: str, reference: date, printed: tuple[Covered, Covered], weeks: Sequence[Relative]
    ) -> Iterator[DateFound]:
        """Yield weekdays that no printed date (all of them, and days alone) stands over or beside."""
        dates, days = printed
        for match in self._weekdays.find(text):
            weekday, form = match.value
            start, end = match.start, match.end
            if not _fits_case(text, start, end, form) or self._apart.search(
                text[max(0, start - _MODIFIER) : start]
            ):
                continue
            if dates.touches(start, end) or _has_date(text, start, end, days):
                continue
            near = beside(weeks, start)
            week = next((row for row in near if _joined(text, start, end, row)), None)
            if week is not None:
                monday = counted("week", week.steps, reference)[0]
                day = monday + timedelta(days=weekday)
                start, end = min(start, week.start), max(end, week.end)
            else:
                day, start, end = self._nearest(text, start, end, weekday, reference)
            yield DateFound(start, end, day, day, "day", "page")

    def _nearest(
        self, text: str, start: int, end: int, weekday: int, reference: date
    ) -> tuple[date, int, int]:
        """Return the day that a weekday stands for, with the words beside it that say which."""
        before, after = text[max(0, start - _MODIFIER) : start], text[end : end + _MODIFIER]
        back = (reference.weekday() - weekday) % WEEK
        for (leads, follows), days in ((self._next, WEEK - back), (self._last, -(back or WEEK))):
            lead, follow = leads.search(before), follows.match(after)
            if lead or follow:
                reach = end + follow.end() if follow else end
                return reference + timedelta(days=days), start - (len(lead.group()) if lead else 0), reach
        if self._is_to_come(text, start, end):
            return reference + timedelta(days=-back % WEEK), start, end
        return reference - timedelta(days=back), start, end

    def _is_to_come(self, text: str, start: int, end: int) -> bool:
        """Tell whether a weekday goes with a word such as `will`, on the side where the language puts its verbs.

        The two stand in one clause, without another weekday between; or the word follows at once (`Am Freitag wird`).
        """
        will = self._words.will
        follows = _CLAUSE_END.split(text[end : end + _CLAUSE], maxsplit=1)[0]
        if self._words.verb_last:
            gap = next((follows[: found.start] for found in will.find(follows)), None)
            return gap is not None and not self._weekdays.find(gap)
        leads = _CLAUSE_END.split(text[max(0, start - _CLAUSE) : start])[-1]
        gap = next((leads[found.end :] for found in reversed(will.find(leads))), None)
        if gap is not None and not self._weekdays.find(gap):
            return True
        return any(found.start <= 1 for found in will.find(follows))


def counted(unit: str, steps: int, reference: date) -> tuple[date, date, Precision]:
    """Return first and last day, with precision, of the unit that lies so many steps from the reference.

    Weeks begin on Monday (ISO 8601); a decade is that of its first three digits.
    """
    if unit == "day":
        day = reference + timedelta(days=steps)
        return day, day, "day"
    if unit == "week":
        monday = reference + timedelta(days=WEEK * steps - reference.weekday())
        return monday, monday + timedelta(days=WEEK - 1), "period"
    if unit == "month":
        year, month = divmod(reference.year * 12 + reference.month - 1 + steps, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, 1), date(year, month + 1, last), "month"
    if unit == "decade":
        first = (reference.year // 10 + steps) * 10
        return date(first, 1, 1), date(first + 9, 12, 31), "period"
    year = reference.year + steps
    return date(year, 1, 1), date(year, 12, 31), "year"


def _weekday_forms(language: str, own: dict[str, dict[int, list[str]]]) -> Iterator[tuple[int, str]]:
    """Yield weekdays with their forms: own ones, then those of CLDR unless own ones stand in their place."""
    for day, forms in (own.get("weekdays_only") or own.get("weekdays") or {}).items():
        yield from ((day, form) for form in forms)
    if "weekdays_only" in own:
        return
    for day, names in language_data(language).days.items():
        for position, name in enumerate(names):
            plain = name.strip(".")
            if position == 0 or is_unspaced(plain) or (len(plain) >= MIN_WEEKDAY and plain == name):
                yield day, plain


def _beside(words: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds one of the words right before, and right after, another."""
    any_word = alternatives(words)
    before = re.compile(rf"(?<!\w)(?:{any_word})[\s\u00a0]*$", re.IGNORECASE)
    return before, re.compile(rf"[\s\u00a0]*(?:{any_word})(?!\w)", re.IGNORECASE)


def _fits_case(text: str, start: int, end: int, form: str) -> bool:
    """Tell whether letters that are capital in a form are so in the text, and no others but at a sentence's start."""
    if not has_case(form):
        return True
    if any(letter.isupper() for letter in form):
        pairs = zip(form, text[start:end], strict=False)
        return all(found.isupper() for letter, found in pairs if letter.isupper())
    lead = text[max(0, start - _MODIFIER) : start] if start > _MODIFIER else "\n" + text[:start]
    return not text[start].isupper() or _SENTENCE_START.search(lead) is not None


def _has_date(text: str, start: int, end: int, days: Covered) -> bool:
    """Tell whether a printed day, or a word such as `today`, says which day a weekday is."""
    after, before = days.after(end, NEAR_DATE), days.before(start, NEAR_DATE)
    return (after >= 0 and _is_short(text[end:after])) or (before >= 0 and _is_short(text[before:start]))


def beside(rows: Sequence[Relative], place: int) -> Sequence[Relative]:
    """Return the rows on either side of a place; rows stand in order."""
    at = bisect_left(rows, place, key=lambda row: row.start)
    return rows[max(0, at - 1) : at + 1]


def _is_short(gap: str) -> bool:
    return len(gap) <= NEAR_DATE and not any(sign in gap for sign in ".;!?。\n")


def _joined(text: str, start: int, end: int, row: Relative) -> bool:
    """Tell whether a weekday and the words for a week stand together, or one within the other."""
    if row.start < end and start < row.end:
        return True
    gap = text[end : row.start] if row.start >= end else text[row.end : start]
    return len(gap) <= NEAR_WEEK and not any(sign in gap for sign in ".,;!?。，\n")


@lru_cache(maxsize=64)
def relative_dates(language: str) -> RelativeDates:
    """Return what counts from the page in a base language, made once."""
    return RelativeDates(language)
