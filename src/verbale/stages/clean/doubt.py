"""What the act head takes for furniture, weighed by where it stands.

The head reads one segment at a time, and a heading of minutes, a name under a signature or an item of a list looks to
it like a menu or a byline. Lines are therefore judged whole, and by their neighbours: among furniture that clean has
found a suspicion is enough, on a page without any nothing is dropped but what is as sure as can be.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from verbale.records.reading import Segment, Source
from verbale.stages.clean.cues import cues
from verbale.stages.clean.layout import Layout, Row, layout_of, whole_rows
from verbale.text.fold import fold_words

AMONG = 0.5
"""Least probability of a line at the head or the foot of a page among furniture that clean found."""

BESIDE = 0.8
"""The same between paragraphs of the account, beside furniture that clean found."""

APART = 0.99
"""The same of a line that stands apart from it: headings between paragraphs have up to .98 on the seeds."""

SENTENCE = 0.93
"""The same of a sentence that stands apart from it."""

UNKNOWN = 0.97
"""The same of a labelled line, or one that names a service, below an account in a language without furniture words."""

MIN_ANCHORS = 2
"""Lines of furniture that clean found on a page; with fewer it is minutes or a statement, and keeps all its lines."""

REPEATED = "repeated line"
"""What an account says twice tells nothing of the lines around it."""

_ITEM = re.compile(
    r"(?:[-–—•·*▪●○◦‣]|\(?(?:\d{1,2}|[a-zа-я]|[ivx]{1,4})[.)])(?:\d{1,2}\.?)*\s", re.IGNORECASE
)
"""The sign or number that an item of a list or a paragraph of minutes begins with."""

_LABEL = re.compile(r"[^\W\d_][^:：]{0,30}[:：]\s*\S")
"""What credits, sources and pointers to other pages begin with in any language."""


def doubted(source: Source, segments: Sequence[Segment], furniture: Sequence[float]) -> frozenset[int]:
    """Return the numbers of the segments that are furniture after all.

    Args:
        source: with what clean dropped.
        segments: of it, in text order.
        furniture: the probability that each is furniture, between 0 and 1.
    """
    layout = layout_of(source.text)
    members = _by_row(layout, segments)
    dropped = whole_rows(layout, [d for d in source.dropped if d.reason != REPEATED])
    body = [row.index for row in layout.rows if row.index not in dropped and layout.paragraph(row)]
    if len(dropped) < MIN_ANCHORS:
        if cues().knows(source.language) or not body:
            return frozenset()
        # Clean had no words to find furniture by, so that it found none says nothing.
        foot = (row for row in layout.rows if row.index > body[-1] and row.index in members)
        marked = [members[row.index] for row in foot if not _is_own(row, source) and _is_marked(row)]
        return frozenset(n for row in marked if _whole(segments, furniture, row) >= UNKNOWN for n in row)
    first, last = (body[0], body[-1]) if body else (len(layout.rows), -1)
    out: list[int] = []
    for run, anchored in _runs(layout, dropped, members):
        for row in run:
            numbers = members[row.index]
            p = _whole(segments, furniture, numbers)
            inside = first <= row.index <= last
            if not _is_own(row, source) and p >= _least(layout, row, anchored=anchored, inside=inside):
                out += numbers
    return frozenset(out)


def _by_row(layout: Layout, segments: Sequence[Segment]) -> Mapping[int, list[int]]:
    """Return the numbers of the segments of each row."""
    starts = [row.line.start for row in layout.rows]
    members: dict[int, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        members[bisect_right(starts, segment.start) - 1].append(number)
    return members


def _runs(
    layout: Layout, dropped: frozenset[int], members: Mapping[int, list[int]]
) -> Iterator[tuple[list[Row], bool]]:
    """Yield the kept rows between two paragraphs, and whether furniture stands among them; each paragraph alone."""
    run: list[Row] = []
    anchored = False
    for row in layout.rows:
        if row.index in dropped:
            anchored = True
        elif not layout.paragraph(row):
            if row.index in members:
                run.append(row)
        else:
            yield run, anchored
            run, anchored = [], False
            beside = row.index - 1 in dropped or row.index + 1 in dropped
            if row.index in members:
                yield [row], beside
    yield run, anchored


def _whole(segments: Sequence[Segment], furniture: Sequence[float], numbers: Sequence[int]) -> float:
    """Return the probability of a row: the mean of its segments by length."""
    total = sum(len(segments[n].text) for n in numbers)
    return sum(furniture[n] * len(segments[n].text) for n in numbers) / total


def _is_own(row: Row, source: Source) -> bool:
    """Whether a row is the headline or an item of a list, which nothing but words tells from furniture."""
    return (
        row.folded == fold_words(source.title or "")
        or bool(_ITEM.match(row.text))
        or row.text.endswith((";", "；", "؛", ":", "："))
    )


def _is_marked(row: Row) -> bool:
    """Whether a line has signs of furniture that need no word of its language."""
    return bool(_LABEL.match(row.text)) or any(word in cues().services for word in row.folded.split())


def _least(layout: Layout, row: Row, *, anchored: bool, inside: bool) -> float:
    if layout.paragraph(row):
        return BESIDE if anchored else SENTENCE
    if not anchored:
        return APART
    return BESIDE if inside else AMONG
