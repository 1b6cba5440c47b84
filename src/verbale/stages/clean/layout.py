"""How the lines of a page stand to each other: what every rule about furniture looks at."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from verbale.records.reading import Dropped
from verbale.stages.clean.cues import Cues, cues
from verbale.text.fold import fold_words
from verbale.text.lines import Line, ends_sentence, lines_of
from verbale.text.scripts import script_of

MAX_HEADLINE_CHARS = 200
"""Longest headline: of the 1,000 that agencies print, over 99 % have fewer."""

MAX_UNENDED_HEADLINE_CHARS = 70
"""The same where paragraphs end without a sign and only length tells them from headlines (Thai, Lao)."""


@dataclass(frozen=True)
class Row:
    """A line of a page, with what stands around it.

    Attributes:
        index: among the rows of the page, from 0.
        gap_before, gap_after: whether a blank line, or the edge of the page, stands there.
    """

    line: Line
    index: int
    gap_before: bool
    gap_after: bool

    @property
    def text(self) -> str:
        """The line without the spaces at its ends."""
        return self.line.text

    @cached_property
    def folded(self) -> str:
        """The words of the line, folded."""
        return fold_words(self.text)

    @cached_property
    def ends(self) -> bool:
        """Whether the line ends as a sentence does."""
        return ends_sentence(self.text)

    @cached_property
    def script(self) -> str:
        """The script of the line."""
        return script_of(self.text[:MAX_HEADLINE_CHARS])

    def drop(self, reason: str) -> Dropped:
        """Return the whole line as dropped."""
        return Dropped(self.line.start, self.line.end, reason)


@dataclass(frozen=True)
class Layout:
    """The rows of a page and the furniture words to read them with."""

    rows: tuple[Row, ...]
    cues: Cues

    @cached_property
    def spaced(self) -> bool:
        """Whether blank lines stand between most rows, so that their absence says something."""
        return sum(row.gap_after for row in self.rows) * 2 > len(self.rows)

    def headline(self, row: Row) -> bool:
        """Whether a row can be a headline: short and without a final full stop."""
        unended = row.script in self.cues.unended_scripts
        limit = MAX_UNENDED_HEADLINE_CHARS if unended else MAX_HEADLINE_CHARS
        ends = row.ends and not row.text.endswith(("?", "؟", "？", "!", "！"))
        return not ends and len(row.text) <= limit

    def paragraph(self, row: Row) -> bool:
        """Whether a row reads as running text: no headline, and longer than a few words."""
        return not self.headline(row) and len(row.folded) > MIN_PARAGRAPH_CHARS


MIN_PARAGRAPH_CHARS = 25
"""A sentence in Chinese of 25 characters tells a whole event; shorter lines with a full stop are labels."""


def layout_of(text: str) -> Layout:
    """Return the rows of a text."""
    lines = lines_of(text)
    rows = []
    for index, line in enumerate(lines):
        before = index == 0 or lines[index - 1].number < line.number - 1
        after = index == len(lines) - 1 or lines[index + 1].number > line.number + 1
        rows.append(Row(line, index, before, after))
    return Layout(tuple(rows), cues())


def whole_rows(layout: Layout, dropped: Sequence[Dropped]) -> frozenset[int]:
    """Return the numbers of the rows that stretches, in text order, cover whole."""
    starts = [stretch.start for stretch in dropped]
    found = []
    for row in layout.rows:
        at = bisect_right(starts, row.line.start) - 1
        if at >= 0 and dropped[at].end >= row.line.end:
            found.append(row.index)
    return frozenset(found)
