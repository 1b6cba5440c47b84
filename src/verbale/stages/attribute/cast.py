"""The people of one page: who is named by several names, which side each is of, which offices each holds.

A page is small and names its people in full once; later names are parts of that one. What whole records tell of people
is the business of later stages: here an office or an epithet only has to be matched with somebody on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verbale.records.reading import OfficeMention, PersonMention, PlaceMention, StateMention
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import AnyMention
    from verbale.stages.attribute.hints import Gender

STEM = 3
"""Letters of a word that inflection leaves alone at least."""

ENDING = 3
"""Letters by which two forms of one name may differ at their ends."""

DEPUTY = "deputy_"

SIDES = 2
"""Sides that meet when nothing more is known."""

LEADING = 5
"""First states of a page: when they are more than two, nobody is taken to be of the one that remains."""

ALIAS = 4
"""Letters of a word of a name that stands for the whole; two where a sign is a syllable."""


ENVOYS = frozenset(
    {"ambassador", "consul_general", "charge_d_affaires", "special_envoy", "high_representative"}
)
"""Offices of those who are called diplomats."""

_PARTS = re.compile(r"[\s·・]+")


@dataclass(eq=False)
class Actor:
    """A person of the page.

    Attributes:
        words: of the fullest name, folded.
        at: where the first mention with the fullest name starts.
        stated: the side that words beside the name tell; `country` is that, or the one that remains.
        gender: as titles and forms of offices beside the name tell it.
        kinds: codes of offices, as in the lexicon; `titles`: their folded words.
    """

    words: tuple[str, ...]
    name: str
    at: int
    country: str | None = None
    stated: str | None = None
    kinds: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    outsider: bool = False
    gender: Gender | None = None


class Cast:
    """The people of a page by their mentions."""

    def __init__(self, mentions: Sequence[AnyMention]) -> None:
        """Tell who is who.

        Args:
            mentions: of the whole page, in text order.
        """
        self.actors: list[Actor] = []
        self._by_start: dict[int, Actor] = {}
        self.hosts: set[int] = set()
        """Ids of the people whom the page calls hosts."""
        named = [m for m in mentions if isinstance(m, StateMention)]
        self.states = Counter(m.country for m in named)
        self._leading = {m.country for m in named[:LEADING]}
        self.initials = {m.text[0]: m.country for m in reversed(named)}
        """Sides by the first sign of their name, as unspaced scripts shorten them."""
        for mention in mentions:
            if isinstance(mention, PersonMention):
                self._add(mention)
        self.aliases = {alias: actor for actor in self.actors for alias in _aliases(actor)}
        """Words of names that stand for one person, as they are written."""
        self.host = next((m.country for m in mentions if isinstance(m, PlaceMention) and m.country), None)
        """The side that receives: that of the first place, unless the page calls somebody the host."""

    def of(self, mention: PersonMention) -> Actor:
        """The person whom a mention names."""
        return self._by_start[mention.start]

    def learn(self, actor: Actor, office: OfficeMention) -> None:
        """Take what an office that stands in apposition tells of a person."""
        if office.kind:
            actor.kinds.add(office.kind)
        actor.titles.update(fold_words(office.text).split())
        if office.country and actor.stated is None:
            actor.stated = actor.country = office.country

    def infer(self) -> None:
        """Give people without a side the state that is named most and that nobody is said to be of."""
        taken = {actor.stated for actor in self.actors if actor.stated}
        free = [code for code, _ in self.states.most_common() if code not in taken]
        if len(taken) < SIDES and len(self._leading) <= SIDES and free:
            for actor in self.actors:
                if actor.stated is None and not actor.outsider:
                    actor.country = free[0]

    def _add(self, mention: PersonMention) -> None:
        words = tuple(fold_words(mention.text).split())
        actor = next((a for a in reversed(self.actors) if same_name(a.words, words)), None)
        if actor is None:
            actor = Actor(words, mention.text, mention.start)
            self.actors.append(actor)
        elif len(words) > len(actor.words):
            actor.words, actor.name, actor.at = words, mention.text, mention.start
        actor.starts.append(mention.start)
        self._by_start[mention.start] = actor
        for office in mention.offices:
            if office.kind:
                actor.kinds.add(office.kind)
            actor.titles.update(fold_words(office.title).split())
        stated = next((o.country for o in mention.offices if o.country), mention.country)
        if stated and actor.stated is None:
            actor.stated = actor.country = stated


def _aliases(actor: Actor) -> list[str]:
    """Words of a name by which the text may call the person again."""
    parts = _PARTS.split(actor.name)
    return [p for p in parts if len(p) >= (2 if is_dense(p) else ALIAS) and not p.islower()]


def same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether all words of the shorter of two folded names stand in the longer, endings aside."""
    short, long = sorted((one, other), key=lambda name: (len(name), sum(map(len, name))))
    if not short:
        return False
    if all(any(_same_word(a, b) for b in long) for a in short):
        return True
    together, rest = "".join(short), "".join(long)
    return len(together) > 1 and is_dense(together) and together in rest


def is_dense(word: str) -> bool:
    """Whether a word is of a script whose signs are syllables or words, so that one or two of them are a name."""
    return bool(word) and all("\u2e80" <= letter < "\ufb00" for letter in word)


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    longest, shortest = max(len(one), len(other)), min(len(one), len(other))
    return shared >= STEM + 1 and longest - shared <= ENDING and shortest - shared <= ENDING - 1


def _same_title(one: str, other: str) -> bool:
    """Whether two words of offices are the same, or one shortens the other, as `総理` does `総理大臣`."""
    short, long = sorted((one, other), key=len)
    return _same_word(one, other) or (len(short) > 1 and is_dense(short) and short in long)


def fit(
    actor: Actor, office: OfficeMention | None, country: str | None, envoy: bool = False
) -> dict[str, float]:
    """How an office on its own fits a person, by name of the feature.

    Args:
        office: None for an epithet that is no office.
        country: the side that the words beside the office tell.
        envoy: whether the words mean somebody who is sent, such as `the diplomat`.
    """
    found: dict[str, float] = {}
    if envoy and actor.kinds:
        found["fit:kin" if actor.kinds & ENVOYS else "fit:other"] = 1.0
    if country and actor.country:
        found["fit:side" if country == actor.country else "fit:clash"] = 1.0
    elif country is None and actor.stated is None:
        found["fit:home"] = 1.0
    kind = office.kind if office is not None else None
    if kind and actor.kinds:
        kin = any(_is_kin(kind, other) for other in actor.kinds)
        found["fit:kind" if kind in actor.kinds else "fit:kin" if kin else "fit:other"] = 1.0
        deputies = {other.startswith(DEPUTY) for other in actor.kinds}
        found["fit:deputy"] = float(kind.startswith(DEPUTY) not in deputies)
    words = fold_words(office.text).split() if office is not None else []
    if words and actor.titles:
        found["fit:words"] = sum(any(_same_title(w, t) for t in actor.titles) for w in words) / len(words)
    return found


def _is_kin(one: str, other: str) -> bool:
    """Whether one code is a general case of another: `minister` of `foreign_minister`."""
    one, other = one.removeprefix(DEPUTY), other.removeprefix(DEPUTY)
    return one.endswith("_" + other) or other.endswith("_" + one)
