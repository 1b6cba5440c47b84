"""Finding amounts: numbers with words of scale, currencies and units."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from verbale.lexicon.data import ANY, LanguageData, language_data, table
from verbale.lexicon.date_types import Covered
from verbale.lexicon.numbers import number_words
from verbale.lexicon.phrases import STEM_ENDING, STEM_MARK, PhraseIndex
from verbale.lexicon.words import UNSPACED, ascii_digits, fold, is_unspaced

PERCENT = "percent"

TIMES = "times"
"""The unit of `double` and `2.5 times`: how many times as much."""

COUNT = "count"
"""The unit of a number of millions whose unit is not known: `2,6 tỷ`."""

MAX_DIGITS = 18
"""Longer runs of digits are no amounts, and floats could not hold them."""

COUNTING_SIGNS = frozenset("十百千万萬億亿兆천만억조백")
"""Single letters that are words of scale; the single letters of other scripts in CLDR are abbreviations."""

CODE_LETTERS = 3
"""Letters of an ISO 4217 currency code."""

SHORT_SCALE = 2
"""A word of scale of so few letters, such as `bn` or `M`, counts beside a currency only."""

FEW = 10
"""Fewer than so many, in words, are counted by the way: `two people`; money and shares are always told."""

MANY_IN_WORDS = 1000
"""A number in words from here on holds its word of scale: Arabic `مليوني`, Chinese `二十五万`."""

YEARS = range(1900, 2100)
"""Whole numbers of four digits that do not take the scale of the number after them."""

_LETTER = r"[^\W\d_]"
_SPACE = r"[\s\u00a0\u202f]"
_INDIC_MARK = r"[\u0900-\u0963\u0971-\u0dff]"
_ENDING = rf"{_LETTER}{{0,{STEM_ENDING}}}"
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,/:])(?:"
    r"\d{1,3}(?:[.,'’٬]\d{2,3})*[.,'’٬]\d{3}(?:[.,٫]\d+)?"
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,٫]\d+)?"
    r"|\d+(?:[.,٫]\d+)?)(?!\d|[/:]\d)"
)
_TAIL = 2
"""Letters at the end of what stands before a number by which most numbers are passed over."""

_BEFORE = 28
"""Characters before a number in which its currency may stand."""


class AmountFound(NamedTuple):
    """A quantity from `start` to `end`: value in units, not in millions; a currency code or a word for the unit."""

    start: int
    end: int
    value: float
    unit: str


class _Number(NamedTuple):
    """A number as it stands; `unit` is None when none is known, `scaled` tells whether a word of scale followed."""

    start: int
    end: int
    value: float
    unit: str | None
    scaled: bool


class AmountFinder:
    """The amounts of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language."""
        own, common = table("amounts").get(language) or {}, table("amounts")[ANY]
        data = language_data(language)
        self._data = data
        self._composite = language in table("amounts")["composite"]
        self._scales = _Vocabulary(_scales(own, common, data))
        self._units = _Vocabulary(_units(own, common, data, language))
        scales = "|".join(map(_word_pattern, sorted(self._scales.words, key=len, reverse=True)))
        first = language in table("amounts")["scale_first"]
        self._scale_before = re.compile(rf"(?<!\w)(?:{scales}){_SPACE}+\Z", re.IGNORECASE) if first else None
        self._words = number_words(language)
        self._multiples: PhraseIndex[int] = PhraseIndex()
        self._multiples.update((table("numbers")["multiples"].get(language) or {}).items())
        leading = {word: unit for word, unit in self._units.words.items() if not _is_lower_word(word)}
        self._leading = _Vocabulary({**leading, **(own.get("before") or {})})
        self._tails = {fold(word.rstrip("*"))[-_TAIL:] for word in self._leading.words if len(word) >= _TAIL}
        self._signs = {fold(word) for word in self._leading.words if len(word) < _TAIL}
        apart = rf"(?<![^\W\d_{UNSPACED}])"
        self._unit_before = re.compile(
            rf"{apart}(?:{self._leading.pattern.pattern}){_SPACE}?\Z", re.IGNORECASE
        )
        fillers = "|".join(map(re.escape, own.get("fillers", ()))) or r"(?!)"
        self._filler = re.compile(rf"{_SPACE}*(?:(?:{fillers})(?:{_SPACE}+|['’]))?[-‑]?", re.IGNORECASE)
        about = "|".join(own.get("about", ()))
        self._about = re.compile(rf"(?:{about})?{_SPACE}?[-‑]?" if about else rf"{_SPACE}*[-‑]?")
        joints = "|".join(map(re.escape, (*own.get("joints", ()), *common["joints"])))
        self._joint = re.compile(rf"{_SPACE}*(?:{joints}){_SPACE}*", re.IGNORECASE)

    def find(self, text: str) -> list[AmountFound]:
        """Return the amounts of a text in order; both numbers of a range are kept."""
        plain = ascii_digits(text)
        digits = list(self._numbers(plain))
        numbers = self._ranges(plain, sorted([*digits, *self._in_words(plain, digits)]))
        found = [
            AmountFound(number.start, number.end, number.value, number.unit or COUNT)
            for number in numbers
            if number.unit or number.scaled
        ]
        closed = Covered(len(text), ((row.start, row.end) for row in found))
        multiples = [match for match in self._multiples.find(text) if match.value]
        found += [
            AmountFound(match.start, match.end, float(match.value), TIMES)
            for match in multiples
            if not closed.touches(match.start, match.end)
        ]
        return sorted(found) if multiples else found

    def bare(self, text: str) -> list[tuple[int, int, float]]:
        """Return the numbers in digits that have neither unit nor scale: start, end and value."""
        numbers = self._numbers(ascii_digits(text))
        return [(n.start, n.end, n.value) for n in numbers if not (n.unit or n.scaled)]

    def _numbers(self, text: str) -> Iterator[_Number]:
        """Yield the numbers of a text with their scales and units."""
        end = 0
        for match in _NUMBER.finditer(text):
            if match.start() >= end and len(match.group()) <= MAX_DIGITS:
                number = self._number(text, match)
                end = number.end
                yield number

    def _in_words(self, text: str, digits: list[_Number]) -> Iterator[_Number]:
        """Yield numbers in words that a word of scale or a unit follows, none over a number in digits."""
        end, closed = 0, Covered(len(text), ((row.start, row.end) for row in digits))
        for word in self._words.find(text):
            if word.start < end or closed.touches(word.start, word.end):
                continue
            factor, scaled_to, _ = self._scaling(text, word.end)
            many = factor > 1 or word.value >= MANY_IN_WORDS
            if not many and word.value <= 1:
                continue
            half = self._words.half.match(text, scaled_to) if factor > 1 else None
            value = word.value * factor + (0.5 * factor if half else 0)
            unit, unit_end = self._unit_after(text, half.end() if half else scaled_to)
            start, before = self._currency_before(text, word.start)
            unit, unit_end = (unit, unit_end) if unit else (before, half.end() if half else scaled_to)
            told = value > 1 and (value >= FEW or unit == PERCENT or _is_currency(unit))
            if many or (unit and told):
                end = unit_end
                if closed.touches(word.start, end):
                    continue
                yield _Number(start if before and unit == before else word.start, end, value, unit, many)

    def _number(self, text: str, match: re.Match[str]) -> _Number:
        value = self._value(match.group())
        half = self._words.half.match(text, match.end())
        if half and self._scaling(text, half.end())[0] > 1:
            factor, end, short = self._scaling(text, half.end())
            value += 0.5
        else:
            factor, end, short = self._scaling(text, match.end())
            half = self._words.half.match(text, end) if factor > 1 else None
            value, end = (value + 0.5, half.end()) if half else (value, end)
        begin = match.start()
        lead = (
            self._scale_before.search(text[max(0, begin - _BEFORE) : begin]) if self._scale_before else None
        )
        if lead and factor == 1:
            factor, begin = int(self._scales.value(lead.group().strip()) or 1), begin - len(lead.group())
        start, unit = self._currency_before(text, begin)
        if factor == 1 and _is_joined_code(text[start : match.start()]):
            start, unit = match.start(), None
        after, unit_end = self._unit_after(text, end)
        if not after and text[end - 1] == ".":
            end -= 1
        if short and not (unit or after):
            factor, end, (after, unit_end) = 1, match.end(), self._unit_after(text, match.end())
        total = value * factor
        if self._composite and factor > 1:
            total, end = self._rest(text, total, factor, end)
            after, unit_end = self._unit_after(text, end)
        if after and (unit is None or after != "percent"):
            unit, end = (unit if unit and unit != "percent" else after), unit_end
        return _Number(start if unit else begin, end, total, unit, factor > 1)

    def _value(self, digits: str) -> float:
        """Return the value of a number in the marks of the language."""
        compact = re.sub(r"[\s\u00a0\u202f'’٬]", "", digits).replace("٫", self._data.decimal)
        marks = [character for character in compact if character in ".,"]
        if not marks:
            return float(compact)
        last = marks[-1]
        tail = len(compact) - compact.rindex(last) - 1
        grouped = marks.count(last) > 1 or (tail == 3 and len(set(marks)) == 1 and last != self._data.decimal)
        other = "," if last == "." else "."
        plain = compact.replace(other, "")
        return float(plain.replace(last, "" if grouped else "."))

    def _scaling(self, text: str, start: int) -> tuple[int, int, bool]:
        """Return the product of the words of scale from `start`, where they end, and whether they are too short."""
        factor, end, short = 1, start, False
        for _ in range(2):
            match = self._scales.pattern.match(text, self._skip(self._about, text, end))
            if match is None or not match.group():
                break
            word = match.group()
            factor, end = factor * int(self._scales.value(word) or 1), match.end()
            short = short or (
                len(word.strip(".")) <= SHORT_SCALE and not is_unspaced(word) and word.isascii()
            )
        return factor, end, short

    def _unit_after(self, text: str, start: int) -> tuple[str | None, int]:
        match = self._units.pattern.match(text, self._skip(self._filler, text, start))
        if match is None:
            return None, start
        ends_sentence = match.group().endswith(".") and match.group() not in self._units.words
        return self._units.value(match.group()), match.end() - ends_sentence

    def _currency_before(self, text: str, start: int) -> tuple[int, str | None]:
        before = max(0, start - _BEFORE)
        lead = fold(text[before:start].rstrip())
        if lead[-_TAIL:] not in self._tails and lead[-1:] not in self._signs:
            return start, None
        match = self._unit_before.search(text[before:start])
        if match is None:
            return start, None
        return before + match.start(), self._leading.value(match.group().strip())

    def _rest(self, text: str, total: float, factor: int, end: int) -> tuple[float, int]:
        """Add the lower parts of a composite number: `3조 5천억`."""
        match = _NUMBER.match(text, self._skip(re.compile(rf"{_SPACE}?"), text, end))
        if match is None:
            return total, end
        lower, lower_end, _ = self._scaling(text, match.end())
        if lower >= factor:
            return total, end
        return total + self._value(match.group()) * lower, lower_end

    def _ranges(self, text: str, numbers: list[_Number]) -> list[_Number]:
        """Give the first number of a range the unit, and when it has none the scale, of the second."""
        for position in range(len(numbers) - 2, -1, -1):
            first, second = numbers[position], numbers[position + 1]
            if first.unit is None and second.unit and self._joint.fullmatch(text, first.end, second.start):
                numbers[position] = self._like(text, first, second)
        return numbers

    def _like(self, text: str, first: _Number, second: _Number) -> _Number:
        factor = 1
        if not first.scaled and second.scaled and first.value not in YEARS:
            match = _NUMBER.search(text, second.start)
            factor = self._scaling(text, match.end())[0] if match else 1
        return first._replace(value=first.value * factor, unit=second.unit)

    @staticmethod
    def _skip(pattern: re.Pattern[str], text: str, start: int) -> int:
        match = pattern.match(text, start)
        return match.end() if match else start


def _scales(own: dict[str, Any], common: dict[str, Any], data: LanguageData) -> dict[str, str]:
    """Return words of scale with their factors in digits; hand-made ones win over CLDR, full words over short."""
    found = {word: str(value) for word, value in (own.get("scales") or {}).items()}
    for word, value in (*data.scales.items(), *common["scales"].items()):
        if len(word) > 1 or word.isascii() or word in COUNTING_SIGNS:
            found.setdefault(word, str(value))
    return found


def _is_currency(unit: str | None) -> bool:
    """Tell whether a unit is an ISO 4217 code."""
    return unit is not None and len(unit) == CODE_LETTERS and unit.isascii() and unit.isupper()


def _is_joined_code(before: str) -> bool:
    """Tell whether three capitals stand joined to a number, as in `COP26`: a name, unless millions follow."""
    return len(before) == CODE_LETTERS and before.isalpha() and before.isupper()


def _is_lower_word(word: str) -> bool:
    """Tell whether a word stands in lower case: `won` before a number is a verb, `Rs` is not."""
    return word[0].isalpha() and word[0] == word[0].lower() != word[0].upper()


def _units(own: dict[str, Any], common: dict[str, Any], data: LanguageData, language: str) -> dict[str, str]:
    """Return words of currencies and units with their codes; hand-made ones win over CLDR."""
    found: dict[str, str] = {}
    counted = {unit: rows.get(language, ()) for unit, rows in table("counted").items()}
    tables = [
        (own.get("currencies"), own.get("units")),
        (counted, common["currencies"]),
        (common["units"], None),
    ]
    tables.append((data.currencies, data.units))
    for rows in (row for pair in tables for row in pair):
        for code, forms in (rows or {}).items():
            for form in forms:
                if len(form) > 1 or not form.isalpha() or is_unspaced(form) or ord(form) > 0x400:
                    found.setdefault(form, code)
    for code in data.currencies:
        found.setdefault(code, code)
    return found


class _Vocabulary:
    """Words with their values, found at a place, the longest first."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words
        self._folded = {fold(word): value for word, value in reversed(words.items())}
        self._stems = [word for word in words if STEM_MARK in word]
        ordered = sorted(words, key=lambda word: (-len(word), word))
        self.pattern = re.compile("|".join(map(_word_pattern, ordered)), re.IGNORECASE)

    def value(self, found: str) -> str | None:
        """Return the value of found words: as they stand, folded, then by the longest stem."""
        plain = re.sub(r"[\s\u00a0\u202f]+", " ", found)
        for form in (plain, plain.rstrip(".")):
            value = self.words.get(form) or self._folded.get(fold(form))
            if value is not None:
                return value
        fits = [word for word in self._stems if re.fullmatch(_word_pattern(word), plain, re.IGNORECASE)]
        return self.words[max(fits, key=len)] if fits else None


def _word_pattern(word: str) -> str:
    """Return an expression for a word with its ending and, where letters are spaced, its boundary."""
    pieces = [
        re.escape(piece.removesuffix(STEM_MARK)) + (_ENDING if piece.endswith(STEM_MARK) else "")
        for piece in word.split()
    ]
    literal = rf"{_SPACE}".join(pieces)
    if (
        re.search(rf"[{UNSPACED}\uac00-\ud7a3]$", word)
        or unicodedata.category(word.rstrip(STEM_MARK)[-1])[0] not in "LM"
    ):
        return literal
    return rf"{literal}(?!{_LETTER}|{_INDIC_MARK})(?:\.(?=\s*[^\W\d_]))?"


@lru_cache(maxsize=64)
def amount_finder(language: str) -> AmountFinder:
    """Return the finder of a base language, made once."""
    return AmountFinder(language)
