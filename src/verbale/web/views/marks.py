"""Cut the text of a source into nested marks, so that each quote has a place of its own to link to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from verbale.web.links import words_anchor


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that something rests on; `kind` says what, `href` leads to it."""

    start: int
    end: int
    kind: str
    href: str
    title: str


@dataclass(slots=True)
class Mark:
    """A stretch of text on the page, with the marks inside it.

    Attributes:
        anchor: its name on the page; None for the rest of a stretch that another one cuts.
        text: the words, when it is a leaf: no marks inside.
        lead: whether a leaf is the first of its stretch, and so the one that a keyboard stops at.
    """

    kind: str = ""
    href: str | None = None
    title: str = ""
    anchor: str | None = None
    text: str = ""
    lead: bool = False
    inside: list["Mark"] = field(default_factory=list)


def mark_text(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Mark]:
    """Return the marks of `text[start:end]`, nested, in text order.

    A span that crosses the end of the stretch or of a longer span is cut there: its first part bears the anchor.
    Of several spans of the same place, one is marked.
    """
    return list(_cut(text, start, end, _tidy(spans, start, end), Mark()))


def _tidy(spans: Sequence[Span], start: int, end: int) -> list[tuple[Span, int, int]]:
    """Return the spans in a stretch, longest first at each place, one a place, with where they are shown."""
    seen: set[tuple[int, int]] = set()
    kept: list[tuple[Span, int, int]] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        here = max(span.start, start), min(span.end, end)
        if here[0] < here[1] and here not in seen:
            seen.add(here)
            kept.append((span, *here))
    return sorted(kept, key=_place)


def _cut(text: str, start: int, end: int, rows: list[tuple[Span, int, int]], around: Mark) -> Iterator[Mark]:
    at = start
    lead = True
    while rows:
        span, first, last = rows[0]
        if first > at:
            yield _leaf(text[at:first], around, lead=lead)
            lead = False
        inner = [row for row in rows[1:] if row[1] < last]
        rows = [row for row in rows[1:] if row[1] >= last]
        rows = sorted([*_carried(inner, last), *rows], key=_place)
        yield _mark(text, span, first, last, [(s, a, min(b, last)) for s, a, b in inner])
        at = last
    if at < end:
        yield _leaf(text[at:end], around, lead=lead)


def _carried(inner: list[tuple[Span, int, int]], last: int) -> list[tuple[Span, int, int]]:
    """Return what is left, after a span's end, of the spans that cross it."""
    return [(span, last, end) for span, _, end in inner if end > last]


def _place(row: tuple[Span, int, int]) -> tuple[int, int]:
    """Return what orders spans so that longer ones come before those inside them."""
    return row[1], -row[2]


def _mark(text: str, span: Span, first: int, last: int, inner: list[tuple[Span, int, int]]) -> Mark:
    anchor = words_anchor(span.start, span.end) if first == span.start else None
    mark = Mark(span.kind, span.href, span.title, anchor)
    mark.inside = list(_cut(text, first, last, inner, mark))
    return mark


def _leaf(text: str, around: Mark, *, lead: bool) -> Mark:
    return Mark(around.kind, around.href, around.title, None, text, lead=lead)
