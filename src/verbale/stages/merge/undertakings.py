"""Undertakings of one meeting: each once, with the quotes of every account that holds it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from verbale.lexicon.codebook import codebook
from verbale.lexicon.organisations import find_organisations
from verbale.models.centres import Centres
from verbale.records.ids import content_id
from verbale.records.items import Meeting, Target, Undertaking
from verbale.records.reading import AmountMention, BodyMention, PersonMention, PlaceMention, StateMention
from verbale.records.vocabulary import PILLARS, STRENGTHS, Act, Strength
from verbale.stages.merge.aspects import aspect_of
from verbale.stages.merge.figures import deadline_of, is_measure
from verbale.stages.merge.grouping import Group
from verbale.stages.merge.types import Code, Draft, Statement, packed
from verbale.stages.merge.vectors import matter_vector

STRENGTH_P = 0.6
"""Probability from which the strength of a quote is believed beside others."""

STRENGTH_SURE = 0.8
"""Probability of act and strength together from which two accounts are said to differ in strength."""

STRENGTHS_APART = 2
"""Steps of strength between two accounts that differ: neighbours such as `agree` and `commit` are told too unsurely."""

PILLAR_P = 0.2
"""Mean probability from which a pillar is named; a little under what one quote needs, as some quotes name none."""


def best_quote(group: Group) -> Statement:
    """The statement whose act is surest, of several the first."""
    return min(group, key=lambda s: (-s.act_p, s.source, s.start))


def strongest(group: Iterable[Statement]) -> Strength | None:
    """The strongest thing that a quote surely says of an undertaking; where none is sure, the likeliest."""
    said = [(s.strength_p, s.strength) for s in group if s.strength]
    sure = [strength for p, strength in said if p >= STRENGTH_P]
    if sure:
        return max(sure, key=STRENGTHS.index)
    return max(said, key=lambda pair: (pair[0], STRENGTHS.index(pair[1])), default=(0.0, None))[1]


def strengths_of(group: Group) -> tuple[tuple[str, Strength], ...]:
    """What each account surely says, by source, where two of them are `STRENGTHS_APART` steps apart or more."""
    said: dict[str, list[Statement]] = defaultdict(list)
    for s in group:
        if s.strength and s.act == "undertaking" and s.act_p * s.strength_p >= STRENGTH_SURE:
            said[s.source].append(s)
    strengths = {source: strongest(quotes) for source, quotes in said.items()}
    found = tuple((source, strength) for source, strength in sorted(strengths.items()) if strength)
    steps = [STRENGTHS.index(strength) for _, strength in found]
    return found if steps and max(steps) - min(steps) >= STRENGTHS_APART else ()


def pillars_of(group: Group) -> tuple[str, ...]:
    """Pillars by what the quotes and their kinds in the codebook say, the best supported first."""
    total: dict[str, float] = defaultdict(float)
    for statement in group:
        for code, p in statement.pillars:
            total[code] += p / len(group)
        if statement.kind is not None:
            total[codebook()[statement.kind].pillar] += statement.kind_p / len(group)
    ranked = sorted(total, key=lambda code: (-round(total[code], 6), list(PILLARS).index(code)))
    named = [code for code in ranked if total[code] >= PILLAR_P]
    return tuple(named or ranked[:1])


class Performers(NamedTuple):
    """Who binds themselves: countries or a person's id, and organisations of several states; whether all together."""

    by: tuple[str, ...]
    bodies: tuple[str, ...]
    together: bool = False


def performers_of(group: Group, meeting: Meeting | None) -> Performers:
    """Who binds themselves: all sides of the meeting when both do, else the side that speaks."""
    both = sum(s.act_p for s in group if s.performer == "both")
    one = sum(s.act_p for s in group if s.performer == "one")
    if meeting and both >= one and len(meeting.countries) + len(meeting.bodies) > 1:
        return Performers(tuple(sorted(meeting.countries)), tuple(sorted(meeting.bodies)), together=True)
    country = _most([s.country for s in group])
    person = _most([s.person for s in group])
    body = None if country or not meeting else _body(group, person, meeting)
    return Performers(tuple(name for name in (country or person,) if name), (body,) if body else ())


def _body(group: Group, person: str | None, meeting: Meeting) -> str | None:
    """The organisation that binds itself: that of the person who speaks, else the one that the quotes name first."""
    if person is not None:
        return next((p.body for p in meeting.participants if p.person == person), None)
    return _most([_first_organisation(s) for s in group if s.performer == "one"], meeting.bodies)


def _first_organisation(statement: Statement) -> str | None:
    """The organisation of several states that a statement names, when it names nobody before it."""
    named = [m for m in statement.mentions if isinstance(m, BodyMention | PersonMention | StateMention)]
    first = min(named, key=lambda m: m.start, default=None)
    found = isinstance(first, BodyMention) and find_organisations(first.text, statement.language)
    return found[0] if found else None


def _most(names: Iterable[str | None], among: Collection[str] | None = None) -> str | None:
    """The name given most often, of several the first in the alphabet."""
    counts = Counter(name for name in names if name and (among is None or name in among))
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def code_of(group: Group) -> Code | None:
    """The kind that most of the quotes are of, by probability."""
    total: dict[str, float] = defaultdict(float)
    for statement in group:
        if statement.kind is not None:
            total[statement.kind] += statement.kind_p
    if not total:
        return None
    best = min(total, key=lambda code: (-total[code], code))
    return best, codebook()[best].label, total[best] / len(group)


def draft(
    group: Group, code: Code | None, told: Sequence[Target], meeting: Meeting | None, centres: Centres
) -> Draft:
    """The undertaking that the quotes of a group make, without the things that they name.

    Args:
        group: its quotes.
        code: its kind in the codebook, if it was told.
        told: targets and readings in the quotes.
        meeting: the one it was made at.
        centres: what to compare vectors by.
    """
    act: Act = max(("undertaking", "proposal"), key=lambda a: sum(s.act_p for s in group if s.act == a))
    performers, pillars, strength = performers_of(group, meeting), pillars_of(group), strongest(group)
    by = performers.by
    quote = best_quote(group)
    ours = [s for s in group if not by or {s.country, s.person} & set(by)]
    evidence = tuple(sorted({statement.evidence for statement in group}))
    targets = [target for target in told if target.status == "target"]
    undertaking = Undertaking(
        id=content_id("undertaking", *(part for e in evidence for part in (e.source, e.start, e.end))),
        meeting=group[0].meeting,
        act=act,
        by=by,
        speaker=_most([s.person for s in ours]) if not performers.together else None,
        pillars=tuple(PILLARS[pillar] for pillar in pillars),
        strength=strength if act == "undertaking" else None,
        label="",
        deadline=deadline_of(group, meeting) if act == "proposal" or strength != "reported done" else None,
        named=(),
        target=min(targets, key=lambda t: (t.value, t.id)).id if targets else None,
        thread=None,
        text=quote.text,
        evidence=evidence,
        strengths=strengths_of(group) if act == "undertaking" else (),
        bodies=performers.bodies,
    )
    return Draft(
        undertaking=undertaking,
        statements=tuple(s.id for s in group),
        code=code,
        pillars=pillars,
        person=_most([s.person_name for s in ours]),
        places=_places(quote, meeting),
        told=tuple(sorted({target.id for target in told})),
        figures=_figures(quote, told),
        vector=packed(matter_vector(group, centres)),
        aspect=aspect_of(group),
    )


def _places(quote: Statement, meeting: Meeting | None) -> tuple[str, ...]:
    """Known places that a quote names, other than that of the meeting."""
    named = {m.name for m in quote.mentions if isinstance(m, PlaceMention) and m.name}
    return tuple(sorted(named - {meeting.place if meeting else None}))


def _figures(quote: Statement, told: Sequence[Target]) -> tuple[tuple[float, str], ...]:
    """Measures in a quote that are not told as reached."""
    reached = {(t.value, t.unit) for t in told if t.status == "reached"}
    found = {(m.value, m.unit) for m in quote.mentions if isinstance(m, AmountMention) and is_measure(m)}
    return tuple(sorted(found - reached))
