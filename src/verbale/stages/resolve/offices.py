"""Offices: the ones a person was seen to hold, and mentions of an office that stand for its holder."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from verbale.lexicon.data import base_language
from verbale.records.items import Office
from verbale.records.reading import OfficeHeld, OfficeMention, Reading
from verbale.stages.resolve import rules
from verbale.stages.resolve.people import Group
from verbale.stages.resolve.quotes import quotes
from verbale.stages.resolve.seen import Seen, folded
from verbale.text.scripts import script_of


class _Held(NamedTuple):
    """An office with the mention that states it."""

    seen: Seen
    office: OfficeHeld
    kind: str | None


def offices_of(person: Group, country: str | None) -> tuple[Office, ...]:
    """Return the offices of a person, those seen first in time first.

    Offices of one kind in one state are one; an office of a known kind that is named without a state is of the
    person's own.

    Args:
        person: the mentions.
        country: the state of the person, if known.
    """
    rows: dict[tuple[str, str | None, bool], list[_Held]] = {}
    kinds = {office.kind for seen in person.seen for office in seen.mention.offices if office.kind}
    for seen in person.seen:
        for office in seen.mention.offices:
            state = office.country or (country if _is_of_state(office) else None)
            kind = _kind(office, kinds)
            rows.setdefault((kind or folded(office.title), state, office.former), []).append(
                _Held(seen, office, kind)
            )
    found = [_office(held, state, former) for (_, state, former), held in rows.items()]
    return tuple(sorted(found, key=lambda o: (o.first_seen or "9999", o.former, o.title, o.country or "")))


def _kind(office: OfficeHeld, kinds: set[str]) -> str | None:
    """Return the code of an office; a title of two senses has that in which its holder is seen elsewhere."""
    other = rules.mapping("offices", "two_senses").get(folded(office.title))
    return other if other in kinds else office.kind


def _is_of_state(office: OfficeHeld) -> bool:
    """Tell whether an office without a state is of its holder's: not one in a body that is named."""
    return (
        office.kind is not None and not office.body and office.kind not in rules.words("offices", "no_state")
    )


def _body(held: Sequence[_Held]) -> str | None:
    """Return the body that is named most with an office, as it stands."""
    counts = Counter(row.office.body for row in held if row.office.body)
    return min(counts, key=lambda body: (-counts[body], body)) if counts else None


def _office(held: Sequence[_Held], country: str | None, former: bool) -> Office:
    dates = sorted(row.seen.date for row in held if row.seen.date)
    return Office(
        title=_title(held),
        body=_body(held),
        country=country,
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
        evidence=quotes(row.seen for row in held),
        code=held[0].kind,
        former=former,
    )


def _title(held: Sequence[_Held]) -> str:
    """Return the title seen most, in Latin letters if any is."""
    counts = Counter(row.office.title for row in held)
    return min(counts, key=lambda title: (script_of(title) != "Latn", -counts[title], title))


def _is_plural(title: str, language: str) -> bool:
    """Tell whether the words of an office stand in the plural, by the ending of the first word."""
    endings = rules.mapping("offices", "plural_endings").get(base_language(language), ())
    first = next(iter(title.casefold().split()), "")
    return first.endswith(tuple(endings))


class _Holder(NamedTuple):
    """A person in a source, with an office that the source gives to the person."""

    start: int
    person: str
    kind: str
    country: str | None
    title: str


def holders_of_mentions(
    readings: Sequence[Reading], people: Mapping[str, tuple[Group, str | None]]
) -> dict[tuple[str, int], str]:
    """Return, by source and start, for whom a mention of an office stands.

    The office must be one of a person named in the same source, of the same kind (or the same words) and of a state
    that fits. When it fits several people, it stands for nobody.

    Args:
        readings: all sources.
        people: by id, the mentions of a person and the person's state.
    """
    holders = _holders(people)
    return {
        (reading.source.id, mention.start): holder
        for reading in readings
        for mention in reading.mentions
        if isinstance(mention, OfficeMention) and not mention.former
        if not _is_plural(mention.text, reading.source.language)
        if (holder := _holder(mention, holders.get(reading.source.id, ()))) is not None
    }


def _holders(people: Mapping[str, tuple[Group, str | None]]) -> dict[str, list[_Holder]]:
    """Return the offices that each source gives to people."""
    found: dict[str, list[_Holder]] = {}
    for person, (group, country) in people.items():
        for seen in group.seen:
            for office in seen.mention.offices:
                if not office.former:
                    state = office.country or seen.mention.country or country
                    title = folded(office.title)
                    row = _Holder(seen.mention.start, person, office.kind or title, state, title)
                    found.setdefault(seen.source, []).append(row)
    return found


def _holder(mention: OfficeMention, holders: Sequence[_Holder]) -> str | None:
    """Return the only person in the source who holds the office, when the person is named before the mention.

    Of several, it is the only one whose title has the same words: `Chủ tịch nước` is no `Tổng thống`.
    """
    title = folded(mention.text)
    fitting = [
        row for row in holders if row.kind == (mention.kind or title) and _fits(mention.country, row.country)
    ]
    if len({row.person for row in fitting}) > 1:
        fitting = [row for row in fitting if row.title == title]
    if len({row.person for row in fitting}) == 1 and min(row.start for row in fitting) < mention.start:
        return fitting[0].person
    return None


def _fits(stated: str | None, held: str | None) -> bool:
    return stated is None or held is None or stated == held
