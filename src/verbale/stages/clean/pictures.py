"""What stands with pictures: names of files, captions, and who took them."""

import re
from collections.abc import Iterator

from verbale.records.reading import Dropped
from verbale.stages.clean.headline import headline
from verbale.stages.clean.layout import Layout, Row
from verbale.stages.clean.provenance import MEDIA_FILE
from verbale.text.fold import fold_words

MAX_CAPTION_CHARS = 300
"""Longest caption that is dropped whole; a longer line loses its credit only. The seeds' have 73 to 170."""

MAX_CREDIT_CHARS = 60
"""Longest name of a photographer and an agency after `Photo:`."""

MAX_NAME_WORDS = 4
MIN_CAPITALS = 2
"""Words of a photographer's name in capitals, and letters of each."""

_FINAL_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]{2,90})[)）\]]\W*$")
FIRST_BRACKET = re.compile(r"[(（\[【〔]([^()（）\[\]【】]{1,20})[)）\]】〕]")
_WORD = re.compile(r"\S+")
_COPYRIGHT_SIGN = re.compile(r"(?:^|[.!?…»”]\s+)[©ⓒ]")


def captions(layout: Layout) -> Iterator[Dropped]:
    """Lines that are, or end with, the credit of a picture; with a bare credit the caption above it."""
    for row in layout.rows:
        at = _credit_at(layout, row)
        if at is None:
            continue
        if at == 0 and _is_bare_credit(layout, row):
            yield row.drop("credit")
            yield from _caption_above(layout, row)
        elif len(row.text) <= MAX_CAPTION_CHARS:
            yield row.drop("caption")
        elif at > 0:
            yield Dropped(row.line.start + at, row.line.end, "credit")


def _is_bare_credit(layout: Layout, row: Row) -> bool:
    """Whether a line names who took a picture, and does not say what it shows."""
    rest = next((label.rest for label in layout.cues.label(row.text) if label.kind == "photo"), "")
    bracket = _FINAL_BRACKET.search(rest)
    credited = bracket and layout.cues.photo.match(bracket.group(1))
    return 0 < len(rest) <= MAX_CREDIT_CHARS and not row.ends and not credited


def _credit_at(layout: Layout, row: Row) -> int | None:
    """Return where in a line the credit of a picture begins; None when it holds none."""
    text = row.text
    if any(label.kind == "photo" for label in layout.cues.label(text)):
        return 0
    if text.startswith(layout.cues.photo_open) and len(text) <= MAX_CREDIT_CHARS * 2:
        return 0
    if text.rstrip(")）]】。.").endswith(layout.cues.photo_end) and len(text) <= MAX_CREDIT_CHARS * 2:
        return 0
    opening = FIRST_BRACKET.match(text)
    if opening and "photo" in layout.cues.alone(opening.group(1)):
        return 0
    bracket = _FINAL_BRACKET.search(text)
    if bracket and layout.cues.photo.match(bracket.group(1)):
        return bracket.start()
    sign = _COPYRIGHT_SIGN.search(text, 1)
    if sign and len(text) - sign.start() <= MAX_CREDIT_CHARS:
        return sign.start() + 1
    if bracket and fold_words(bracket.group(1)) in layout.cues.agencies:
        return _capitals_before(text, bracket.start())
    return _trailing_credit(layout, text)


def _capitals_before(text: str, end: int) -> int | None:
    """Return where a name in capitals before a bracket begins (`JOHN SMITH (AFP)`); None where there is none."""
    at = end
    for word in reversed(list(_WORD.finditer(text[:end]))[-MAX_NAME_WORDS:]):
        if len(word.group()) < MIN_CAPITALS or not word.group().isupper():
            break
        at = word.start()
    return at if at < end else None


def _trailing_credit(layout: Layout, text: str) -> int | None:
    """Return where a final `… Photo: Somebody/Agency` begins, after the end of a sentence or a dash."""
    for found in layout.cues.photo_label.finditer(text, max(0, len(text) - MAX_CREDIT_CHARS * 2)):
        before = text[: found.start()].rstrip()
        after = text[found.end() :].strip()
        closed = not before or before[-1] in '.!?…。！？।|/–—-)）”»"'
        if closed and len(after) <= MAX_CREDIT_CHARS:
            return found.start()
    return None


def _caption_above(layout: Layout, credit: Row) -> Iterator[Dropped]:
    """Drop the line above a bare credit when the layout says that both stand under one picture."""
    above = layout.rows[max(0, credit.index - 1)]
    if credit.index == 0 or above is headline(layout, layout.rows):
        return
    adjacent = not credit.gap_before
    block = adjacent and above.gap_before and above.index > 0
    untold = (
        layout.headline(above)
        and above.index > 1
        and not above.script.startswith(tuple(layout.cues.unended_scripts))
    )
    if len(above.text) <= MAX_CAPTION_CHARS and (block or (untold and adjacent == (not layout.spaced))):
        yield above.drop("caption")


def file_names(layout: Layout) -> Iterator[Dropped]:
    """Names of picture files, and the caption directly under them."""
    for row in layout.rows:
        if not MEDIA_FILE.fullmatch(row.text):
            continue
        yield row.drop("file name")
        if row.gap_after or row.index + 1 == len(layout.rows):
            continue
        under = layout.rows[row.index + 1]
        if len(under.text) <= MAX_CAPTION_CHARS and (under.gap_after or layout.headline(under)):
            yield under.drop("caption")
