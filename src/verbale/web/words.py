"""What the record's codes and dates are called on the page. What is not known is said to be so."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from verbale.records.vocabulary import PILLARS
from verbale.service import wording

ENGLISH = Locale("en")
UNKNOWN_LANGUAGE = "und"

MEETING_WORDS = {
    "talks": "talks",
    "call": "phone call",
    "visit": "visit",
    "session": "committee session",
    "summit": "summit",
    "signing": "signing",
    "ceremony": "ceremony",
    "reception": "reception",
    "other": "encounter",
}
STATUS_WORDS = {
    "held": "held",
    "announced": "announced, not told of as held",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "recalled": "only recalled in these accounts",
}
STRENGTH_WORDS = {
    "consider": "will be considered",
    "discuss": "will be discussed",
    "intend": "intended",
    "agree": "agreed",
    "commit": "committed",
    "signed": "signed",
    "reported done": "reported done",
}
DATE_ORIGINS = {
    "text": "date in the words of an account",
    "page": "date printed on the page",
    "url": "date in the address of the page",
    "metadata": "date in the metadata of the page",
    "given": "date given with the file",
    "accounts": "date told by another account",
}
PUBLISHED_ORIGINS = {
    "text": "from its text",
    "page": "printed on the page",
    "url": "from its address",
    "metadata": "from its metadata",
    "given": "given with the file",
}

_OVERRIDES = {"\u202d": "⟨LRO⟩", "\u202e": "⟨RLO⟩"}
_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_TURNING = _CONTROLS | {"R", "AL", "AN"}
"""Bidirectional classes (UAX 9) that can change the order of what stands beside them."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e]")


def visible(text: str) -> str:
    """Return the text with characters that could disguise it made visible.

    Direction overrides would let a page show its words in another order than they stand in; control characters
    would vanish. Ordinary direction marks, which right-to-left text needs, are kept.
    """
    return _CONTROL.sub(lambda match: _picture(match.group()), text)


def isolated(text: str) -> str:
    """Return a text that can stand inside an English line without turning the words around it.

    Only what has letters or controls of right-to-left writing is changed: it is set between a first-strong isolate
    and its end (UAX 9), after a mark that keeps the line itself left to right; controls of its own are left out.
    """
    if not any(bidirectional(character) in _TURNING for character in text):
        return text
    plain = "".join(character for character in text if bidirectional(character) not in _CONTROLS)
    return f"\u200e\u2068{plain}\u2069"


def _picture(character: str) -> str:
    if character in _OVERRIDES:
        return _OVERRIDES[character]
    return "\u2421" if character == "\x7f" else chr(0x2400 + ord(character))


@lru_cache(maxsize=512)
def state_name(code: str) -> str:
    """Return the English name of a state, or the code itself when CLDR has none."""
    return wording.country_name(code)


def sides(codes: Iterable[str], bodies: Iterable[str] = ()) -> str:
    """Return the English names of states and organisations: `Egypt – India`, `China – European Union`."""
    return " – ".join([*map(state_name, codes), *bodies])


@lru_cache(maxsize=512)
def language_name(code: str) -> str:
    """Return the English name of a language (BCP 47)."""
    if code == UNKNOWN_LANGUAGE:
        return "language not known"
    names = ENGLISH.languages
    return str(names.get(code.replace("-", "_")) or names.get(code.split("-", maxsplit=1)[0], code))


@lru_cache(maxsize=256)
def script_name(code: str) -> str:
    """Return the English name of a script (ISO 15924)."""
    return str(ENGLISH.scripts.get(code, code))


@lru_cache(maxsize=512)
def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a language, `auto` when it is not known."""
    if language == UNKNOWN_LANGUAGE:
        return "auto"
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "auto"


def pillar_name(code: str) -> str:
    """Return the name of a pillar; a name passes unchanged."""
    return PILLARS.get(code, code)


def joined(words: list[str], last: str = "and") -> str:
    """Return `a, b and c`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `1 account`, `3 accounts`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day_words(iso: str | None, unknown: str = "date not said") -> str:
    """Return `2 December 2025` for an ISO date; `December 2025` or `2025` for a shorter one."""
    if not iso:
        return unknown
    parts = iso.split("-")
    if len(parts) == 1:
        return iso
    day = _parsed(iso if len(parts) > 2 else f"{iso}-01")
    if day is None:
        return iso
    return format_date(day, "d MMMM y" if len(parts) > 2 else "MMMM y", locale=ENGLISH)


def date_words(start: str | None, end: str | None, precision: str | None) -> str:
    """Return a date as precisely as it is known, and no more."""
    first, last = _parsed(start), _parsed(end)
    if start is None or first is None:
        return start or "date not said"
    if precision == "month":
        return format_date(first, "MMMM y", locale=ENGLISH)
    if precision == "year":
        return str(first.year)
    if last is None or last == first:
        return day_words(start)
    if precision == "season":
        return wording.span(start, end, "season")
    return _span(first, last)


def _span(first: date, last: date) -> str:
    """Return `2 – 4 December 2025`, with no more of the first day than tells it from the last."""
    pattern = "d MMMM y"
    if first.year == last.year:
        pattern = "d" if first.month == last.month else "d MMMM"
    days = format_date(first, pattern, locale=ENGLISH), format_date(last, "d MMMM y", locale=ENGLISH)
    return " – ".join(days)


def _parsed(iso: str | None) -> date | None:
    if not iso:
        return None
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
