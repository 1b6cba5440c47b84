"""Rewrite a reading: other words for some of its stretches, with every offset, quote and id made to fit."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

from verbale.lexicon.data import base_language, language_data, table
from verbale.records.ids import content_id, text_digest
from verbale.records.reading import (
    AmountMention,
    DateMention,
    Dropped,
    OfficeHeld,
    PersonMention,
    PlaceMention,
    Reading,
    Speaker,
)
from verbale.text.fold import fold
from verbale.text.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from verbale.records.reading import AnyMention, Segment, Source

_DIGITS = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DAYS_A_YEAR = 365.2425


class Edit(NamedTuple):
    """Other words for the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class Rewriter:
    """A text with edits made, and where each character of the old one went."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        """Make the edits; of two that overlap the one that starts first is made, the longer one if both do."""
        parts, at, shift = [], 0, 0
        self._old: list[int] = []
        self._made: list[tuple[Edit, int]] = []
        for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
            if edit.start < at:
                continue
            parts += [text[at : edit.start], edit.text]
            self._old.append(edit.start)
            self._made.append((edit, edit.start + shift))
            shift += len(edit.text) - (edit.end - edit.start)
            at = edit.end
        self.text = "".join([*parts, text[at:]])

    def __call__(self, position: int, *, end: bool = False) -> int:
        """Where a character stands now; inside an edit, where the edit starts, or ends for an end."""
        row = bisect_right(self._old, position - 1 if end else position) - 1
        if row < 0:
            return position
        edit, start = self._made[row]
        if position >= edit.end:
            return position - edit.end + start + len(edit.text)
        return start + (len(edit.text) if end else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch stands now."""
        first = self(start)
        return first, max(first, self(end, end=True))


class Changes(NamedTuple):
    """What else of a reading is made other.

    Attributes:
        states: state for state.
        places: state for state where places are told.
        days: by which dates move.
        figures: what values are multiplied by.
        cut: rows of segments that are left out.
        undated: whether the days that a page tells are left out too.
    """

    states: Mapping[str, str]
    places: Mapping[str, str]
    days: int
    figures: int
    cut: Collection[int] = ()
    undated: bool = False


def rewritten(reading: Reading, source: Source, edits: Sequence[Edit], changes: Changes) -> Reading:
    """The reading of the page that the edits make.

    Args:
        source: what the page is now, but for its id, text, digest, title and dropped stretches.
    """
    old = reading.source
    removed = [Edit(s.start, s.end, "") for row, s in enumerate(reading.segments) if row in changes.cut]
    kept = [e for e in edits if not any(r.start <= e.start and e.end <= r.end for r in removed)]
    now = Rewriter(old.text, [*removed, *kept])
    id_ = content_id("source", now.text, source.url, source.published, source.path)
    source = msgspec.structs.replace(
        source,
        id=id_,
        text=now.text,
        sha256=text_digest(now.text),
        title=_stretch(old.title, old.text, now),
        dropped=tuple(Dropped(*now.span(d.start, d.end), d.reason) for d in old.dropped),
    )
    rows = [row for row in range(len(reading.segments)) if row not in changes.cut]
    segments = {reading.segments[row].id: _segment(reading.segments[row], old, source, now) for row in rows}
    mentions = [
        _mention(m, segments[m.segment], now, changes) for m in reading.mentions if m.segment in segments
    ]
    starts = {m.start for m in mentions if m is not None}
    return Reading(
        source=source,
        segments=tuple(segments.values()),
        classified=tuple(reading.classified[row] for row in rows),
        speakers=tuple(_speaker(reading.speakers[row], now, starts, changes) for row in rows),
        mentions=tuple(m for m in mentions if m is not None),
        parts=tuple(reading.parts[row] for row in rows if reading.parts),
    )


def _stretch(words: str | None, text: str, now: Rewriter) -> str | None:
    """Words that stand in the old text, as they stand in the new one."""
    at = text.find(words) if words else -1
    if words is None or at < 0:
        return words
    return now.text[slice(*now.span(at, at + len(words)))]


def _segment(segment: Segment, old: Source, source: Source, now: Rewriter) -> Segment:
    start, end = now.span(segment.start, segment.end)
    return msgspec.structs.replace(
        segment,
        id=content_id("segment", source.id, start, end),
        source=source.id,
        start=start,
        end=end,
        text=now.text[start:end],
        lead=(_stretch(segment.lead, old.text, now) or "") if segment.lead else "",
    )


def _speaker(speaker: Speaker, now: Rewriter, starts: Collection[int], changes: Changes) -> Speaker:
    at = None if speaker.at is None else now(speaker.at)
    state = changes.states.get(speaker.country or "", speaker.country)
    return msgspec.structs.replace(speaker, at=at if at in starts else None, country=state)


def _mention(mention: AnyMention, segment: Segment, now: Rewriter, changes: Changes) -> AnyMention | None:
    start, end = now.span(mention.start, mention.end)
    if start == end:
        return None
    where = {"segment": segment.id, "start": start, "end": end, "text": now.text[start:end]}
    if isinstance(mention, DateMention):
        if changes.undated and mention.precision == "day":
            return None
        first, last = (moved(day, changes.days, mention.precision) for day in (mention.first, mention.last))
        return msgspec.structs.replace(mention, first=first, last=last, **where)
    if isinstance(mention, AmountMention):
        if not is_scaled(mention):
            return msgspec.structs.replace(mention, **where)
        since = None if mention.since is None else mention.since * changes.figures
        return msgspec.structs.replace(mention, value=mention.value * changes.figures, since=since, **where)
    country = getattr(mention, "country", None)
    if isinstance(mention, PlaceMention):
        state = changes.places.get(country or "", country)
        city = city_of(state, "en", "Latn") if mention.name and state != country and state else None
        return msgspec.structs.replace(
            mention, country=state, name=city[0] if city else mention.name, **where
        )
    if country is not None:
        where["country"] = changes.states.get(country, country)
    if isinstance(mention, PersonMention):
        where["offices"] = tuple(_office(office, now, changes) for office in mention.offices)
    return msgspec.structs.replace(mention, **where)


def _office(office: OfficeHeld, now: Rewriter, changes: Changes) -> OfficeHeld:
    start, end = now.span(office.start, office.end)
    country = changes.states.get(office.country or "", office.country)
    return msgspec.structs.replace(office, start=start, end=end, country=country)


def is_scaled(mention: AmountMention) -> bool:
    """Whether a quantity is made another: one in digits, of no share, and not a year."""
    return (
        mention.unit != "percent" and bool(_DIGITS.search(mention.text)) and not _YEAR.fullmatch(mention.text)
    )


def scaled(text: str, factor: int) -> str:
    """The words of a quantity with its number multiplied; its own digits and marks are kept."""
    return _DIGITS.sub(lambda found: _times(found.group(), factor), text, count=1)


def _times(number: str, factor: int) -> str:
    zero = next((ord(c) - int(c) for c in number if c.isdigit()), ord("0"))
    marks = [c for c in number if not c.isdigit()]
    digits = "".join(str(int(c)) for c in number if c.isdigit())
    decimals = len(number) - 1 - number.rfind(marks[-1]) if marks else 0
    product = str(int(digits) * factor)
    if marks and decimals:
        product = product.zfill(decimals + 1)
        product = product[:-decimals] + marks[-1] + product[-decimals:]
    return "".join(chr(zero + int(c)) if c.isascii() and c.isdigit() else c for c in product)


def moved(day: date, days: int, precision: str) -> date:
    """A date moved: a day by days, anything longer by whole years."""
    if precision == "day":
        return day + timedelta(days=days)
    years = round(days / _DAYS_A_YEAR)
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def date_words(mention: DateMention, days: int, language: str) -> str:
    """How a page would write a date that has moved; words without figures, such as a weekday, stay."""
    if not any(c.isdigit() for c in mention.text):
        return mention.text
    day = moved(mention.first, days, mention.precision)
    years = day.year - mention.first.year
    if mention.precision != "day":
        return _YEAR.sub(lambda found: _digits_like(found.group(), int(found.group()) + years), mention.text)
    form = "d MMMM y" if _YEAR.search(mention.text) else "d MMMM"
    if not any(c.isalpha() for c in mention.text):
        form = "dd/MM/y" if _YEAR.search(mention.text) else "d/M"
    return format_date(day, form, locale=_locale(language))


def _digits_like(old: str, number: int) -> str:
    zero = ord(old[0]) - int(old[0])
    return "".join(chr(zero + int(c)) for c in str(number))


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(base_language(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=50_000)
def state_words(old: str, was: str, country: str, language: str) -> str:
    """What a page would call a state where it calls another one `old`: a name, or an adjective for an adjective."""
    code = base_language(language)
    names = language_data(code).territories
    if not any(fold(name) in fold(old) for name in names.get(was, ())):
        forms = (table("states").get(code) or {}).get(country, ())
        own = next((form for form in forms if not form.endswith("*") and " " not in form), None)
        if own is not None:
            return str(own)
    return names[country][0] if names.get(country) else old


@lru_cache(maxsize=50_000)
def city_of(country: str, language: str, script: str) -> tuple[str, str] | None:
    """English name of the first city of a state, and its name in a script; None where none is known."""
    known = table("places")["any"].get(country) or {}
    for english, forms in known.items():
        compiled = language_data(base_language(language)).cities.get(country, {}).get(english, ())
        found = (form for form in (*compiled, english, *forms) if script_of(form) == script)
        return english, next(found, english)
    return None


@lru_cache(maxsize=1)
def states() -> tuple[str, ...]:
    """States of which a city is known, by code."""
    return tuple(sorted(set(table("places")["any"]) & set(language_data("en").territories)))
