"""Parts of a year: seasons, quarters, halves and `the first nine months`."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon.calendars import common_year
from verbale.lexicon.data import table
from verbale.lexicon.date_patterns import any_of, date_words
from verbale.lexicon.date_types import Covered, DateFound
from verbale.lexicon.numbers import ROMAN_SMALL, NumberWords, number_words, word_pattern
from verbale.lexicon.relative_dates import Relative, beside
from verbale.lexicon.words import fold, is_unspaced

if TYPE_CHECKING:
    from verbale.records.vocabulary import Precision

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month of each season as the north counts them; the south has no other words, and its pages mean their own."""

NEAR_YEAR = 8
"""Characters between a part and words such as `this year`."""

_HANGUL = re.compile(r"[\uac00-\ud7a3]$")
"""Particles are written onto Korean words."""

_YEAR = r"(?:19|2[0-6])\d\d"
_SLOT = {"n": r"[1-4]|IV|I{1,3}", "o": "", "c": ""}


class _Template(NamedTuple):
    """A way to name a part: its kind, the letters it must have, and the expression."""

    kind: str
    anchor: str
    pattern: re.Pattern[str]


class _Part(NamedTuple):
    """A part as it stands: kind and number, before its year is known."""

    start: int
    end: int
    kind: str
    number: int


class DateParts:
    """The parts of a year in one language."""

    def __init__(self, language: str) -> None:
        """Prepare the templates of a base language."""
        self._language = language
        self._numbers = number_words(language)
        rows = (table("calendar").get(language) or {}).get("parts") or {}
        self._templates = [
            _template(kind, form, self._numbers) for kind, forms in rows.items() for form in forms
        ]
        words = date_words(language)
        fillers = any_of((*words.fillers, *words.years, *words.after))
        between = rf"(?:{fillers}[\s\u00a0.,]*){{0,3}}"
        self._year_after = re.compile(rf"[\s\u00a0.,(/-]*{between}(?P<y>{_YEAR})(?!\d|[.,]\d)", re.IGNORECASE)
        self._year_before = re.compile(
            rf"(?<!\d)(?P<y>{_YEAR})(?:[.\s\u00a0-]*(?:{fillers}|年|년|թ)?[\s\u00a0.,的]*){between}\Z",
            re.IGNORECASE,
        )

    def find(self, text: str, reference: date | None, relatives: Sequence[Relative]) -> list[DateFound]:
        """Return the parts whose year is printed, named from the page, or plain, in order."""
        found: list[DateFound] = []
        closed = Covered(len(text))
        years = [row for row in relatives if row.unit == "year"]
        folded = fold(text)
        for template in self._templates:
            if template.anchor in folded:
                for part in self._parts(text, template):
                    dated = self._dated(text, part, reference, years)
                    if dated and not closed.touches(dated.start, dated.end):
                        found.append(dated)
                        closed.add(dated.start, dated.end)
        return sorted(found)

    def _parts(self, text: str, template: _Template) -> Iterator[_Part]:
        for match in template.pattern.finditer(text):
            kind = template.kind.rstrip("0123456789")
            number: int | None = int(template.kind[len(kind) :] or 1)
            groups = match.groupdict()
            if groups.get("n"):
                number = ROMAN_SMALL.get(fold(groups["n"])) or int(groups["n"])
            elif groups.get("o"):
                number = self._numbers.ordinal(groups["o"])
            elif groups.get("c"):
                number = self._numbers.cardinal(groups["c"])
            if number is not None:
                yield _Part(*match.span(), kind, number)

    def _dated(
        self, text: str, part: _Part, reference: date | None, relatives: Sequence[Relative]
    ) -> DateFound | None:
        start, end = part.start, part.end
        after = self._year_after.match(text, end)
        before = self._year_before.search(text[max(0, start - 2 * NEAR_YEAR) : start])
        if after or before:
            printed = after or before
            year = common_year(int(printed["y"]), self._language, None) if printed else 0
            if after:
                end = after.end()
            elif before:
                start -= len(before.group())
            return _in_year(part, start, end, year, "text")
        if reference is None:
            return None
        for row in beside(relatives, start):
            gap = text[end : row.start] if row.start >= end else text[row.end : start]
            if len(gap) <= NEAR_YEAR and not re.search(r"[\d.;!?。]", gap):
                span = min(start, row.start), max(end, row.end)
                return _in_year(part, *span, reference.year + row.steps, "page")
        return _latest(part, reference)


def _template(kind: str, form: str, numbers: NumberWords) -> _Template:
    """Compile a template; `{n}`, `{o}` and `{c}` are numbers."""
    slots = {"n": _SLOT["n"], "o": numbers.ordinal_pattern, "c": numbers.cardinal_pattern}
    pieces = re.split(r"\{([noc])\}", form)
    pattern = "".join(
        f"(?P<{piece}>{slots[piece]})" if at % 2 else _literal(piece) for at, piece in enumerate(pieces)
    )
    if not is_unspaced(form.replace("{n}", "").replace("{c}", "").replace(" ", "") or "x"):
        ends = "" if _HANGUL.search(form) else r"(?![^\W\d_])"
        pattern = rf"(?<![\w]){pattern}{ends}"
    elif "{" in form:
        pattern = rf"(?<!\d){pattern}"
    anchor = max((piece for at, piece in enumerate(re.split(r"\{[noc]\}|\*|\s", form)) if piece), key=len)
    return _Template(kind, fold(anchor), re.compile(pattern, re.IGNORECASE))


def _literal(piece: str) -> str:
    """Return an expression for the fixed words of a template, with the spaces at their ends."""
    lead = r"[\s\u00a0]+" if piece[:1] == " " else ""
    trail = r"[\s\u00a0]+" if piece.strip() and piece[-1:] == " " else ""
    return f"{lead}{word_pattern(piece)}{trail}" if piece.strip() else lead


def _in_year(part: _Part, start: int, end: int, year: int, origin: str) -> DateFound | None:
    """Return a part in a year, or None when there is no such part."""
    if not 1900 <= year <= 2199:
        return None
    precision: Precision = "period"
    if part.kind in SEASONS:
        first, last, precision = SEASONS[part.kind], SEASONS[part.kind] + 2, "season"
    elif part.kind == "quarter":
        first, last, precision = part.number * 3 - 2, part.number * 3, "quarter"
    elif part.kind == "half":
        first, last = part.number * 6 - 5, part.number * 6
    else:
        first, last = 1, part.number
    if not (1 <= first <= 12 and first <= last <= 14) or (last > 12 and part.kind != "winter"):
        return None
    ends = (year + 1, last - 12) if last > 12 else (year, last)
    day = date(*ends, calendar.monthrange(*ends)[1])
    return DateFound(start, end, date(year, first, 1), day, precision, origin)


def _latest(part: _Part, reference: date) -> DateFound | None:
    """Return a quarter or a run of months without a year as the latest begun; halves and seasons are unsure."""
    if part.kind not in ("quarter", "months"):
        return None
    found = [_in_year(part, part.start, part.end, reference.year - back, "page") for back in (0, 1)]
    held = [row for row in found if row and (row.first if part.kind == "quarter" else row.last) <= reference]
    return held[0] if held else None


@lru_cache(maxsize=64)
def date_parts(language: str) -> DateParts:
    """Return the parts of a year in a base language, made once."""
    return DateParts(language)
