"""Teasers of other pages that stand under an account: each becomes a small source of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from verbale.records.reading import Dropped
from verbale.stages.clean.layout import Layout, Row

MIN_TITLE_CHARS = 15
"""Shorter lines that stand twice are buttons, not headlines."""

MIN_TEASERS = 2
"""One headline printed twice may head a part of the account; teasers come in lists."""

MAX_HEADINGS = 10
"""How many headings of related pages are looked under; each look reads the rest of the page."""

MAX_DAY_CHARS = 12
"""Where the day of a teaser stands that other text follows: at its very beginning."""

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Teaser:
    """A teaser: `start` to `end` is what the page loses, `text_start` to `end` what the teaser keeps.

    A headline that is printed twice, as picture text and as link, is kept once.
    """

    start: int
    text_start: int
    end: int
    title: str

    def dropped(self) -> Dropped:
        """Return the stretch that the page loses."""
        return Dropped(self.start, self.end, "teaser")


def teasers(layout: Layout) -> list[Teaser]:
    """Return the teasers of a page in order.

    Two patterns are known: a headline printed twice and a paragraph, which needs no word of any language;
    and, under a heading such as `Related news`, a headline and a paragraph with a number in its beginning, by
    turns to the end of the page. Both come after the account and at least twice.
    """
    found = list(_doubled(layout)) or list(_under_heading(layout))
    return found if len(found) >= MIN_TEASERS else []


def _doubled(layout: Layout) -> Iterator[Teaser]:
    rows = layout.rows
    account = False
    for first, second, body in zip(rows, rows[1:], rows[2:], strict=False):
        same = first.folded == second.folded and len(first.text) >= MIN_TITLE_CHARS
        if same and account and layout.headline(first) and layout.paragraph(body):
            yield Teaser(first.line.start, second.line.start, body.line.end, second.text)
        account = account or layout.paragraph(first)


def _under_heading(layout: Layout) -> Iterator[Teaser]:
    headings = (row for row in layout.rows if row.index > 1 and "related" in layout.cues.alone(row.text))
    for heading in islice(headings, MAX_HEADINGS):
        pairs = _pairs(layout, layout.rows[heading.index + 1 :])
        if pairs:
            for title, body in pairs:
                yield Teaser(title.line.start, title.line.start, body.line.end, title.text)
            return


def _pairs(layout: Layout, rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return headlines with their paragraphs: all to the end of the page, else those in turn that open with a date."""
    bodies = [row for row in rows if layout.paragraph(row)]
    pairs = [(layout.rows[body.index - 1], body) for body in bodies]
    dated = [body for body in bodies if _DIGIT.search(body.text[:100])]
    told = all(layout.headline(title) and title.index >= rows[0].index for title, _ in pairs)
    if told and len(dated) * 2 >= len(bodies) >= MIN_TEASERS:
        return pairs
    turns = zip(rows[::2], rows[1::2], strict=False)
    run = list(takewhile(lambda pair: layout.headline(pair[0]) and _opens_with_day(layout, pair[1]), turns))
    return run if len(run) >= MIN_TEASERS else []


def _opens_with_day(layout: Layout, row: Row) -> bool:
    return layout.paragraph(row) and bool(_DIGIT.search(row.text[:MAX_DAY_CHARS]))
