"""From segments and tagged spans to mentions of people, offices, states, bodies, places, dates and amounts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from verbale.lexicon import NO_HINTS, DateHints, Lexicon, StateSpan, is_vague
from verbale.lexicon.data import base_language
from verbale.records.reading import (
    AmountMention,
    AnyMention,
    BodyMention,
    DateMention,
    NamedMention,
    OfficeHeld,
    OfficeMention,
    OrdinalMention,
    OrganisationMention,
    PersonMention,
    PlaceMention,
    Segment,
    Source,
    StateMention,
)
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.links import Holder, Linker
from verbale.stages.extract.organisations import organisations
from verbale.stages.extract.parts import Parts
from verbale.stages.extract.phrases import COUNTERPART, Office, in_organisation, offices
from verbale.stages.extract.quantities import amounts
from verbale.stages.extract.recover import recovered
from verbale.stages.extract.settle import settled
from verbale.stages.extract.shared import shared_out
from verbale.stages.extract.spans import Person, TaggedSpan, name_words, overlaps, people, ranges

_BETWEEN_STATES = 3
"""Characters that may part two states in one span: a hyphen or dash with its spaces."""

NAMED_TAGS = {"INS": "instrument", "PRJ": "project", "MEC": "mechanism", "EVT": "event"}
"""What the tags of named things stand for."""


def extract(
    source: Source,
    segments: Sequence[Segment],
    tagged: Sequence[Sequence[TaggedSpan]],
    lexicon: Lexicon,
    reference: date | None = None,
) -> tuple[AnyMention, ...]:
    """Return the mentions of a source in text order, with offsets into its text.

    Args:
        source: the source; its printed dates serve when there is no reference.
        segments: its segments.
        tagged: for each segment, what the names tagger found, with offsets into the segment's text.
        lexicon: what is known of the languages.
        reference: the day of the page, if it is known.
    """
    hints = NO_HINTS if reference else lexicon.date_hints(source.text, source.language)
    found: list[AnyMention] = []
    if lexicon.knows_offices(source.language):
        rows = [
            (s, t, lexicon.find_states(s.text, s.language)) for s, t in zip(segments, tagged, strict=True)
        ]
    else:
        page = settled(segments, tagged, lexicon, source.title or "")
        rows = [(segment, row.spans, row.states) for segment, row in zip(segments, page, strict=True)]
    names = frozenset(word for segment, spans, _ in rows for word in name_words(segment.text, spans))
    for segment, spans, states in rows:
        found.extend(_Reader(segment, spans, states, lexicon, names).mentions(reference, hints))
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end, type(mention).__name__)))


class _Reader:
    """Reads one segment."""

    def __init__(
        self,
        segment: Segment,
        spans: Sequence[TaggedSpan],
        states: Sequence[StateSpan],
        lexicon: Lexicon,
        names: frozenset[str],
    ) -> None:
        self._states_named = states
        self._names = names
        self._segment, self._lexicon = segment, lexicon
        self._text, self._language = segment.text, segment.language
        self._spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self._words = lexicon.people_words(segment.language)

    def mentions(self, reference: date | None, hints: DateHints) -> Iterator[AnyMention]:
        """Yield all mentions of the segment, in no order."""
        money = [(a.start, a.end) for a in self._lexicon.find_amounts(self._text, self._language)]
        states = [state for state in self._states_named if not overlaps(state.start, state.end, money)]
        known = self._lexicon.find_offices(self._text, self._language)
        gaps = Gaps(self._text, self._words)
        named = people(self._text, self._spans, self._words, states, known, self._names)
        states = [state for state in states if not overlaps(state.start, state.end, ranges(named))]
        held = offices(gaps, self._spans, known, states, named)
        taken = [*ranges(span for span in self._spans if span.tag != "OFF"), *ranges(named)]
        named = sorted([*named, *recovered(gaps, self._words, held, states, taken)])
        linker = Linker(gaps, self._words, named, held)
        holders = shared_out(gaps, linker.holders(states), held, states)
        parts = Parts(gaps, self._words, holders, held)
        for at, holder in enumerate(holders):
            yield self._person(holder, held, late=parts.late(at), chairs=parts.chairs(at))
        yield from self._bare_offices(held, list(linker.bare()))
        yield from self._states(states)
        yield from self._things(states, named)
        yield from self._bodies(gaps, ranges(named))
        yield from self._numbers(reference, hints)

    def _bodies(self, gaps: Gaps, people: Sequence[tuple[int, int]]) -> Iterator[OrganisationMention]:
        """Yield the names of bodies, with all states of the segment at hand."""
        language = base_language(self._language)
        for row in organisations(gaps, language, self._spans, self._states_named, people):
            told = row._asdict()
            yield OrganisationMention(**{**told, **self._at(row.start, row.end)})

    def _at(self, start: int, end: int) -> dict[str, Any]:
        offset = self._segment.start
        return {
            "segment": self._segment.id,
            "start": offset + start,
            "end": offset + end,
            "text": self._text[start:end],
        }

    def _person(self, holder: Holder, held: Sequence[Office], *, late: bool, chairs: bool) -> PersonMention:
        """Return a person; offices of one stack share the state that one of them names."""
        beside = [held[index] for index in holder.offices]
        if holder.listed:
            beside = [office._replace(country=holder.country) for office in beside]
        shared = next((office.country for office in beside if office.country), holder.country)
        own = [office for office in beside if office.kind != COUNTERPART]
        if holder.organisation:
            own = [office._replace(kind=in_organisation(office.kind)) for office in own]
        was = bool(own) and own[0].former
        return PersonMention(
            **self._at(holder.person.start, holder.person.end),
            offices=tuple(
                self._held(office, office.country or shared, office.former or was) for office in own
            ),
            country=shared,
            p=round(holder.person.p, 4),
            late=late,
            chairs=chairs and not late,
        )

    def _held(self, office: Office, country: str | None, former: bool) -> OfficeHeld:
        offset = self._segment.start
        title = self._text[office.start : office.end]
        return OfficeHeld(
            title=title,
            start=offset + office.start,
            end=offset + office.end,
            country=country,
            kind=office.kind,
            former=former,
            body=self._text[slice(*office.body)] if office.body else None,
        )

    def _bare_offices(self, held: Sequence[Office], bare: Sequence[int]) -> Iterator[OfficeMention]:
        for index in bare:
            office = held[index]
            if office.kind != COUNTERPART and (office.tagged or not is_vague(office.kind)):
                yield OfficeMention(
                    **self._at(office.start, office.end),
                    country=office.country,
                    kind=office.kind,
                    former=office.former,
                )

    def _states(self, states: Sequence[StateSpan]) -> Iterator[StateMention]:
        for state in states:
            yield StateMention(**self._at(state.start, state.end), country=state.country)

    def _things(self, states: Sequence[StateSpan], named: Sequence[Person]) -> Iterator[AnyMention]:
        """Yield bodies, places and named things."""
        nations = [(state.start, state.end) for state in states]
        cities = self._lexicon.find_places(self._text, self._language)
        organisations = [(m.start, m.end) for m in self._words.organisations.find(self._text)]
        seen = [*nations, *ranges(named), *ranges(span for span in self._spans if span.tag != "OFF")]
        for span in self._spans:
            if overlaps(span.start, span.end, ranges(named)):
                continue
            at = self._at(span.start, span.end)
            if span.tag == "ORG":
                of_states = overlaps(span.start, span.end, organisations)
                yield BodyMention(**at, country=_inside(span, states), of_states=of_states)
            elif span.tag == "LOC" and (span.start, span.end) not in nations and not _covers(span, nations):
                city = next((c for c in cities if overlaps(c.start, c.end, [(span.start, span.end)])), None)
                country = city.country if city else self._lexicon.state_of_place(at["text"], self._language)
                yield PlaceMention(**at, country=country, name=city.name if city else None)
            elif span.tag in NAMED_TAGS:
                yield NamedMention(**at, what=NAMED_TAGS[span.tag], p=span.p)
        for city in cities:
            if not overlaps(city.start, city.end, seen):
                yield PlaceMention(**self._at(city.start, city.end), country=city.country, name=city.name)

    def _numbers(self, reference: date | None, hints: DateHints) -> Iterator[AnyMention]:
        """Yield dates, amounts and ordinals."""
        dates = self._lexicon.find_dates(self._text, self._language, reference, hints)
        days = [(found.start, found.end) for found in dates]
        for found in dates:
            yield DateMention(
                **self._at(found.start, found.end),
                first=found.first,
                last=found.last,
                precision=found.precision,
                year_from=found.year_from,
            )
        for amount in amounts(self._text, self._language, days):
            yield AmountMention(
                **self._at(amount.start, amount.end),
                value=amount.value,
                unit=amount.unit,
                bound=amount.marks.bound,
                way=amount.marks.way,
                since=amount.marks.since,
            )
        for ordinal in self._lexicon.find_ordinals(self._text, self._language):
            if not overlaps(ordinal.start, ordinal.end, days):
                yield OrdinalMention(**self._at(ordinal.start, ordinal.end), number=ordinal.number)


def _inside(span: TaggedSpan, states: Sequence[StateSpan]) -> str | None:
    """Return the only state that stands inside a span; two states tell nothing."""
    inside = {state.country for state in states if span.start <= state.start and state.end <= span.end}
    return inside.pop() if len(inside) == 1 else None


def _covers(span: TaggedSpan, nations: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a place is no more than states: one with an ending or article, or several (`Vietnam-Laos`)."""
    if any(start <= span.start and span.end <= end for start, end in nations):
        return True
    inside = [end - start for start, end in nations if span.start <= start and end <= span.end]
    return len(inside) > 1 and sum(inside) + _BETWEEN_STATES * (len(inside) - 1) >= span.end - span.start
