"""One made page: which words of its template become which, and what its vectors are.

What tells statements apart is the residual of a vector after the mean of its language. A made segment keeps part of its
template's residual and takes part of another real segment's, the same for all accounts of the meeting, and part of one
that is its own. The shares were set so that the best partners of segments are as near as on real pages, by cosines of
residuals: one meeting in two languages .32 (real pages: .20 to .45), two meetings of the same sides in one language .43
where they come from one page (real readouts of calls with the same person: .38).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from babel.core import get_global

from bench.made_edits import (
    Changes,
    Edit,
    city_of,
    date_words,
    is_scaled,
    rewritten,
    scaled,
    state_words,
)
from bench.made_names import MadePerson, made_person, number_of, script_for
from verbale.lexicon.data import base_language
from verbale.pipeline import ReadSource
from verbale.records.reading import AmountMention, DateMention, PersonMention, PlaceMention, StateMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bench.made_templates import Group, Role, Template
    from verbale.records.reading import Source, Vectors

KEPT, STATEMENT, OWN = 0.6, 0.6, 0.5
"""How much of a residual is the template's, the statement's in this meeting, and the page's own."""

STANDING = 4
"""One statement in so many is repeated from meeting to meeting of a pair."""

TERM_DAYS = 1461
"""Days for which somebody holds a post."""

_LEAD = 3
"""Segments that no page leaves out."""

_SHORT = 0.75
"""A mention shorter than this share of the longest one of its page is of the family name."""


class Meeting(NamedTuple):
    """What is to be told of: a real meeting between another pair on another day.

    Attributes:
        number: tells apart what one pair does within a few days.
        figures: what values are multiplied by.
    """

    group: Group
    pair: tuple[str, str]
    day: date
    number: int
    figures: int
    seed: int


class Page(NamedTuple):
    """How one page tells of it.

    Attributes:
        number: of the page.
        copy: how often its template was used for this meeting before.
        late: days after the meeting on which it was published; None when it does not say when.
        undated: whether its words tell no day.
        cut: share of the segments after the lead that it leaves out.
        without: whether it leaves out what tells of one of the less important people.
        elsewhere: whether it tells the place wrong.
    """

    meeting: Meeting
    template: Template
    number: int
    copy: int
    late: int | None
    undated: bool
    cut: float
    without: bool
    elsewhere: bool
    seed: int


class _Residuals(NamedTuple):
    """Vectors of a template less the mean of its language: unit rows, their lengths, and the mean."""

    rows: Vectors
    lengths: Vectors
    mean: Vectors


class Maker:
    """Makes pages from the templates of some groups."""

    def __init__(self, groups: Sequence[Group], seed: int) -> None:
        """Take the vectors of all templates apart."""
        self._seed = seed
        by_language: dict[str, list[Vectors]] = defaultdict(list)
        for group in groups:
            for template in group.templates:
                by_language[_language(template)].append(template.read.vectors)
        means = {language: np.concatenate(rows).mean(axis=0) for language, rows in by_language.items()}
        self._residuals: dict[str, _Residuals] = {}
        for group in groups:
            for template in group.templates:
                rest = template.read.vectors - means[_language(template)]
                lengths = np.linalg.norm(rest, axis=1, keepdims=True) + 1e-9
                self._residuals[_id(template)] = _Residuals(
                    rest / lengths, lengths, means[_language(template)]
                )
        self._pool = np.concatenate([residual.rows for residual in self._residuals.values()])

    def account(self, page: Page) -> tuple[ReadSource, dict[tuple[str, int], str]]:
        """The reading of a page with its vectors, and who is named where."""
        meeting, reading = page.meeting, page.template.read.reading
        rng = Random(page.seed)  # noqa: S311  no secret
        mapping = _states(meeting)
        script = script_for(reading.source.text)
        people = {
            start: self._person(meeting, meeting.group.roles[role], mapping)
            for start, role in page.template.roles.items()
        }
        days = (meeting.day - meeting.group.day).days
        places = _swapped(mapping) if page.elsewhere else mapping
        changes = Changes(mapping, places, days, meeting.figures, frozenset(_cut(page, rng)), page.undated)
        edits = list(_edits(page, changes, people, script))
        made = rewritten(reading, _source(page, mapping), edits, changes)
        kept = [row for row in range(len(reading.segments)) if row not in changes.cut]
        vectors = self._vectors(page, kept, rng)
        old = [
            m.start
            for m in reading.mentions
            if isinstance(m, PersonMention) and _row_of(m.segment, page) in kept
        ]
        new = [m.start for m in made.mentions if isinstance(m, PersonMention)]
        named = {(made.source.id, now): people[was].key for was, now in zip(old, new, strict=True)}
        return ReadSource(made, vectors), named

    def _person(self, meeting: Meeting, role: Role, mapping: Mapping[str, str]) -> MadePerson:
        """Who holds a post on the day; whoever is of no known state belongs to the pair."""
        state = mapping.get(role.state, role.state) if role.state else "-".join(sorted(meeting.pair))
        if role.state is None and "EU" in meeting.pair:
            state = "EU"
        term = (meeting.day.toordinal() + number_of(state, role.post) % TERM_DAYS) // TERM_DAYS
        return made_person(state, role.post, term, self._seed)

    def _vectors(self, page: Page, kept: Sequence[int], rng: Random) -> Vectors:
        residuals = self._residuals[_id(page.template)]
        meeting = page.meeting
        spread = Random(meeting.seed)  # noqa: S311
        shift = spread.randrange(1 << 30)
        standing = number_of("standing", *sorted(meeting.pair), self._seed)
        said = [
            number_of(meeting.group.name, page.template.statements[row], _shift(page, row, shift, standing))
            % len(self._pool)
            for row in kept
        ]
        own = [rng.randrange(len(self._pool)) for _ in kept]
        mixed = KEPT * residuals.rows[kept] + STATEMENT * self._pool[said] + OWN * self._pool[own]
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        vectors = residuals.mean + residuals.lengths[kept] * mixed
        made: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        return made


def _shift(page: Page, row: int, shift: int, standing: int) -> int:
    """What chooses the other half of a statement: the meeting, or the pair for what it says again and again."""
    number = page.template.statements[row]
    return standing if number_of(page.meeting.group.name, number) % STANDING == 0 else shift


def _language(template: Template) -> str:
    return base_language(template.read.reading.source.language)


def _id(template: Template) -> str:
    return template.read.reading.source.id


def _row_of(segment: str, page: Page) -> int:
    return _rows(page.template.read.reading.source.id, page.template)[segment]


_ROWS: dict[str, dict[str, int]] = {}


def _rows(source: str, template: Template) -> dict[str, int]:
    if source not in _ROWS:
        _ROWS[source] = {s.id: at for at, s in enumerate(template.read.reading.segments)}
    return _ROWS[source]


def _states(meeting: Meeting) -> dict[str, str]:
    """State for state; a third one that would be taken for a side stands for the side that is gone."""
    sides = zip(meeting.group.sides, meeting.pair, strict=True)
    mapping = {old: new for old, new in sides if old not in ("EU", new)}
    gone = [old for old in mapping if old not in mapping.values()]
    free = [new for new in mapping.values() if new not in mapping]
    return mapping | dict(zip(free, gone, strict=False))


def _swapped(mapping: Mapping[str, str]) -> dict[str, str]:
    """Two sides, each for the other."""
    return dict(zip(mapping, reversed(list(mapping.values())), strict=True))


def _source(page: Page, mapping: Mapping[str, str]) -> Source:
    """The source of a made page, but for what its text gives."""
    old = page.template.read.reading.source
    home = _home(old.language, page.meeting.group.sides)
    state = mapping.get(home, home) if home else None
    domain = state.lower() if state and state != "EU" else "example"
    day = None if page.late is None else page.meeting.day + timedelta(days=page.late)
    outlet = f"outlet{page.seed % 7}.{domain}"
    return msgspec.structs.replace(
        old,
        path=f"made/{page.number:06d}",
        url=f"https://{outlet}/{page.number:06d}",
        outlet=outlet,
        published=day.isoformat() if day else None,
        published_from="metadata" if day else None,
    )


@lru_cache(maxsize=1000)
def _home(language: str, sides: tuple[str, str]) -> str | None:
    """The side whose language a page is in, if it is that of one only."""
    official = [side for side in sides if base_language(language) in _languages(side)]
    return official[0] if len(official) == 1 else None


def _languages(state: str) -> set[str]:
    rows = get_global("territory_languages").get(state, {})
    return {base_language(code) for code, row in rows.items() if row["official_status"]}


def _cut(page: Page, rng: Random) -> Iterator[int]:
    """Rows of the segments that a page leaves out; enough are kept for an account."""
    reading = page.template.read.reading
    left = len(reading.segments)
    gone: set[int] = set()
    if page.without:
        counts = sorted(set(page.template.roles.values()))
        role = rng.choice(counts[2:]) if len(counts) > 2 else None
        gone = {
            _row_of(m.segment, page)
            for m in reading.mentions
            if isinstance(m, PersonMention) and page.template.roles[m.start] == role
        }
    for row in range(_LEAD, left):
        if left > _LEAD + 1 and (row in gone or rng.random() < page.cut):
            left -= 1
            yield row


def _edits(page: Page, changes: Changes, people: Mapping[int, MadePerson], script: str) -> Iterator[Edit]:
    source = page.template.read.reading.source
    longest: dict[int, int] = defaultdict(int)
    mentions = page.template.read.reading.mentions
    for m in mentions:
        if isinstance(m, PersonMention):
            role = page.template.roles[m.start]
            longest[role] = max(longest[role], len(m.text))
    for m in mentions:
        words: str | None = None
        if isinstance(m, PersonMention):
            short = len(m.text) < _SHORT * longest[page.template.roles[m.start]]
            words = people[m.start].short(script) if short else people[m.start].full(script)
        elif isinstance(m, StateMention) and m.country in changes.states:
            words = state_words(m.text, m.country, changes.states[m.country], source.language)
        elif isinstance(m, PlaceMention) and m.name and m.country and m.country in changes.places:
            city = city_of(changes.places[m.country], source.language, script)
            words = city[1] if city else None
        elif isinstance(m, DateMention):
            words = date_words(m, changes.days, source.language)
        elif isinstance(m, AmountMention) and is_scaled(m):
            words = scaled(m.text, changes.figures)
        if words is not None:
            yield Edit(m.start, m.end, words)
