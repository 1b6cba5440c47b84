"""What one source says of bodies: which body each name of one stands for, by a key that all sources share.

A key is told by the words and the page alone: the code of a body that is known (`=nato`), of the body of a kind that a
state has (`=foreign_ministry:VN`), the id of a body in a gazetteer (`Q...`), or else the name itself (`~Latn evn`). A
ministry whose state neither the words nor the page tell surely stands for no body.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from babel.core import get_global

from verbale.lexicon.bodies import is_one_word
from verbale.lexicon.data import base_language
from verbale.lexicon.outlets import outlet_state
from verbale.records.items import Evidence
from verbale.records.reading import OrganisationMention, PersonMention, PlaceMention, StateMention
from verbale.stages.resolve.bodies_known import key_of_name
from verbale.stages.resolve.seen import folded
from verbale.text.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from verbale.records.reading import Reading, Segment, Source

QUOTES_OF_SOURCE = 3
"""Quotes kept of one body in one source."""

MOST_NAMED = 2
"""A page is of its own state for a body without a state only where that is among so many states that it names most."""

MANY_STATES = 30
"""A language that is official in more states, such as English, does not tell whose page it is."""

KNOWN, NAMED = "=", "~"
"""What keys of known bodies, and of names, start with."""


class BodySeen(msgspec.Struct, frozen=True, array_like=True):
    """A name of a body in a source.

    Attributes:
        start: of the mention.
        key: of the body for which it stands.
        name: as it is written.
        country: the state that the words tell.
        type: what kind of body the words tell.
        short: key of the abbreviation that stands beside it.
        quote: its segment, as (start, end, text); kept of the first mentions.
    """

    start: int
    key: str
    name: str
    language: str
    country: str | None
    type: str | None
    short: str | None
    quote: tuple[int, int, str] | None


class SaidBodies(msgspec.Struct, frozen=True, array_like=True):
    """What a source says of bodies.

    Attributes:
        day: of the page, ISO, if known.
        seen: in text order.
    """

    source: str
    day: str | None
    seen: tuple[BodySeen, ...]


def bodies_in(reading: Reading) -> SaidBodies:
    """Find for which bodies the names in a source stand; those that stand for none with confidence are left out."""
    mentions = [mention for mention in reading.mentions if isinstance(mention, OrganisationMention)]
    if not mentions:
        return SaidBodies(reading.source.id, reading.source.published, ())
    segments = {segment.id: segment for segment in reading.segments}
    page = _Page(reading, mentions)
    rows: list[BodySeen] = []
    held: Counter[str] = Counter()
    for mention in mentions:
        key = page.key(mention)
        if key is None:
            continue
        segment = segments.get(mention.segment)
        held[key] += 1
        rows.append(
            BodySeen(
                start=mention.start,
                key=key,
                name=" ".join(mention.text.split()),
                language=page.language(mention),
                country=mention.country,
                type=mention.kind,
                short=page.short_key(mention) if not key.startswith(KNOWN) or ":" not in key else None,
                quote=_quote(mention, segment) if held[key] <= QUOTES_OF_SOURCE else None,
            )
        )
    return SaidBodies(reading.source.id, reading.source.published, tuple(rows))


def _quote(mention: OrganisationMention, segment: Segment | None) -> tuple[int, int, str]:
    if segment is None:
        return mention.start, mention.end, mention.text
    return segment.start, segment.end, segment.text


def evidence_of(source: str, seen: BodySeen) -> Evidence | None:
    """Return the words that a name stands in, where they are kept."""
    return None if seen.quote is None else Evidence(source, *seen.quote)


class _Page:
    """What a page tells of the bodies that it names."""

    def __init__(self, reading: Reading, mentions: Sequence[OrganisationMention]) -> None:
        self._source = reading.source
        self._language_of = {segment.id: segment.language for segment in reading.segments}
        self._states = Counter(m.country for m in reading.mentions if isinstance(m, StateMention))
        self._in_segment: dict[str, set[str]] = defaultdict(set)
        for mention in reading.mentions:
            if isinstance(mention, StateMention):
                self._in_segment[mention.segment].add(mention.country)
        self._told: dict[str, set[str]] = defaultdict(set)
        for one in mentions:
            if one.of_state and one.country and one.code:
                self._told[one.code].add(one.country)
        self._others = frozenset(_not_bodies(reading))
        self._home = _home(reading.source, self._states)
        self._short: dict[str, set[str]] = defaultdict(set)
        for one in mentions:
            short, key = self.short_key(one), self._own_key(one)
            if short is not None and key is not None:
                self._short[short].add(key)

    def language(self, mention: OrganisationMention) -> str:
        return self._language_of.get(mention.segment) or self._source.language

    def key(self, mention: OrganisationMention) -> str | None:
        """The key of the body for which a name stands; an abbreviation stands for the name beside which it is given."""
        key = self._own_key(mention)
        meant = self._short.get(key or "", ())
        return next(iter(meant)) if len(meant) == 1 else key

    def short_key(self, mention: OrganisationMention) -> str | None:
        return None if mention.short is None else _name_key(mention.short, None)

    def _own_key(self, mention: OrganisationMention) -> str | None:
        if mention.of_state:
            return self._key_of_kind(mention)
        if mention.code is not None:
            return KNOWN + mention.code
        name = folded(mention.text)
        if not name or name in self._others:
            return None
        country = mention.country or (self._at_home(mention) if mention.generic else None)
        known = key_of_name(mention.text, country)
        if known is not None:
            return known
        if mention.generic and country is None:
            return None
        return _name_key(mention.text, country if mention.generic else None)

    def _key_of_kind(self, mention: OrganisationMention) -> str | None:
        country = mention.country or (None if mention.beside else self._at_home(mention))
        if country is None:
            return None
        if mention.states:
            code = dict(mention.states).get(country)
            return None if code is None else KNOWN + code
        return f"{KNOWN}{mention.code}:{country}"

    def _at_home(self, mention: OrganisationMention) -> str | None:
        """The state of the page, for a body named without a state, where nothing speaks for another one."""
        home = self._home
        if home is None or not self._in_segment[mention.segment] <= {home}:
            return None
        told = self._told.get(mention.code or "", set())
        return home if told <= {home} else None


def _name_key(name: str, country: str | None) -> str:
    return " ".join(filter(None, (NAMED + script_of(name), country, folded(name))))


def _not_bodies(reading: Reading) -> Iterator[str]:
    """Yield the names of people, places and offices in a source in folded form, and single words of people."""
    for mention in reading.mentions:
        if isinstance(mention, PersonMention):
            yield from (folded(mention.text), *folded(mention.text).split())
            yield from (folded(office.title) for office in mention.offices)
        elif isinstance(mention, PlaceMention | StateMention):
            yield folded(mention.text)


def _home(source: Source, states: Mapping[str, int]) -> str | None:
    """Return the state of a page where that is sure: given, told by its address, or the only one with its language.

    It has to be among the states that the page names most.
    """
    ranked = sorted(states.items(), key=lambda row: (-row[1], row[0]))
    if not ranked:
        return None
    least = ranked[:MOST_NAMED][-1][1]
    most = {state for state, count in ranked if count >= least}
    home = source.side
    for address in (source.url, source.outlet):
        found = outlet_state(address)
        if home is None and found is not None and found.surely:
            home = found.country
    if home is None:
        speaking = most & _states_of(base_language(source.language))
        home = next(iter(speaking)) if len(speaking) == 1 else None
    return home if home in most and len(most) <= MOST_NAMED else None


@lru_cache(maxsize=256)
def _states_of(language: str) -> frozenset[str]:
    """Return the states in which a language is official everywhere (CLDR); none of one that is spoken all over."""
    found = frozenset(
        state
        for state, rows in get_global("territory_languages").items()
        for code, row in rows.items()
        if base_language(code) == language and row["official_status"] in ("official", "de_facto_official")
    )
    return found if len(found) <= MANY_STATES else frozenset()


def is_bare(key: str) -> bool:
    """Tell whether a key is a single word as a name, as an abbreviation is."""
    return key.startswith(NAMED) and is_one_word(key.partition(" ")[2])


def state_of_key(key: str) -> str | None:
    """Return the state in the key of a body of a kind that every state has, or None."""
    return key.rpartition(":")[2] if key.startswith(KNOWN) and ":" in key else None
