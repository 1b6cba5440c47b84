"""Offices: the ones a person was seen to hold, and mentions of an office that stand for its holder."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from verbale.lexicon.data import base_language
from verbale.records.items import Office
from verbale.records.reading import OfficeMention, Reading
from verbale.stages.resolve import rules
from verbale.stages.resolve.portrait import OfficeSeen, OfficeSign, Portrait
from verbale.stages.resolve.quotes import NO_DAY, again
from verbale.stages.resolve.seen import Seen, folded
from verbale.text.scripts import script_of


def offices_of(person: Portrait, country: str | None) -> tuple[Office, ...]:
    """Return the offices of a person, those seen first in time first.

    Offices of one kind in one state are one; an office of a known kind that is named without a state is of the
    person's own.

    Args:
        person: what sources say of the person.
        country: the state of the person, if known.
    """
    kinds = {sign.kind for sign in person.offices if sign.kind}
    rows: dict[tuple[str, str | None, bool], tuple[str | None, list[OfficeSeen]]] = {}
    for sign, seen in person.offices.items():
        state = sign.country or (country if _is_of_state(sign) else None)
        kind = _kind(sign, kinds)
        rows.setdefault((kind or sign.title, state, sign.former), (kind, []))[1].append(seen)
    found = [_office(held, kind, state, former) for (_, state, former), (kind, held) in rows.items()]
    return tuple(sorted(found, key=lambda o: (o.first_seen or NO_DAY, o.former, o.title, o.country or "")))


def _kind(office: OfficeSign, kinds: set[str]) -> str | None:
    """Return the code of an office; a title of two senses has that in which its holder is seen elsewhere."""
    other = rules.mapping("offices", "two_senses").get(office.title)
    return other if other in kinds else office.kind


def _is_of_state(office: OfficeSign) -> bool:
    """Tell whether an office without a state is of its holder's: not one in a body that is named."""
    return (
        office.kind is not None
        and not office.in_body
        and office.kind not in rules.words("offices", "no_state")
    )


def _office(held: Sequence[OfficeSeen], kind: str | None, country: str | None, former: bool) -> Office:
    titles, bodies = Counter[str](), Counter[str]()
    for seen in held:
        titles.update(seen.titles)
        bodies.update(seen.bodies)
    return Office(
        title=min(titles, key=lambda title: (script_of(title) != "Latn", -titles[title], title)),
        body=min(bodies, key=lambda body: (-bodies[body], body), default=None),
        country=country,
        first_seen=min((seen.first for seen in held if seen.first), default=None),
        last_seen=max((seen.last for seen in held if seen.last), default=None),
        evidence=again(quote for seen in held for quote in seen.quotes),
        code=kind,
        former=former,
    )


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


def holders_in(reading: Reading, people: Mapping[str, tuple[Sequence[Seen], str | None]]) -> dict[int, str]:
    """Return, by start, for whom a mention of an office in a source stands.

    The office must be one of a person named in the same source, of the same kind (or the same words) and of a state
    that fits. When it fits several people, it stands for nobody.

    Args:
        people: by id, the mentions of a person in the source and the person's state.
    """
    holders = _holders(people)
    return {
        mention.start: holder
        for mention in reading.mentions
        if isinstance(mention, OfficeMention) and not mention.former
        if not _is_plural(mention.text, reading.source.language)
        if (holder := _holder(mention, holders)) is not None
    }


def _holders(people: Mapping[str, tuple[Sequence[Seen], str | None]]) -> list[_Holder]:
    """Return the offices that a source gives to people."""
    found: list[_Holder] = []
    for person, (mentions, country) in people.items():
        for seen in mentions:
            for office in seen.mention.offices:
                if not office.former:
                    state = office.country or seen.mention.country or country
                    title = folded(office.title)
                    found.append(_Holder(seen.mention.start, person, office.kind or title, state, title))
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
