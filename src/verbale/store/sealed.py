"""Items as the record keeps them: encoded, with what lists are filtered and sorted by. Any process can make them."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from verbale.records.items import AnyItem, SegmentItem
from verbale.records.overlays import is_rejected
from verbale.store import words
from verbale.store.facets import Context, context_of, facets, kind_of

_DIGEST_BYTES = 16


class Sealed(NamedTuple):
    """One item.

    Attributes:
        columns: source, meeting, thread, date_start, date_end, rejected, as the table of items has them.
        evidence: source, start and end of each quote.
        words: what the full-text table holds of a segment.
    """

    kind: str
    id: str
    body: str
    digest: bytes
    sort: str
    start: int
    columns: tuple[str | None, str | None, str | None, str | None, str | None, int]
    countries: tuple[str, ...]
    persons: tuple[str, ...]
    pillars: tuple[str, ...]
    marks: tuple[str, ...]
    evidence: tuple[tuple[str, int, int], ...]
    words: str | None


def seal(items: Sequence[AnyItem], beside: Sequence[AnyItem] = ()) -> list[Sealed]:
    """Make rows of items.

    Args:
        beside: items that the first ones name, where they are not among them: meetings, segments.
    """
    context = context_of([*items, *beside])
    return [_sealed(item, context) for item in items]


def _sealed(item: AnyItem, context: Context) -> Sealed:
    about = facets(item, context)
    body = msgspec.json.encode(item).decode()
    sets = (sorted(about.countries), sorted(about.persons), sorted(about.pillars), sorted(about.marks))
    told = (about.sort, about.start, about.date_start, about.date_end, sets)
    digest = hashlib.blake2b(f"{body}{told}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    return Sealed(
        kind=kind_of(type(item)),
        id=item.id,
        body=body,
        digest=digest.digest(),
        sort=about.sort,
        start=about.start,
        columns=(
            about.source,
            about.meeting,
            about.thread,
            about.date_start,
            about.date_end,
            int(is_rejected(item)),
        ),
        countries=tuple(sets[0]),
        persons=tuple(sets[1]),
        pillars=tuple(sets[2]),
        marks=tuple(sets[3]),
        evidence=tuple((proof.source, proof.start, proof.end) for proof in about.evidence),
        words=words.index_text(item.text) if isinstance(item, SegmentItem) else None,
    )
