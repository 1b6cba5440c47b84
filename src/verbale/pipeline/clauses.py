"""Clauses that were cut off from what governs them, and so seem to bind somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verbale.records.vocabulary import ACTS, Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.reading import Classified, Segment

_BINDING = tuple(ACTS.index(act) for act in ("undertaking", "proposal"))

SHORT = 70
"""Characters of a clause that may have no verb: a list of guests or of bodies. The shortest clause of five real pages
that binds somebody and is unsure has 74."""

UNSURE = 0.6
"""Probability of a binding act below which a short clause of a longer sentence does not bind: a clause that lacks its
verb is read as an undertaking that is told by its object alone."""

UNLIKELY = 0.5
"""The same for a clause of any length whose sentence begins with something else than an undertaking."""

HEAD = 0.3
"""Probability of a binding act up to which a sentence begins with something else."""


def with_broken_clauses(
    segments: Sequence[Segment], classified: Sequence[Classified]
) -> Iterable[Classified]:
    """What segments do, where clauses that only seem to bind somebody do what is next likely.

    Args:
        segments: of one source, in order.
        classified: what was read of each.
    """
    opening = 0.0
    for at, (segment, act) in enumerate(zip(segments, classified, strict=True)):
        p = sum(act.act_ps[k] for k in _BINDING)
        if not segment.lead:
            opening = p
        cut = segment.lead or (at + 1 < len(segments) and segments[at + 1].lead)
        short = p < UNSURE and len(segment.text) < SHORT
        stray = bool(segment.lead) and opening < HEAD and p < UNLIKELY
        yield _unbound(act) if cut and (short or stray) else act


def _unbound(act: Classified) -> Classified:
    """What a segment does if it binds nobody."""
    rest = [0.0 if k in _BINDING else p for k, p in enumerate(act.act_ps)]
    total = sum(rest)
    if act.act not in ("undertaking", "proposal") or not total:
        return act
    ps = tuple(p / total for p in rest)
    best: Act = ACTS[max(range(len(ps)), key=lambda k: (ps[k], -k))]
    return msgspec.structs.replace(
        act, act=best, act_p=max(ps), act_ps=ps, strength=None, strength_p=0.0, kind=None, kind_p=0.0
    )
