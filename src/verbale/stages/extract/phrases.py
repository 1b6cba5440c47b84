"""Offices of a segment, each with its state and whether it is still held."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from verbale.lexicon import OfficeFound, StateSpan, is_vague
from verbale.stages.extract.bodies import Bodies, Body
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.spans import Person, TaggedSpan, overlaps, ranges, trim

REPRESENTATIVES = frozenset(
    {"ambassador", "consul_general", "charge_d_affaires", "counsellor", "special_envoy"}
)
"""Offices whose second state is where they serve: `Ambassador of China to Vietnam` is China's."""

ORGANISATION = "organisation_official"
"""Code of an office in an organisation of several states, whatever its words: `President of the European Council`."""

ORGANISATION_OFFICES = frozenset(
    {"organisation_secretary_general", "european_commission_president", "high_representative", "commissioner"}
)
"""Offices of organisations that have codes of their own."""

COUNTERPART = "counterpart"
"""Code of words that are no office but say that a person has the same one in another state."""

BODY_HEAD = "chairman"
"""Code of an office that a state has too, held in a body: `president of Acme`."""

REGION_HEAD = "governor"
"""The same for a place that is no state: `president of Tatarstan`."""

EMBASSY_REACH = 60
"""Characters between an office and the embassy where it is held: a field such as `for development cooperation`."""

OF_STATES = frozenset({"head_of_state", "head_of_government", "vice_president", "monarch", "speaker"})
"""Offices of states; the same words name the head of a company or club: `president of Acme`."""

SERVING = frozenset(
    {"adviser", "assistant", "spokesperson", "chief_of_staff", "deputy_adviser", "deputy_assistant"}
)
"""Offices of those who serve the holder of the office named next: `adviser to the President` is one office."""

ELECT = "elect_"
"""What the code of an office starts with whose holder is chosen and not yet in it."""

MIN_REST = 2
"""Characters that the name of an organisation has beside the name of a state in it."""

_STOPS = frozenset(".;。!?\n")


class Office(NamedTuple):
    """An office as it stands: its words, its state with where that stands, code, and whether it is held.

    `outer_start` and `outer_end` take in the state and words such as `former`; `body` is where the organisation or
    place stands in which the office is held.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    country: str | None
    kind: str | None
    former: bool
    tagged: bool
    body: tuple[int, int] | None = None


def offices(
    gaps: Gaps,
    spans: Sequence[TaggedSpan],
    found: Sequence[OfficeFound],
    states: Sequence[StateSpan],
    named: Sequence[Person],
) -> list[Office]:
    """Return the offices that the tagger or the lexicon found, with their states, in order.

    Args:
        gaps: of the segment.
        spans: what the tagger found.
        found: what the lexicon found.
        states: of the segment.
        named: the names of people, cleaned of offices before them.
    """
    merged = sorted(_merged(gaps, spans, found, states, ranges(named)))
    bodies = Bodies(gaps, spans, states, named, [(office.start, office.end) for office in found])
    heads = {office.start: office.end for office in found}
    loose = [state for state in states if not _in_body(gaps, state, spans, found)]
    rows = [_with_body(gaps, bodies, heads, states, _with_state(gaps, loose, *row)) for row in merged]
    return list(_serving(gaps, rows))


def _in_body(gaps: Gaps, state: StateSpan, spans: Sequence[TaggedSpan], found: Sequence[OfficeFound]) -> bool:
    """Tell whether a state is a part of the name of an organisation, such as `Bank of China`.

    An embassy is its state's; a name that has an office in it was taken for an organisation wrongly.
    """
    held = [*gaps.embassies, *((office.start, office.end) for office in found)]
    return any(
        span.tag == "ORG"
        and span.start <= state.start
        and state.end <= span.end
        and span.end - span.start > state.end - state.start + MIN_REST
        and not overlaps(span.start, span.end, held)
        for span in spans
    )


def _serving(gaps: Gaps, rows: Sequence[Office]) -> Iterator[Office]:
    """Yield offices; one that serves another is of that one's state and body: `adviser to the President of X`."""
    for office, served in zip(rows, [*rows[1:], None], strict=False):
        if served is not None and gaps.is_link(office.outer_end, served.outer_start, at=False):
            if office.country is None and office.body is None:
                office = office._replace(country=served.country, body=served.body)
            if office.kind in SERVING:
                office = office._replace(end=served.end, outer_end=max(office.outer_end, served.outer_end))
        yield office


def _with_body(
    gaps: Gaps, bodies: Bodies, heads: Mapping[int, int], states: Sequence[StateSpan], office: Office
) -> Office:
    """Return an office with the organisation or place in which it is held, and its state when that names one."""
    if office.kind == COUNTERPART or _is_representative(office.kind):
        return office
    body = _body_of(gaps, bodies, heads, office)
    if body is None:
        return office
    kind = office.kind
    if kind in OF_STATES and office.country is None:
        kind = REGION_HEAD if body.place else BODY_HEAD
    inside = {state.country for state in states if body.start <= state.start and state.end <= body.end}
    start = body.start
    if office.country is not None and start > office.end:
        start = _led_by_state(gaps, states, start)
    return office._replace(
        outer_start=min(office.outer_start, start),
        outer_end=max(office.outer_end, body.outer_end),
        country=office.country or (inside.pop() if len(inside) == 1 else None),
        kind=kind,
        body=(start, body.end),
    )


def _led_by_state(gaps: Gaps, states: Sequence[StateSpan], start: int) -> int:
    """Return where the name of a body starts with an adjective of a state directly before it."""
    return next((s.start for s in states if s.end < start and not gaps.text[s.end : start].strip()), start)


def _body_of(gaps: Gaps, bodies: Bodies, heads: Mapping[int, int], office: Office) -> Body | None:
    head = heads.get(office.start)
    if office.tagged and head is not None and head < office.end:
        within = bodies.within(office.start, head, office.end)
        if within is not None:
            return within
    after = bodies.after(office.outer_end)
    if after is not None and (office.country is None or not gaps.words(office.outer_end, after.start)):
        return after
    of_state = office.kind is not None and not is_vague(office.kind)
    return None if of_state or office.country is not None else bodies.before(office.outer_start)


def _merged(
    gaps: Gaps,
    spans: Sequence[TaggedSpan],
    found: Sequence[OfficeFound],
    states: Sequence[StateSpan],
    people: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int, str | None, bool]]:
    """Yield start, end, code and whether the tagger saw it; the lexicon splits a span of two offices."""
    seen = []
    for span in spans:
        if span.tag != "OFF":
            continue
        inside = [office for office in found if office.start < span.end and span.start < office.end]
        seen.append((span.start, span.end))
        if len(inside) > 1:
            yield from ((office.start, office.end, office.kind, True) for office in inside)
            continue
        start, end = _without_people(span.start, span.end, people)
        start, end = gaps.bare(*_without_states(gaps.text, start, end, states))
        for office in inside:
            start, end = min(start, office.start), max(end, office.end)
        if start < end:
            yield start, end, inside[0].kind if inside else None, True
    for office in found:
        if not overlaps(office.start, office.end, seen) and not overlaps(office.start, office.end, people):
            yield office.start, office.end, office.kind, False


def _without_people(start: int, end: int, people: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return an office's span without a name that ends it."""
    return start, min((left for left, right in people if start < left < end <= right), default=end)


def _without_states(text: str, start: int, end: int, states: Sequence[StateSpan]) -> tuple[int, int]:
    """Return an office's span without a state at either edge."""
    for state in states:
        if state.start == start and state.end < end:
            start = state.end
        elif start < state.start < end <= state.end:
            end = state.start
    return trim(text, start, end)


def _with_state(
    gaps: Gaps, states: Sequence[StateSpan], start: int, end: int, kind: str | None, tagged: bool
) -> Office:
    """Return an office with the state that stands inside, after or before it."""
    state = _state_of(gaps, states, start, end, kind)
    elect = any(_beside(gaps.text, stretch, start, end) for stretch in gaps.elect)
    for stretch in (*gaps.acting, *gaps.elect):
        if _beside(gaps.text, stretch, start, end):
            start, end = min(start, stretch[0]), max(end, stretch[1])
    state = state or _state_of(gaps, states, start, end, kind)
    outer_start, outer_end = start, end
    organisation = _of_organisation(gaps, start, end, kind)
    if organisation is not None:
        kind = in_organisation(kind)
        outer_start, outer_end = min(start, organisation[0]), max(end, organisation[1])
    if state is not None:
        outer_start, outer_end = min(outer_start, state.start), max(outer_end, state.end)
        outer_start, outer_end = _twice_named(gaps, states, outer_start, outer_end, state.country)
    if _is_representative(kind):
        outer_end = _receiving_end(gaps, states, outer_end)
    former = [stretch for stretch in gaps.former if _beside(gaps.text, stretch, outer_start, outer_end)]
    if former:
        outer_start, outer_end = min(outer_start, former[0][0]), max(outer_end, former[-1][1])
    if elect and kind is not None:
        kind = f"{ELECT}{kind}"
    return Office(
        start, end, outer_start, outer_end, state.country if state else None, kind, bool(former), tagged
    )


def _state_of(
    gaps: Gaps, states: Sequence[StateSpan], start: int, end: int, kind: str | None
) -> StateSpan | None:
    inside = [state for state in states if start <= state.start and state.end <= end]
    may_receive = not _is_representative(kind)
    after = [state for state in states if state.start >= end and gaps.is_link(end, state.start, may_receive)]
    before = [state for state in states if state.end <= start and gaps.is_link(state.end, start, False)]
    told = next(iter([*inside, *after[:1], *before[-1:]]), None)
    return told or (None if may_receive else _of_embassy(gaps, states, end))


def _of_embassy(gaps: Gaps, states: Sequence[StateSpan], end: int) -> StateSpan | None:
    """Return the state beside the embassy that is named after an office, in the same sentence."""
    for left, right in gaps.embassies:
        if not 0 <= left - end <= EMBASSY_REACH or _STOPS & set(gaps.text[end:left]):
            continue
        for state in states:
            after = state.start >= right and gaps.is_link(right, state.start, at=False)
            if after or (end <= state.end <= left and gaps.is_link(state.end, left, at=False)):
                return state
    return None


def _of_organisation(gaps: Gaps, start: int, end: int, kind: str | None) -> tuple[int, int] | None:
    """Return where an organisation of several states is named with an office."""
    if kind == COUNTERPART or _is_representative(kind):
        return None
    for left, right in gaps.organisations:
        inside = start <= left and right <= end
        after = left >= end and gaps.is_link(end, left, at=False)
        before = right <= start and not gaps.text[right:start].strip(" -‑–'’s")
        if inside or after or before:
            return left, right
    return None


def in_organisation(kind: str | None) -> str:
    """Return the code of an office that is held in an organisation of several states."""
    return kind if kind is not None and kind in ORGANISATION_OFFICES else ORGANISATION


def _is_representative(kind: str | None) -> bool:
    return (kind or "").removeprefix("deputy_") in REPRESENTATIVES


def _receiving_end(gaps: Gaps, states: Sequence[StateSpan], end: int) -> int:
    """Return where a phrase ends with the state that an envoy is sent to."""
    return next((state.end for state in states if state.start >= end and gaps.is_link(end, state.start)), end)


def _twice_named(
    gaps: Gaps, states: Sequence[StateSpan], start: int, end: int, country: str
) -> tuple[int, int]:
    """Take in a second name of the same state beside the first: `Republic of Korea (ROK) President`."""
    for state in reversed(states):
        if state.country == country and state.end <= start and gaps.is_link(state.end, start, False):
            start = state.start
    for state in states:
        if state.country == country and state.start >= end and gaps.is_link(end, state.start, False):
            end = state.end
    return start, end


def _beside(text: str, stretch: tuple[int, int], start: int, end: int) -> bool:
    """Tell whether a word such as `former` stands directly before, after or at the edge of a phrase."""
    before = stretch[1] <= start and not text[stretch[1] : start].strip(" -‑–\u00a0")
    after = stretch[0] >= end and stretch[0] - end <= 1 and not text[end : stretch[0]].strip(" -‑")
    return before or after or (start <= stretch[0] and stretch[1] <= end)
