"""What a page prints of where it came from: its address, its outlet, and dates in addresses."""

import re
from datetime import date
from urllib.parse import urlsplit

from verbale.stages.clean.layout import Layout

FIRST_YEAR = 1995
LAST_YEAR = 2049
"""News pages have stood on the web since 1995; a two-digit year up to 49 belongs to this century."""

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
MEDIA_FILE = re.compile(
    r".{0,150}[^\s/]\.(?:jpe?g|png|gif|webp|svg|avif|heic|tiff?|bmp|mp4|mov|mp3|webm)", re.IGNORECASE
)
SITE = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))"
)
_SLASHED = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)|/((?:19|20)\d\d)/?(\d\d)/?(\d\d)/")
_LONG_NUMBER = re.compile(r"\d{12,20}")
_STAMP_DIGITS = 12
"""yymmddhhmmss, as content systems put it into the number of a page."""


def printed_address(layout: Layout) -> tuple[str | None, str | None]:
    """Return the address that a page prints as its own, and the outlet's domain.

    Its own is what a source line (`Källa: https://…`) names, or a line that is an address alone; the last one
    counts. A line that is the bare name of a site gives the outlet without an address.
    """
    url = outlet = None
    for row in layout.rows[1:]:
        sourced = any(label.kind == "source" for label in layout.cues.label(row.text))
        found = ADDRESS.search(row.text)
        if found and (sourced or found.span() == (0, len(row.text))):
            url = found.group().rstrip(".,;")
        elif SITE.fullmatch(row.text) and not MEDIA_FILE.fullmatch(row.text):
            outlet = outlet or row.text.lower()
    return url, domain(url) or outlet


def domain(url: str | None) -> str | None:
    """Return the host of an address without `www.`; None when it has none."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.") or None


def date_in_address(url: str | None) -> date | None:
    """Return the day that an address names, as `/2025/12/02/`, `20251202` or `t2025-12-02`.

    Page numbers that hold the time of writing are read too: `185251202230407136` has 25-12-02 23:04:07 after
    a site's code.
    """
    if not url:
        return None
    tail = url.split("://")[-1].split("?")[0]
    for found in _SLASHED.finditer(tail):
        day = _day(*[part for part in found.groups() if part])
        if day:
            return day
    for found in _YEAR_FIRST.finditer(tail):
        day = _day(found[1], found[3], found[4])
        if day:
            return day
    return next((day for found in _LONG_NUMBER.finditer(tail) if (day := _stamp(found.group()))), None)


def _stamp(digits: str) -> date | None:
    """Return the first reading of a page number as yymmddhhmmss."""
    for at in range(len(digits) - _STAMP_DIGITS + 1):
        hour, minute, second = (int(digits[at + k : at + k + 2]) for k in (6, 8, 10))
        if hour < 24 and minute < 60 and second < 60:
            day = _day("20" + digits[at : at + 2], digits[at + 2 : at + 4], digits[at + 4 : at + 6])
            if day:
                return day
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
