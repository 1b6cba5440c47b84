"""The speaker of each act: one person, one side, both sides, or nobody.

A page is read from its start. For each segment all who may perform its act are listed: those whom its words name, by
name, office, epithet or side; whoever spoke before; both sides; nobody. A log-linear model over features that know no
language (where words stand, what stands before them, what the heads tell of act and performers) weighs them; weights
were learned from marked accounts (`bench/train_speakers.py`). The best becomes the speaker and is carried on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from verbale.lexicon.data import table
from verbale.stages.attribute.candidates import candidates
from verbale.stages.attribute.cast import Cast
from verbale.stages.attribute.phrases import phrases_of
from verbale.stages.attribute.scene import NOBODY, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from verbale.records.reading import AnyMention, Classified, Segment, Speaker
    from verbale.stages.attribute.candidates import Candidate
    from verbale.stages.attribute.phrases import Phrase
    from verbale.stages.attribute.scene import Referent


@dataclass(frozen=True)
class Step:
    """One segment with everybody who may perform its act, in the state that the page is in."""

    segment: Segment
    candidates: Sequence[Candidate]


def attribute(
    segments: Sequence[Segment],
    classified: Sequence[Classified],
    mentions: Sequence[AnyMention],
    weights: Mapping[str, float] | None = None,
) -> tuple[Speaker, ...]:
    """The speaker of each segment, in order.

    Args:
        mentions: of the whole source, in text order.
        weights: of features by name; None is those of the package.
    """
    weights = table("speaker_weights")["weights"] if weights is None else weights
    walk = Walk(segments, classified, mentions)
    found = []
    for step in walk:
        chosen = best(step.candidates, weights)
        walk.settle(chosen.referent)
        found.append(chosen.referent.speaker(chosen.at, carried=chosen.carried))
    return tuple(found)


def best(found: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate:
    """The best candidate of the speaker for whom all candidates together weigh most; of equals the first."""
    scores = [score(candidate.features, weights) for candidate in found]
    total: dict[Referent, float] = {}
    for candidate, value in zip(found, scores, strict=True):
        total[candidate.referent] = _log_add(total.get(candidate.referent), value)
    winner = max(total, key=lambda referent: total[referent])
    rows = [row for row, candidate in enumerate(found) if candidate.referent == winner]
    named = [row for row in rows if found[row].at is not None]
    return found[max(named or rows, key=lambda row: scores[row])]


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Sum of the weights of features by their values; a feature without weight tells nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _log_add(one: float | None, other: float) -> float:
    if one is None:
        return other
    top = max(one, other)
    return top + log(exp(one - top) + exp(other - top))


class Walk:
    """Goes through a page: gives the candidates of each segment and is told who spoke before it goes on."""

    def __init__(
        self, segments: Sequence[Segment], classified: Sequence[Classified], mentions: Sequence[AnyMention]
    ) -> None:
        """Learn who is on the page.

        Args:
            mentions: of the whole source, in text order.
        """
        self._rows = list(zip(segments, classified, strict=True))
        cast = Cast(mentions)
        by_segment: dict[str, list[AnyMention]] = defaultdict(list)
        for mention in mentions:
            by_segment[mention.segment].append(mention)
        self._phrases = [phrases_of(segment, by_segment[segment.id], cast) for segment in segments]
        cast.infer()
        self.scene = Scene(cast)
        self._row = -1

    def __iter__(self) -> Iterator[Step]:
        for row, (segment, act) in enumerate(self._rows):
            self._row = row
            yield Step(segment, candidates(segment, act, self._phrases[row], self.scene))

    def settle(self, referent: Referent) -> None:
        """Go on from who performed the act of the segment that was given last."""
        (segment, act), phrases = self._rows[self._row], self._phrases[self._row]
        scene = self.scene
        for phrase in phrases:
            if phrase.actor is not None:
                scene.see(phrase.actor)
        if referent.performer == "one":
            scene.last = referent
            if referent.actor is not None:
                scene.see(referent.actor)
        elif referent == NOBODY and act.act == "encounter":
            scene.last = _told_of(phrases, scene) or scene.last
        if not segment.lead:
            scene.sentence = referent
        scene.before = referent
        scene.paragraph = segment.paragraph


def _told_of(phrases: Sequence[Phrase], scene: Scene) -> Referent | None:
    """The first person of a report that people met: who is meant when the next sentence names nobody."""
    first = next((p for p in phrases if p.kind in ("person", "office")), None)
    return scene.referent(first) if first is not None and first.kind == "person" else None
