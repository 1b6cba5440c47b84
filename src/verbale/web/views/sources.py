"""A source: its text, what rests on it, and what was left out."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verbale.records.reading import Dropped, Source
from verbale.store.filters import Part
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Pager, pager, published_words, source_label
from verbale.web.views.marks import Mark, Span, mark_text
from verbale.web.views.titles import meeting_title

PAGE_SIZE = 200
"""Sources on one page of the list."""

_LINES = re.compile(r"[^\n]+")
_KINDS = (
    "undertaking",
    "target",
    "meeting",
    "person",
    "body",
    "project",
    "instrument",
    "mechanism",
    "segment",
)
"""Of several items that rest on the same words, the first of these kinds is marked."""


@dataclass(frozen=True, slots=True)
class Note:
    """What rests on the words beside it."""

    kind: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text with its marks, the reason when it was left out, and notes of what rests on it."""

    marks: tuple[Mark, ...]
    reason: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source with its text marked."""

    title: str
    eyebrow: str
    facts: tuple[tuple[str, Link], ...]
    language: str
    direction: str
    paragraphs: tuple[Paragraph, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source as the list shows it."""

    href: str
    title: str
    language: str
    code: str
    direction: str
    about: str
    published: str


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources."""

    entries: tuple[SourceEntry, ...]
    count: str
    pager: Pager


def sources_page(reader: Reader, page: int) -> SourcesPage:
    """Return the list of sources, latest first."""
    count = reader.record.count(Source)
    shown = reader.record.some(Source, part=Part(PAGE_SIZE, (page - 1) * PAGE_SIZE, latest=True))
    return SourcesPage(
        entries=tuple(_entry(source) for source in shown),
        count=words.counted(count, "source"),
        pager=pager(lambda at: links.with_query("/sources", page=at), page, PAGE_SIZE, count),
    )


def _entry(source: Source) -> SourceEntry:
    return SourceEntry(
        href=links.source_path(source.id),
        title=_title(source),
        language=words.language_name(source.language),
        code=source.language,
        direction=words.direction(source.language),
        about=source_label(source),
        published=published_words(source),
    )


def _title(source: Source) -> str:
    first = next((line.strip() for line in source.text.splitlines() if line.strip()), "")
    return source.title or first[:120] or source_label(source)


def source_page(reader: Reader, id_: str) -> SourcePage:
    """Return the page of one source. Raises ItemNotFoundError."""
    source = reader.record.source(id_)
    spans = _spans(reader, source)
    return SourcePage(
        title=_title(source),
        eyebrow=f"Source in {words.language_name(source.language)}",
        facts=tuple(_facts(reader, source)),
        language=source.language,
        direction=words.direction(source.language),
        paragraphs=tuple(_paragraphs(source, spans)),
        summary=_summary(source, spans),
    )


def _summary(source: Source, spans: Sequence[Span]) -> str:
    places = len({(span.start, span.end) for span in spans if span.kind != "segment"})
    out = len(source.dropped)
    left = f" · {words.counted(out, 'stretch', 'stretches')} left out, greyed with the reason" if out else ""
    return f"{words.counted(places, 'place')} that the record rests on{left}"


def _facts(reader: Reader, source: Source) -> Iterator[tuple[str, Link]]:
    yield "Outlet", Link(source.outlet or "not said")
    yield "Published", Link(published_words(source))
    if source.url:
        yield "Address", Link(source.url, links.outside(source.url))
    yield "File", Link(source.path.rsplit("/", 1)[-1])
    if source.teaser_of and (whole := reader.source(source.teaser_of)):
        yield "Split off", Link(_title(whole), links.source_path(whole.id))
    for meeting in dict.fromkeys(s.meeting for s in reader.record.segments(source=source.id)):
        if found := reader.meeting(meeting):
            yield "Tells of", Link(meeting_title(found), links.meeting_path(found.id))


def _spans(reader: Reader, source: Source) -> list[Span]:
    """Return every place of a source that something rests on, most telling kinds first."""
    found = [_item_span(reader, *place) for place in reader.record.evidence_in(source.id)]
    segments = reader.record.segments(source=source.id)
    found += [Span(s.start, s.end, "segment", "", s.act) for s in segments]
    return sorted(found, key=lambda span: _KINDS.index(span.kind) if span.kind in _KINDS else len(_KINDS))


def _item_span(reader: Reader, start: int, end: int, kind: str, item: str) -> Span:
    return Span(start, end, kind, _item_path(kind, item), reader.title_of(kind, item))


def _item_path(kind: str, item: str) -> str:
    paths = {
        "undertaking": links.undertaking_path,
        "meeting": links.meeting_path,
        "person": links.person_path,
        "body": links.body_path,
        "target": links.target_path,
    }
    return paths[kind](item) if kind in paths else links.named_path(item)


def _paragraphs(source: Source, spans: Sequence[Span]) -> Iterator[Paragraph]:
    stretches = list(_stretches(source))
    for (start, end, reason), here in zip(stretches, _by_stretch(stretches, spans), strict=True):
        yield Paragraph(
            marks=tuple(mark_text(source.text, start, end, here)),
            reason=reason,
            notes=tuple(_notes([span for span in here if span.start >= start])),
        )


def _by_stretch(stretches: Sequence[tuple[int, int, str]], spans: Sequence[Span]) -> list[list[Span]]:
    """Return for each stretch the spans that it shares words with, in the order given."""
    starts = [start for start, _, _ in stretches]
    shared: list[list[Span]] = [[] for _ in stretches]
    for span in spans:
        at = max(0, bisect_right(starts, span.start) - 1)
        while at < len(stretches) and starts[at] < span.end:
            if stretches[at][1] > span.start:
                shared[at].append(span)
            at += 1
    return shared


def _notes(spans: Sequence[Span]) -> list[Note]:
    """Return one note for each item other than a plain segment, in the order of the kinds."""
    items = {(span.kind, span.href): span for span in spans if span.kind != "segment"}
    return [Note(span.kind, span.title, span.href) for span in items.values()]


def _stretches(source: Source) -> Iterator[tuple[int, int, str]]:
    """Return the lines of the text, cut where something was left out, each with the reason or nothing."""
    for line in _LINES.finditer(source.text):
        at = line.start()
        for gone in _dropped_in(source.dropped, line.start(), line.end()):
            if gone.start > at:
                yield at, gone.start, ""
            yield max(at, gone.start), min(line.end(), gone.end), gone.reason
            at = min(line.end(), gone.end)
        if at < line.end():
            yield at, line.end(), ""


def _dropped_in(dropped: Sequence[Dropped], start: int, end: int) -> list[Dropped]:
    return sorted(gone for gone in dropped if gone.start < end and gone.end > start)
