"""What in a segment may name its speaker: people with their offices, offices, states, bodies, places and cues.

Things that stand together are one phrase: an office, a name and a comma between them; a state and `leader`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from verbale.lexicon.conjunctions import joining_word
from verbale.lexicon.data import base_language
from verbale.lexicon.people import people_words
from verbale.lexicon.places import plain_names
from verbale.lexicon.words import has_unspaced
from verbale.records.reading import (
    BodyMention,
    OfficeMention,
    PersonMention,
    PlaceMention,
    StateMention,
)
from verbale.stages.attribute.aliases import aliases
from verbale.stages.attribute.cast import is_dense
from verbale.stages.attribute.cues import cues_of
from verbale.stages.attribute.hints import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.lexicon.people import PeopleWords
    from verbale.records.reading import AnyMention, Segment
    from verbale.stages.attribute.cast import Actor, Cast
    from verbale.stages.attribute.cues import Cue, Cues
    from verbale.stages.attribute.hints import Gender

Kind: TypeAlias = Literal[
    "person", "office", "epithet", "side", "demonym", "body", "place", "he", "they", "both", "third"
]

BOUNDARIES = ",;:،、，؛؟—–)»”"
"""A fronted phrase ends in one of these, in the scripts that mark it."""

APPOSED = 3
"""Characters between two phrases that are one: a comma and a space, a bracket."""

LINKED = 6
"""The same where a short word may stand between: `head of Kazakhstan`."""

JOINED = 14
"""Two subjects stand side by side when at most so many characters part them: a word for *and*, and an article."""

_ROLES = ("host", "guest", "other", "envoy", "leader")
_PEOPLE: frozenset[str] = frozenset({"person", "office", "epithet"})
_TITLES = ("office", "epithet", "third")
_STATES = ("side", "demonym", "place")
_ENDS = BOUNDARIES + ".!?\"'«“("
_APPOSING = (",", "،", "，", "、", "(", "—", "–")
_JOINABLE: frozenset[str] = frozenset({"person", "office", "epithet", "side"})


@dataclass
class Phrase:
    """Words from `start` to `end` of a source that may name a speaker.

    Attributes:
        office: the mention, where an office stands without a name.
        at: start of the mention of the person or office.
        role: the cue that the phrase holds: `host`, `guest`, `other`, `envoy` or `leader`; `either` for a
            pronoun of one or several.
        joined: whether another phrase is joined to it by a word for *and*.
        title: words of the offices in the phrase.
        counted: whether a numeral from two on stands before it.
        gender: as its words tell it.
    """

    kind: Kind
    start: int
    end: int
    actor: Actor | None = None
    country: str | None = None
    office: OfficeMention | None = None
    at: int | None = None
    role: str | None = None
    joined: bool = False
    title: str = ""
    counted: bool = False
    gender: Gender | None = None


def phrases_of(segment: Segment, mentions: Sequence[AnyMention], cast: Cast) -> list[Phrase]:
    """The phrases of a segment, in order.

    What stands beside a name tells of the person: `cast` learns it.

    Args:
        mentions: of this segment, in text order.
    """
    cues = cues_of(segment.language)
    found = [p for m in mentions if (p := _of_mention(m, segment, cast)) is not None]
    called = (
        Phrase("person", a.start, a.end, a.actor, at=a.actor.at) for a in aliases(segment, mentions, cast)
    )
    found = _without_inner([*called, *found])
    found = _with_sides_by_suffix(segment, cues, found, cast)
    found = _with_cues(segment, cues.nouns(segment.text), found, cast)
    found = _together(segment, found, cast)
    _with_surnames(segment, found, cast)
    _join(segment, found)
    hint(segment, found)
    return found


def _of_mention(mention: AnyMention, segment: Segment, cast: Cast) -> Phrase | None:
    start, end = mention.start, mention.end
    if isinstance(mention, PersonMention):
        inside = [o for o in mention.offices if segment.start <= o.start < segment.end]
        first, last = min([start, *(o.start for o in inside)]), max([end, *(o.end for o in inside)])
        actor = cast.of(mention)
        title = " ".join(o.title for o in inside)
        return Phrase("person", first, last, actor, mention.country, at=start, title=title)
    if isinstance(mention, OfficeMention):
        return Phrase(
            "office", start, end, country=mention.country, office=mention, at=start, title=mention.text
        )
    if isinstance(mention, StateMention):
        plain = (mention.country, mention.text.casefold()) in plain_names(base_language(segment.language))
        return Phrase("side" if plain else "demonym", start, end, country=mention.country)
    if isinstance(mention, BodyMention):
        return Phrase("body", start, end, country=mention.country)
    if isinstance(mention, PlaceMention) and mention.country:
        return Phrase("place", start, end, country=mention.country)
    return None


def _without_inner(found: Sequence[Phrase]) -> list[Phrase]:
    """Leave out what stands within another phrase; a state inside one gives it its side."""
    kept: list[Phrase] = []
    held = [p for p in found if p.kind in _PEOPLE]
    found = [p for p in found if p.kind != "place" or all(p.end <= h.start or h.end <= p.start for h in held)]
    for phrase in sorted(found, key=lambda p: (p.start, -p.end)):
        if kept and phrase.start < kept[-1].end:
            outer = kept[-1]
            if outer.country is None and phrase.kind in ("side", "demonym"):
                outer.country = phrase.country
            continue
        kept.append(phrase)
    return kept


def _with_sides_by_suffix(segment: Segment, cues: Cues, found: list[Phrase], cast: Cast) -> list[Phrase]:
    """Add sides written as the first sign of a state's name with a suffix, such as `中方`."""
    if not cues.suffixes:
        return found
    made = []
    for at, sign in enumerate(segment.text):
        country = cast.initials.get(segment.text[at - 1]) if at and sign in cues.suffixes else None
        if country:
            made.append(Phrase("side", segment.start + at - 1, segment.start + at + 1, country=country))
    apart = [p for p in found if all(p.end <= m.start or m.end <= p.start for m in made)]
    return sorted([*apart, *made], key=lambda p: p.start)


def _with_cues(segment: Segment, cues: Sequence[Cue], found: list[Phrase], cast: Cast) -> list[Phrase]:
    """Add words that stand for somebody; one that overlaps a phrase tells what that phrase is."""
    made: list[Phrase] = []
    for cue in cues:
        start, end = segment.start + cue.start, segment.start + cue.end
        over = next((p for p in found if p.start < end and start < p.end), None)
        if over is None:
            made += _alone(cue.kind, start, end, found)
        elif (
            over.kind == "person" and cue.kind in (*_ROLES, "he") and start <= over.start and over.end <= end
        ):
            # A title that was taken for a name, such as `Dubes` or `سموه`.
            found = [p for p in found if p is not over]
            made.append(_of_cue(cue.kind, start, end))
        elif over.kind == "office" and cue.kind == "he" and _is_bare(over) and start <= over.start:
            over.kind, over.office = "he", None
        elif cue.kind in _ROLES and over.kind in _PEOPLE:
            over.role = over.role or cue.kind
            if over.actor is not None and cue.kind == "host":
                cast.hosts.add(id(over.actor))
        elif cue.kind == "third" and over.actor is not None:
            over.actor.outsider = True
        elif cue.kind in ("both", "third") and over.kind in ("office", "side", "demonym", "body"):
            over.kind = "both" if cue.kind == "both" else "third"
            over.start, over.end = min(start, over.start), max(end, over.end)
        elif cue.kind == "side" and (over.kind in ("body", "demonym") or _is_bare(over)):
            over.kind = "side"
    return sorted([*found, *made], key=lambda p: p.start)


def _alone(kind: str, start: int, end: int, found: Sequence[Phrase]) -> list[Phrase]:
    """The phrase of a word by itself; none where it says of an office right after it that both hold one."""
    offices = (p for p in found if p.kind == "office" and p.actor is None and 0 <= p.start - end <= 1)
    office = next(offices, None) if kind == "both" else None
    if office is None:
        return [_of_cue(kind, start, end)]
    office.kind, office.start = "both", start
    return []


def _is_bare(phrase: Phrase) -> bool:
    """Whether what was taken for an office is none that the lexicon knows."""
    return phrase.kind == "office" and phrase.office is not None and phrase.office.kind is None


def _of_cue(kind: str, start: int, end: int) -> Phrase:
    if kind in _ROLES:
        return Phrase("epithet", start, end, role=kind)
    if kind == "side":
        return Phrase("side", start, end)
    if kind == "both":
        return Phrase("both", start, end)
    if kind == "he":
        return Phrase("he", start, end)
    if kind in ("they", "either"):
        return Phrase("they", start, end, role=kind)
    return Phrase("third", start, end)


def _together(segment: Segment, found: Sequence[Phrase], cast: Cast) -> list[Phrase]:
    """Make one phrase of those that stand together."""
    kept: list[Phrase] = []
    for phrase in found:
        if kept and _merge(segment, kept[-1], phrase, cast):
            continue
        kept.append(phrase)
    return _with_seats(segment, kept)


def _with_surnames(segment: Segment, found: Sequence[Phrase], cast: Cast) -> None:
    """Give an office whom the sign or word before it names, where a name is few signs: `何部长`, `박 장관`."""
    for phrase in found:
        before = segment.text[: phrase.start - segment.start].rstrip()
        word = before[-1:] if has_unspaced(before[-1:]) else (before.split() or [""])[-1]
        if phrase.kind != "office" or not is_dense(word):
            continue
        named = [a for a in cast.actors if a.name.startswith(word) or word in a.name.split()]
        if len(named) == 1 and (phrase.country is None or named[0].country in (None, phrase.country)):
            phrase.kind, phrase.actor = "person", named[0]
            phrase.start = segment.start + len(before) - len(word)


def _with_seats(segment: Segment, found: Sequence[Phrase]) -> list[Phrase]:
    """Give a ministry without a state that of the city that the segment opens with; leave out sides of no state."""
    seat = next((p.country for p in found if p.kind == "place" and p.start - segment.start <= LINKED), None)
    for phrase in found:
        if phrase.kind == "side" and phrase.country is None:
            phrase.country = seat
    return [p for p in found if p.kind != "side" or p.country is not None]


def _merge(segment: Segment, left: Phrase, right: Phrase, cast: Cast) -> bool:
    """Let the left phrase take the right one in, when they are one."""
    gap = segment.text[left.end - segment.start : right.start - segment.start]
    bare = gap.strip()
    if any(mark in gap for mark in _ENDS):
        kind = _apposed(left, right) if len(gap) <= APPOSED and bare in _APPOSING else None
    elif len(gap) <= LINKED and len(bare) <= (1 if has_unspaced(bare) else APPOSED):
        words = people_words(base_language(segment.language))
        joins = bare.casefold() == joining_word(segment.language)
        kind = None if joins else _linked(left, right, bare.casefold() in words.origins)
        kind = _seated(left, right, kind, bare.casefold(), words)
    else:
        kind = None
    return kind is not None and _take(left, right, kind, cast)


def _apposed(left: Phrase, right: Phrase) -> Kind | None:
    """What two phrases with a comma between them are together."""
    kinds = {left.kind, right.kind}
    return "person" if "person" in kinds and kinds & {"office", "epithet", "third"} else None


def _linked(left: Phrase, right: Phrase, origin: bool) -> Kind | None:
    """What two phrases side by side, or with a short word between them, are together.

    Args:
        origin: whether the word between them stands between a name and the person's state.
    """
    titled = right.kind in ("office", "epithet", "side", "third")
    if left.kind == "he" and (right.kind == "person" or (right.kind == "office" and right.role is None)):
        return right.kind
    if left.kind in _STATES and titled:
        return right.kind
    if right.kind in ("side", "demonym") and left.kind in (*_TITLES, "side", "body"):
        return left.kind if left.country in (None, right.country) else None
    if left.kind in (*_TITLES, "demonym") and right.kind == "person":
        return "person"
    if left.kind == "person" and right.kind in ("side", "demonym") and origin:
        return "person"
    if left.kind in ("office", "epithet") and right.kind in ("epithet", "office", "body"):
        return "office"
    return "office" if left.kind == "body" and right.kind == "office" else None


def _seated(left: Phrase, right: Phrase, kind: Kind | None, between: str, words: PeopleWords) -> Kind | None:
    """What an office or person is with the city behind it: `die Ministerin aus Bern`, `the ambassador in Bern`.

    A city that a word for *from* or *of* joins tells the state; one where somebody serves tells nothing.
    """
    if kind is not None or right.kind != "place" or left.kind not in _PEOPLE or not between:
        return kind
    if between in words.origins:
        return left.kind
    if left.kind == "office" and words.at.find(between):
        right.country = None
        return left.kind
    return None


def _take(left: Phrase, right: Phrase, kind: Kind, cast: Cast) -> bool:
    named = left.actor or right.actor
    country = left.country or right.country
    if named is not None:
        if named.stated is None and country is not None:
            named.stated = named.country = country
        for part in (left, right):
            if part.office is not None:
                cast.learn(named, part.office)
            if part.kind == "third":
                named.outsider = True
            if part.role == "host":
                cast.hosts.add(id(named))
    if named is not None:
        left.at = left.at if left.actor is not None else right.at
    left.kind, left.actor, left.country = kind, named, country
    left.title = f"{left.title} {right.title}".strip()
    left.office, left.role = left.office or right.office, left.role or right.role
    left.at = right.at if left.at is None else left.at
    left.end = max(left.end, right.end)
    return True


def _join(segment: Segment, found: Sequence[Phrase]) -> None:
    """Mark phrases that a word for *and* joins."""
    word = joining_word(segment.language)
    for left, right in pairwise(found):
        between = segment.text[left.end - segment.start : right.start - segment.start]
        bare = between.strip().casefold()
        if (
            0 < len(between) <= JOINED
            and bare.split(" ")[0].startswith(word)
            and left.kind in _JOINABLE
            and right.kind in _JOINABLE
            and (left.kind in _PEOPLE) == (right.kind in _PEOPLE)
        ):
            left.joined = right.joined = True
