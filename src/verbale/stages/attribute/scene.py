"""Who is at hand on a page as it is read: the last speaker, the people met so far, and whom an office stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from verbale.records.reading import Speaker
from verbale.stages.attribute.cast import office_match
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from verbale.records.vocabulary import Performer
    from verbale.stages.attribute.cast import Actor, Cast
    from verbale.stages.attribute.phrases import Phrase

What: TypeAlias = Literal["actor", "side", "office", "third", "both", "none"]

FITS = 1.0
"""Score from which an office on its own is taken for somebody on the page."""


@dataclass(frozen=True)
class Referent:
    """Whom a phrase stands for. Two that are equal are the same speaker.

    Attributes:
        at: start of an office or outsider that stands for nobody known.
    """

    what: What
    actor: Actor | None = None
    country: str | None = None
    at: int | None = None

    @property
    def performer(self) -> Performer:
        """How many perform."""
        if self.what == "both" or self.what == "none":
            return self.what
        return "one"

    def speaker(self, at: int | None, *, carried: bool) -> Speaker:
        """The speaker to record.

        Args:
            at: start of the mention in the segment, when it is named there.
        """
        if self.performer != "one":
            return Speaker(performer=self.performer)
        if self.actor is not None:
            start = at if at in self.actor.starts else self.actor.at
            return Speaker(performer="one", at=start, country=self.actor.country, carried=carried)
        return Speaker(performer="one", at=self.at, country=self.country, carried=carried)


BOTH = Referent("both")
NOBODY = Referent("none")
SOMEBODY = Referent("third")
"""One speaker of whom nothing is known, or an outsider."""


@dataclass
class Scene:
    """What has been read of a page so far.

    Attributes:
        last: the one who spoke, or was first told of, last.
        before: who performed the segment before.
        sentence: who performed the first clause of the sentence.
        order: people named so far, the latest last.
    """

    cast: Cast
    last: Referent | None = None
    before: Referent = NOBODY
    sentence: Referent | None = None
    paragraph: int = -1
    order: list[Actor] = field(default_factory=list)

    def see(self, actor: Actor) -> None:
        """Note that a person is named."""
        if actor in self.order:
            self.order.remove(actor)
        self.order.append(actor)

    def referent(self, phrase: Phrase) -> Referent | None:
        """Whom a phrase stands for, or None when it stands for whoever spoke before."""
        if phrase.kind == "both" or phrase.joined:
            return BOTH
        if phrase.kind == "person" and phrase.actor is not None:
            return Referent("actor", phrase.actor)
        if phrase.kind in ("office", "epithet"):
            return self._office(phrase)
        if phrase.kind in ("side", "place") and phrase.country is not None:
            return Referent("side", country=phrase.country)
        if phrase.kind == "demonym" and phrase.country is not None:
            actor = self._of_side(phrase.country)
            return Referent("actor", actor) if actor else Referent("side", country=phrase.country)
        if phrase.kind == "body":
            if phrase.country in self.cast.states and phrase.country is not None:
                return Referent("side", country=phrase.country)
            return SOMEBODY
        if phrase.kind == "third":
            return SOMEBODY
        return None

    def _office(self, phrase: Phrase) -> Referent | None:
        actor = self._by_role(phrase)
        if actor is None and phrase.office is not None:
            actor = self._by_office(phrase)
        if actor is None and phrase.country is not None and phrase.role is not None:
            actor = self._of_side(phrase.country)
        if actor is None and phrase.country is not None:
            actor = self._remaining(phrase.country)
        if actor is None and phrase.role == "leader" and self.last is not None:
            actor = self.last.actor if phrase.country is None else None
        if actor is not None:
            return Referent("actor", actor)
        if phrase.country is not None:
            return Referent("side", country=phrase.country, at=phrase.at)
        return Referent("office", at=phrase.at) if phrase.at is not None else None

    def _by_role(self, phrase: Phrase) -> Actor | None:
        """The person whom `host`, `guest` or `counterpart` stands for."""
        near = [actor for actor in reversed(self.order) if not actor.outsider]
        if phrase.country is not None and phrase.role != "other":
            return None
        if phrase.role == "host":
            called = [a for a in near if id(a) in self.cast.hosts]
            return next((a for a in (*called, *near) if a in called or self._receives(a)), None)
        if phrase.role == "guest":
            return next((a for a in near if id(a) not in self.cast.hosts and not self._receives(a)), None)
        if phrase.role == "other" and self.last is not None:
            speaker = self.last.actor
            return next((a for a in near if a is not speaker and a.country != self.last.country), None)
        return None

    def _receives(self, actor: Actor) -> bool:
        return actor.country is not None and actor.country == self.cast.host

    def _by_office(self, phrase: Phrase) -> Actor | None:
        office = phrase.office
        if office is None:
            return None
        words = fold_words(office.text).split()
        near = {id(actor): rank for rank, actor in enumerate(self.order)}
        best, found = FITS, None
        for actor in self.order or self.cast.actors:
            if actor.outsider:
                continue
            score = office_match(actor, office, phrase.country, words)
            score += 0.6 * (near.get(id(actor), 0) + 1) / (len(near) + 1)
            if self.last is not None and self.last.actor is actor:
                score += 0.2
            if score > best:
                best, found = score, actor
        return found

    def _remaining(self, country: str) -> Actor | None:
        """The only person of no known side, when nobody is known to be of this one."""
        near = [actor for actor in self.order if not actor.outsider]
        unknown = [actor for actor in near if actor.country is None]
        known = any(actor.country == country for actor in near)
        return unknown[0] if len(unknown) == 1 and not known else None

    def _of_side(self, country: str) -> Actor | None:
        """The person of a side who was named last."""
        near = [actor for actor in reversed(self.order) if not actor.outsider]
        return next((a for a in near if a.country == country), None)
