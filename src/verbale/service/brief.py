"""What someone needs before the next session of two sides.

Sides are found here; `brief_gather` gathers, `brief_text` puts in order, `brief_forms` writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.errors import ItemNotFoundError
from verbale.records.items import Meeting, Person
from verbale.service import wording
from verbale.service.brief_gather import gather
from verbale.service.brief_parts import Brief, Side
from verbale.store.filters import Filter, Part
from verbale.text.fold import fold

if TYPE_CHECKING:
    from verbale.service.record import Record

_SHOWN_PEOPLE = 10
"""People who are named when several fit."""


def brief_between(record: Record, first: str, second: str) -> Brief:
    """Gather what the record holds between two states, organisations or persons.

    Args:
        first, second: a state by code or English name, an organisation by name, a person by id or any spelling.

    Raises:
        ItemNotFoundError: when a side is not known to the record.
    """
    sides = (find_side(record, first), find_side(record, second))
    return gather(record, sides, _meetings_of(record, sides))


def find_side(record: Record, asked: str) -> Side:
    """The state, organisation or person that someone means. Raises ItemNotFoundError."""
    known = record.tally(Meeting, "state")
    for code in known:
        if fold(asked) in (fold(code), fold(wording.country_name(code))):
            return Side(code, wording.country_name(code), "state")
    for body in record.tally(Meeting, "body"):
        if fold(asked) == fold(body):
            return Side(body, body, "body")
    people = record.some(Person, Filter(marks=(("name", fold(asked)),)))
    if not people:
        try:
            people = [record.person(asked)]
        except ItemNotFoundError:
            people = []
    if len(people) == 1:
        return Side(people[0].id, people[0].name, "person")
    if people:
        named = "; ".join(f"{person.id} ({person.name})" for person in people[:_SHOWN_PEOPLE])
        raise ItemNotFoundError(f"{len(people)} people fit {asked!r}: {named}")
    near = record.some(Person, Filter(named=asked), Part(_SHOWN_PEOPLE)) if asked.strip() else []
    told = f"; people like that: {', '.join(person.name for person in near)}" if near else ""
    states = ", ".join(sorted(known)) or "none"
    raise ItemNotFoundError(f"no state or person of the record is {asked!r}; its states are {states}{told}")


def _meetings_of(record: Record, sides: tuple[Side, Side]) -> list[Meeting]:
    """Meetings in which both sides take part: those who are only mentioned do not."""

    def takes_part(side: Side, meeting: Meeting) -> bool:
        if side.kind == "person":
            return any(p.person == side.id and p.role != "mentioned" for p in meeting.participants)
        return side.id in (*meeting.countries, *meeting.bodies)

    marks = tuple(("state" if s.kind == "state" else "body", s.id) for s in sides if s.kind != "person")
    persons = [side.id for side in sides if side.kind == "person"]
    found = record.some(Meeting, Filter(marks=marks, person=persons[0] if persons else None))
    return [meeting for meeting in found if all(takes_part(side, meeting) for side in sides)]
