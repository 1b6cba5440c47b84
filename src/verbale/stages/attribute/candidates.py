"""Who may perform the act of a segment, and what speaks for each: features without knowledge of one language.

A candidate is a phrase of the segment, whoever spoke before, both sides though no phrase names them, or nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from verbale.lexicon.words import has_unspaced
from verbale.records.vocabulary import ACTS
from verbale.stages.attribute.cues import REACH, cues_of
from verbale.stages.attribute.phrases import BOUNDARIES
from verbale.stages.attribute.scene import BOTH, NOBODY, SOMEBODY, Referent, gender_fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from verbale.records.reading import Classified, Segment
    from verbale.records.vocabulary import Act, Performer
    from verbale.stages.attribute.phrases import Phrase
    from verbale.stages.attribute.scene import Scene

OPENING = 4
"""A phrase that starts within so many characters of its segment opens it (quotes, dashes, an article); in scripts
without spaces within one."""

TAIL = 30
"""Characters that may follow the one who is named after what was said: `said X on Monday.`"""

TAIL_UNSPACED = 12
"""The same in scripts without spaces."""

OUTSIDE = 16
"""An outsider within so many characters gives an opinion, whatever stands before: `Pour le chercheur X, …`."""

QUOTES = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』", '"': '"', "‟": "”"}

_UNSPOKEN: frozenset[Act] = frozenset({"encounter", "background", "furniture"})
"""Acts of the writer, not of a side."""

LEAST = 0.02
"""Probability below which the heads are not believed to know better."""

SURE = 0.85
"""Probability from which an act of the writer speaks strongly against everybody."""

SPOKEN = 12
"""Characters between quote marks that are words of somebody, not a name or a term."""

_GROUPS = {
    "person": "name",
    "office": "office",
    "epithet": "office",
    "side": "side",
    "demonym": "demonym",
    "body": "body",
    "place": "place",
    "he": "he",
    "they": "they",
    "both": "both",
    "third": "third",
}
_SUBJECTS = frozenset({"name", "office", "side", "demonym", "both", "body", "third", "he", "they"})
_NAMED = frozenset({"name", "office", "side", "demonym"})


@dataclass(frozen=True)
class Candidate:
    """Somebody who may perform the act, with what speaks for and against, by name of the feature.

    Attributes:
        at: start of the mention that names the speaker here; None when nothing in the segment does.
    """

    referent: Referent
    features: Mapping[str, float]
    at: int | None = None
    carried: bool = False


def candidates(segment: Segment, act: Classified, phrases: Sequence[Phrase], scene: Scene) -> list[Candidate]:
    """Everybody who may perform the act of a segment.

    Args:
        phrases: of the segment, in order.
    """
    view = _View(segment, act, phrases)
    found = [*_named(view, scene), *_carried(view, scene)]
    explicit = view.has({"both"})
    both = {"both": 1.0, "both:told": explicit, "both:p": view.p("both"), "both:named": view.has(_NAMED)}
    both |= {"both:before": float(scene.before == BOTH), "both:act": float(act.act == "undertaking")}
    both["both:joint"] = float(scene.last is None)
    found.append(Candidate(BOTH, both))
    told = float(view.named and not view.has({"both"}))
    found.append(
        Candidate(
            NOBODY,
            {
                "none": 1.0,
                "none:p": view.p("none"),
                "none:encounter": view.act_p("encounter"),
                "none:background": view.act_p("background") + view.act_p("furniture"),
                "none:named": told,
                "none:unspoken": view.unspoken(),
                "none:sure": float(act.act in _UNSPOKEN and act.act_p >= SURE),
                "none:quote": float(view.speaks()),
            },
        )
    )
    return [replace(c, features={**c.features, **view.odds(c.referent.performer)}) for c in found]


class _View:
    """A segment with what its features are made of."""

    def __init__(self, segment: Segment, act: Classified, phrases: Sequence[Phrase]) -> None:
        self.segment, self.act, self.phrases = segment, act, phrases
        self.groups = [_GROUPS[p.kind] for p in phrases]
        self.quoted = _quoted(segment.text)
        self.asks = cues_of(segment.language).asks(segment.text)
        self.before = cues_of(segment.language).before(segment.text)
        self.opener = next((i for i, p in enumerate(phrases) if self.is_opening(p)), None)
        self.named = any(group in _NAMED for group in self.groups)

    def is_opening(self, phrase: Phrase) -> bool:
        start = phrase.start - self.segment.start
        room = 1 if has_unspaced(self.segment.text[:start]) else OPENING
        return start <= room and _GROUPS[phrase.kind] in _SUBJECTS and not self.cue(phrase)

    def p(self, performer: Performer) -> float:
        """Probability of who performs, as the head tells it."""
        return self.act.performer_p if self.act.performer == performer else (1 - self.act.performer_p) / 2

    def act_p(self, act: Act) -> float:
        return self.act.act_ps[ACTS.index(act)]

    def odds(self, performer: Performer) -> dict[str, float]:
        """Log probability of how many perform, as the head tells it."""
        return {f"log:{performer}": log(max(LEAST, self.p(performer)))}

    def unspoken(self) -> float:
        """Log odds that the act is one of the writer."""
        p = min(1 - LEAST, max(LEAST, sum(self.act_p(act) for act in _UNSPOKEN)))
        return log(p / (1 - p))

    def speaks(self) -> bool:
        """Whether words are quoted."""
        return any(end - start >= SPOKEN for start, end in self.quoted)

    def has(self, groups: frozenset[str] | set[str]) -> float:
        return float(any(group in groups for group in self.groups))

    def cue(self, phrase: Phrase) -> str | None:
        """The kind of the word that stands right before a phrase and tells whether it acts."""
        start = phrase.start - self.segment.start
        near = [c for c in self.before if c.start < start and 0 <= start - c.end <= REACH]
        gap = self.segment.text[near[-1].end : start] if near else ""
        return None if not near or any(mark in gap for mark in BOUNDARIES) else near[-1].kind

    def is_quoted(self, phrase: Phrase) -> bool:
        start = phrase.start - self.segment.start
        return any(a <= start < b for a, b in self.quoted)


def _named(view: _View, scene: Scene) -> list[Candidate]:
    """Candidates that phrases of the segment name."""
    found = []
    rank = 0
    for number, (phrase, group) in enumerate(zip(view.phrases, view.groups, strict=True)):
        features = _of_phrase(view, number, phrase, group, rank)
        rank += group in _SUBJECTS
        if phrase.kind in ("he", "they"):
            if phrase.kind == "they":
                found.append(Candidate(BOTH, features | {"they:both": 1.0, "they:p_both": view.p("both")}))
            if (meant := scene.meant()) is not None:
                one = {"they:one": float(phrase.role == "they"), "they:p_one": view.p("one")}
                more = (one if phrase.kind == "they" else {}) | gender_fit(meant.actor, phrase)
                found.append(Candidate(meant, features | more, carried=True))
                more = {"he:other": 1.0, "gender:same": 1.0}
                found.extend(Candidate(r, features | more, carried=True) for r in scene.others(phrase, meant))
            continue
        if phrase.kind in ("office", "epithet") and not phrase.joined:
            several = {"office:both": 1.0, "office:counted": float(phrase.counted)}
            found.append(
                Candidate(BOTH, features | several | {"office:named": float(phrase.country is not None)})
            )
            features["counted"] = float(phrase.counted)
            for holder, fit in scene.holders(phrase):
                same = {"same": float(holder == scene.last)}
                found.append(Candidate(holder, features | fit | same, at=phrase.at))
            continue
        referent = scene.referent(phrase)
        if referent is None:
            continue
        features["same"] = float(referent == scene.last)
        if group == "side":
            features["side:own"] = float(_is_own(view, phrase, scene))
        found.append(Candidate(referent, features, at=phrase.at))
    return found


def _is_own(view: _View, phrase: Phrase, scene: Scene) -> bool:
    """Whether a side is that of the person who spoke right before, who then goes on speaking of it."""
    last = scene.last
    near = view.segment.paragraph == scene.paragraph and scene.before == last
    return last is not None and last.actor is not None and near and last.actor.country == phrase.country


def _of_phrase(view: _View, number: int, phrase: Phrase, group: str, rank: int) -> dict[str, float]:
    text = view.segment.text
    start, end = phrase.start - view.segment.start, phrase.end - view.segment.start
    before, after = text[:start].rstrip(), text[end:]
    opens = view.opener == number
    bounded = bool(before) and before[-1] in BOUNDARIES
    room = TAIL_UNSPACED if has_unspaced(after) else TAIL
    tail = len(after.strip()) <= room and not any(mark in after[:-1] for mark in BOUNDARIES)
    tail = tail and any(mark in before for mark in BOUNDARIES + '"')
    cue = view.cue(phrase)
    outside = phrase.kind == "third" or (phrase.actor is not None and phrase.actor.outsider)
    if cue == "away" and outside and view.opener is None and start <= OUTSIDE:
        cue = "cited"
    opens_with = start <= REACH
    broad = "some" if group in ("name", "office") else group
    features = {
        group: 1.0,
        f"{broad}:opens": float(opens),
        f"{broad}:first": float(rank == 0),
        "leading": float(rank == 0 and view.opener is None and not bounded),
        "rank": float(min(rank, 3)),
        "depth": min(1.0, start / 150),
        "behind": float(view.opener is not None and view.opener < number and not tail),
        "over": float(view.opener is not None and view.opener < number and tail),
        "fronted": float(bounded and view.opener is None),
        f"{broad}:tail": float(tail),
        "quoted": float(view.is_quoted(phrase)),
        "lead": float(bool(view.segment.lead) and not opens),
        f"{broad}:p": 0.0 if group == "they" else view.p("both" if group == "both" else "one"),
        f"{group}:p_both": 0.0 if group in ("both", "they") else view.p("both"),
    }
    if cue is not None and group != "place":
        features[cue] = 1.0
    if group == "place":
        features["place:alone"] = float(rank == 0 and opens_with and not view.has(_SUBJECTS))
    if group in ("side", "demonym", "place", "body", "third"):
        features[f"{group}:crowd"] = view.has({"name", "office"})
    return {name: value for name, value in features.items() if value}


def _carried(view: _View, scene: Scene) -> list[Candidate]:
    """Whoever spoke before, and, in a later clause of a sentence, whoever speaks in its first."""
    found = []
    opener = None if view.opener is None else view.phrases[view.opener]
    near = view.segment.paragraph == scene.paragraph and scene.before == scene.last
    own = opener is not None and opener.kind == "side" and _is_own(view, opener, scene)
    shared = {
        "carry:own": float(own),
        "carry:named": float(view.named),
        "carry:opens": float(opener is not None and not own and opener.kind not in ("he", "they")),
        "carry:he": view.has({"he"}),
        "carry:both": view.has({"both"}),
        "carry:p_both": view.p("both"),
        "carry:must": float(
            view.asks and view.opener is not None and view.groups[view.opener] == "both" and near
        ),
        "carry:p_none": view.p("none"),
    }
    if view.segment.lead and scene.sentence is not None:
        features = {"sentence": 1.0} | {name.replace("carry", "sentence"): v for name, v in shared.items()}
        found.append(Candidate(scene.sentence, features, carried=True))
    if scene.last is None:
        features = {"unknown": 1.0, "unknown:p": view.p("one"), "unknown:he": view.has({"he"})}
        found.append(Candidate(SOMEBODY, features))
    else:
        text = view.segment.text.lstrip()
        features = {
            "carry": 1.0,
            "carry:new": float(view.segment.paragraph != scene.paragraph),
            "carry:before_both": float(scene.before == BOTH),
            "carry:before_none": float(scene.before == NOBODY),
            "carry:quote": float(bool(text) and text[0] in QUOTES),
            "carry:third": view.has({"third", "body"}),
            "carry:proposal": float(view.act.act == "proposal"),
        }
        found.append(Candidate(scene.last, features | shared, carried=True))
    return found


def _quoted(text: str) -> list[tuple[int, int]]:
    """Stretches between quote marks."""
    found, start, closing = [], 0, ""
    for at, mark in enumerate(text):
        if closing and mark == closing:
            found.append((start, at))
            closing = ""
        elif not closing and mark in QUOTES:
            start, closing = at, QUOTES[mark]
    return found
