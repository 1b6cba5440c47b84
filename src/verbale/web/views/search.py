"""Search: quotes that hold the words, in any language."""

from collections.abc import Sequence
from dataclasses import dataclass

from verbale.service.record import Hit
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, source_label
from verbale.web.views.titles import meeting_title

LIMIT = 100
"""Hits on the page; the words say when there may be more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quote; `found` when it is what was searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class HitRow:
    """A quote that holds the words searched for."""

    pieces: tuple[Piece, ...]
    language: str
    direction: str
    cite: str
    href: str
    meeting: Link | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found."""

    query: str
    count: str
    hits: tuple[HitRow, ...]


def search_page(reader: Reader, query: str) -> SearchPage:
    """Return the quotes that hold all words of the query."""
    asked = query.strip()
    hits = reader.record.search(asked, LIMIT) if asked else []
    return SearchPage(asked, _count(len(hits)), tuple(_row(reader, hit) for hit in hits))


def _count(hits: int) -> str:
    if hits >= LIMIT:
        return f"The first {LIMIT} quotes: a narrower search shows the rest"
    return words.counted(hits, "quote")


def _row(reader: Reader, hit: Hit) -> HitRow:
    source = reader.source(hit.source)
    meeting = reader.meeting(hit.meeting)
    label = source_label(source) if source else "source not kept"
    return HitRow(
        pieces=pieces_of(hit.text, hit.marks),
        language=hit.language,
        direction=words.direction(hit.language),
        cite=f"{words.language_name(hit.language)} · {label}",
        href=f"{links.source_path(hit.source)}#{links.words_anchor(hit.start, hit.end)}",
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
    )


def pieces_of(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a text into pieces where it is marked; marks come in text order, and a later one may overlap."""
    pieces = []
    at = 0
    for start, end in marks:
        pieces += [Piece(text[at:start], found=False), Piece(text[max(at, start) : end], found=True)]
        at = max(at, end)
    pieces.append(Piece(text[at:], found=False))
    return tuple(piece for piece in pieces if piece.text)
