"""Pairs of items that may be one, for people to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verbale.records.items import Review
from verbale.store.filters import Part
from verbale.web import links, words
from verbale.web.views.common import Link, Pager, Quote, pager
from verbale.web.views.judged import item_path

if TYPE_CHECKING:
    from verbale.records.items import Compared
    from verbale.web.reader import Reader

PAGE_SIZE = 50
"""Pairs on one page: the likeliest come first."""
LEAST_WEIGHT = 0.005
"""What a feature adds to a score, so that it is worth a line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, with words that it rests on."""

    id: str
    link: Link
    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two items that may be one, and what was compared."""

    about: str
    score: str
    one: Side
    other: Side
    features: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The pairs that nobody has judged."""

    count: str
    pairs: tuple[PairRow, ...]
    pager: Pager
    token: str | None


def review_page(reader: Reader, page: int, token: str | None) -> ReviewPage:
    """Return the list of pairs, the likeliest first."""
    count = reader.record.count(Review)
    shown = reader.record.some(Review, part=Part(PAGE_SIZE, (page - 1) * PAGE_SIZE))
    return ReviewPage(
        count=words.counted(count, "pair"),
        pairs=tuple(_pair(reader, review) for review in shown),
        pager=pager(lambda at: links.with_query("/review", page=at), page, PAGE_SIZE, count),
        token=token,
    )


def _pair(reader: Reader, review: Review) -> PairRow:
    return PairRow(
        about=review.about,
        score=f"{review.score:.0%}",
        one=_side(reader, review, 0),
        other=_side(reader, review, 1),
        features=tuple(_feature(f) for f in review.features if f.left or f.right or _tells(f)),
    )


def _side(reader: Reader, review: Review, at: int) -> Side:
    """Return one side: evidence of the first item stands before that of the second."""
    id_ = review.items[at]
    own = {(proof.source, proof.start) for proof in reader.evidence_of(review.about, id_)}
    proofs = [proof for proof in review.evidence if (proof.source, proof.start) in own] or review.evidence
    title = reader.title_of(review.about, id_)
    name = title if review.about == "meeting" else review.names[at]
    return Side(id_, Link(title, item_path(review.about, id_)), name, reader.quotes(proofs))


def _tells(feature: Compared) -> bool:
    return abs(feature.weight * feature.value) >= LEAST_WEIGHT or (not feature.weight and bool(feature.value))


def _feature(feature: Compared) -> tuple[str, str, str]:
    """Return what was compared in words, as (name, left, right)."""
    name = feature.name.replace("_", " ")
    if feature.left or feature.right:
        return name, feature.left or "not said", feature.right or "not said"
    return name, f"{feature.value:+.2f}", ""
