"""What each segment does, from the heads learned on the labelled segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from verbale.records.reading import Classified
from verbale.records.vocabulary import ACTS, STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from verbale.models.heads import Head, Heads
    from verbale.models.protocols import TokenVectors
    from verbale.records.reading import Segment
    from verbale.records.vocabulary import Act, MeetingType, Performer, Strength

PILLAR_P = 0.25
"""A pillar is told from this probability on: micro-F1 in left-out languages is level from .25 to .35."""

NO_PILLAR = "none"
"""The label of the pillar head for a segment that belongs to no pillar."""

KIND_P = 0.55
"""A kind of the codebook is told from this probability on: right in about four of five on left-out languages."""

KINDS = 8
"""Kinds that are kept of a segment, so that undertakings of different meetings can be compared by all of them."""

LEAST_KIND_P = 0.005
"""Probability from which a kind is kept."""

FOLLOWED_P = 0.2
"""Probability of a binding act, or of telling that something was done, from which a segment's kinds are kept."""

_BINDING: tuple[Act, ...] = ("undertaking", "proposal")
"""Acts that have a kind."""

_DONE = STRENGTHS.index("reported done")

INHERITED_WEIGHT = 0.45
"""How much a clause's act leans on that of its sentence's first clause, as a share of the log probability.

A communiqué's later clauses often have no verb of speaking of their own ("agreed to …; to build …"). Zero reads them
alone, one would copy the first clause; calibrated on the example pages.
"""

_NO_VERB_OF_ITS_OWN: tuple[Act, ...] = ("background", "furniture")
"""What a clause without its own verb is mistaken for; such a clause follows its lead when the lead is clear."""


def classify(
    segments: Sequence[Segment], tokens: Sequence[TokenVectors], heads: Heads
) -> tuple[Classified, ...]:
    """Tell act, strength, pillars, performer and type of meeting of each segment, in order.

    Args:
        tokens: the token vectors of each segment's text, without its lead.
    """
    if not segments:
        return ()
    told = heads.probabilities(tokens)
    acts = _with_leads(segments, told["act"], heads["act"].labels)
    return tuple(
        _classified(heads, acts[row], {name: p[row] for name, p in told.items()})
        for row in range(len(segments))
    )


def _with_leads(
    segments: Sequence[Segment], acts: npt.NDArray[np.float32], labels: tuple[str, ...]
) -> npt.NDArray[np.float32]:
    """Let the later clauses of a sentence lean on the act of its first clause."""
    mixed = acts.copy()
    first: int | None = None
    for row, segment in enumerate(segments):
        if not segment.lead:
            first = row
        elif first is not None:
            mixed[row] = _lean(acts[row], acts[first], labels)
    return mixed


def _lean(
    own: npt.NDArray[np.float32], lead: npt.NDArray[np.float32], labels: tuple[str, ...]
) -> npt.NDArray[np.float32]:
    empty = [labels.index(act) for act in _NO_VERB_OF_ITS_OWN]
    if int(own.argmax()) in empty and int(lead.argmax()) not in empty:
        own = own.copy()
        own[empty] = 1e-6
        own /= own.sum()
    log = (1 - INHERITED_WEIGHT) * np.log(own + 1e-9) + INHERITED_WEIGHT * np.log(lead + 1e-9)
    weights = np.exp(log - log.max())
    return np.asarray(weights / weights.sum(), np.float32)


def _best(head: Head, p: npt.NDArray[np.float32]) -> tuple[str, float]:
    at = int(p.argmax())
    return head.labels[at], round(float(p[at]), 4)


def _pillars(head: Head, p: npt.NDArray[np.float32], act: str) -> tuple[tuple[str, float], ...]:
    """Pillars from `PILLAR_P` on, most probable first; a binding act has at least one."""
    told = [pair for pair in zip(head.labels, p.tolist(), strict=True) if pair[0] != NO_PILLAR]
    ranked = sorted(told, key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for pair in ranked if pair[1] >= PILLAR_P]
    if not kept and act in _BINDING:
        kept = ranked[:1]
    return tuple((label, round(value, 4)) for label, value in kept)


def _classified(
    heads: Heads, act_p: npt.NDArray[np.float32], p: dict[str, npt.NDArray[np.float32]]
) -> Classified:
    act, probability = _best(heads["act"], act_p)
    strength, strength_p = _best(heads["strength"], p["strength"])
    performer, performer_p = _best(heads["performer"], p["performer"])
    meeting, meeting_p = _best(heads["meeting"], p["meeting"])
    kind, kind_p = _best(heads["kind"], p["kind"])
    told = act in _BINDING and kind_p >= KIND_P
    strengths = tuple(
        round(float(p["strength"][heads["strength"].labels.index(name)]), 4) for name in STRENGTHS
    )
    binding = sum(float(act_p[heads["act"].labels.index(name)]) for name in _BINDING)
    followed = act == "assessment" or max(binding, strengths[_DONE]) >= FOLLOWED_P
    return Classified(
        act=cast("Act", act),
        act_p=probability,
        act_ps=tuple(round(float(act_p[heads["act"].labels.index(name)]), 4) for name in ACTS),
        strength=cast("Strength", strength) if act == "undertaking" else None,
        strength_p=strength_p if act == "undertaking" else 0.0,
        pillars=_pillars(heads["pillar"], p["pillar"], act),
        performer=cast("Performer", performer),
        performer_p=performer_p,
        meeting=cast("MeetingType", meeting),
        meeting_p=meeting_p,
        kind=kind if told else None,
        kind_p=kind_p if told else 0.0,
        kinds=_kinds(heads["kind"], p["kind"]) if followed else (),
        strength_ps=strengths if followed else (),
    )


def _kinds(head: Head, p: npt.NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    """The likeliest kinds with their probabilities, most probable first."""
    ranked = sorted(zip(head.labels, p.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return tuple((code, round(value, 4)) for code, value in ranked[:KINDS] if value >= LEAST_KIND_P)
