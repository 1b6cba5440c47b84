"""Who is at hand on a page as it is read: the last speaker, the people met so far, and whom an office stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from verbale.records.reading import Speaker
from verbale.stages.attribute.cast import fit

if TYPE_CHECKING:
    from verbale.records.vocabulary import Performer
    from verbale.stages.attribute.cast import Actor, Cast
    from verbale.stages.attribute.phrases import Phrase

What: TypeAlias = Literal["actor", "side", "office", "third", "both", "none"]


@dataclass(frozen=True)
class Referent:
    """Whom a phrase stands for. Two that are equal are the same speaker.

    Attributes:
        at: start of an office that stands for nobody known.
        named: start of the office by which a side is named; it tells no two speakers apart.
    """

    what: What
    actor: Actor | None = None
    country: str | None = None
    at: int | None = None
    named: int | None = field(default=None, compare=False)

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
        return Speaker(performer="one", at=self.at or self.named, country=self.country, carried=carried)


BOTH = Referent("both")
NOBODY = Referent("none")
SOMEBODY = Referent("third")
"""One speaker of whom nothing is known, or an outsider."""


def gender_fit(actor: Actor | None, phrase: Phrase) -> dict[str, float]:
    """Whether the gender that a phrase tells is that of a person, where both are known."""
    if actor is None or actor.gender is None or phrase.gender is None:
        return {}
    return {"gender:same" if actor.gender == phrase.gender else "gender:clash": 1.0}


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

    def meant(self) -> Referent | None:
        """Whom a pronoun of one person means: the last speaker; after a side, a person of it, if there is one."""
        if self.last is None or self.last.what != "side" or self.last.country is None:
            return self.last
        actor = self._of_side(self.last.country)
        return Referent("actor", actor) if actor else self.last

    def referent(self, phrase: Phrase) -> Referent | None:
        """Whom a phrase stands for, or None when it is an office or stands for whoever spoke before."""
        if phrase.kind == "both" or phrase.joined:
            return BOTH
        if phrase.kind == "person" and phrase.actor is not None:
            return Referent("actor", phrase.actor)
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

    def holders(self, phrase: Phrase) -> list[tuple[Referent, dict[str, float]]]:
        """Whom an office or epithet may stand for, with how well it fits each."""
        actor = self._by_role(phrase)
        if actor is not None:
            return [(Referent("actor", actor), {})]
        near = [actor for actor in self.order if not actor.outsider]
        found: list[tuple[Referent, dict[str, float]]] = []
        for rank, actor in enumerate(near):
            features = fit(actor, phrase.office, phrase.country, phrase.role == "envoy") | gender_fit(
                actor, phrase
            )
            features["fit:near"] = (rank + 1) / len(near)
            features["fit:last"] = float(self.last is not None and self.last.actor is actor)
            found.append((Referent("actor", actor), features))
        unfit = {"unfit": 1.0, "unfit:role": float(phrase.role is not None)}
        if phrase.country is not None:
            found.append((Referent("side", country=phrase.country, named=phrase.at), unfit))
        elif phrase.at is not None:
            found.append((Referent("office", at=phrase.at), unfit))
        return found

    def others(self, phrase: Phrase, meant: Referent) -> list[Referent]:
        """Whom else a pronoun may mean: people of its gender, the one named last first."""
        near = [a for a in reversed(self.order) if a is not meant.actor and not a.outsider]
        return [Referent("actor", a) for a in near if phrase.gender and a.gender == phrase.gender][:1]

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

    def _of_side(self, country: str) -> Actor | None:
        """The person of a side who was named last."""
        near = [actor for actor in reversed(self.order) if not actor.outsider]
        return next((a for a in near if a.country == country), None)
